"""The Excel tables of poor households, their supports and exits.

A department sees its own households only: messages and previews reveal none of another's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Model, QuerySet

from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.personal_numbers import REFUSED, holds_personal_number
from coopunion.tables.cells import Cell, Values
from coopunion.tables.columns import DEPARTMENT_COLUMN, NOTE_COLUMN, PLACE_COLUMN, RecordPart, TableColumn
from coopunion.tables.import_row import RECORD
from coopunion.tables.names import RecordName
from coopunion.tables.readers import Masked, Text, YearNumber
from coopunion.tables.resource import TableResource
from poverty.id_numbers import DIGITS, normalised, problem_of
from poverty.models import Classification, Exit, Household, Support

CODE, SUPPORTED_ON, DECIDED_ON = "Mã hộ", "Ngày hỗ trợ", "Ngày quyết định"
EVENT_PLACE = "Địa bàn của ngày đó; để trống là địa bàn của hộ."


def own_households(user: User | None) -> QuerySet[Household]:
    """Those of the user's department; every one for a command without a user."""
    rows = Household.objects.exclude(state=Household.State.ANNULLED)
    return rows if user is None else rows.filter(department=user.department_id)


class IdNumber(Masked):
    """The personal identification number; messages and previews never repeat it."""

    def read(self, cell: Cell, row: Values) -> str:
        if isinstance(cell, int | Decimal) and len(str(cell)) != DIGITS:
            raise ValueError(
                "Ô này là số nên có thể đã mất số 0 ở đầu: định dạng ô là Văn bản (Text) rồi nhập lại đủ 12 chữ số."
            )
        number = normalised(super().read(cell, row))
        if problem := problem_of(number):
            raise ValueError(problem)
        return number


class OpenText(Text):
    """Unencrypted text: a personal number in it is refused while reading, so that no preview is stored with one."""

    def read(self, cell: Cell, row: Values) -> str:
        text = super().read(cell, row)
        if holds_personal_number(text):
            raise ValueError(REFUSED)
        return text


class HouseholdResource(TableResource):
    """One row a household, with its class of one year where that is known."""

    title = "Hộ nghèo"
    personal = True
    text_reader = OpenText
    read_permission = Permission.VIEW_OWN_HOUSEHOLDS
    order = ("code", "pk")
    hidden_from_others = (CODE, "Mã hộ này đã có trong sổ.")
    parts = (
        RecordPart(Household, (("code",),)),
        RecordPart(
            Classification, (("household", "year"),), "classification", links={"household": RECORD}, latest="year"
        ),
    )
    columns = (
        TableColumn("code", CODE, "YB-00123", required=True, names=True),
        TableColumn("head", "Chủ hộ", shown=True, width=26),
        TableColumn(
            "id_number",
            "Số định danh của chủ hộ",
            hint="12 chữ số, ô định dạng Văn bản. Được mã hóa khi lưu và luôn bị che khi xuất.",
            reader=IdNumber(),
            width=24,
        ),
        TableColumn("birth_year", "Năm sinh của chủ hộ", 1975, reader=YearNumber()),
        TableColumn("ethnicity", "Dân tộc", hint="Dữ liệu nhạy cảm: chỉ ghi khi có căn cứ."),
        TableColumn("legal_basis", "Căn cứ xử lý dữ liệu cá nhân", width=30),
        replace(PLACE_COLUMN, hint="", required=True, shown=True),
        TableColumn("members", "Số nhân khẩu", 5, shown=True),
        TableColumn("year", "Năm phân loại", 2020, reader=YearNumber(2000, 2100), part="classification", shown=True),
        TableColumn(
            "level", "Phân loại", "hộ nghèo", "Của năm ở cột Năm phân loại.", part="classification", shown=True
        ),
        TableColumn("decision", "Số quyết định", "1234/QĐ-UBND", part="classification"),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )

    def visible(self, user: User | None) -> QuerySet[Household]:
        return Household.objects.visible_to(user) if user else Household.objects.all()


class HouseholdEventResource(TableResource):
    """Base of what happens to a household of the user's own department."""

    personal = True
    text_reader = OpenText
    read_permission = Permission.VIEW_OWN_HOUSEHOLDS
    related = ("household__department", "household__place__parent", "place__parent", "department")

    def visible(self, user: User | None) -> QuerySet[Model]:
        rows = super().visible(user)
        return rows.filter(household__in=Household.objects.visible_to(user)) if user else rows


def household_column() -> TableColumn:
    reader = RecordName(
        Household,
        missing="Không có hộ “{}” trong sổ của phòng.",
        names=lambda household: (household.code,),
        rows=lambda context: own_households(context.user),
        suggests=False,
    )
    return TableColumn("household", CODE, "YB-00123", reader=reader, required=True, names=True)


class HouseholdSupportResource(HouseholdEventResource):
    """One row one help given to a household."""

    title = "Hỗ trợ hộ nghèo"
    order = ("supported_on", "pk")
    parts = (RecordPart(Support, (("household", "kind", "supported_on"),), placed_by="household"),)
    place_days = (SUPPORTED_ON,)
    columns = (
        household_column(),
        TableColumn("kind", "Hình thức", "cây, con giống", required=True, shown=True, width=28),
        TableColumn(
            "organiser", "Đơn vị tổ chức", "Liên minh HTX tỉnh", "Để trống là Liên minh HTX tỉnh.", shown=True, width=24
        ),
        TableColumn("supported_on", SUPPORTED_ON, date(2020, 6, 15), required=True, shown=True),
        TableColumn("value", "Trị giá (đồng)", 1_500_000, shown=True),
        replace(PLACE_COLUMN, hint=EVENT_PLACE),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )


class ExitResource(HouseholdEventResource):
    """One row a decision that a household has left poverty."""

    title = "Thoát nghèo"
    order = ("decided_on", "pk")
    parts = (RecordPart(Exit, (("household", "decided_on"),), placed_by="household"),)
    place_days = (DECIDED_ON,)
    columns = (
        household_column(),
        TableColumn("decided_on", DECIDED_ON, date(2020, 12, 10), required=True, shown=True),
        TableColumn("decision", "Số quyết định", "1234/QĐ-UBND", shown=True, width=24),
        replace(PLACE_COLUMN, hint=EVENT_PLACE, shown=True),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )
