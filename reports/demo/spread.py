"""How the demonstration's counts fall into quarters, days and districts. Deterministic: no chance, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from coopunion.models import Place

# First and last day on which something happens in each quarter; all before the cut-off of 20/12.
WINDOWS = (((1, 6), (3, 27)), ((4, 3), (6, 26)), ((7, 2), (9, 25)), ((10, 2), (12, 17)))
# How often a district's turn comes.
WEIGHTS = {"132": 3, "133": 2, "135": 4, "136": 6, "137": 2, "138": 6, "139": 1, "140": 5, "141": 4}


def days(year: int, quarter: int, count: int) -> list[date]:
    """`count` days evenly inside the quarter's window."""
    (first_month, first_day), (last_month, last_day) = WINDOWS[quarter - 1]
    first, last = date(year, first_month, first_day), date(year, last_month, last_day)
    return [first + timedelta(days=(2 * turn + 1) * (last - first).days // (2 * count)) for turn in range(count)]


def year_days(year: int, by_quarter: tuple[int, int, int, int]) -> list[date]:
    return [day for quarter, count in enumerate(by_quarter, 1) for day in days(year, quarter, count)]


def last_day(day: date) -> date:
    """The end of the window the day lies in."""
    month, number = WINDOWS[(day.month - 1) // 3][1]
    return date(day.year, month, number)


def communes(districts: dict[str, int] | None = None) -> Iterator[Place]:
    """Communes of 2020 without end, districts taking turns by weight, communes of a district in order."""
    weights = districts or WEIGHTS
    rows = Place.objects.valid_on(date(2020, 12, 20)).filter(level=Place.Level.COMMUNE, parent__parent__code="15")
    by_district: dict[str, list[Place]] = {}
    for place in rows.select_related("parent").order_by("code"):
        by_district.setdefault(place.parent.code, []).append(place)
    turns = {code: cycle(by_district[code]) for code in weights}
    total = sum(weights.values())
    # Each step every district gains its weight; the richest has its turn and pays the total.
    credit = dict.fromkeys(weights, 0)
    while True:
        for code, weight in weights.items():
            credit[code] += weight
        richest = max(credit, key=lambda code: credit[code])
        credit[richest] -= total
        yield next(turns[richest])


def place_2020(code: str) -> Place:
    return Place.objects.valid_on(date(2020, 12, 20)).select_related("parent").get(code=code)
