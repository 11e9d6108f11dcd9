"""A register's list as an address filters it: words, place, choices, days, order, page. Unknown values are ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from coopunion.formatting import day as day_text
from coopunion.models import Department, OfficeTimeline, Record, User
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


class Listing(Generic[M]):
    """The rows of a register as an address filters and orders them; the same number of queries, however many rows.

    `rows` are all that were found, of which `page` shows some; `query` is the address's filters without the page.
    """

    def __init__(self, register: Register[M], user: User, query: QueryDict) -> None:
        self.register = register
        rows = register.visible(user)
        self.total = rows.count()
        self.words = clean(query.get("q", ""))[:MAX_WORDS]
        if self.words:
            rows = rows.matching(self.words)
        place = clean(query.get("huyen", ""))[:MAX_WORDS]
        places = place_filter(OfficeTimeline.read(), place, timezone.localdate())
        if places.chosen:
            rows = rows.in_place(places.chosen)
        self.filters = [ChosenFilter("huyen", "Địa bàn", places.options, places.value, groups=places.groups)]
        for choice in (*register.choices, *_common()):
            value = query.get(choice.key, "")
            chosen = value if value in dict(choice.choices) else ""
            rows = rows.filter(**{choice.field: chosen}) if chosen else rows
            self.filters.append(ChosenFilter(choice.key, choice.label, choice.choices, chosen))
        self.days = _days(register, query)
        rows = rows.filter(**{end.lookup: end.day for end in self.days if end.day})
        wish = query.get("sap-xep", "")
        # Nothing else from an address reaches the database.
        self.order = wish if wish.removeprefix("-") in {column.sort or None for column in register.columns} else ""
        self.rows: QuerySet[M] = rows.order_by(*((self.order, "pk") if self.order else register.order))
        self.page = Paginator(self.rows, PAGE_SIZE).get_page(query.get("trang"))

    @property
    def query(self) -> str:
        return self._address()

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """Each active filter as people read it, with the address of the list without it; words stay in their box."""
        texts = {box.key: f"{box.label}: {dict(box.options)[box.chosen]}" for box in self.filters if box.chosen}
        texts |= {end.key: f"{end.label}: {day_text(end.day)}" for end in self.days if end.day}
        return [(text, f"?{self._address(**{key: ''})}") for key, text in texts.items()]

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.conditions)

    @property
    def headings(self) -> list[tuple[Column[M], str, str]]:
        """Each column with the address that orders the list by it, and how it is ordered now."""
        return [self._heading(column) for column in self.register.columns]

    def _heading(self, column: Column[M]) -> tuple[Column[M], str, str]:
        if not column.sort:
            return column, "", ""
        wish = f"-{column.sort}" if self.order == column.sort else column.sort
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.order, "")
        return column, f"?{self._address(**{'sap-xep': wish})}", direction

    def _address(self, **changes: str) -> str:
        kept = {"q": self.words, "sap-xep": self.order} | {box.key: box.chosen for box in self.filters}
        kept |= {end.key: day_text(end.day) for end in self.days if end.day}
        query = QueryDict(mutable=True)
        query.update({key: value for key, value in (kept | changes).items() if value})
        return query.urlencode()


def _common() -> list[Choice]:
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
