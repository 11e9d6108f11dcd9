"""Which place a text means: "Trấn Yên", "huyện Trấn Yên", "xã Hồng Ca, Trấn Yên", or a code. Never a guess."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from coopunion.models import Office, Place
from coopunion.text import search_key

WHOLE_PROVINCE = frozenset({"", "toan tinh", "cap tinh"})


class PlaceFinder:
    """Places read once and found by name or code: those of one province in force on a day."""

    def __init__(self, province: Place | None, day: date) -> None:
        self.province = province
        self._known: dict[str, set[Place]] = {}
        places = Place.objects.valid_on(day)
        for place in (places.within(province) if province else places).select_related("parent__parent"):
            for name in self._names(place):
                self._known.setdefault(name, set()).add(place)

    @classmethod
    def on(cls, day: date | None) -> PlaceFinder:
        """The places a record of that day may name: the office's province while it stands, then every place.

        Without a day (a record that has none of its own): today's places, and under names that today has no more,
        the place that bore the name last.
        """
        province = Office.current().province
        today = day or timezone.localdate()
        stands = province is not None and (province.valid_to is None or today < province.valid_to)
        finder = cls(province if stands else None, today)
        if day is None:
            finder._add_earlier(today)
        return finder

    def _add_earlier(self, today: date) -> None:
        last: dict[str, Place] = {}
        earlier = Place.objects.filter(valid_to__lte=today).order_by("valid_to")
        for place in earlier.select_related("parent__parent"):
            if place.level == Place.Level.COMMUNE:  # named in full: a bare name may have been borne by several
                last[search_key(place.full_name)] = place
            else:
                last |= dict.fromkeys((search_key(place.title), search_key(place.full_name)), place)
        for name, place in last.items():
            self._known.setdefault(name, {place})

    @staticmethod
    def _names(place: Place) -> set[str]:
        names = {place.name, place.title, place.full_name, place.code}
        if place.level == Place.Level.COMMUNE and place.parent:
            names |= {f"{place.name} {place.parent.name}", f"{place.title} {place.parent.name}"}
        return {search_key(name) for name in names}

    def find(self, text: str) -> Place:
        """ValueError, in Vietnamese, where no place or more than one place is meant. Empty: the province."""
        key = search_key(text)
        if key in WHOLE_PROVINCE and self.province:
            return self.province
        found = self._known.get(key, set())
        if len(found) == 1:
            return next(iter(found))
        if not found:
            raise ValueError(f"Không có địa bàn “{text}”.")
        several = "; ".join(sorted(str(place) for place in found))
        raise ValueError(f"“{text}” có thể là: {several}. Hãy viết rõ.")
