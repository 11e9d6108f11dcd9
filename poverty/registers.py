"""The register of poor households: a user sees their own department's, leadership all."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.registers import Column, Moment, Register, Section
from poverty.models import Household


def households(user: User) -> QuerySet[Household]:
    return Household.objects.visible_to(user).select_related("place__parent", "department")


def timeline(household: Household) -> Iterator[Moment]:
    for support in household.supports.recorded():
        yield Moment(support.supported_on, "Được hỗ trợ", support.get_kind_display())
    for exit_ in household.exits.recorded():
        yield Moment(exit_.decided_on, "Thoát nghèo", exit_.decision)


HOUSEHOLDS = Register(
    model=Household,
    title="Hộ nghèo",
    list_url="poverty:list",
    permission=Permission.VIEW_OWN_HOUSEHOLDS,
    visible=households,
    search_hint="Mã hộ",
    order=("code", "pk"),
    empty="Phòng chưa có hộ nào trong sổ.",
    columns=(
        Column("Hộ", lambda row: row, "link", sort="code"),
        Column("Địa bàn", lambda row: row.place),
        Column("Số nhân khẩu", lambda row: row.members, "number", sort="members"),
        Column("Phòng phụ trách", lambda row: row.department),
    ),
    facts=(
        Column("Mã hộ", lambda row: row.code),
        Column("Chủ hộ", lambda row: row.head),
        Column("Địa bàn", lambda row: row.place),
        Column("Số nhân khẩu", lambda row: row.members, "number"),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    sections=(
        Section(
            "Phân loại hằng năm",
            lambda row: row.classifications.all(),
            (
                Column("Năm", lambda each: str(each.year)),
                Column("Phân loại", lambda each: each.get_level_display()),
                Column("Số quyết định", lambda each: each.decision),
            ),
        ),
        Section(
            "Hỗ trợ",
            lambda row: row.supports.all(),
            (
                Column("Ngày", lambda each: each.supported_on, "day"),
                Column("Hình thức", lambda each: each.get_kind_display()),
                Column("Đơn vị tổ chức", lambda each: each.get_organiser_display()),
                Column("Trị giá", lambda each: each.value, "dong"),
            ),
        ),
    ),
    timeline=timeline,
)
