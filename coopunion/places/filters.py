"""A list's filter by place: the districts under which records were written, and the communes of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coopunion.models import OfficeTimeline, Place
from coopunion.models.lineage import Lineage
from coopunion.places.maps import RECORD_MAP, units_on
from coopunion.places.names import by_name
from coopunion.text import search_key

Option = tuple[str, str]


@dataclass(frozen=True)
class PlaceFilter:
    """The options of the select box of places, by maps, and the unit chosen by the query string; None: every place."""

    groups: Sequence[tuple[str, Sequence[Option]]]
    chosen: Place | None

    @property
    def value(self) -> str:
        return address_key(self.chosen) if self.chosen else ""

    @property
    def options(self) -> list[Option]:
        return [option for _, options in self.groups for option in options]


def address_key(place: Place) -> str:
    """The key of a unit in a query string: 04510.20241201. Codes are reused, so the key has the unit's first day."""
    return f"{place.code}.{place.valid_from:%Y%m%d}"


def place_filter(offices: OfficeTimeline, text: str, today: date) -> PlaceFilter:
    """The filter, in two queries. `text` is a key, the code of a district of the record map, or an unambiguous name.

    Other text chooses nothing. A chosen unit that no map offers (a commune of 2020, say) is added to the options.
    """
    then, now = offices.province_on(RECORD_MAP), offices.province_on(today)
    if then is None or now is None:
        return PlaceFilter((), None)
    lineage = Lineage()
    maps = _maps(then, now, today, lineage)
    groups = [(label, [(address_key(unit), name) for unit, name in units]) for label, units in maps]
    chosen = _find(text, [unit for _, units in maps for unit, _ in units], lineage) if text else None
    if chosen and address_key(chosen) not in dict(option for _, options in groups for option in options):
        groups.append(("Đơn vị khác", [(address_key(chosen), lineage.title(chosen, today))]))
    return PlaceFilter(groups, chosen)


def _maps(
    province_then: Place, province_now: Place, today: date, lineage: Lineage
) -> list[tuple[str, list[tuple[Place, str]]]]:
    """The districts alone while there are districts, whichever row of the province the office chose."""
    level = Place.Level
    if districts := units_on(province_now, today, level.DISTRICT, lineage):
        return [("Huyện, thị xã, thành phố", [(unit, unit.short_title) for unit in districts])]
    then = units_on(province_then, RECORD_MAP, level.DISTRICT, lineage)
    now = units_on(province_now, today, level.COMMUNE, lineage)
    groups = [
        (f"Bản đồ năm {RECORD_MAP.year}", [(unit, unit.short_title) for unit in then]),
        ("Bản đồ hiện nay", [(unit, unit.title) for unit in now]),
    ]
    return [(label, units) for label, units in groups if units]


def _find(text: str, offered: list[Place], lineage: Lineage) -> Place | None:
    for unit in offered:
        if text == address_key(unit) or (text == unit.code and unit.level == Place.Level.DISTRICT):
            return unit
    units = lineage.places.values()
    by_key = [unit for unit in units if text == address_key(unit)]
    found = by_key or sorted(by_name(units).get(search_key(text), ()), key=lambda unit: unit.valid_from)
    # Rows of one name follow each other (a unit took in another one): the last one includes the earlier ones.
    return found[-1] if len({unit.full_name for unit in found}) == 1 else None
