"""The registers of cooperatives, groups, inspections and value chains."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from cooperatives.forms import CooperativeGroupForm
from cooperatives.lifetime import moves_and_reorganisations, other_names
from cooperatives.models import (
    Assessment,
    Cooperative,
    CooperativeGroup,
    Inspection,
    StatusChange,
    ValueChain,
)
from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.registers import Choice, Column, Moment, Register, Section

STATUSES = dict(StatusChange.Status.choices)
RATINGS = dict(Assessment.Rating.choices)


def cooperatives(user: User) -> QuerySet[Cooperative]:
    """Every cooperative with its first certificate, status and valid assessment as of today."""
    today = timezone.localdate()
    rows = Cooperative.objects.not_merged().select_related("place__parent", "department")
    return rows.with_first_registration().with_status_on(today).with_seat_on(today)


def timeline(cooperative: Cooperative) -> Iterator[Moment]:
    """All that happened to a cooperative, one query for each kind of event."""
    for certificate in cooperative.registrations.recorded().select_related("place__parent"):
        law = f", {certificate.get_law_display()}" if certificate.law else ""
        title = f"Giấy chứng nhận {certificate.get_kind_display()}{law}"
        yield Moment(certificate.issued_on, title, str(certificate.place))
    for change in cooperative.statuschanges.recorded():
        yield Moment(change.from_on, change.get_status_display().capitalize(), change.decision)
    for assessment in cooperative.assessments.recorded():
        verdict = "Hoạt động hiệu quả" if assessment.effective else "Chưa hiệu quả"
        rating = assessment.get_rating_display()
        yield Moment(assessment.valid_on, f"Đánh giá: {verdict}", f"Xếp loại {rating}" if rating else "")
    for conversion in cooperative.conversions.recorded():
        yield Moment(conversion.completed_on, "Chuyển đổi sang mô hình kiểu mới")
    for inspection in cooperative.inspections.recorded():
        yield Moment(inspection.completed_on, inspection.get_kind_display().capitalize(), inspection.findings)
    for chain in cooperative.led_chains.recognised():
        yield Moment(chain.recognised_on, "Mô hình chuỗi giá trị được công nhận", chain.name)
    yield from moves_and_reorganisations(cooperative)


COOPERATIVES = Register(
    model=Cooperative,
    title="Hợp tác xã",
    list_url="cooperatives:list",
    permission=Permission.VIEW_RECORDS,
    visible=cooperatives,
    search_hint="Tên, tên khác, mã số",
    order=("name", "pk"),
    empty="Chưa có hợp tác xã nào trong sổ.",
    columns=(
        Column("Tên hợp tác xã", lambda row: row, "link", sort="name"),
        Column("Mã số", lambda row: row.code, sort="code"),
        Column("Địa bàn", lambda row: row.seat),
        Column("Ngày đăng ký", lambda row: row.registered_on, "day", sort="registered_on"),
        Column("Thành viên", lambda row: row.members, "number", sort="members"),
        Column("Vốn điều lệ", lambda row: row.charter_capital, "dong", sort="charter_capital"),
        Column("Trạng thái", lambda row: STATUSES.get(row.status_on_day, "").capitalize(), "state"),
    ),
    choices=(
        Choice("loai", "Loại hình", "kind", Cooperative.Kind.choices),
        Choice("linh-vuc", "Lĩnh vực", "sector", Cooperative.Sector.choices),
        Choice("trang-thai", "Trạng thái", "status_on_day", StatusChange.Status.choices),
        Choice("chu-tri", "Chủ trì thành lập", "founding_lead", Cooperative.Lead.choices),
    ),
    facts=(
        Column("Tên đầy đủ", lambda row: row.name),
        Column("Loại hình", lambda row: row.get_kind_display()),
        Column("Mã số", lambda row: row.code),
        Column("Địa bàn trụ sở", lambda row: row.seat),
        Column("Địa chỉ", lambda row: row.address),
        Column("Ngày đăng ký lần đầu", lambda row: row.registered_on, "day"),
        Column("Trạng thái", lambda row: STATUSES.get(row.status_on_day, "").capitalize()),
        Column("Lĩnh vực", lambda row: row.get_sector_display()),
        Column("Ngành, nghề chính", lambda row: row.activity),
        Column("Thành viên", lambda row: row.members, "number"),
        Column("Vốn điều lệ", lambda row: row.charter_capital, "dong"),
        Column("Chủ trì thành lập", lambda row: row.get_founding_lead_display()),
        Column("Tên khác", lambda row: "; ".join(other_names(row))),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    timeline=timeline,
    sections=(
        Section(
            "Hồ sơ đã gộp vào",
            lambda row: row.merges.standing().select_related("kept", "removed", "merged_by"),
            (
                Column("Việc gộp", lambda each: each, "link"),
                Column("Ngày gộp", lambda each: each.merged_on, "day"),
                Column("Người gộp", lambda each: each.merged_by),
                Column("Lý do", lambda each: each.reason),
            ),
        ),
        Section(
            "Kiểm tra",
            lambda row: row.inspections.all(),
            (
                Column("Hình thức", lambda each: each.get_kind_display().capitalize()),
                Column("Ngày kết thúc", lambda each: each.completed_on, "day"),
                Column("Kết luận", lambda each: each.findings),
            ),
        ),
    ),
)

GROUPS = Register(
    model=CooperativeGroup,
    title="Tổ hợp tác",
    list_url="cooperatives:group-list",
    form=CooperativeGroupForm,
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: CooperativeGroup.objects.select_related("place__parent", "department"),
    search_hint="Tên tổ hợp tác",
    order=("name", "pk"),
    empty="Chưa có tổ hợp tác nào trong sổ.",
    columns=(
        Column("Tên tổ hợp tác", lambda row: row, "link", sort="name"),
        Column("Địa bàn", lambda row: row.place),
        Column("Ngành, nghề chính", lambda row: row.activity),
        Column("Ngày thông báo", lambda row: row.notified_on, "day", sort="notified_on"),
        Column("Thành viên", lambda row: row.members, "number", sort="members"),
    ),
    facts=(
        Column("Địa bàn", lambda row: row.place),
        Column("Ngành, nghề chính", lambda row: row.activity),
        Column("Ngày ký hợp đồng hợp tác", lambda row: row.contract_on, "day"),
        Column("Ngày thông báo với UBND xã", lambda row: row.notified_on, "day"),
        Column("Ngày chấm dứt", lambda row: row.ended_on, "day"),
        Column("Thành viên", lambda row: row.members, "number"),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    timeline=lambda row: [
        Moment(inspection.completed_on, inspection.get_kind_display().capitalize(), inspection.findings)
        for inspection in row.inspections.recorded()
    ],
)

INSPECTIONS = Register(
    model=Inspection,
    title="Kiểm tra",
    list_url="cooperatives:inspection-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Inspection.objects.select_related("place__parent", "department", "cooperative", "group"),
    search_hint="Tên hợp tác xã, tổ hợp tác",
    order=("-completed_on", "-pk"),
    empty="Chưa có cuộc kiểm tra nào trong sổ.",
    columns=(
        Column("Cuộc kiểm tra", lambda row: row, "link"),
        Column("Địa bàn", lambda row: row.place),
        Column("Ngày bắt đầu", lambda row: row.started_on, "day", sort="started_on"),
        Column("Ngày kết thúc", lambda row: row.completed_on, "day", sort="completed_on"),
        Column("Kết luận", lambda row: row.findings),
    ),
    choices=(Choice("hinh-thuc", "Hình thức", "kind", Inspection.Kind.choices),),
    facts=(
        Column("Đơn vị được kiểm tra", lambda row: row.subject, "link"),
        Column("Hình thức", lambda row: row.get_kind_display()),
        Column("Địa bàn", lambda row: row.place),
        Column("Ngày bắt đầu", lambda row: row.started_on, "day"),
        Column("Ngày kết thúc", lambda row: row.completed_on, "day"),
        Column("Kết luận", lambda row: row.findings),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
)

CHAINS = Register(
    model=ValueChain,
    title="Mô hình chuỗi giá trị",
    list_url="cooperatives:chain-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: ValueChain.objects.select_related("place__parent", "department", "lead"),
    search_hint="Tên mô hình, sản phẩm",
    order=("name", "pk"),
    empty="Chưa có mô hình chuỗi giá trị nào trong sổ.",
    columns=(
        Column("Tên mô hình", lambda row: row, "link", sort="name"),
        Column("HTX chủ trì", lambda row: row.lead, "link"),
        Column("Địa bàn", lambda row: row.place),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day", sort="recognised_on"),
    ),
    facts=(
        Column("HTX chủ trì", lambda row: row.lead, "link"),
        Column("Sản phẩm", lambda row: row.product),
        Column("Địa bàn", lambda row: row.place),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day"),
        Column("Văn bản công nhận", lambda row: row.decision),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    sections=(
        Section(
            "Thành viên mô hình",
            lambda row: row.members.select_related("cooperative"),
            (
                Column("Hợp tác xã", lambda each: each.cooperative, "link"),
                Column("Khâu tham gia", lambda each: each.part),
            ),
        ),
    ),
    timeline=lambda row: [Moment(row.recognised_on, "Được công nhận", row.decision)],
)
