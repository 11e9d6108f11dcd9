"""The register of cooperative groups."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.forms import CooperativeGroupForm
from cooperatives.models import CooperativeGroup
from cooperatives.registers.cooperatives import kind_link
from coopunion.permissions import Permission
from coopunion.registers.columns import Column, Moment, Section
from coopunion.registers.register import Add, Register


def timeline(group: CooperativeGroup) -> Iterator[Moment]:
    yield Moment(group.contract_on, "Ký hợp đồng hợp tác")
    yield Moment(group.notified_on, "Thông báo với UBND xã", str(group.place))
    yield Moment(group.ended_on, "Chấm dứt")
    for inspection in group.inspections.recorded():
        yield Moment(inspection.completed_on, inspection.get_kind_display().capitalize(), inspection.findings)
    for support in group.cooperativesupports.recorded():
        yield Moment(support.supported_on, f"Được hỗ trợ: {support.get_kind_display()}", support.content)


GROUPS = Register[CooperativeGroup](
    model=CooperativeGroup,
    title="Tổ hợp tác",
    list_url="cooperatives:group-list",
    table="groups",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: CooperativeGroup.objects.select_related("place__parent", "department"),
    search_hint="Tên tổ hợp tác",
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
        Column("Thành viên", lambda row: row.members, "number", sort="members"),
    ),
    facts=(
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngành, nghề chính", lambda row: row.activity),
        Column("Ngày ký hợp đồng hợp tác", lambda row: row.contract_on, "day"),
        Column("Ngày thông báo với UBND xã", lambda row: row.notified_on, "day"),
        Column("Ngày chấm dứt", lambda row: row.ended_on, "day"),
        Column("Thành viên", lambda row: row.members, "number"),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    timeline=timeline,
    sections=(
        Section(
            "Kiểm tra",
            lambda row: row.inspections.all(),
            (
                Column("Hình thức", kind_link, "link"),
                Column("Ngày kết thúc", lambda row: row.completed_on, "day"),
                Column("Kết luận", lambda row: row.findings),
            ),
        ),
        Section(
            "Hỗ trợ",
            lambda row: row.cooperativesupports.all(),
            (
                Column("Hình thức", kind_link, "link"),
                Column("Ngày", lambda row: row.supported_on, "day"),
                Column("Trị giá", lambda row: row.value, "dong"),
            ),
        ),
    ),
)
