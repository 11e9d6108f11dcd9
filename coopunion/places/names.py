"""Finds a place by its name or code: "Trấn Yên", "huyện Trấn Yên", "xã Hồng Ca, Trấn Yên". Never guesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from django.utils import timezone

from coopunion import formatting
from coopunion.models import OfficeIdentity, Place
from coopunion.models.lineage import Lineage, ended_by, in_force
from coopunion.text import clean, search_key

WHOLE_PROVINCE = frozenset({"", "toan tinh", "cap tinh"})
CLOSE = 0.75


class UnknownPlace(ValueError):
    """No place has the name that day."""


class PlaceFinder:
    """The places of the office's province on a day, read once, found by name or code; of every province without one.

    `province` may be the row of another day: after 1/7/2025 the places of Yên Bái are those of Lào Cai. The error for a
    name that is valid only on other days says which units it is on this day.
    """

    def __init__(self, province: Place | None, day: date) -> None:
        self.day = day
        self.province = self._on_the_day(province) if province else None
        places = Place.objects.valid_on(day)
        inside = places.within(self.province) if self.province else places
        self._known = by_name(inside.select_related("parent__parent"))

    @classmethod
    def on(cls, day: date | None) -> PlaceFinder:
        """The places a record of that day may name.

        Without a day (a record that has none of its own): today's places, and under names that are not in use today the
        place that had the name last.
        """
        last_day = day or timezone.localdate()
        finder = cls(OfficeIdentity.on(last_day).province, last_day)
        if day is None:
            finder._add_earlier()
        return finder

    def _add_earlier(self) -> None:
        last: dict[str, dict[str, Place]] = defaultdict(dict)
        earlier = Place.objects.filter(valid_to__lte=self.day).order_by("valid_to")
        for place in earlier.select_related("parent__parent"):
            if place.level == Place.Level.COMMUNE:  # with its district: several may have had the bare name
                names = {place.full_name, *_names_with_parent(place)}
            else:
                names = {place.title, place.full_name}
            for name in names:  # xã Minh Quán and xã Minh Quân have one key
                last[search_key(name)][place.full_name] = place
        for key, places in last.items():
            self._known.setdefault(key, set(places.values()))

    def find(self, text: str) -> Place:
        """The one place of that name; ValueError, in Vietnamese, for none or several. Empty text: the province."""
        key = search_key(text)
        if key in WHOLE_PROVINCE and self.province:
            return self.province
        found = self._known.get(key, set())
        if len(found) > 1:  # xã Minh Quán and xã Minh Quân of one district differ by an accent alone
            written = clean(text).lower()
            found = {place for place in found if written in {name.lower() for name in names_of(place)}} or found
        if len(found) == 1:
            return self._not_mistaken(text, key, next(iter(found)))
        if not found:
            raise UnknownPlace(f"Không có địa bàn “{text}”{self._hint(key)}.")
        several = "; ".join(sorted(str(place) for place in found))
        raise ValueError(f"“{text}” có thể là: {several}. Hãy viết rõ.")

    def _not_mistaken(self, text: str, key: str, place: Place) -> Place:
        """The place; ValueError for a commune under a province whose bare name may mean its former district."""
        under_province = place.level == Place.Level.COMMUNE and place.parent and place.parent.parent_id is None
        if not under_province or key != search_key(place.name):
            return place
        others = self._names_of_other_days.get(key, ())
        wider = {other.title for other in others if other.level != Place.Level.COMMUNE and ended_by(other, self.day)}
        if not wider:
            return place
        former = "; ".join(f"{title} cũ" for title in sorted(wider))
        raise ValueError(f"“{text}” có thể là: {place}; {former}. Hãy viết rõ.")

    def near(self, text: str) -> str:
        """The full name of the one place that a misspelled name probably means; "" for none or several.

        Own names are compared, in the unit named after the last comma: the full names of one district are all alike.
        """
        *_, own, around = text.split(",") if "," in text else (text, "")  # a hamlet may come first
        if found := self._near_in(around, own):
            return found
        unit = self._near_in("", around)
        return self._near_in(unit, own) if unit else ""

    def _near_in(self, around: str, own: str) -> str:
        inside = self._own_names.get(search_key(around), {})
        found = get_close_matches(search_key(own), inside, n=1, cutoff=CLOSE)
        named = inside[found[0]] if found else set()
        return next(iter(named)) if len(named) == 1 else ""

    @cached_property
    def _own_names(self) -> dict[str, dict[str, set[str]]]:
        """The unit around, "" for any → name → full names."""
        names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for place in {place for places in self._known.values() for place in places}:
            for around in {"", *map(search_key, names_of(place.parent) if place.parent else ())}:
                for own in {search_key(place.name), search_key(place.title)}:
                    names[around][own].add(place.full_name)
        return names

    def is_of_another_day(self, text: str) -> bool:
        """Whether the text names a unit of another day."""
        return search_key(text) in self._names_of_other_days

    def _on_the_day(self, province: Place) -> Place | None:
        """The province with the land of this one that day; None, and so no restriction, where there are several."""
        if not ended_by(province, self.day):
            return province
        later = self._lineage.on(province, self.day)
        return later[0] if len(later) == 1 else None

    def _hint(self, key: str) -> str:
        """The units of that name on other days, and the units they are in on this day; "" for an unknown name."""
        others = sorted(self._names_of_other_days.get(key, ()), key=lambda place: (place.valid_from, place.full_name))
        hints = {self._fate(place) for place in others}
        return f" vào ngày {formatting.day(self.day)}: {'; '.join(sorted(hints))}" if hints else ""

    def _fate(self, place: Place) -> str:
        units = "; ".join(unit.full_name for unit in self._lineage.on(place, self.day))
        if ended_by(place, self.day):
            past = f"{place.full_name} đã bãi bỏ từ {formatting.day(self._last_day(place))}"
            return f"{past}, nay thuộc {units}" if units else past
        future = f"{place.full_name} chỉ có từ {formatting.day(place.valid_from)}"
        return f"{future}, khi đó là {units}" if units else future

    def _last_day(self, place: Place) -> date | None:
        """The end of the name, not of a row: a unit that took in another one kept its name."""
        same = [unit for unit in self._lineage.places.values() if unit.full_name == place.full_name]
        ends = [unit.valid_to for unit in same if unit.valid_to and ended_by(unit, self.day)]
        return max(ends, default=place.valid_to)

    @cached_property
    def _lineage(self) -> Lineage:
        return Lineage()

    @cached_property
    def _names_of_other_days(self) -> dict[str, set[Place]]:
        """Units in the province's land that are in force on other days, not on this one."""
        inside = self._lineage.within(self.province) if self.province else self._lineage.places
        places = [place for place in self._lineage.places.values() if place.pk in inside or self._leads_here(place)]
        return by_name(place for place in places if not in_force(place, self.day))

    def _leads_here(self, place: Place) -> bool:
        return any(_top(unit) == self.province for unit in self._lineage.on(place, self.day))


def _top(place: Place) -> Place:
    return _top(place.parent) if place.parent else place


def by_name(places: Iterable[Place]) -> dict[str, set[Place]]:
    """Places by the search key of every name, title and code they are written by; needs their parents loaded."""
    known: dict[str, set[Place]] = {}
    for place in places:
        for name in names_of(place):
            known.setdefault(search_key(name), set()).add(place)
    return known


def names_of(place: Place) -> set[str]:
    """Every way in which the place is written."""
    names = {place.name, place.title, place.full_name, place.code}
    return names | _names_with_parent(place)


def _names_with_parent(place: Place) -> set[str]:
    """The short forms of a commune's full name: "Hồng Ca Trấn Yên", "xã Hồng Ca Trấn Yên"."""
    if place.level != Place.Level.COMMUNE or place.parent is None:
        return set()
    return {f"{place.name} {place.parent.name}", f"{place.title} {place.parent.name}"}
