"""Which row of a table by place a record or a figure belongs to: the one place where that is decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from coopunion.models import Place
from reports.figureparts import ELSEWHERE

OWN = ".chung"
"""After a district's code, in an address: what was recorded or reported for the district as a whole."""


@dataclass(frozen=True)
class Area:
    """A row of a table by place. `places` are the ids of everything that is added up in it.

    Without a `place` it is what no row takes: figures of the whole province, and records of no district of it.
    """

    code: str
    """Names the area in addresses."""
    place: Place | None
    places: frozenset[int | None]

    @property
    def is_whole(self) -> bool:
        """What stands for a district as a whole, beside its communes."""
        return self.code.endswith(OWN)

    @property
    def is_unit(self) -> bool:
        """A district or a commune, not what is left over."""
        return self.place is not None and not self.is_whole

    @property
    def title(self) -> str:
        """As a table names it."""
        if self.place is None:
            return "Không rõ huyện"
        if self.is_whole:
            return "Không rõ xã"
        title = self.place.title if self.place.level == Place.Level.COMMUNE else self.place.short_title
        return f"{title[0].upper()}{title[1:]}"

    @property
    def named(self) -> str:
        """As a sentence names it: "huyện Trấn Yên"."""
        if self.place is None:
            return "toàn tỉnh, không rõ huyện"
        return f"{self.place.full_name}, không rõ xã" if self.is_whole else self.place.full_name


def districts(province: Place | None, day: date, place_ids: Iterable[int | None]) -> Sequence[Area]:
    """The units directly below the province, in the order of their codes; one query.

    Those in force on the day, and any other in which one of the places lies. Everything else of these places
    (the province itself, other provinces, no place) is one area at the end, if there is any.
    """
    wanted = {place for place in place_ids if place is not None}
    found = Place.objects.filter(Q(pk__in=wanted) | Q(parent=province, parent__isnull=False))
    held: dict[Place | None, set[int | None]] = {}
    for place in found.select_related("parent").order_by("code", "valid_from"):
        if province is not None and place.parent_id == province.pk and _in_force(place, day):
            held.setdefault(place, {place.pk})
        if place.pk in wanted:
            held.setdefault(district_of(place, province), set()).add(place.pk)
    elsewhere = held.pop(None, set()) | ({None} if None in place_ids else set())
    areas = [Area(_code(place, day), place, frozenset(ids)) for place, ids in held.items() if place]
    areas.sort(key=lambda area: area.code)
    return [*areas, Area(ELSEWHERE, None, frozenset(elsewhere))] if elsewhere else areas


def places_of(area: Area, day: date) -> Sequence[Area]:
    """The places that an area adds up, one by one; what stands for the area as a whole comes last. One query."""
    found = (
        Place.objects.filter(pk__in=[place for place in area.places if place is not None])
        .select_related("parent")
        .order_by("code")
    )
    inside = [Area(_code(place, day), place, frozenset({place.pk})) for place in found if place != area.place]
    if area.place is None or area.place.pk not in area.places:
        return inside
    return [*inside, Area(f"{area.code}{OWN}", area.place, frozenset({area.place.pk}))]


def find_area(areas: Sequence[Area], code: str, day: date) -> Area | None:
    """The area an address names: one of these, what stands for one as a whole, or any other place by itself."""
    for area in areas:
        if area.code == code:
            return area
    within = next((area for area in areas if area.place and code == f"{area.code}{OWN}"), None)
    if within and within.place:
        return Area(code, within.place, frozenset({within.place.pk}))
    places = Place.objects.filter(code=code.partition(".")[0]).select_related("parent")
    return next((Area(code, place, frozenset({place.pk})) for place in places if _code(place, day) == code), None)


def district_of(place: Place, province: Place | None) -> Place | None:
    """The unit directly below the province in which a place lies, itself perhaps; None outside of the province.

    Since 1/7/2025 that is the commune. Without a province the unit of whichever province it is.
    """
    if place.parent is None:
        return None
    unit = place if place.parent.level == Place.Level.PROVINCE else place.parent
    return unit if province is None or unit.parent_id == province.pk else None


def _in_force(place: Place, day: date) -> bool:
    return place.valid_from <= day and (place.valid_to is None or place.valid_to > day)


def _code(place: Place, day: date) -> str:
    """A code was given to other units before and after: one that is not in force carries the day it began."""
    return place.code if _in_force(place, day) else f"{place.code}.{place.valid_from:%Y%m%d}"
