"""What the readers of cells need to know: the day, the user, and the places by the names that a file uses for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from django.utils import timezone

from coopunion.models import OfficeTimeline, Place, User
from coopunion.models.lineage import Lineage
from coopunion.places.maps import RECORD_MAP, reporting_units, units_on
from coopunion.places.names import PlaceFinder, UnknownPlace
from coopunion.tables.cells import NearMiss, Values, day_in
from coopunion.text import search_key


class PlaceNames:
    """Finds places by name on any day, as forms do. One query for each map that is needed."""

    def __init__(self, today: date) -> None:
        self._offices = OfficeTimeline.read()
        self.province = self._offices.province_on(today)
        self.today = today
        days = {day for pair in Place.objects.values_list("valid_from", "valid_to") for day in pair if day}
        self._turns = sorted(days | {identity.from_on for identity in self._offices.identities})
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
        days = [(day, self._offices.province_on(day)) for day in (self.today, RECORD_MAP)]
        found = [unit for day, province in days if province for unit in sorted(units(province, day), key=_in_list)]
        return list(dict.fromkeys(unit.full_name for unit in found))

    def _map(self, day: date | None) -> PlaceFinder:
        era = bisect_right(self._turns, day) if day else None
        if era not in self._maps:
            self._maps[era] = PlaceFinder.on(day)
        return self._maps[era]


def _in_list(unit: Place) -> tuple[str, str]:
    """Those of a district together, then by name."""
    return (unit.parent.code if unit.parent else "", search_key(unit.name))


class ImportContext:
    """One import or export: its day, its user, and the places by name."""

    place_days: tuple[str, ...] = ()
    """Headings of days; the map of the first that is filled names the places of a row."""

    def __init__(self, user: User | None, today: date | None) -> None:
        self.user = user
        self.today = today or timezone.localdate()

    @cached_property
    def places(self) -> PlaceNames:
        return PlaceNames(self.today)

    def place_day(self, values: Values) -> date | None:
        """The day whose map names the places of a row."""
        return day_in(values, *self.place_days)
