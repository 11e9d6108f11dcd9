"""Which figures of a programme a record counts for, in which quarter and why; or why not.

The measure's own conditions decide: those of what is counted on the dashboard. The reason why not is that of the
first one unmet, by whichever of the record's events, drafts and annulled ones too, met most of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model
from django.urls import reverse

from coopunion.models import Record
from coopunion.models.conditions import RECORDED, Condition, first_unmet, reason_of, recorded
from coopunion.periods import Quarter, new_year
from programs.flows_and_stocks import Flow, Scope
from programs.measures import MEASURES
from programs.models import Indicator, Program, ReportingPeriod

# Of the record, and of the measure's rows: its events or, for a stock, itself.
R = TypeVar("R", bound=Record, covariant=True)
E = TypeVar("E", bound=Record, covariant=True)


@dataclass(frozen=True, kw_only=True)
class Eligibility(Generic[R, E]):
    """How the page of one model's records speaks of one measure."""

    measure: str
    model: type[R]
    path: str
    """From the measure's rows to the record."""
    counted: Callable[[E], str]
    """Why a row of the measure counts, as a sentence."""
    none: str = ""
    """The reason where the record has no row that might count. Empty: the measure is then left out."""


Eligibilities = Sequence[Eligibility[Record, Record]]
"""Of several models; only records of its own `model` are given to one."""


@dataclass(frozen=True)
class EligibilityLine:
    """One indicator, and why the record counts for it or not. `quarter` is None where it does not."""

    indicator: Indicator
    counted: bool
    why: str
    quarter: Quarter | None
    address: str


class EligibilityYear:
    """A programme's year with its cut-off days, as far as it has come."""

    def __init__(self, program: Program, today: date) -> None:
        [(_, periods)] = ReportingPeriod.objects.by_program([program])
        self.program, self.cut_offs = program, [period.cut_off_on for period in periods]
        self.as_of = min(max(today, program.quarters[0].starts_on), self.cut_offs[-1])

    def quarter_of(self, day: date) -> Quarter:
        """The quarter whose report first counts the day."""
        index = next(index for index, last in enumerate(self.cut_offs) if day <= last)
        return self.program.quarters[index]


def lines(record: Record, program: Program, eligibilities: Eligibilities, today: date) -> list[EligibilityLine]:
    """The programme's indicators that a record of this kind may count for, in their order.

    Two queries for the year, and one for each indicator (two for a stock): as many for one event as for fifty.
    """
    year = EligibilityYear(program, today)
    own = _by_measure(type(record), eligibilities)
    indicators = program.indicators.select_related("program").order_by("position", "pk")
    found = [
        _line(record, indicator, own[indicator.measure], year) for indicator in indicators if indicator.measure in own
    ]
    return [line for line in found if line.counted or line.why]


def _by_measure(model: type[Model], eligibilities: Eligibilities) -> dict[str, Eligibility[Record, Record]]:
    """Those of the model's records."""
    return {found.measure: found for found in eligibilities if issubclass(model, found.model)}


@dataclass(frozen=True)
class Marks:
    """For the rows of a list: the indicators of a year's programme that each counts for, by the row's id."""

    year: int
    indicators: Mapping[int, Sequence[Indicator]]


def marks(rows: Sequence[Model], program: Program, eligibilities: Eligibilities, today: date) -> Marks | None:
    """Two queries, and one for each indicator that counts records of this kind; None where none does."""
    own = _by_measure(type(rows[0]), eligibilities) if rows else {}
    if not own:
        return None
    as_of = EligibilityYear(program, today).as_of
    found: dict[int, list[Indicator]] = {row.pk: [] for row in rows}
    for indicator in program.indicators.order_by("position", "pk"):
        if eligibility := own.get(indicator.measure):
            path = eligibility.path
            counted = MEASURES[indicator.measure].records(as_of, Scope()).filter(**{f"{path}__in": list(found)})
            for pk in set(counted.order_by().values_list(path, flat=True)):
                found[pk].append(indicator)
    return Marks(program.year, found)


def tabs(
    model: type[Model], program: Program, eligibilities: Eligibilities, today: date
) -> list[tuple[Indicator, str]]:
    """The figures that count records of the model, each with the address of the records behind it. Two queries."""
    own = {found.measure for found in eligibilities if found.model is model}
    if not own:
        return []
    year = EligibilityYear(program, today)
    quarter = [program.code, program.year, year.quarter_of(year.as_of).number]
    indicators = program.indicators.filter(measure__in=own).select_related("program").order_by("position", "pk")
    return [(row, reverse("reports:figure", args=[*quarter, row.code])) for row in indicators]


def _line(
    record: Record, indicator: Indicator, eligibility: Eligibility[Record, Record], year: EligibilityYear
) -> EligibilityLine:
    """From the record's row that counts, else from the one that meets most of the conditions."""
    measure = MEASURES[eligibility.measure]
    conditions = measure.conditions_on(year.as_of, Scope(), year.cut_offs[-1])
    row = measure.explained(year.as_of, Scope(), conditions).filter(**{eligibility.path: record.pk}).first()
    if not isinstance(row, Record):  # None: what else is counted, reporting periods, counts for no record
        return EligibilityLine(indicator, False, eligibility.none, None, "")
    if unmet := first_unmet(row, conditions):
        return EligibilityLine(indicator, False, _why_not(record, eligibility.path, unmet, row), None, "")
    happened_on = getattr(row, measure.date_field) if isinstance(measure, Flow) else year.as_of
    quarter = year.quarter_of(happened_on)
    address = reverse("reports:figure", args=[year.program.code, year.program.year, quarter.number, indicator.code])
    return EligibilityLine(indicator, True, eligibility.counted(row), quarter, address)


def _why_not(record: Record, path: str, unmet: Condition[Model], row: Record) -> str:
    """The reason of the condition; the record's own state is spoken of as that of the page's record."""
    own_state = RECORDED.query if path == "pk" else recorded(path, "").query
    return f"Hồ sơ {record.get_state_display()}." if unmet.query == own_state else reason_of(unmet, row)


def programs_until(today: date) -> list[Program]:
    """Every programme whose year has begun, the latest first; the ones ahead only when there is no other."""
    found = list(Program.objects.latest_first())
    return [program for program in found if program.year <= new_year(today).year] or found
