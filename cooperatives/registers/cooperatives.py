"""The registers of cooperatives and of groups; the page of one shows all that is recorded about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cooperatives.forms.cooperatives import AliasForm, CooperativeForm, CooperativeGroupForm
from cooperatives.laws import CONVERSIONS, GROUP_LAWS, registrar_label
from cooperatives.models import (
    Assessment,
    Cooperative,
    CooperativeGroup,
    CooperativeSupport,
    Inspection,
    Merge,
    Registration,
    Relocation,
    Renaming,
    Reorganisation,
    StatusChange,
    ValueChain,
)
from cooperatives.standards import ASSESSMENTS, size_label
from coopunion.formatting import day as day_text
from coopunion.forms.formsets import Children
from coopunion.models import RecordQuerySet, User
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Link, Moment, Section, columns_of, standard_link
from coopunion.registers.register import Add, Register, Tool
from coopunion.standards import name_in_force

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


def work_moments(subject: Cooperative | CooperativeGroup) -> Iterator[Moment]:
    for inspection in subject.inspections.recorded():
        yield Moment(inspection.completed_on, inspection.get_kind_display().capitalize(), inspection.findings)
    for support in subject.cooperativesupports.recorded():
        yield Moment(support.supported_on, f"Được hỗ trợ: {support.get_kind_display()}", support.content)


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
        by = name_in_force(ASSESSMENTS, assessment.valid_on)
        detail = f"Xếp loại {rating}{f' ({by})' if by else ''}" if rating else ""
        yield Moment(assessment.valid_on, f"Đánh giá: {verdict}", detail)
    for conversion in cooperative.conversions.recorded():
        yield Moment(conversion.completed_on, "Chuyển đổi sang mô hình kiểu mới")
    yield from work_moments(cooperative)
    for membership in cooperative.membershipcertificates.recorded():
        yield Moment(membership.issued_on, "Vào Liên minh HTX tỉnh", membership.number)
        yield Moment(membership.withdrawn_on, "Ra khỏi Liên minh HTX tỉnh", membership.number)
    for chain in chains(cooperative).recorded():
        yield Moment(chain.recognised_on, "Mô hình chuỗi giá trị được công nhận", chain.name)
    yield from moves_and_reorganisations(cooperative)


def moves_and_reorganisations(cooperative: Cooperative) -> Iterator[Moment]:
    """Moments of the timeline, with one query for each kind of event."""
    for move in cooperative.relocations.recorded().select_related("place__parent"):
        yield Moment(move.moved_on, f"Chuyển trụ sở đến {move.place}", move.decision)
    for renaming in cooperative.renamings.recorded():
        title = f"Đổi tên từ “{renaming.old_name}” thành “{renaming.new_name}”"
        yield Moment(renaming.renamed_on, title, renaming.decision)
    reorganisations = Reorganisation.objects.recorded().filter(parties__cooperative=cooperative)
    for reorganisation in reorganisations.prefetch_related("parties__cooperative"):
        yield Moment(reorganisation.reorganised_on, str(reorganisation), reorganisation.decision)
    for merge in cooperative.merges.active().select_related("removed"):
        yield Moment(merge.merged_on, f"Gộp hồ sơ “{merge.removed.name}” vào đây", merge.reason)


def other_names(cooperative: Cooperative) -> list[str]:
    """Former names with the day they ended, then aliases."""
    former = list(cooperative.renamings.recorded().order_by("-renamed_on"))
    labels = [f"{renaming.old_name} (đến trước {day_text(renaming.renamed_on)})" for renaming in former]
    known = {renaming.old_name for renaming in former}
    return labels + [alias.name for alias in cooperative.aliases.all() if alias.name not in known]


WORK_SECTIONS: Sequence[Section[Any, Any]] = (  # of a cooperative as of a group
    Section[Any, Inspection](
        "Kiểm tra",
        lambda row: row.inspections.all(),
        (Column("Hình thức", kind_link, "link"), *columns_of(Inspection, "completed_on", "findings")),
    ),
    Section[Any, CooperativeSupport](
        "Hỗ trợ",
        lambda row: row.cooperativesupports.all(),
        (
            Column("Hình thức", kind_link, "link"),
            Column("Ngày", lambda row: row.supported_on, "day"),
            Column("Trị giá", lambda row: row.value, "dong"),
        ),
    ),
)
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
        *columns_of(Cooperative, "kind", "code"),
        Column("Địa bàn trụ sở", lambda row: row.seat),
        Column("Địa chỉ", lambda row: row.seat_address),
        Column("Ngày đăng ký lần đầu", lambda row: row.registered_on, "day"),
        Column("Trạng thái", lambda row: STATUSES.get(row.status_on_day, "").capitalize()),
        *columns_of(Cooperative, "sector", "activity"),
        Column("Thành viên", lambda row: row.members, "number"),
        *columns_of(Cooperative, "women"),
        Column("Vốn điều lệ", lambda row: row.charter_capital, "dong"),
        Column("Quy mô", lambda row: size_label(row, row.as_of)),
        *columns_of(Cooperative, "founding_lead"),
        Column("Tên khác", lambda row: "; ".join(other_names(row))),
        *columns_of(Cooperative, "department", "note"),
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
                *columns_of(Registration, "issued_on", "authority"),
                Column(
                    "Nơi đăng ký theo quy định",
                    lambda row: standard_link(registrar_label(row.issued_on), "dang-ky"),
                    "link",
                ),
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
                *columns_of(Assessment, "rating", "score"),
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
                Column(
                    "Quy định",
                    lambda row: standard_link(name_in_force(CONVERSIONS, row.completed_on), "chuyen-doi"),
                    "link",
                ),
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
        Section[Cooperative, Relocation](
            "Chuyển trụ sở",
            lambda row: row.relocations.order_by("-pk").select_related("place__parent"),
            (
                Column("Từ ngày", lambda row: row.moved_on, "day"),
                Column("Đến", lambda row: row.place),
                Column("Địa chỉ", lambda row: row.address),
                Column("Văn bản", lambda row: row.decision),
            ),
            edit="cooperatives:relocation-",
        ),
        Section[Cooperative, Renaming](
            "Đổi tên",
            lambda row: row.renamings.order_by("-pk"),
            (
                Column("Từ ngày", lambda row: row.renamed_on, "day"),
                *columns_of(Renaming, "old_name", "new_name", "decision"),
            ),
            edit="cooperatives:renaming-",
        ),
        Section[Cooperative, Reorganisation](
            "Chia, tách, hợp nhất, sáp nhập",
            lambda row: row.reorganisations.order_by("-reorganised_on").prefetch_related("parties__cooperative"),
            (
                Column("Lần tổ chức lại", lambda row: row, "link"),
                *columns_of(Reorganisation, "reorganised_on", "decision"),
            ),
        ),
        *WORK_SECTIONS,
        Section[Cooperative, ValueChain](
            "Mô hình chuỗi giá trị",
            chains,
            (Column("Mô hình", lambda row: row, "link"), *columns_of(ValueChain, "recognised_on")),
        ),
    ),
)


def group_timeline(group: CooperativeGroup) -> Iterator[Moment]:
    yield Moment(group.contract_on, "Ký hợp đồng hợp tác")
    yield Moment(group.notified_on, "Thông báo với UBND xã", str(group.place))
    yield Moment(group.registered_on, "Được cấp giấy chứng nhận đăng ký", group.certificate_number)
    yield Moment(group.ended_on, "Chấm dứt")
    yield from work_moments(group)


def founding_rule(group: CooperativeGroup) -> Link | None:
    """The rule by which it counts as founded: of the day it was made."""
    made_on = group.contract_on or group.notified_on or group.registered_on
    return standard_link(name_in_force(GROUP_LAWS, made_on), "to-hop-tac")


GROUPS = Register[CooperativeGroup](
    model=CooperativeGroup,
    title="Tổ hợp tác",
    list_url="cooperatives:group-list",
    table="groups",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: CooperativeGroup.objects.with_founding_day().select_related("place__parent", "department"),
    search_hint="Tên tổ hợp tác, số giấy chứng nhận",
    day_field="founded_on",
    order=("name", "pk"),
    empty="Chưa có tổ hợp tác nào trong sổ.",
    form=CooperativeGroupForm,
    adds=(
        Add("Ghi kiểm tra", "cooperatives:inspection-", "group", own=False),
        Add("Ghi hỗ trợ", "cooperatives:support-", "group", own=False),
    ),
    columns=(
        Column("Tên tổ hợp tác", lambda row: row, "link", sort="name"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngành, nghề chính", lambda row: row.activity, wide=True),
        Column("Ngày thông báo", lambda row: row.notified_on, "day", sort="notified_on"),
        Column("Ngày cấp GCN", lambda row: row.registered_on, "day", sort="registered_on", wide=True),
        Column("Thành viên", lambda row: row.members, "number", sort="members"),
    ),
    facts=(
        *columns_of(CooperativeGroup, "place", "activity", "contract_on", "notified_on"),
        Column("Phải đăng ký khi thành lập", lambda row: row.get_registration_ground_display()),
        *columns_of(CooperativeGroup, "registered_on", "certificate_number", "ended_on"),
        Column("Tính thành lập theo", founding_rule, "link"),
        Column("Thành viên", lambda row: row.members, "number"),
        *columns_of(CooperativeGroup, "department", "note"),
    ),
    timeline=group_timeline,
    sections=WORK_SECTIONS,
)
