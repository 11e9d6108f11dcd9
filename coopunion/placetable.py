"""Loads the table of administrative units (coopunion/data/places.csv); run again, it adds what is new."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from coopunion.models import Place
from coopunion.text import search_key

PLACES = Path(__file__).parent / "data" / "places.csv"
LEVELS = {
    Place.Kind.PROVINCE: Place.Level.PROVINCE,
    Place.Kind.CITY: Place.Level.DISTRICT,
    Place.Kind.TOWN: Place.Level.DISTRICT,
    Place.Kind.DISTRICT: Place.Level.DISTRICT,
    Place.Kind.WARD: Place.Level.COMMUNE,
    Place.Kind.TOWNSHIP: Place.Level.COMMUNE,
    Place.Kind.COMMUNE: Place.Level.COMMUNE,
}


@transaction.atomic
def load_places() -> int:
    """How many units were added. Units already there are left as they are."""
    known = {(place.code, place.valid_from): place for place in Place.objects.all()}
    with PLACES.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    added = 0
    for level in Place.Level:  # parents before children
        new = [
            _place(row, known) for row in rows if LEVELS[Place.Kind(row["kind"])] == level and _key(row) not in known
        ]
        known |= {(place.code, place.valid_from): place for place in Place.objects.bulk_create(new)}
        added += len(new)
    return added


def _key(row: dict[str, str]) -> tuple[str, date]:
    return row["code"], date.fromisoformat(row["valid_from"])


def _place(row: dict[str, str], known: dict[tuple[str, date], Place]) -> Place:
    kind = Place.Kind(row["kind"])
    parent = known[row["parent_code"], date.fromisoformat(row["parent_valid_from"])] if row["parent_code"] else None
    return Place(
        code=row["code"],
        name=row["name"],
        kind=kind,
        level=LEVELS[kind],
        parent=parent,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        decision=row["decision"],
        search_text=search_key(row["name"]),
    )
