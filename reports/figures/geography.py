"""The rows of a table by place, and which of them a record or a figure belongs to (coopunion/places/maps.py decides).

A table uses one map of the country: every place falls on exactly one of its units, or into one rest that says why it
falls on none. So the rows of any map add up to the province's figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from coopunion.models import Place
from coopunion.models.lineage import Lineage
from coopunion.places.filters import address_key
from coopunion.places.maps import MapChoice, PlaceMap, Rest, map_choices

DISTRICTS_ENDED = date(2025, 7, 1)  # Luật Tổ chức chính quyền địa phương 2025: two levels, province and commune
WHOLE_DISTRICT = ".chung"
"""After a district's key, in an address: what was recorded or reported for the district as a whole."""
REST_KEYS = {
    Rest.DIVIDED: "chia-tach",
    Rest.COARSE: "cap-tren",
    Rest.UNKNOWN: "chua-ghi-ke-thua",
    Rest.NOWHERE: "khong-ghi",
}


@dataclass(frozen=True)
class Area:
    """A row of a table by place. `places` are the ids of everything that is added up in it."""

    key: str
    """Names the area in addresses."""
    title: str
    """As a table names it: "Trấn Yên", "Xã Hồng Ca"."""
    named: str
    """As a sentence names it: "huyện Trấn Yên"."""
    places: frozenset[int | None]
    unit: Place | None = None
    """None for what is left over: a rest of the map, or a district without its communes."""
    is_ours: bool = False
    """A unit of the office's own province."""


@dataclass(frozen=True)
class Geography:
    """The areas of one map, and what else an address may name on it."""

    choice: MapChoice
    choices: Sequence[MapChoice]
    areas: Sequence[Area]
    lineage: Lineage

    @property
    def units(self) -> Sequence[Area]:
        return [area for area in self.areas if area.unit]

    @property
    def of_districts(self) -> bool:
        return self.choice.level == Place.Level.DISTRICT

    @property
    def unit(self) -> str:
        """What a sentence calls the units together."""
        return "huyện" if self.of_districts else "xã, phường"

    @property
    def title(self) -> str:
        return "Theo huyện" if self.of_districts else "Theo xã"

    @property
    def head(self) -> str:
        """The heading over the units' names."""
        return "Huyện, thị xã, thành phố" if self.of_districts else "Xã, phường, thị trấn"

    @property
    def elsewhere(self) -> frozenset[int | None]:
        """What lies on no unit of the map: the province as a whole."""
        return frozenset(place for area in self.areas if not area.unit for place in area.places)

    def inside(self, area: Area) -> Sequence[Area]:
        """The places that an area adds up, one by one; the area as a whole comes last."""
        found = [self.lineage.places[place] for place in area.places if place is not None]
        inside = [_unit(place) for place in sorted(found, key=address_key) if place != area.unit]
        return [*inside, _whole(area)] if area.unit in found else inside

    def find(self, key: str) -> Area | None:
        """The area an address names: a row of the map, a district without its communes, or any place by itself.

        A code alone, without the day its unit began, names a row of the map.
        """
        for area in self.areas:
            if key == area.key or (area.unit and key == area.unit.code):
                return area
            if area.unit and key == f"{area.key}{WHOLE_DISTRICT}":
                return _whole(area)
        places = self.lineage.places.values()
        return next((_unit(place) for place in places if address_key(place) == key), None)


def read_geography(
    province: Place | None,
    day: date,
    place_ids: Iterable[int | None],
    today: date,
    key: str = "",
    lineage: Lineage | None = None,
) -> Geography | None:
    """The areas of the map with this key, else of the map in force on the day. Two queries, or none with a `lineage`.

    Units of the province in the order of their codes, units elsewhere in which any of the places lies, then the rests
    that any falls into. None where the table of units does not reach the map, or there is no province.
    """
    if province is None:
        return None
    choices, lineage = map_choices(today), lineage or Lineage()
    usual = choices[-1] if day >= DISTRICTS_ENDED else choices[0]
    choice = next((choice for choice in choices if choice.key == key), usual)
    on_map = PlaceMap(province, choice.day, choice.level, lineage)
    if not on_map.units:
        return None
    ours = set(on_map.units)
    held: dict[Place | Rest, set[int | None]] = {unit: {unit.pk} for unit in on_map.units}
    for place in place_ids:
        held.setdefault(on_map.of(place), set()).add(place)
    units = [unit for unit in held if isinstance(unit, Place)]
    units.sort(key=lambda unit: (unit not in ours, address_key(unit)))
    areas = [_unit(unit, held[unit], is_ours=unit in ours) for unit in units]
    rests = [_rest(rest, held[rest]) for rest in Rest if rest in held]
    return Geography(choice, choices, [*areas, *rests], lineage)


def _unit(unit: Place, places: Iterable[int | None] = (), *, is_ours: bool = False) -> Area:
    """A unit with the places that it holds; without any a place by itself, whatever became of it or was before."""
    title = unit.title if unit.level == Place.Level.COMMUNE else unit.short_title
    return Area(address_key(unit), capfirst(title), unit.full_name, frozenset(places or {unit.pk}), unit, is_ours)


def _rest(rest: Rest, places: Iterable[int | None]) -> Area:
    return Area(REST_KEYS[rest], capfirst(rest), f"địa bàn {rest}", frozenset(places))


def _whole(area: Area) -> Area:
    """A district without its communes."""
    own = frozenset({area.unit.pk}) if area.unit else frozenset[int | None]()
    return Area(f"{area.key}{WHOLE_DISTRICT}", "Không rõ xã", f"{area.named}, không rõ xã", own)
