"""What the readers of cells need to know of the table that they read for."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from coopunion.models import User
from coopunion.tables.cells import Values
from coopunion.tables.place_names import PlaceNames


class ImportContext(Protocol):
    """One import or export: its day, its user, and the places by name."""

    today: date
    user: User | None
    places: PlaceNames

    def place_day(self, values: Values) -> date | None:
        """The day whose map names the places of a row."""
