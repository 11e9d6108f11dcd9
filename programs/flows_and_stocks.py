"""The two kinds of measure: a flow counts events from 1 January to a day, a stock what is so on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from django.db.models import Count, Exists, Expression, Model, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from coopunion.models.conditions import Condition, Conditions, in_year_to, queries, with_first_unmet
from programs.counting import (
    CountsByPlace,
    Statement,
    added_up,
    count_events,
    count_events_by_kind,
    count_states,
    events_statement,
    states_statement,
)
from programs.models.period import ReportingPeriod  # not from the package, whose indicators import this module
from programs.models.program import Program


@dataclass(frozen=True)
class Scope:
    """The programmes whose reports are counted: only the measure over reports looks at it, all others ignore it.

    `programs` are a year's programme and its predecessor; without any, all programmes are meant. `own_period` is
    the period whose report is being written: it counts itself.
    """

    programs: tuple[Program, ...] = ()
    own_period: ReportingPeriod | None = None


VARIOUS = "đơn vị"


def unit_of(usual: str, units: Sequence[str]) -> str:
    """The unit of a number of things of these kinds: the kind's own, "đơn vị" of several, the usual one of none."""
    return VARIOUS if len(units) > 1 else next(iter(units), usual)


@lru_cache(maxsize=512)
def _cached_statement(measure: Described, days: tuple[date, ...]) -> Statement:
    """Of a measure that ignores its scope: building it takes several times as long as the database takes to answer."""
    return measure.statement(days, Scope())


M = TypeVar("M", bound=Model, covariant=True)
Rows = TypeVar("Rows", bound=QuerySet[Model], covariant=True)


UNKNOWN = "chưa ghi"


@dataclass(frozen=True)
class Share:
    """A way to part a flow's things by a value of their events. A thing with several values is in each of them, and
    all its events of the year say so, not only the one it counts at."""

    label: str
    path: str

    def counts(self, events: QuerySet[Model], distinct: str) -> list[tuple[str, int]]:
        """In one query; those of which it is not known come last, and nothing where it is known of none."""
        labels = dict(getattr(events.model._meta.get_field(self.path.partition("__")[0]), "flatchoices", None) or ())
        is_known = Q(**{f"{self.path}__isnull": False})
        things_known = events.order_by().filter(is_known).values(distinct)
        each_known_or_never = events.order_by().filter(is_known | ~Q(**{f"{distinct}__in": things_known}))
        grouped = each_known_or_never.values_list(self.path).annotate(things=Count(distinct, distinct=True))
        found = dict(grouped.order_by("-things", self.path))
        unknown = found.pop(None, 0)
        counts = [(str(labels.get(value, value)), things) for value, things in found.items()]
        return [*counts, (UNKNOWN, unknown)] if counts and unknown else counts


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a flow and a stock say of themselves."""

    key: str
    name: str
    short: str
    """Heading of a narrow column."""
    unit: str
    verb: str
    """What was done, as a report's sentence says it before the number (a stock: after it)."""
    detail: str
    """Heading of what a list shows beside a row's name (the row's `detail`)."""
    day: str
    """Heading of the rows' dates."""
    date_field: str

    def statement(self, days: tuple[date, ...], scope: Scope) -> Statement:
        """What counts its rows on these days."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Flow(Described, Generic[M]):
    """Events, added up from 1 January. `distinct` names what makes two events the same thing: it then counts
    once a year, or once ever, at its first event."""

    rows: Callable[[Scope], QuerySet[M]]
    """All that might count, drafts too."""
    conditions: Callable[[Scope], Conditions]
    """What a row must meet, whenever it happened."""
    place_field: str = "place"
    verb_tail: str = ""
    """What of the verb comes after the number and its unit."""
    distinct: str = ""
    once_ever: bool = False
    related: tuple[str, ...] = ()
    scoped: bool = False
    """Whether the rows or conditions look at the scope."""
    owners: tuple[str, str] = ("", "")
    """Path and unit of whose its things are, where a report says of how many: "08 sản phẩm của 07 chủ thể"."""
    shares: tuple[Share, ...] = ()
    places_named: bool = False
    """Whether a report's sentence names the district beside each of its things."""
    kinds: tuple[tuple[str, Q], ...] = ()
    """Where its things are of several kinds: the unit of each, and which rows are of it. The first is `unit`."""
    kind: str = "flow"

    def events(self, scope: Scope) -> QuerySet[M]:
        """Every event that counts, each thing at its first one."""
        return self.rows(scope).filter(*queries((*self.conditions(scope), *self._counts_once(scope))))

    def conditions_on(self, day: date, scope: Scope, cut_off: date | None = None) -> Conditions:
        """All that the cumulative rows on a day meet. `cut_off`, the year's last one, is named in reasons."""
        in_time = in_year_to(self.date_field, day, cut_off)
        return (*self.conditions(scope), *in_time, *self._counts_once(scope))

    def explained(self, day: date, scope: Scope, conditions: Conditions) -> QuerySet[M]:
        """All that might count, each with its first unmet condition; the ones nearest to counting come first."""
        rows = with_first_unmet(self._listed(self.rows(scope)), conditions)
        return rows.order_by("-first_unmet", self.date_field, "pk")

    def _counts_once(self, scope: Scope) -> Conditions:
        """That no earlier event of the same thing counts."""
        if not self.distinct:
            return ()
        counted = self.rows(scope).filter(*queries(self.conditions(scope)))
        same = counted.filter(**{self.distinct: OuterRef(self.distinct)})
        if not self.once_ever:
            same = same.filter(**{f"{self.date_field}__year": ExtractYear(OuterRef(self.date_field))})
        earlier = same.filter(
            Q(**{f"{self.date_field}__lt": OuterRef(self.date_field)})
            | Q(**{self.date_field: OuterRef(self.date_field), "pk__lt": OuterRef("pk")})
        )
        return (Condition(~Q(Exists(earlier)), "Đã tính một lần ở lần trước."),)

    def records(self, day: date, scope: Scope) -> QuerySet[M]:
        """The cumulative rows on a day, in the order of their dates."""
        rows = self.rows(scope).filter(*queries(self.conditions_on(day, scope)))
        return self._listed(rows).order_by(self.date_field, "pk")

    def _listed(self, rows: QuerySet[M]) -> QuerySet[M]:
        place = (self.place_field, f"{self.place_field}__parent") if self.place_field else ()
        return rows.select_related(*place, *self.related)

    def counts_by_place(self, days: Sequence[date], scope: Scope) -> CountsByPlace:
        """The cumulative counts on each day, by the place of the event; in one query."""
        ordered = tuple(sorted(set(days)))
        if self.kinds:
            return added_up(list(self.counts_by_kind(ordered, scope).values()), ordered)
        return count_events(self._statement(ordered, scope), ordered)

    def counts_by_kind(self, days: Sequence[date], scope: Scope) -> dict[str, CountsByPlace]:
        """The same for each of its kinds, by the kind's unit; in one query."""
        ordered = tuple(sorted(set(days)))
        found = count_events_by_kind(self._statement(ordered, scope), ordered, len(self.kinds))
        return {unit: counts for (unit, _), counts in zip(self.kinds, found, strict=True)}

    def _statement(self, days: tuple[date, ...], scope: Scope) -> Statement:
        return self.statement(days, scope) if self.scoped else _cached_statement(self, days)

    def statement(self, days: tuple[date, ...], scope: Scope) -> Statement:
        kinds = [rows for _, rows in self.kinds]
        return events_statement(self.events(scope), self.date_field, self.place_field, days, kinds)

    def owners_on(self, day: date, scope: Scope) -> int:
        """Of how many owners the things counted on a day are."""
        return self.records(day, scope).order_by().values(self.owners[0]).distinct().count()

    def shared_on(self, day: date, scope: Scope) -> list[tuple[str, list[tuple[str, int]]]]:
        """Each of its shares with the values found up to a day and how many things have each, most first."""
        in_time = in_year_to(self.date_field, day, None)
        events = self.rows(scope).filter(*queries((*self.conditions(scope), *in_time)))
        return [(share.label, share.counts(events, self.distinct or "pk")) for share in self.shares]

    def between(self, day: date, after: date | None, scope: Scope) -> QuerySet[M]:
        """Of the rows on a day, those of events after another day: what was added since."""
        rows = self.records(day, scope)
        return rows.filter(**{f"{self.date_field}__gt": after}) if after else rows


@dataclass(frozen=True, kw_only=True)
class Stock(Described, Generic[Rows]):
    """What is so on a day. `listed` adds what the list shows of it, `described` what the reasons name; `base` names
    the measure it is a share of."""

    rows: Callable[[], Rows]
    """All that might count, drafts too."""
    conditions: Conditions
    """What a row must meet on any day."""
    conditions_of: Callable[[date], Conditions]
    """What it must meet on a day, beside these."""
    listed: Callable[[Rows, date], Rows]
    described: Callable[[Rows, date], Rows]
    place_field: str = "seat"
    """Where it was on the day: an attribute that `listed` gives to the rows, `place_on` to the database."""
    place_on: Callable[[date], Expression]
    base: str = ""
    kind: str = "stock"

    def conditions_on(self, day: date, scope: Scope, cut_off: date | None = None) -> Conditions:
        """All that the rows on a day meet."""
        return (*self.conditions, *self.conditions_of(day))

    def explained(self, day: date, scope: Scope, conditions: Conditions) -> Rows:
        """All that might count, each with its first unmet condition."""
        return with_first_unmet(self.described(self.rows(), day), conditions)

    def records(self, day: date, scope: Scope) -> Rows:
        """The rows on a day, in the order of their names."""
        rows = self.rows().filter(*queries(self.conditions_on(day, scope)))
        rows = self.listed(rows, day).annotate(**{f"{self.place_field}_id": self.place_on(day)})
        return rows.select_related("place__parent").order_by("name", "pk")

    def counts_by_place(self, days: Sequence[date], scope: Scope) -> CountsByPlace:
        """The counts on each day, by the place of the day; in one query."""
        ordered = tuple(sorted(set(days)))
        return count_states(_cached_statement(self, ordered), ordered)

    def statement(self, days: tuple[date, ...], scope: Scope) -> Statement:
        on_day = {day: Q(*queries(self.conditions_of(day))) for day in days}
        counted = self.rows().filter(*queries(self.conditions))
        return states_statement(counted, on_day, {day: self.place_on(day) for day in days})
