"""The register of value-chain models, with the members and partners of each stage."""

from __future__ import annotations

from collections.abc import Iterable

from cooperatives.forms import MemberForm, PartnerForm, ValueChainForm
from cooperatives.models import Stage, ValueChain, ValueChainPartner
from coopunion.forms.formsets import Children
from coopunion.permissions import Permission
from coopunion.registers.columns import Column, Moment, Section
from coopunion.registers.register import Register

ORDER = {stage: position for position, stage in enumerate(Stage)}


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
    facts=(
        Column("HTX chủ trì", lambda row: row.lead, "link"),
        Column("Sản phẩm", lambda row: row.product),
        Column("Địa bàn", lambda row: row.place, "place"),
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
                Column("Hợp tác xã", lambda row: row.cooperative, "link"),
                Column("Khâu", lambda row: row.get_stage_display()),
                Column("Phần việc", lambda row: row.part),
            ),
        ),
        Section(
            "Đối tác",
            partners,
            (
                Column("Khâu", lambda row: row.get_stage_display()),
                Column("Đối tác", lambda row: row.name),
                Column("Phần việc", lambda row: row.part),
                Column("Hợp đồng", lambda row: row.contract),
                Column("Ngày ký", lambda row: row.signed_on, "day"),
            ),
        ),
    ),
    timeline=lambda row: [Moment(row.recognised_on, "Được công nhận", row.decision)],
)
