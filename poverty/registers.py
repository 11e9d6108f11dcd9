"""The register of poor households: a user sees their own department's, leadership all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db.models import OuterRef, Subquery

from coopunion.formatting import day
from coopunion.forms.base import RecordForm
from coopunion.forms.formsets import Children
from coopunion.models import RecordQuerySet, User
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section, columns_of, standard_link
from coopunion.registers.register import Add, Register, Tool
from poverty.forms import (
    ClassificationForm,
    DataRequestForm,
    DonorForm,
    ExitForm,
    HouseholdForm,
    NewClassificationForm,
    NewSupportForm,
    SupportForm,
)
from poverty.models import Classification, DataRequest, Exit, Household, Support
from poverty.models.household import HouseholdQuerySet
from poverty.standards import standard_label

LEVELS = dict(Classification.Level.choices)
H = TypeVar("H", bound=HouseholdQuerySet)
E = TypeVar("E", Classification, DataRequest, Support, Exit)


def with_class_and_support(households: H) -> H:
    """Adds `latest_level`, the class of the last classified year, and `first_supported_on`."""
    classes = Classification.objects.recorded().filter(household=OuterRef("pk")).order_by("-year", "-pk")
    supports = Support.objects.recorded().filter(household=OuterRef("pk"), supported_on__isnull=False)
    return households.annotate(
        latest_level=Subquery(classes.values("level")[:1]),
        first_supported_on=Subquery(supports.order_by("supported_on").values("supported_on")[:1]),
    )


def households(user: User) -> HouseholdQuerySet:
    """Households the user may open."""
    return with_class_and_support(Household.objects.visible_to(user)).select_related("place__parent", "department")


def timeline(household: Household) -> Iterator[Moment]:
    for support in household.supports.recorded():
        yield Moment(support.supported_on, "Được hỗ trợ", support.get_kind_display())
    for exit_ in household.exits.recorded():
        yield Moment(exit_.decided_on, "Thoát nghèo", exit_.decision)


def head(household: Household) -> str:
    erased_on = household.erased_on
    return household.head or (f"đã xóa dữ liệu cá nhân ngày {day(erased_on)}" if erased_on else "")


def donors(support: Support) -> str:
    return "; ".join(donor.name for donor in support.donors.all())


HOUSEHOLDS = Register[Household](
    model=Household,
    title="Hộ nghèo",
    list_url="poverty:list",
    table="households",
    permission=Permission.VIEW_OWN_HOUSEHOLDS,
    visible=households,
    search_hint="Mã hộ, tên chủ hộ",
    order=("code", "pk"),
    day_field="first_supported_on",
    empty="Phòng chưa có hộ nào trong sổ.",
    form=HouseholdForm,
    children=(
        Children("Thêm phân loại", NewClassificationForm, only_new=True),
        Children("Thêm lần hỗ trợ", NewSupportForm, only_new=True),
    ),
    adds=(
        Add("Ghi hỗ trợ", "poverty:support-", "household"),
        Add("Ghi thoát nghèo", "poverty:exit-", "household"),
        Add("Ghi phân loại", "poverty:classification-", "household"),
        Add("Ghi yêu cầu về dữ liệu cá nhân", "poverty:request-", "household"),
    ),
    tools=(
        Tool("Hết thời hạn lưu giữ", "poverty:past-retention", Permission.ERASE_PERSONAL_DATA),
        Tool("Dữ liệu cá nhân", "poverty:personal-data", Permission.VIEW_OWN_HOUSEHOLDS, of_record=True),
    ),
    columns=(
        Column("Hộ", lambda row: row, "link", sort="code"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Số nhân khẩu", lambda row: row.members, "number", sort="members"),
        Column("Phân loại gần nhất", lambda row: LEVELS.get(row.latest_level, "").capitalize()),
        Column("Hỗ trợ lần đầu", lambda row: row.first_supported_on, "day", sort="first_supported_on"),
        Column("Phòng phụ trách", lambda row: row.department, wide=True),
    ),
    choices=(Choice("phan-loai", "Phân loại gần nhất", "latest_level", Classification.Level.choices),),
    facts=(
        Column("Mã hộ", lambda row: row.code),
        Column("Chủ hộ", head),
        Column("Số định danh", lambda row: row.id_number),
        Column("Năm sinh", lambda row: row.birth_year and str(row.birth_year)),
        *columns_of(Household, "ethnicity", "legal_basis", "place", "members", "department", "note"),
    ),
    sections=(
        Section(
            "Phân loại hằng năm",
            lambda row: row.classifications.all(),
            (
                Column("Năm", lambda row: str(row.year)),
                Column("Phân loại", lambda row: row.get_level_display().capitalize()),
                *columns_of(Classification, "decision"),
                Column("Chuẩn hộ nghèo", lambda row: standard_link(standard_label(row.year), "chuan-ngheo"), "link"),
            ),
            edit="poverty:classification-",
        ),
        Section(
            "Hỗ trợ",
            lambda row: row.supports.prefetch_related("donors"),
            (
                Column("Ngày", lambda row: row.supported_on, "day"),
                Column("Hình thức", lambda row: row.get_kind_display().capitalize()),
                Column("Đơn vị tổ chức", lambda row: row.get_organiser_display()),
                Column("Nhà tài trợ", donors),
                Column("Trị giá", lambda row: row.value, "dong"),
            ),
            edit="poverty:support-",
        ),
        Section(
            "Thoát nghèo",
            lambda row: row.exits.all(),
            columns_of(Exit, "decided_on", "decision"),
            edit="poverty:exit-",
        ),
        Section(
            "Yêu cầu về dữ liệu cá nhân",
            lambda row: row.datarequests.all(),
            (
                Column("Nội dung", lambda row: row.get_kind_display().capitalize()),
                *columns_of(DataRequest, "received_on"),
                Column("Hạn trả lời", lambda row: row.reply_due_on, "day"),
                *columns_of(DataRequest, "replied_on"),
                Column("Hạn thực hiện", lambda row: row.due_on, "day"),
                *columns_of(DataRequest, "done_on"),
            ),
            edit="poverty:request-",
            quiet=True,
        ),
    ),
    timeline=timeline,
)


def _events(
    model: type[E], form: type[RecordForm], title: str, name: str, event_noun: str, children: Sequence[Children] = ()
) -> Register[E]:
    """A register of events without pages of its own: its records show on the household's page."""

    def visible(user: User) -> RecordQuerySet[E]:
        rows = model.objects.filter(household__in=Household.objects.visible_to(user))
        return rows.select_related("household__place__parent", "department")

    return Register[E](
        model=model,
        title=title,
        list_url=f"poverty:{name}-list",
        permission=Permission.VIEW_OWN_HOUSEHOLDS,
        visible=visible,
        form=form,
        event_noun=event_noun,
        children=children,
    )


CLASSIFICATIONS = _events(Classification, ClassificationForm, "Phân loại hộ", "classification", "lần phân loại hộ")
SUPPORTS = _events(
    Support, SupportForm, "Hỗ trợ hộ nghèo", "support", "lần hỗ trợ hộ nghèo", (Children("Nhà tài trợ", DonorForm),)
)
EXITS = _events(Exit, ExitForm, "Thoát nghèo", "exit", "quyết định thoát nghèo")
REQUESTS = _events(DataRequest, DataRequestForm, "Yêu cầu về dữ liệu cá nhân", "request", "yêu cầu về dữ liệu cá nhân")
