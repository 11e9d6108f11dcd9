"""Counting records by place on many days at once, in one query each: what measures are counted with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from coopunion.periods import new_year

CountsByPlace = dict[date, dict[int | None, int]]
"""On each day, how many in each place (by its id; None: without a place). Places that hold none may be missing."""


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
    """How many rows meet each day's condition, by each day's place of the row (an expression that gives its id)."""
    columns = {f"on_{day:%Y%m%d}": Count("pk", filter=condition) for day, condition in conditions.items()}
    ids = {f"in_{day:%Y%m%d}": place for day, place in places.items()}
    counts: CountsByPlace = {day: {} for day in conditions}
    for answer in rows.order_by().annotate(**ids).values(*ids).annotate(**columns):
        for day in conditions:
            place, found = answer[f"in_{day:%Y%m%d}"], answer[f"on_{day:%Y%m%d}"]
            if found:
                counts[day][place] = counts[day].get(place, 0) + found
    return counts


def totals(counts: CountsByPlace) -> dict[date, int]:
    return {day: sum(by_place.values()) for day, by_place in counts.items()}
