"""Readers of cells that name a known record: a place, a cooperative, a household. An ambiguous name is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from coopunion.models import Place, Record
from coopunion.tables.cells import Cell, NearMiss, Value, Values
from coopunion.tables.context import ImportContext
from coopunion.tables.readers import Reader
from coopunion.text import search_key

M = TypeVar("M", bound=Model)
_RECORD_PK = re.compile(r"#(\d{1,18})$", re.ASCII)
LISTED = 5
CLOSE = 0.75


class PlaceName(Reader):
    """A place by its name, in force on the day that the row is about (`ImportContext.place_day`)."""

    number_format = "@"
    late = True

    def prepare(self, context: ImportContext) -> None:
        self.context = context

    def choices(self) -> Sequence[str]:
        return self.context.places.communes()

    def read(self, cell: Cell, row: Values) -> Place:
        return self.context.places.find(str(cell), self.context.place_day(row))

    def render(self, value: Value) -> str | None:
        return value.full_name if isinstance(value, Place) else None


class PlaceOrProvince(PlaceName):
    """As above, of a total; an empty cell means the whole province."""

    def choices(self) -> Sequence[str]:
        return self.context.places.reporting_units()

    def clean(self, cell: Cell, row: Values | None = None) -> Value:
        if self.context.places.province is None:
            raise ValueError("Chưa đặt tỉnh của cơ quan.")
        return self.read("", row or {}) if cell in ("", None) else super().clean(cell, row)


@dataclass(eq=False)
class RecordName(Reader, Generic[M]):
    """Another record by a name of its own, or as "… #12" where names are not enough."""

    model: type[M]
    _: KW_ONLY
    missing: str
    """The refusal of a name that is not found."""
    names: Callable[[M], Iterable[str]] = lambda record: (getattr(record, "name", ""),)
    """All names of one, its own first."""
    rows: Callable[[ImportContext], QuerySet[M]] | None = None
    """Those that the user may name, where that is not every one of the register."""
    related: tuple[str, ...] = ("place__parent", "department")
    prefetched: tuple[str, ...] = ()
    code: str = ""
    """The heading of the column that decides where it is filled: with a record's `code`."""
    beside: str = ""
    """The heading of a column that distinguishes records of one name by `beside_name`."""
    beside_name: Callable[[M], str] = str
    suggests: bool = True
    """Whether a name that is not found is answered by a near one."""

    number_format = "@"
    late = True

    def prepare(self, context: ImportContext) -> None:
        self.by_pk: dict[int, M] = {}
        self.by_name: dict[str, list[M]] = {}
        self.by_code: dict[Value, M] = {}
        rows = self.rows(context) if self.rows else self.model._default_manager.exclude(state=Record.State.ANNULLED)
        for record in rows.select_related(*self.related).prefetch_related(*self.prefetched):
            self.by_pk[record.pk] = record
            for name in {search_key(name) for name in self.names(record) if name}:
                self.by_name.setdefault(name, []).append(record)
            if self.code and (code := _code(record)):
                self.by_code[code] = record

    def clean(self, cell: Cell, row: Values | None = None) -> Value:
        row = row or {}
        code = row.get(self.code) if self.code else None
        if not code:
            return super().clean(cell, row)
        record = self.by_code.get(code)
        if record is None:
            raise ValueError(f"Không có mã số {code} trong sổ (cột “{self.code}”).")
        if cell not in ("", None) and search_key(str(cell)) not in self._keys(record):
            raise ValueError(f"Mã số {code} là của {record}, không phải “{cell}”.")
        return record

    def _keys(self, record: M) -> set[str]:
        return {search_key(name) for name in (*self.names(record), self._name_of(record)) if name}

    def read(self, cell: Cell, row: Values) -> M:
        text = str(cell)
        found = self._named(text)
        beside = row.get(self.beside) if self.beside else None
        if beside:
            found = [record for record in found if search_key(self.beside_name(record)) == search_key(str(beside))]
        if not found:
            raise NearMiss(self.missing.format(text), self._near(text))
        if len(found) > 1:
            several = "; ".join(self._label(record) for record in sorted(found, key=lambda record: record.pk)[:LISTED])
            raise ValueError(f"“{text}” có thể là: {several}. Hãy ghi rõ như vậy.")
        return found[0]

    def _named(self, text: str) -> list[M]:
        """The records of that name, or the one whose primary key follows a "#"."""
        numbered = _RECORD_PK.search(text)
        if numbered is None:
            return self.by_name.get(search_key(text), [])
        record = self.by_pk.get(int(numbered[1]))
        return [] if record is None else [record]

    def _near(self, text: str) -> str:
        if not self.suggests or _RECORD_PK.search(text) or search_key(text) in self.by_name:
            return ""
        near = get_close_matches(search_key(text), self.by_name, n=1, cutoff=CLOSE)
        return next(iter(self.names(self.by_name[near[0]][0]))) if near else ""

    def render(self, value: Value) -> str | None:
        return self._name_of(value) if isinstance(value, self.model) else None

    def _name_of(self, record: M) -> str:
        """Its name, made unambiguous where neither a code nor the column beside it does that."""
        name = next(iter(self.names(record)))
        unambiguous = bool(self.code and _code(record)) or bool(self.beside)
        return name if unambiguous or len(self.by_name.get(search_key(name), ())) < 2 else self._label(record)

    def _label(self, record: M) -> str:
        place = record.seat_on(None) if hasattr(record, "seat_on") else getattr(record, "place", None)
        return f"{next(iter(self.names(record)))}{f' – {place}' if place else ''} #{record.pk}"


def _code(record: Model) -> str:
    return getattr(record, "code", None) or ""
