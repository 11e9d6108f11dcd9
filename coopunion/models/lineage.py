"""Where a unit's land lay or lies on another day: the chains of successions, read once and followed in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coopunion import formatting
from coopunion.models.places import Place
from coopunion.models.successions import PlaceSuccession

NAMED_AT_MOST = 3  # a district became dozens of communes: of more than this only the count is shown


@dataclass(frozen=True)
class Lost:
    """A unit that cannot be followed to a day, and why."""

    place: Place
    reason: str


class Lineage:
    """Every unit and every succession, read in two queries at the start. Units are compared by their id."""

    def __init__(self) -> None:
        self.places: dict[int, Place] = {place.pk: place for place in Place.objects.all()}
        self._children: dict[int, list[Place]] = defaultdict(list)
        for place in self.places.values():
            if place.parent_id:
                place.parent = self.places[place.parent_id]
                self._children[place.parent_id].append(place)
        self._after: dict[int, list[Place]] = defaultdict(list)
        self._before: dict[int, list[Place]] = defaultdict(list)
        for old, new in PlaceSuccession.objects.values_list("predecessor", "successor"):
            self._after[old].append(self.places[new])
            self._before[new].append(self.places[old])

    def on(self, place: Place, day: date) -> list[Place]:
        """The units that held the place's land that day, by name; none where no succession leads there.

        One unit: that is where it lay. Several: the land was divided, or several units were joined into this one. A
        district that ended without a successor is followed through its communes.
        """
        found = {unit.pk: unit for unit in self._follow(self.places.get(place.pk, place), day)}
        return sorted(found.values(), key=lambda unit: (unit.name, unit.code))

    def _follow(self, place: Place, day: date) -> Iterator[Place]:
        if in_force(place, day):
            yield place
            return
        neighbours = self._after if place.begun_by(day) else self._before
        for next_place in neighbours[place.pk] or self._last_children(place, day):
            yield from self._follow(next_place, day)

    def _last_children(self, place: Place, day: date) -> list[Place]:
        """The communes a district had at its end; those of a later district before its time are not known."""
        if place.valid_to is None or day < place.valid_to:
            return []
        return [child for child in self._children[place.pk] if child.valid_to == place.valid_to]

    def within(self, place: Place) -> set[int]:
        """Ids of the unit, of everything under it, and of everything that ended in any of these."""
        found: set[int] = set()
        ahead = [place.pk]
        while ahead:
            unit_id = ahead.pop()
            if unit_id not in found:
                found.add(unit_id)
                ahead += [unit.pk for unit in (*self._children[unit_id], *self._before[unit_id])]
        return found

    def sharing(self, place_id: int) -> set[int]:
        """Ids of the units of any day to which one and the same spot of this unit may have been recorded.

        Its predecessors and successors, the districts over these, and for a district all that lay in it. Two communes
        that were merged do not share with each other.
        """
        place = self.places[place_id]
        chain = {place_id, *self._reach([place], self._before), *self._reach([place], self._after)}
        if place.level == Place.Level.DISTRICT:
            children = [child for unit_id in chain for child in self._children[unit_id]]
            return chain | self._reach(children, self._after)
        above = (self.places[unit_id].parent for unit_id in chain)
        return chain | {unit.pk for unit in above if unit and unit.level == Place.Level.DISTRICT}

    def around(self, place_id: int) -> set[int]:
        """Ids of the units of any day that lie or lay in the same district as this one, itself among them."""
        near = self.sharing(place_id)
        districts = [unit_id for unit_id in near if self.places[unit_id].level == Place.Level.DISTRICT]
        return near.union(*(self.sharing(unit_id) for unit_id in districts))

    def _reach(self, units: Iterable[Place], neighbours: dict[int, list[Place]]) -> set[int]:
        """Ids of the units and of all their successors (or predecessors), along `neighbours`."""
        found: set[int] = set()
        ahead = list(units)
        while ahead:
            unit = ahead.pop()
            if unit.pk not in found:
                found.add(unit.pk)
                ahead += neighbours[unit.pk]
        return found

    def title(self, place: Place, today: date) -> str:
        """Reads "xã Đào Thịnh, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)"; a unit in force by its name alone."""
        place = self.places.get(place.pk, place)  # with its parent
        if not ended_by(place, today):
            return place.full_name
        now = self.on(place, today)
        if [unit.full_name for unit in now] == [place.full_name]:
            return place.full_name
        return f"{place.full_name} ({self.became(place, now)})"

    def became(self, place: Place, now: list[Place]) -> str:
        """ "nay: …" in the words of a page, for the units `now` that hold a past unit's land."""
        if not now:
            return f"không còn từ {formatting.day(place.valid_to)}"
        if len(now) == 1:
            return f"nay: {now[0].full_name}"
        above = {unit.parent.title for unit in now if unit.parent}
        where = f", {above.pop()}" if len(above) == 1 else ""
        if len(now) > NAMED_AT_MOST:
            return f"nay thuộc {formatting.number(len(now))} đơn vị{where}"
        return f"nay thuộc {' hoặc '.join(unit.title for unit in now)}{where}"

    def lost(self, places: Iterable[Place], day: date) -> list[Lost]:
        """Those of the units that no succession leads to the day, each with the reason."""
        return [Lost(place, self._reason(place, day)) for place in places if not self.on(place, day)]

    def _reason(self, place: Place, day: date) -> str:
        if not place.begun_by(day):
            return f"có từ {formatting.day(place.valid_from)}, chưa ghi tách ra hay nhập từ đơn vị nào"
        return f"không còn từ {formatting.day(place.valid_to)}, chưa ghi nhập vào đơn vị nào"


def in_force(place: Place, day: date) -> bool:
    return place.begun_by(day) and not ended_by(place, day)


def ended_by(place: Place, day: date) -> bool:
    return place.valid_to is not None and place.valid_to <= day
