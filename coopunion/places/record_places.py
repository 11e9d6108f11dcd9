"""The place of a record on a day: its seat if it can move, its own place, or the place of its producer."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from coopunion import formatting
from coopunion.models import Place, Record
from coopunion.models.lineage import Lineage, in_force

NAMED = 12  # a district became some ten communes


def place_of(record: Record, day: date | None, lineage: Lineage | None = None) -> Place | None:
    """The place of a record that day: its seat if it can move, its own place, or its producer's (a product's).

    Returns the unit in force that day, today's without a day; None where the land was divided, so that the part is not
    known. Callers with many records pass one lineage.
    """
    day = day or timezone.localdate()
    place = record.place_on(day)
    if place is None or in_force(place, day):
        return place
    units = (lineage or Lineage()).on(place, day)
    return units[0] if len(units) == 1 else None


def why_unplaced(record: Record, day: date, lineage: Lineage) -> str:
    """Why `place_of` gives None, with the units of that day, as a sentence; "" for a record without a place."""
    place = record.place_on(day)
    if place is None:
        return ""
    units = [unit.full_name for unit in lineage.on(place, day)]
    if not units:
        return f"Chưa rõ vào ngày {formatting.day(day)} {place} thuộc đơn vị nào. Ghi nơi của ngày đó."
    more = "; …" if len(units) > NAMED else ""
    return f"Vào ngày {formatting.day(day)} {place} là: {'; '.join(units[:NAMED])}{more}. Ghi nơi của ngày đó."
