"""Which place a text means: "Trấn Yên", "huyện Trấn Yên", "xã Hồng Ca, Trấn Yên", or a code. Never a guess."""

from __future__ import annotations

from datetime import date

from coopunion.models import Place
from coopunion.text import search_key

WHOLE_PROVINCE = frozenset({"", "toan tinh", "cap tinh"})


class PlaceFinder:
    """The places of one province in force on a day, read once, found by name or code."""

    def __init__(self, province: Place, day: date) -> None:
        self.province = province
        self._known: dict[str, set[Place]] = {}
        for place in Place.objects.valid_on(day).within(province).select_related("parent__parent"):
            for name in self._names(place):
                self._known.setdefault(name, set()).add(place)

    @staticmethod
    def _names(place: Place) -> set[str]:
        names = {place.name, place.title, place.full_name, place.code}
        if place.level == Place.Level.COMMUNE and place.parent:
            names |= {f"{place.name} {place.parent.name}", f"{place.title} {place.parent.name}"}
        return {search_key(name) for name in names}

    def find(self, text: str) -> Place:
        """ValueError, in Vietnamese, where no place or more than one place is meant. Empty: the province."""
        key = search_key(text)
        if key in WHOLE_PROVINCE:
            return self.province
        found = self._known.get(key, set())
        if len(found) == 1:
            return next(iter(found))
        if not found:
            raise ValueError(f"Không có địa bàn “{text}”.")
        several = "; ".join(sorted(str(place) for place in found))
        raise ValueError(f"“{text}” có thể là: {several}. Hãy viết rõ.")
