"""Readers of cells that name something already in the portal: a place, a cooperative, a household. Never a guess."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from coopunion.models import Office, Place
from coopunion.models.lineage import Lineage
from coopunion.places.maps import RECORD_MAP, reporting_units, units_on
from coopunion.places.names import PlaceFinder, UnknownPlace
from coopunion.tables.corrections import NearMiss
from coopunion.tables.readers import Reader
from coopunion.text import search_key

if TYPE_CHECKING:
    from coopunion.tables.resource import TableResource

_RECORD_NUMBER = re.compile(r"#(\d{1,18})$", re.ASCII)
LISTED = 5
CLOSE = 0.75


class PlaceNames:
    """Places by their names on any day, as forms find them. One query for each map that is asked for."""

    def __init__(self, today: date) -> None:
        self.province = Office.current().province
        self.today = today
        days = {day for pair in Place.objects.values_list("valid_from", "valid_to") for day in pair if day}
        self._turns = sorted(days)
        self._maps: dict[int | None, PlaceFinder] = {}

    def find(self, text: str, day: date | None) -> Place:
        """The place in force that day; without a day, of today or, named in full, of any time.

        Raises ValueError, with what the text meant on another day, or is spelled like.
        """
        try:
            return self._map(day).find(text)
        except UnknownPlace as error:
            near = "" if self._map(day).is_of_another_day(text) else self._map(day).near(text)
            raise NearMiss(str(error), near) from error

    @cached_property
    def lineage(self) -> Lineage:
        """Read when the first record's place must be followed to another day."""
        return Lineage()

    def communes(self) -> list[str]:
        """For a drop-down list: the communes of today in full, then those of the map of the records."""
        return self._listed(lambda province, day: units_on(province, day, Place.Level.COMMUNE, self.lineage))

    def reporting_units(self) -> list[str]:
        """For the drop-down list of totals: who reports today, then who did on the map of the records."""
        return self._listed(lambda province, day: reporting_units(province, day, self.lineage))

    def _listed(self, units: Callable[[Place, date], Sequence[Place]]) -> list[str]:
        if self.province is None:
            return []
        found = [unit for day in (self.today, RECORD_MAP) for unit in sorted(units(self.province, day), key=_in_list)]
        return list(dict.fromkeys(unit.full_name for unit in found))

    def _map(self, day: date | None) -> PlaceFinder:
        era = bisect_right(self._turns, day) if day else None
        if era not in self._maps:
            self._maps[era] = PlaceFinder.on(day)
        return self._maps[era]


def _in_list(unit: Place) -> tuple[str, str]:
    """Those of a district together, then by name."""
    return (unit.parent.code if unit.parent else "", search_key(unit.name))


class PlaceName(Reader):
    """A place by its name, in force on the day that the row's resource says."""

    number_format = "@"
    late = True

    def prepare(self, resource: TableResource) -> None:
        self.resource = resource

    def choices(self) -> Sequence[str]:
        return self.resource.places.communes()

    def read(self, value: Any, row: dict[str, Any]) -> Place:
        return self.resource.places.find(str(value), self.resource.place_day(row))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return value.full_name if value else None


class PlaceOrProvince(PlaceName):
    """As above, of a total; an empty cell means the whole province."""

    def choices(self) -> Sequence[str]:
        return self.resource.places.reporting_units()

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        if self.resource.places.province is None:
            raise ValueError("Chưa đặt tỉnh của cơ quan.")
        return self.read("", row or {}) if value in ("", None) else super().clean(value, row)


class RecordName(Reader):
    """Another record by a name of its own, or as "… #12" where names are not enough.

    `rows` are those the resource's user may name; `names` gives all names of one. `code` is the heading of the column
    whose value, where filled, decides by the record's field `code_field`. `beside` is the heading of a column that
    tells records of one name apart by `beside_name`. `suggests`: whether a name not found is answered by a near one.
    """

    number_format = "@"
    late = True

    def __init__(
        self,
        rows: Callable[[TableResource], QuerySet],
        *,
        names: Callable[[Any], Iterable[str]],
        missing: str,
        code: str = "",
        code_field: str = "code",
        beside: str = "",
        beside_name: Callable[[Any], str] = str,
        suggests: bool = True,
    ) -> None:
        super().__init__()
        self.rows, self.names, self.missing = rows, names, missing
        self.code, self.code_field = code, code_field
        self.beside, self.beside_name = beside, beside_name
        self.suggests = suggests

    def prepare(self, resource: TableResource) -> None:
        self.by_pk: dict[int, Model] = {}
        self.by_name: dict[str, list[Model]] = {}
        self.by_code: dict[str, Model] = {}
        for record in self.rows(resource):
            self.by_pk[record.pk] = record
            for name in {search_key(name) for name in self.names(record) if name}:
                self.by_name.setdefault(name, []).append(record)
            if self.code and getattr(record, self.code_field):
                self.by_code[getattr(record, self.code_field)] = record

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        row = row or {}
        code = row.get(self.code) if self.code else None
        if not code:
            return super().clean(value, row)
        record = self.by_code.get(code)
        if record is None:
            raise ValueError(f"Không có mã số {code} trong sổ (cột “{self.code}”).")
        if value not in ("", None) and search_key(str(value)) not in self._keys(record):
            raise ValueError(f"Mã số {code} là của {record}, không phải “{value}”.")
        return record

    def _keys(self, record: Any) -> set[str]:
        return {search_key(name) for name in (*self.names(record), self.render(record)) if name}

    def read(self, value: Any, row: dict[str, Any]) -> Model:
        text = str(value)
        numbered = _RECORD_NUMBER.search(text)
        found = [self.by_pk.get(int(numbered[1]))] if numbered else self.by_name.get(search_key(text), [])
        beside = row.get(self.beside) if self.beside else None
        if beside:
            found = [each for each in found if search_key(self.beside_name(each)) == search_key(str(beside))]
        if not found or found[0] is None:
            raise NearMiss(self.missing.format(text), self._near(text))
        if len(found) > 1:
            several = "; ".join(self._label(each) for each in sorted(found, key=lambda each: each.pk)[:LISTED])
            raise ValueError(f"“{text}” có thể là: {several}. Hãy ghi rõ như vậy.")
        return found[0]

    def _near(self, text: str) -> str:
        if not self.suggests or _RECORD_NUMBER.search(text) or search_key(text) in self.by_name:
            return ""
        near = get_close_matches(search_key(text), self.by_name, n=1, cutoff=CLOSE)
        return next(iter(self.names(self.by_name[near[0]][0]))) if near else ""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        if value is None:
            return None
        name = next(iter(self.names(value)))
        told_apart = bool(self.code and getattr(value, self.code_field)) or bool(self.beside)
        return name if told_apart or len(self.by_name.get(search_key(name), ())) < 2 else self._label(value)

    def _label(self, record: Any) -> str:
        place = record.seat_on(None) if hasattr(record, "seat_on") else getattr(record, "place", None)
        return f"{next(iter(self.names(record)))}{f' – {place}' if place else ''} #{record.pk}"
