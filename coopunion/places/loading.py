"""Loads the administrative units and their successions (coopunion/data/*.csv); idempotent, adds what is new."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from coopunion.models import Place, PlaceSuccession
from coopunion.text import search_key

DATA = Path(__file__).parents[1] / "data"
PLACES, SUCCESSIONS = DATA / "places.csv", DATA / "successions.csv"
REASON = "Nạp bảng đơn vị hành chính"
LEVELS = {
    Place.Kind.PROVINCE: Place.Level.PROVINCE,
    Place.Kind.CITY: Place.Level.DISTRICT,
    Place.Kind.TOWN: Place.Level.DISTRICT,
    Place.Kind.DISTRICT: Place.Level.DISTRICT,
    Place.Kind.WARD: Place.Level.COMMUNE,
    Place.Kind.TOWNSHIP: Place.Level.COMMUNE,
    Place.Kind.COMMUNE: Place.Level.COMMUNE,
}
Key = tuple[str, date]


@dataclass(frozen=True)
class Loaded:
    """How many units were added, how many were closed, how many successions were added."""

    places: int
    closed: int
    successions: int


@transaction.atomic
def load_places() -> Loaded:
    """Load the tables in one transaction. Of a unit that exists only an empty last day is filled in; edits are kept."""
    known = {(place.code, place.valid_from): place for place in Place.objects.all()}
    rows = list(_rows(PLACES))
    closed = _close(rows, known)
    added = 0
    for level in Place.Level:  # parents before children
        new = [
            _place(row, known)
            for row in rows
            if LEVELS[Place.Kind(row["kind"])] == level and _key(row, "") not in known
        ]
        created = bulk_create_with_history(new, Place, default_change_reason=REASON) if new else []
        known |= {(place.code, place.valid_from): place for place in created}
        added += len(new)
    return Loaded(added, closed, _load_successions(known))


def _load_successions(known: dict[Key, Place]) -> int:
    existing = set(PlaceSuccession.objects.values_list("predecessor", "successor"))
    table = [_succession(row, known) for row in _rows(SUCCESSIONS)]
    new = [row for row in table if (row.predecessor_id, row.successor_id) not in existing]
    if new:
        bulk_create_with_history(new, PlaceSuccession, default_change_reason=REASON)
    return len(new)


def _close(rows: list[dict[str, str]], known: dict[Key, Place]) -> int:
    """Set the last day of open units that have ended in the table, which is updated after a reform; how many."""
    ended = []
    for row in rows:
        place = known.get(_key(row, ""))
        if place and place.valid_to is None and row["valid_to"]:
            place.valid_to = date.fromisoformat(row["valid_to"])
            ended.append(place)
    if ended:
        bulk_update_with_history(ended, Place, ["valid_to"], default_change_reason=REASON)
    return len(ended)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def _key(row: dict[str, str], prefix: str) -> Key:
    return row[f"{prefix}code"], date.fromisoformat(row[f"{prefix}valid_from"])


def _place(row: dict[str, str], known: dict[Key, Place]) -> Place:
    kind = Place.Kind(row["kind"])
    return Place(
        code=row["code"],
        name=row["name"],
        kind=kind,
        level=LEVELS[kind],
        parent=known[_key(row, "parent_")] if row["parent_code"] else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        decision=row["decision"],
        search_text=search_key(row["name"]),
    )


def _succession(row: dict[str, str], known: dict[Key, Place]) -> PlaceSuccession:
    part = row["partial"] == "true"
    return PlaceSuccession(
        predecessor=known[_key(row, "old_")],
        successor=known[_key(row, "new_")],
        on=date.fromisoformat(row["date"]),
        extent=PlaceSuccession.Extent.PART if part else PlaceSuccession.Extent.WHOLE,
        decision=row["decision"],
    )
