"""Counting records by place on many days at once, in one query each: what measures are counted with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from coopunion.periods import new_year

CountsByPlace = dict[date, dict[int | None, int]]
"""On each day, how many in each place (by its id; None: without a place). Places that hold none may be missing."""


NO_PLACE = Value(0)  # counted, but without a place; NULL is a row that does not count that day


Places = Collection[int | None]
"""Ids of places; None: without a place."""


class Span(Func):
    """Which of the spans between some days an event's day lies in: the number of the first day not before it.

    Written as one CASE by hand: as so many conditions of the ORM it costs more to build than the database to answer.
    """

    output_field = IntegerField()

    def __init__(self, field: Any, days: Sequence[date]) -> None:
        super().__init__(field)
        self.days = tuple(days)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_: Any, **__: Any) -> Any:
        """The statement and its parameters."""
        column, parameters = compiler.compile(self.source_expressions[0])
        whens = " ".join(f"WHEN {column} <= %s THEN {number}" for number in range(len(self.days)))
        bounds = (connection.ops.adapt_datefield_value(day) for day in self.days)
        return f"CASE {whens} END", tuple(each for bound in bounds for each in (*parameters, bound))


def count_events(events: QuerySet[Any], date_field: str, place_field: str, days: Sequence[date]) -> CountsByPlace:
    """How many events each place had from 1 January to each day."""
    wanted = sorted(set(days))
    # A year's end parts what belongs to the next year's days from what does not.
    ends = {date(year, 12, 31) for year in range(wanted[0].year, wanted[-1].year)}
    bounds = sorted({*wanted, *ends})
    within = events.filter(**{f"{date_field}__gte": new_year(wanted[0]), f"{date_field}__lte": wanted[-1]})
    place = (f"{place_field}_id",) if place_field else ()
    rows = within.order_by().annotate(in_span=Span(F(date_field), bounds)).values_list(*place, "in_span")
    counts: CountsByPlace = {day: {} for day in wanted}
    for *places, in_span, found in rows.annotate(Count("pk")):
        in_place = places[0] if places else None
        for day in wanted[bisect_left(wanted, bounds[in_span]) :]:
            if day.year != bounds[in_span].year:
                break
            counts[day][in_place] = counts[day].get(in_place, 0) + found
    return counts


def count_states(rows: QuerySet[Any], conditions: dict[date, Q], places: dict[date, Any]) -> CountsByPlace:
    """How many rows meet each day's condition, by the place (an expression for its id) where they were that day."""
    columns = {
        f"on_{day:%Y%m%d}": Case(When(condition, then=Coalesce(places[day], NO_PLACE)))
        for day, condition in conditions.items()
    }
    counts: CountsByPlace = {day: {} for day in conditions}
    for *found, together in rows.order_by().annotate(**columns).values_list(*columns).annotate(Count("pk")):
        for day, place in zip(conditions, found, strict=True):
            if place is not None:
                in_place = place or None
                counts[day][in_place] = counts[day].get(in_place, 0) + together
    return counts


def in_places(rows: QuerySet[Any], place: str, places: Places) -> QuerySet[Any]:
    """The rows whose `place` (a field's or annotation's id) is one of these; without one only if None is among them."""
    if not place:
        return rows if None in places else rows.none()
    inside = Q(**{f"{place}__in": [each for each in places if each is not None]})
    return rows.filter(inside | Q(**{f"{place}__isnull": True}) if None in places else inside)


def totals(counts: CountsByPlace) -> dict[date, int]:
    return {day: sum(by_place.values()) for day, by_place in counts.items()}
