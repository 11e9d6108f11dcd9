"""Counts records by place on many days at once, each measure in one query."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Count, Expression, F, Func, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from coopunion.periods import new_year

CountsByPlace = dict[date, dict[int | None, int]]
"""On each day, how many in each place (by its id; None: without a place). Places that hold none may be missing."""


NO_PLACE = Value(0)  # counted, but without a place; NULL is a row that does not count that day


Places = Collection[int | None]
"""Ids of places; None: without a place."""


class DaySpan(Func):
    """Which of the spans between some days an event's day lies in: the index of the first day not before it.

    Written as one CASE by hand: as so many conditions of the ORM it costs more to build than the database to answer.
    """

    output_field = IntegerField()

    def __init__(self, field: F, days: Sequence[date]) -> None:
        super().__init__(field)
        self.days = tuple(days)

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: object,
    ) -> Statement:
        """The expression and its parameters; what `Func` fills its template with is not used."""
        column, parameters = compiler.compile(self.source_expressions[0])
        whens = " ".join(f"WHEN {column} <= %s THEN {index}" for index in range(len(self.days)))
        bounds = [bound for day in self.days if (bound := connection.ops.adapt_datefield_value(day))]
        return f"CASE {whens} END", tuple(value for bound in bounds for value in (*parameters, bound))


Statement = tuple[str, tuple[str | int, ...]]
"""SQL and its parameters."""


def events_statement(
    events: QuerySet[Model], date_field: str, place_field: str, days: Sequence[date], kinds: Sequence[Q] = ()
) -> Statement:
    """Counts the events of the years of these days (in order) by place and by the span between `bounds_of` them.

    With `kinds` also by the index of the kind they are of: what is of no other is of the last.
    """
    within = events.filter(**{f"{date_field}__gte": new_year(days[0]), f"{date_field}__lte": days[-1]})
    place = F(f"{place_field}_id") if place_field else NO_PLACE
    columns: dict[str, Any] = {"in_place": place, "in_span": DaySpan(F(date_field), bounds_of(days))}
    if kinds:
        whens = (When(kind, then=Value(index)) for index, kind in enumerate(kinds))
        columns["in_kind"] = Case(*whens, default=Value(len(kinds) - 1))
    return _statement(within.order_by().annotate(**columns).values_list(*columns).annotate(Count("pk")))


def bounds_of(days: Sequence[date]) -> list[date]:
    """The days, and the year's ends between them, which separate the days of one year from those of the next."""
    ends = {date(year, 12, 31) for year in range(days[0].year, days[-1].year)}
    return sorted({*days, *ends})


def count_events(statement: Statement, days: Sequence[date]) -> CountsByPlace:
    """How many events each place had from 1 January to each day, by a statement made for these days."""
    return _cumulative(fetch(statement), days)


def count_events_by_kind(statement: Statement, days: Sequence[date], kinds: int) -> list[CountsByPlace]:
    """The same for each of so many kinds, by a statement made with them."""
    by_kind: list[list[tuple[int | None, int, int]]] = [[] for _ in range(kinds)]
    for place, in_span, in_kind, found in fetch(statement):
        by_kind[in_kind].append((place, in_span, found))
    return [_cumulative(rows, days) for rows in by_kind]


def _cumulative(rows: Iterable[tuple[int | None, int, int]], days: Sequence[date]) -> CountsByPlace:
    bounds = bounds_of(days)
    counts: CountsByPlace = {day: {} for day in days}
    for place, in_span, found in rows:
        in_place = place or None
        for day in days[bisect_left(days, bounds[in_span]) :]:
            if day.year != bounds[in_span].year:
                break
            counts[day][in_place] = counts[day].get(in_place, 0) + found
    return counts


def added_up(parts: Sequence[CountsByPlace], days: Sequence[date]) -> CountsByPlace:
    """The counts of all the parts together."""
    together: dict[date, Counter[int | None]] = {day: Counter() for day in days}
    for part in parts:
        for day in days:
            together[day].update(part[day])
    return {day: dict(found) for day, found in together.items()}


def states_statement(rows: QuerySet[Model], conditions: dict[date, Q], places: dict[date, Expression]) -> Statement:
    """For each row and day, where it was (an expression for the place's id) if it met the day's condition.

    Not grouped: SQLite would work out every condition twice, and hardly any two rows are alike on all days.
    """
    columns = {
        f"on_{day:%Y%m%d}": Case(When(condition, then=Coalesce(places[day], NO_PLACE)))
        for day, condition in conditions.items()
    }
    return _statement(rows.order_by().annotate(**columns).values_list(*columns))


def count_states(statement: Statement, days: Sequence[date]) -> CountsByPlace:
    """How many rows were in each place on each day, by a statement made for these days."""
    rows: list[tuple[int | None, ...]] = fetch(statement)
    by_day = zip(*rows, strict=True)
    found = {day: Counter(places) for day, places in zip(days, by_day, strict=False)}
    return {
        day: {place or None: count for place, count in found.get(day, {}).items() if place is not None} for day in days
    }


def _statement(rows: QuerySet[Model, object]) -> Statement:
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def fetch(statement: Statement) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())


M = TypeVar("M", bound=Model)


def in_places(rows: QuerySet[M], place: str, places: Places) -> QuerySet[M]:
    """The rows whose `place` (a field's or annotation's id) is one of these; without one only if None is among them."""
    if not place:
        return rows if None in places else rows.none()
    inside = Q(**{f"{place}__in": [pk for pk in places if pk is not None]})
    return rows.filter(inside | Q(**{f"{place}__isnull": True}) if None in places else inside)
