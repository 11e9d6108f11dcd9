"""What an address asks of a register's list: words, place, choices, days, order, page. Unknown values are ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from coopunion.formatting import day as day_text
from coopunion.models import Department, Office, Record, User
from coopunion.parsing import read_day_or_none
from coopunion.personal_numbers import holds_personal_number
from coopunion.places.filters import place_filter
from coopunion.registers.columns import Choice, Column, M
from coopunion.registers.register import Register
from coopunion.text import clean

PAGE_SIZE = 50
MAX_WORDS = 200


@dataclass(frozen=True)
class ChosenFilter:
    """A select box of the filter row, and what it is set to."""

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    """The options under headings, where they have any."""


@dataclass(frozen=True)
class AskedDay:
    """An end of the span of days a list may be narrowed to."""

    key: str
    label: str
    lookup: str
    day: date | None


@dataclass(frozen=True)
class Condition:
    """A condition in force, as people read it; `without` is the address of the list without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Heading(Generic[M]):
    """A column's head; `address` orders the list by it, `direction` says how it is ordered now."""

    column: Column[M]
    address: str
    direction: str


@dataclass(frozen=True)
class Listing(Generic[M]):
    """One page of a register as an address asks for it."""

    register: Register[M]
    page: Page[M]
    total: int
    words: str
    filters: Sequence[ChosenFilter]
    days: Sequence[AskedDay]
    conditions: Sequence[Condition]
    headings: Sequence[Heading[M]]
    query: str
    """The address's filters without the page, to be kept by links to other pages."""

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.conditions)


def read_listing(register: Register[M], user: User, asked: QueryDict) -> Listing[M]:
    """The same number of queries, however many rows."""
    rows = register.visible(user)
    total = rows.count()
    words = clean(asked.get("q", ""))[:MAX_WORDS]
    if words:
        rows = rows.matching(words)
    places = place_filter(Office.current().province, clean(asked.get("huyen", ""))[:MAX_WORDS], timezone.localdate())
    if places.chosen:
        rows = rows.in_place(places.chosen)
    filters = [ChosenFilter("huyen", "Địa bàn", places.options, places.value, groups=places.groups)]
    for choice in (*register.choices, *_common(register)):
        chosen = _chosen(choice, asked)
        rows = rows.filter(**{choice.field: chosen}) if chosen else rows
        filters.append(ChosenFilter(choice.key, choice.label, choice.choices, chosen))
    days = _days(register, asked)
    rows = rows.filter(**{each.lookup: each.day for each in days if each.day})
    order, descending = _order(register, asked)
    kept = {"q": words, "sap-xep": asked.get("sap-xep", "") if order else ""}
    kept |= {each.key: each.chosen for each in filters} | {each.key: day_text(each.day) for each in days if each.day}
    return Listing(
        register=register,
        page=Paginator(_ordered(rows, register, order, descending), PAGE_SIZE).get_page(asked.get("trang")),
        total=total,
        words=words,
        filters=filters,
        days=days,
        conditions=_conditions(filters, days, kept),
        headings=[_heading(column, order, descending, kept) for column in register.columns],
        query=_address(kept),
    )


def _conditions(filters: Sequence[ChosenFilter], days: Sequence[AskedDay], kept: dict[str, str]) -> list[Condition]:
    """In the order of their boxes; the searched words stay in their own."""
    texts = {each.key: f"{each.label}: {dict(each.options)[each.chosen]}" for each in filters if each.chosen}
    texts |= {each.key: f"{each.label}: {day_text(each.day)}" for each in days if each.day}
    return [Condition(text, f"?{_address(kept | {key: ''})}") for key, text in texts.items()]


def _common(register: Register[M]) -> list[Choice]:
    """What every register of records may be narrowed by: who is in charge, and whether a record counts."""
    if not issubclass(register.model, Record):
        return []
    departments = [(str(pk), name) for pk, name in Department.objects.values_list("pk", "name")]
    return [
        Choice("phong", "Phòng phụ trách", "department", departments),
        Choice("ho-so", "Hồ sơ", "state", Record.State.choices),
    ]


def _days(register: Register[M], asked: QueryDict) -> list[AskedDay]:
    field = register.day_field or getattr(register.model, "date_field", "")
    if not field:
        return []
    ends = (("tu", "Từ ngày", f"{field}__gte"), ("den", "Đến ngày", f"{field}__lte"))
    return [AskedDay(key, label, lookup, read_day_or_none(asked.get(key, ""))) for key, label, lookup in ends]


def _chosen(choice: Choice, asked: QueryDict) -> str:
    value = asked.get(choice.key, "")
    return value if value in dict(choice.choices) else ""


def _order(register: Register[M], asked: QueryDict) -> tuple[str, bool]:
    wish = asked.get("sap-xep", "")
    name = wish.removeprefix("-")
    return (name, wish.startswith("-")) if name in register.sorts else ("", False)


def _ordered(rows: QuerySet[M], register: Register[M], order: str, descending: bool) -> QuerySet[M]:
    if not order:
        return rows.order_by(*register.order)
    return rows.order_by(f"-{order}" if descending else order, "pk")


def _heading(column: Column[M], order: str, descending: bool, kept: dict[str, str]) -> Heading[M]:
    if not column.sort:
        return Heading(column, "", "")
    current = column.sort == order
    wish = f"-{column.sort}" if current and not descending else column.sort
    direction = ("descending" if descending else "ascending") if current else ""
    return Heading(column, f"?{_address(kept | {'sap-xep': wish})}", direction)


def _address(kept: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update({key: value for key, value in kept.items() if value})
    return query.urlencode()


def refuse_personal_number(request: HttpRequest) -> HttpResponse | None:
    """Leads a search for a person's number to the page without it: it finds nobody, and a browser keeps addresses."""
    if not holds_personal_number(request.GET.get("q", "")):
        return None
    query = request.GET.copy()
    del query["q"]
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    messages.warning(request, "Không tìm theo số định danh; hãy tìm theo mã hộ hoặc tên chủ hộ.")
    if request.headers.get("HX-Request"):  # htmx would put the whole page into the list
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
