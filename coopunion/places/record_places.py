"""Where a record was on a day: its seat where it can move, its place, or the place of its producer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from coopunion import formatting
from coopunion.models import Place
from coopunion.models.lineage import Lineage, in_force

NAMED = 12  # a district became some ten communes


def place_of(record: Any, day: date | None, lineage: Lineage | None = None) -> Place | None:
    """Where a record was that day: its seat where it can move, its place, or its producer's (a product's).

    As the unit in force that day, today's without a day; None where the land was divided, so that nothing tells which
    part is meant. Who asks of many records reads the lineage once.
    """
    day = day or timezone.localdate()
    place = _own_place(record, day)
    if place is None or in_force(place, day):
        return place
    units = (lineage or Lineage()).on(place, day)
    return units[0] if len(units) == 1 else None


def why_unplaced(record: Any, day: date, lineage: Lineage) -> str:
    """Why `place_of` knows none: what the place was that day. "" where the record has no place at all."""
    place = _own_place(record, day)
    if place is None:
        return ""
    units = [unit.full_name for unit in lineage.on(place, day)]
    if not units:
        return f"Chưa rõ vào ngày {formatting.day(day)} {place} thuộc đơn vị nào. Ghi nơi của ngày đó."
    more = "; …" if len(units) > NAMED else ""
    return f"Vào ngày {formatting.day(day)} {place} là: {'; '.join(units[:NAMED])}{more}. Ghi nơi của ngày đó."


def _own_place(record: Any, day: date) -> Place | None:
    if hasattr(record, "seat_on"):
        return record.seat_on(day)
    return record.place if hasattr(record, "place") else record.producer.place
