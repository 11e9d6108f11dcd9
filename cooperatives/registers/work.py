"""The registers of inspections, supports and value-chain models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cooperatives.forms.work import (
    CooperativeSupportForm,
    InspectionForm,
    MemberForm,
    PartnerForm,
    RecommendationForm,
    ValueChainForm,
)
from cooperatives.models import (
    CooperativeSupport,
    Inspection,
    Recommendation,
    Stage,
    ValueChain,
    ValueChainMember,
    ValueChainPartner,
)
from coopunion.forms.formsets import Children
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section, columns_of
from coopunion.registers.register import Register

ORDER = {stage: position for position, stage in enumerate(Stage)}


def inspection_timeline(inspection: Inspection) -> Iterator[Moment]:
    yield Moment(inspection.started_on, "Bắt đầu")
    yield Moment(inspection.completed_on, "Kết thúc", inspection.findings)
    for recommendation in inspection.recommendations.all():
        yield Moment(recommendation.due_on, "Hạn thực hiện kiến nghị", recommendation.text)
        yield Moment(recommendation.done_on, "Đã thực hiện kiến nghị", recommendation.result or recommendation.text)


INSPECTIONS = Register[Inspection](
    model=Inspection,
    title="Kiểm tra",
    list_url="cooperatives:inspection-list",
    table="inspections",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Inspection.objects.select_related("place__parent", "department", "cooperative", "group"),
    search_hint="Tên hợp tác xã, tổ hợp tác",
    order=("-completed_on", "-pk"),
    empty="Chưa có cuộc kiểm tra nào trong sổ.",
    form=InspectionForm,
    event_noun="cuộc kiểm tra",
    children=(Children("Kiến nghị sau kiểm tra", RecommendationForm),),
    columns=(
        Column("Cuộc kiểm tra", lambda row: row, "link"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngày bắt đầu", lambda row: row.started_on, "day", sort="started_on", wide=True),
        Column("Ngày kết thúc", lambda row: row.completed_on, "day", sort="completed_on"),
        Column("Kết luận", lambda row: row.findings, wide=True),
    ),
    choices=(Choice("hinh-thuc", "Hình thức", "kind", Inspection.Kind.choices),),
    facts=(
        Column("Đơn vị được kiểm tra", lambda row: row.subject, "link"),
        *columns_of(Inspection, "kind", "place", "started_on", "completed_on", "findings", "department", "note"),
    ),
    timeline=inspection_timeline,
    sections=(
        Section(
            "Kiến nghị sau kiểm tra",
            lambda row: row.recommendations.all(),
            (
                *columns_of(Recommendation, "text"),
                Column("Hạn", lambda row: row.due_on, "day"),
                Column("Xong ngày", lambda row: row.done_on, "day"),
                *columns_of(Recommendation, "result"),
            ),
        ),
    ),
)


def support_timeline(support: CooperativeSupport) -> Iterator[Moment]:
    yield Moment(support.supported_on, support.get_kind_display().capitalize(), support.content)
    yield Moment(support.graduate_from, "Cán bộ trẻ bắt đầu làm việc", support.graduate_name)
    yield Moment(support.graduate_to, "Hết thời hạn làm việc", support.graduate_name)


SUPPORTS = Register[CooperativeSupport](
    model=CooperativeSupport,
    title="Hỗ trợ HTX, THT",
    list_url="cooperatives:support-list",
    table="supports",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: CooperativeSupport.objects.select_related(
        "place__parent", "department", "cooperative", "group"
    ),
    search_hint="Tên hợp tác xã, tổ hợp tác, nội dung",
    order=("-supported_on", "-pk"),
    empty="Chưa có lần hỗ trợ nào trong sổ.",
    form=CooperativeSupportForm,
    event_noun="lần hỗ trợ",
    columns=(
        Column("Hỗ trợ", lambda row: row, "link"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngày", lambda row: row.supported_on, "day", sort="supported_on"),
        Column("Đơn vị tổ chức", lambda row: row.get_organiser_display(), wide=True),
        Column("Trị giá, đồng", lambda row: row.value, "number", sort="value", wide=True),
    ),
    choices=(
        Choice("hinh-thuc", "Hình thức", "kind", CooperativeSupport.Kind.choices),
        Choice("don-vi", "Đơn vị tổ chức", "organiser", CooperativeSupport.Organiser.choices),
        Choice("nguon", "Nguồn hỗ trợ", "source", CooperativeSupport.Source.choices),
    ),
    facts=(
        Column("Đơn vị được hỗ trợ", lambda row: row.subject, "link"),
        *columns_of(CooperativeSupport, "kind", "supported_on", "place", "organiser"),
        Column("Đơn vị phối hợp", lambda row: row.organiser_name),
        *columns_of(CooperativeSupport, "content", "contract"),
        Column("Trị giá", lambda row: row.value, "dong"),
        *columns_of(CooperativeSupport, "source"),
        *columns_of(CooperativeSupport, "people_trained"),
        Column("Cán bộ trẻ", lambda row: row.graduate_name),
        *columns_of(CooperativeSupport, "graduate_qualification", "graduate_speciality"),
        *columns_of(CooperativeSupport, "graduate_from", "graduate_to", "department", "note"),
    ),
    timeline=support_timeline,
)


def partners(chain: ValueChain) -> Iterable[ValueChainPartner]:
    """The chain's partners in the order of its stages, from input to consumption."""
    return sorted(chain.partners.all(), key=lambda partner: (ORDER[Stage(partner.stage)], partner.pk))


CHAINS = Register[ValueChain](
    model=ValueChain,
    title="Mô hình chuỗi giá trị",
    list_url="cooperatives:chain-list",
    table="value-chains",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: ValueChain.objects.select_related("place__parent", "department", "lead"),
    search_hint="Tên mô hình, sản phẩm",
    order=("name", "pk"),
    empty="Chưa có mô hình chuỗi giá trị nào trong sổ.",
    form=ValueChainForm,
    children=(Children("Thành viên mô hình", MemberForm), Children("Đối tác", PartnerForm)),
    columns=(
        Column("Tên mô hình", lambda row: row, "link", sort="name"),
        Column("HTX chủ trì", lambda row: row.lead, "link"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day", sort="recognised_on"),
    ),
    facts=columns_of(ValueChain, "lead", "product", "place", "recognised_on", "decision", "department", "note"),
    sections=(
        Section(
            "Thành viên mô hình",
            lambda row: row.members.select_related("cooperative"),
            columns_of(ValueChainMember, "cooperative", "stage", "part"),
        ),
        Section(
            "Đối tác",
            partners,
            (
                *columns_of(ValueChainPartner, "stage", "name", "part"),
                Column("Hợp đồng", lambda row: row.contract),
                *columns_of(ValueChainPartner, "signed_on"),
            ),
        ),
    ),
    timeline=lambda row: [Moment(row.recognised_on, "Được công nhận", row.decision)],
)
