"""The place of a record on a day: its seat if it can move, its own place, or the place of its producer."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

from django.db.models import Model
from django.utils import timezone

from coopunion import formatting
from coopunion.models import Place
from coopunion.models.lineage import Lineage, in_force

NAMED = 12  # a district became some ten communes


@runtime_checkable
class Movable(Protocol):
    """A record with a seat that can move: a cooperative."""

    def seat_on(self, day: date | None) -> Place | None: ...


@runtime_checkable
class Placed(Protocol):
    """A record with a place of its own."""

    @property
    def place(self) -> Place | None: ...


@runtime_checkable
class Produced(Protocol):
    """A record placed by its producer: a product."""

    @property
    def producer(self) -> Placed: ...


def place_of(record: Model, day: date | None, lineage: Lineage | None = None) -> Place | None:
    """The place of a record that day: its seat if it can move, its own place, or its producer's (a product's).

    Returns the unit in force that day, today's without a day; None where the land was divided, so that the part is not
    known. Callers with many records pass one lineage.
    """
    day = day or timezone.localdate()
    place = _own_place(record, day)
    if place is None or in_force(place, day):
        return place
    units = (lineage or Lineage()).on(place, day)
    return units[0] if len(units) == 1 else None


def why_unplaced(record: Model, day: date, lineage: Lineage) -> str:
    """Why `place_of` gives None, with the units of that day, as a sentence; "" for a record without a place."""
    place = _own_place(record, day)
    if place is None:
        return ""
    units = [unit.full_name for unit in lineage.on(place, day)]
    if not units:
        return f"Chưa rõ vào ngày {formatting.day(day)} {place} thuộc đơn vị nào. Ghi nơi của ngày đó."
    more = "; …" if len(units) > NAMED else ""
    return f"Vào ngày {formatting.day(day)} {place} là: {'; '.join(units[:NAMED])}{more}. Ghi nơi của ngày đó."


def _own_place(record: Model, day: date) -> Place | None:
    if isinstance(record, Movable):
        return record.seat_on(day)
    if isinstance(record, Placed):
        return record.place
    if isinstance(record, Produced):
        return record.producer.place
    raise TypeError(f"{type(record).__name__} has no place.")
