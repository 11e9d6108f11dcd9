"""A register's list as an address filters it: words, place, choices, days, order, page. Unknown values are ignored."""

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
class DayFilter:
    """An end of the span of days a list may be narrowed to."""

    key: str
    label: str
    lookup: str
    day: date | None


@dataclass(frozen=True)
class ActiveFilter:
    """An active filter, as people read it; `without` is the address of the list without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Heading(Generic[M]):
    """A column's heading; `address` orders the list by it, `direction` says how it is ordered now."""

    column: Column[M]
    address: str
    direction: str


@dataclass(frozen=True)
class Listing(Generic[M]):
    """One page of a register as an address filters it."""

    register: Register[M]
    rows: QuerySet[M]
    """Every row found, in order; `page` shows some of them."""
    page: Page[M]
    total: int
    words: str
    filters: Sequence[ChosenFilter]
    days: Sequence[DayFilter]
    conditions: Sequence[ActiveFilter]
    headings: Sequence[Heading[M]]
    query: str
    """The address's filters without the page, to be kept by links to other pages."""

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.conditions)


def read_listing(register: Register[M], user: User, query: QueryDict) -> Listing[M]:
    """The page of the register that the address asks for; the same number of queries, however many rows."""
    rows = register.visible(user)
    total = rows.count()
    words = clean(query.get("q", ""))[:MAX_WORDS]
    if words:
        rows = rows.matching(words)
    places = place_filter(Office.current().province, clean(query.get("huyen", ""))[:MAX_WORDS], timezone.localdate())
    if places.chosen:
        rows = rows.in_place(places.chosen)
    filters = [ChosenFilter("huyen", "Địa bàn", places.options, places.value, groups=places.groups)]
    for choice in (*register.choices, *_common(register)):
        chosen = _chosen(choice, query)
        rows = rows.filter(**{choice.field: chosen}) if chosen else rows
        filters.append(ChosenFilter(choice.key, choice.label, choice.choices, chosen))
    days = _days(register, query)
    rows = rows.filter(**{end.lookup: end.day for end in days if end.day})
    order, descending = _order(register, query)
    ordered = _ordered(rows, register, order, descending)
    kept = {"q": words, "sap-xep": query.get("sap-xep", "") if order else ""}
    kept |= {box.key: box.chosen for box in filters} | {end.key: day_text(end.day) for end in days if end.day}
    return Listing(
        register=register,
        rows=ordered,
        page=Paginator(ordered, PAGE_SIZE).get_page(query.get("trang")),
        total=total,
        words=words,
        filters=filters,
        days=days,
        conditions=_conditions(filters, days, kept),
        headings=[_heading(column, order, descending, kept) for column in register.columns],
        query=_address(kept),
    )


def _conditions(filters: Sequence[ChosenFilter], days: Sequence[DayFilter], kept: dict[str, str]) -> list[ActiveFilter]:
    """In the order of their boxes; the searched words stay in their own."""
    texts = {box.key: f"{box.label}: {dict(box.options)[box.chosen]}" for box in filters if box.chosen}
    texts |= {end.key: f"{end.label}: {day_text(end.day)}" for end in days if end.day}
    return [ActiveFilter(text, f"?{_address(kept | {key: ''})}") for key, text in texts.items()]


def _common(register: Register[M]) -> list[Choice]:
    """Filters of every register: the department in charge, and whether a record counts."""
    departments = [(str(pk), name) for pk, name in Department.objects.values_list("pk", "name")]
    return [
        Choice("phong", "Phòng phụ trách", "department", departments),
        Choice("ho-so", "Hồ sơ", "state", Record.State.choices),
    ]


def _days(register: Register[M], query: QueryDict) -> list[DayFilter]:
    field = register.day_field or getattr(register.model, "date_field", "")
    if not field:
        return []
    ends = (("tu", "Từ ngày", f"{field}__gte"), ("den", "Đến ngày", f"{field}__lte"))
    return [DayFilter(key, label, lookup, read_day_or_none(query.get(key, ""))) for key, label, lookup in ends]


def _chosen(choice: Choice, query: QueryDict) -> str:
    value = query.get(choice.key, "")
    return value if value in dict(choice.choices) else ""


def _order(register: Register[M], query: QueryDict) -> tuple[str, bool]:
    wish = query.get("sap-xep", "")
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
    """Redirects a search for a person's ID number to the page without it: it finds nobody, but browsers keep it."""
    if not holds_personal_number(request.GET.get("q", "")):
        return None
    query = request.GET.copy()
    del query["q"]
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    messages.warning(request, "Không tìm theo số định danh; hãy tìm theo mã hộ hoặc tên chủ hộ.")
    if request.headers.get("HX-Request"):  # htmx would put the whole page into the list
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
