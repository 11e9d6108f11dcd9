"""Maps of tables by place: every place is assigned to one unit of a level on a day, or to a named rest.

The same records counted by the districts of 2020 and by the communes of today add up to the same figure, because each
place belongs to exactly one unit or to exactly one rest. At the end: the place of a record on a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from coopunion import formatting
from coopunion.models import Place, Record
from coopunion.models.lineage import Lineage, in_force

RECORD_MAP = date(2020, 12, 31)  # the map on which most of the records were written
NAMED = 12  # a district became some ten communes
DEPTH = {Place.Level.PROVINCE: 0, Place.Level.DISTRICT: 1, Place.Level.COMMUNE: 2}


class Rest(StrEnum):
    """Why a place belongs to no unit of the map."""

    DIVIDED = "chưa xác định (chia tách, nhập)"
    COARSE = "chỉ ghi đến cấp trên"
    UNKNOWN = "chưa ghi kế thừa"
    NOWHERE = "không ghi địa bàn"


class PlaceMap:
    """The units of one level on one day, and the unit that each place belongs to. Two queries, made once.

    `province` is the office's own; its units on that day are the rows of a table, whatever province they are in by
    then. A place elsewhere adds a row of its own, so that sums are complete.
    """

    def __init__(self, province: Place, day: date, level: str, lineage: Lineage | None = None) -> None:
        self.day, self.level = day, Place.Level(level)
        self.lineage = lineage or Lineage()
        self._known: dict[int, Place | Rest] = {}
        found = {self.of(place_id) for place_id in self.lineage.within(province)}
        self.units = sorted((unit for unit in found if isinstance(unit, Place)), key=lambda unit: unit.code)

    def of(self, place_id: int | None) -> Place | Rest:
        """The unit a place belongs to on this map, or why there is none."""
        if place_id is None:
            return Rest.NOWHERE
        if place_id not in self._known:
            self._known[place_id] = self._find(self.lineage.places[place_id])
        return self._known[place_id]

    def _find(self, place: Place) -> Place | Rest:
        units = {self._above(unit) for unit in self.lineage.on(place, self.day)}
        if not units:
            return Rest.UNKNOWN
        if len(units) == 1:
            return units.pop() or Rest.COARSE
        coarser = DEPTH[Place.Level(place.level)] < DEPTH[self.level]
        return Rest.COARSE if coarser else Rest.DIVIDED

    def _above(self, unit: Place) -> Place | None:
        """The unit of this map's level that holds it; None for one coarser than the map."""
        above: Place | None = unit
        while above is not None and above.level != self.level:
            above = above.parent
        return above


def units_on(province: Place, day: date, level: str, lineage: Lineage) -> Sequence[Place]:
    """The province's units of a level on a day; none where there are none, as there are no districts today."""
    return PlaceMap(province, day, level, lineage).units


def reporting_units(province: Place, day: date, lineage: Lineage) -> Sequence[Place]:
    """The units directly under the province that day: districts until 30/6/2025, communes since."""
    return units_on(province, day, Place.Level.DISTRICT, lineage) or units_on(
        province, day, Place.Level.COMMUNE, lineage
    )


@dataclass(frozen=True)
class MapChoice:
    """A map that a table by place may use; `key` is its value in the query string."""

    key: str
    label: str
    day: date
    level: Place.Level


def map_choices(today: date) -> tuple[MapChoice, ...]:
    """The maps to choose from; the first, the default, is of the districts under which the records were written."""
    district, commune = Place.Level.DISTRICT, Place.Level.COMMUNE
    then = (
        MapChoice("huyen-2020", "huyện, thị xã, thành phố (bản đồ năm 2020)", RECORD_MAP, district),
        MapChoice("xa-2020", "xã, phường, thị trấn (bản đồ năm 2020)", RECORD_MAP, commune),
    )
    if today <= RECORD_MAP:
        return then
    return (*then, MapChoice("xa-nay", "xã, phường (bản đồ hiện nay)", today, commune))


def place_of(record: Record, day: date | None, lineage: Lineage | None = None) -> Place | None:
    """The place of a record that day: its seat if it can move, its own place, or its producer's (a product's).

    Returns the unit in force that day, today's without a day; None where the land was divided, so that the part is not
    known. Callers with many records pass one lineage.
    """
    day = day or timezone.localdate()
    place = record.place_on(day)
    if place is None or in_force(place, day):
        return place
    units = (lineage or Lineage()).on(place, day)
    return units[0] if len(units) == 1 else None


def why_unplaced(record: Record, day: date, lineage: Lineage) -> str:
    """Why `place_of` gives None, with the units of that day, as a sentence; "" for a record without a place."""
    place = record.place_on(day)
    if place is None:
        return ""
    units = [unit.full_name for unit in lineage.on(place, day)]
    if not units:
        return f"Chưa rõ vào ngày {formatting.day(day)} {place} thuộc đơn vị nào. Ghi nơi của ngày đó."
    more = "; …" if len(units) > NAMED else ""
    return f"Vào ngày {formatting.day(day)} {place} là: {'; '.join(units[:NAMED])}{more}. Ghi nơi của ngày đó."
