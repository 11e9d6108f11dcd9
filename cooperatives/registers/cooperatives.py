"""The register of cooperatives; the page of one shows all that is recorded about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from cooperatives.forms import AliasForm, CooperativeForm
from cooperatives.lifetime import moves_and_reorganisations, other_names
from cooperatives.models import Assessment, Cooperative, CooperativeSupport, Inspection, Merge, StatusChange, ValueChain
from cooperatives.registers.lifetime import LIFETIME_SECTIONS
from cooperatives.standards import assessment_standard, size_label
from coopunion.forms.formsets import Children
from coopunion.models import RecordQuerySet, User
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section
from coopunion.registers.links import Link, standard_link
from coopunion.registers.register import Add, Register, Tool

STATUSES: dict[str, str] = dict(StatusChange.Status.choices)
SHAPES: dict[str, str] = {
    StatusChange.Status.OPERATING: "met",
    StatusChange.Status.SUSPENDED: "behind",
    StatusChange.Status.NOT_AT_ADDRESS: "behind",
    StatusChange.Status.DISSOLVING: "behind",
}


def cooperatives(user: User, day: date | None = None) -> RecordQuerySet[Cooperative]:
    """Every cooperative with its first certificate, status and seat as of `day`; by default today."""
    day = day or timezone.localdate()
    rows = Cooperative.objects.not_merged().select_related("place__parent", "department")
    return rows.with_first_registration().with_status_on(day).with_seat_on(day).with_day(day)


def status(cooperative: Cooperative) -> tuple[str, str]:
    """The shape and the label of its status: operating, to be looked into, or ended."""
    found = cooperative.status_on_day
    return SHAPES.get(found, ""), STATUSES.get(found, "").capitalize()


def kind_link(event: Inspection | CooperativeSupport) -> Link:
    """A link to the event, named by its kind: the page is its subject's already."""
    return Link(event.get_kind_display().capitalize(), event.get_absolute_url())


def effective(assessment: Assessment) -> str:
    return {True: "Có", False: "Không", None: ""}[assessment.effective]


def size_by_rule(assessment: Assessment) -> Link | None:
    """The size by the rule of the assessment's day, from the present members and capital."""
    day = assessment.valid_on
    return standard_link(size_label(assessment.cooperative, day), "quy-mo") if day else None


def merges_of(pk: int) -> QuerySet[Merge]:
    """Merges in which the record was kept or removed, undone ones as well."""
    return Merge.objects.filter(Q(kept=pk) | Q(removed=pk)).select_related("kept", "removed")


def chains(cooperative: Cooperative) -> RecordQuerySet[ValueChain]:
    """Value-chain models it leads or takes part in."""
    return ValueChain.objects.filter(Q(lead=cooperative) | Q(cooperatives=cooperative)).distinct()


def timeline(cooperative: Cooperative) -> Iterator[Moment]:
    """The events of a cooperative, with one query for each kind."""
    for certificate in cooperative.registrations.recorded().select_related("place__parent"):
        law = f", {certificate.get_law_display()}" if certificate.law else ""
        title = f"Giấy chứng nhận {certificate.get_kind_display()}{law}"
        yield Moment(certificate.issued_on, title, str(certificate.place))
    for change in cooperative.statuschanges.recorded():
        yield Moment(change.from_on, change.get_status_display().capitalize(), change.decision)
    for assessment in cooperative.assessments.recorded():
        verdict = "Hoạt động hiệu quả" if assessment.effective else "Chưa hiệu quả"
        rating = assessment.get_rating_display()
        by = assessment_standard(assessment.valid_on)
        detail = f"Xếp loại {rating}{f' ({by})' if by else ''}" if rating else ""
        yield Moment(assessment.valid_on, f"Đánh giá: {verdict}", detail)
    for conversion in cooperative.conversions.recorded():
        yield Moment(conversion.completed_on, "Chuyển đổi sang mô hình kiểu mới")
    for inspection in cooperative.inspections.recorded():
        yield Moment(inspection.completed_on, inspection.get_kind_display().capitalize(), inspection.findings)
    for support in cooperative.cooperativesupports.recorded():
        yield Moment(support.supported_on, f"Được hỗ trợ: {support.get_kind_display()}", support.content)
    for membership in cooperative.membershipcertificates.recorded():
        yield Moment(membership.issued_on, "Vào Liên minh HTX tỉnh", membership.number)
        yield Moment(membership.withdrawn_on, "Ra khỏi Liên minh HTX tỉnh", membership.number)
    for chain in chains(cooperative).recorded():
        yield Moment(chain.recognised_on, "Mô hình chuỗi giá trị được công nhận", chain.name)
    yield from moves_and_reorganisations(cooperative)


COOPERATIVES = Register[Cooperative](
    model=Cooperative,
    title="Hợp tác xã",
    list_url="cooperatives:list",
    table="cooperatives",
    permission=Permission.VIEW_RECORDS,
    visible=cooperatives,
    as_of=cooperatives,
    history_links=merges_of,
    search_hint="Tên, tên khác, mã số",
    order=("name", "pk"),
    day_field="registered_on",
    empty="Chưa có hợp tác xã nào trong sổ.",
    form=CooperativeForm,
    children=(Children("Tên khác", AliasForm),),
    adds=(
        Add("Ghi kiểm tra", "cooperatives:inspection-", "cooperative", own=False),
        Add("Ghi hỗ trợ", "cooperatives:support-", "cooperative", own=False),
        Add("Ghi giấy chứng nhận đăng ký", "cooperatives:certificate-", "cooperative"),
        Add("Ghi trạng thái", "cooperatives:status-", "cooperative"),
        Add("Ghi đánh giá", "cooperatives:assessment-", "cooperative"),
        Add("Ghi chuyển đổi kiểu mới", "cooperatives:conversion-", "cooperative"),
        Add("Ghi giấy chứng nhận thành viên", "cooperatives:membership-", "cooperative"),
        Add("Ghi chuyển trụ sở", "cooperatives:relocation-", "cooperative"),
        Add("Ghi đổi tên", "cooperatives:renaming-", "cooperative"),
        Add("Ghi chia, tách, sáp nhập", "cooperatives:reorganisation-", "predecessor"),
    ),
    tools=(Tool("Đánh giá năm", "cooperatives:assessments", Permission.CHANGE_RECORDS),),
    columns=(
        Column("Tên hợp tác xã", lambda row: row, "link", sort="name"),
        Column("Mã số", lambda row: row.code, sort="code", wide=True),
        Column("Địa bàn", lambda row: row.seat, "place"),
        Column("Ngày đăng ký", lambda row: row.registered_on, "day", sort="registered_on", wide=True),
        Column("Thành viên", lambda row: row.members, "number", sort="members"),
        Column("Vốn điều lệ, đồng", lambda row: row.charter_capital, "number", sort="charter_capital", wide=True),
        Column("Trạng thái", lambda row: STATUSES.get(row.status_on_day, "").capitalize(), "state"),
    ),
    choices=(
        Choice("loai", "Loại hình", "kind", Cooperative.Kind.choices),
        Choice("linh-vuc", "Lĩnh vực", "sector", Cooperative.Sector.choices),
        Choice("trang-thai", "Trạng thái", "status_on_day", StatusChange.Status.choices),
        Choice("chu-tri", "Chủ trì thành lập", "founding_lead", Cooperative.Lead.choices),
    ),
    status=status,
    facts=(
        Column("Tên đầy đủ", lambda row: row.name_on(row.as_of)),
        Column("Loại hình", lambda row: row.get_kind_display()),
        Column("Mã số", lambda row: row.code),
        Column("Địa bàn trụ sở", lambda row: row.seat),
        Column("Địa chỉ", lambda row: row.seat_address),
        Column("Ngày đăng ký lần đầu", lambda row: row.registered_on, "day"),
        Column("Trạng thái", lambda row: STATUSES.get(row.status_on_day, "").capitalize()),
        Column("Lĩnh vực", lambda row: row.get_sector_display()),
        Column("Ngành, nghề chính", lambda row: row.activity),
        Column("Thành viên", lambda row: row.members, "number"),
        Column("Trong đó nữ", lambda row: row.women, "number"),
        Column("Vốn điều lệ", lambda row: row.charter_capital, "dong"),
        Column("Quy mô", lambda row: size_label(row, row.as_of)),
        Column("Chủ trì thành lập", lambda row: row.get_founding_lead_display()),
        Column("Tên khác", lambda row: "; ".join(other_names(row))),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    timeline=timeline,
    sections=(  # with annulled events, which pages show struck out
        Section(
            "Hồ sơ đã gộp vào",
            lambda row: row.merges.active().select_related("kept", "removed", "merged_by"),
            (
                Column("Việc gộp", lambda row: row, "link"),
                Column("Ngày gộp", lambda row: row.merged_on, "day"),
                Column("Người gộp", lambda row: row.merged_by),
                Column("Lý do", lambda row: row.reason),
            ),
            quiet=True,
        ),
        Section(
            "Giấy chứng nhận đăng ký",
            lambda row: row.registrations.order_by("-pk"),
            (
                Column("Loại giấy", lambda row: row.get_kind_display().capitalize()),
                Column("Số", lambda row: row.number),
                Column("Ngày cấp", lambda row: row.issued_on, "day"),
                Column("Cơ quan cấp", lambda row: row.authority),
            ),
            edit="cooperatives:certificate-",
        ),
        Section(
            "Trạng thái",
            lambda row: row.statuschanges.order_by("-pk"),
            (
                Column("Từ ngày", lambda row: row.from_on, "day"),
                Column("Trạng thái", lambda row: row.get_status_display().capitalize()),
                Column("Văn bản", lambda row: row.decision),
            ),
            edit="cooperatives:status-",
        ),
        Section(
            "Đánh giá",
            lambda row: row.assessments.order_by("-pk"),
            (
                Column("Ngày", lambda row: row.valid_on, "day"),
                Column("Hiệu quả", effective),
                Column("Xếp loại", lambda row: row.get_rating_display()),
                Column("Điểm", lambda row: row.score, "number"),
                Column("Quy mô theo quy định ngày đó", size_by_rule, "link"),
            ),
            edit="cooperatives:assessment-",
        ),
        Section(
            "Chuyển đổi kiểu mới",
            lambda row: row.conversions.order_by("-pk"),
            (
                Column("Bắt đầu", lambda row: row.started_on, "day"),
                Column("Hoàn thành", lambda row: row.completed_on, "day"),
            ),
            edit="cooperatives:conversion-",
        ),
        Section(
            "Thành viên Liên minh",
            lambda row: row.membershipcertificates.order_by("-pk"),
            (
                Column("Số giấy", lambda row: row.number),
                Column("Ngày cấp", lambda row: row.issued_on, "day"),
                Column("Ngày thu hồi", lambda row: row.withdrawn_on, "day"),
            ),
            edit="cooperatives:membership-",
        ),
        *LIFETIME_SECTIONS,
        Section[Cooperative, Inspection](
            "Kiểm tra",
            lambda row: row.inspections.all(),
            (
                Column("Hình thức", kind_link, "link"),
                Column("Ngày kết thúc", lambda row: row.completed_on, "day"),
                Column("Kết luận", lambda row: row.findings),
            ),
        ),
        Section[Cooperative, CooperativeSupport](
            "Hỗ trợ",
            lambda row: row.cooperativesupports.all(),
            (
                Column("Hình thức", kind_link, "link"),
                Column("Ngày", lambda row: row.supported_on, "day"),
                Column("Trị giá", lambda row: row.value, "dong"),
            ),
        ),
        Section[Cooperative, ValueChain](
            "Mô hình chuỗi giá trị",
            chains,
            (
                Column("Mô hình", lambda row: row, "link"),
                Column("Ngày công nhận", lambda row: row.recognised_on, "day"),
            ),
        ),
    ),
)
