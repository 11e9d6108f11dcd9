"""Which figures of a programme a record counts for, in which quarter and why; or why not.

The measure's own queryset decides whether it counts: the one that is counted on the dashboard. The reason why not
comes from the record's events, drafts and annulled ones too: from the one that passed most of the conditions
(programs/eligibility.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model
from django.urls import reverse

from coopunion.formatting import day as day_text
from coopunion.models import Record
from coopunion.periods import Quarter, new_year
from programs.measures import MEASURES, Flow, Scope
from programs.models import Indicator, Program, ReportingPeriod
from programs.models.period import cut_off

ONCE = "Đã tính một lần ở lần trước."

# Of the record, and of the measure's rows: its events or, for a stock, itself.
R = TypeVar("R", bound=Record, covariant=True)
E = TypeVar("E", bound=Record, covariant=True)
Refused = TypeVar("Refused", bound=Record, contravariant=True)


@dataclass(frozen=True)
class Refusal(Generic[Refused]):
    """A condition that keeps an event from counting, and the reason in words."""

    applies: Callable[[Refused], bool]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Eligibility(Generic[R, E]):
    """How records of one model count for one measure, or why they do not."""

    measure: str
    model: type[R]
    path: str
    """From the measure's rows to the record."""
    counted: Callable[[E], str]
    """Why a row of the measure counts, as a sentence."""
    events: Callable[[R], Iterable[E]] | None = None
    """Everything of the record that might have counted."""
    none: str = ""
    """The reason where there is no event. Empty: the measure is then left out."""
    refusals: Sequence[Refusal[E]] = ()
    """In the order in which they are checked; the further an event comes, the nearer it came to counting."""
    state: Callable[[R, date], str] | None = None
    """Of a stock: why the record is not in it on a day."""


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


@dataclass(frozen=True)
class EligibilityYear:
    """A programme's year with its cut-off days, as far as it has come."""

    program: Program
    cut_offs: Sequence[date]
    as_of: date

    @classmethod
    def of(cls, program: Program, today: date) -> EligibilityYear:
        periods = {period.quarter: period for period in ReportingPeriod.objects.filter(program=program)}
        cut_offs = [cut_off(periods, quarter) for quarter in program.quarters]
        return cls(program, cut_offs, min(max(today, program.quarters[0].starts_on), cut_offs[-1]))

    def quarter_of(self, day: date) -> Quarter:
        """The quarter whose report first counts the day."""
        index = next(index for index, last in enumerate(self.cut_offs) if day <= last)
        return self.program.quarters[index]

    def misses(self, day: date | None) -> str:
        """Why an event of that day is not in the year's figures; empty when it is."""
        if day is None:
            return "Chưa có ngày."
        if day.year != self.program.year:
            side = "trước" if day.year < self.program.year else "sau"
            return f"Ngày {day_text(day)}, {side} năm {self.program.year}."
        if day > self.cut_offs[-1]:
            return f"Ngày {day_text(day)}, sau ngày chốt số liệu {day_text(self.cut_offs[-1])}."
        return f"Ngày {day_text(day)}, chưa đến." if day > self.as_of else ""


def lines(record: Record, program: Program, eligibilities: Eligibilities, today: date) -> list[EligibilityLine]:
    """The programme's indicators that a record of this kind may count for, in their order.

    Two queries for the year, and for each indicator two or three: as many for one event as for fifty.
    """
    year = EligibilityYear.of(program, today)
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
    as_of = EligibilityYear.of(program, today).as_of
    found: dict[int, list[Indicator]] = {row.pk: [] for row in rows}
    for indicator in program.indicators.order_by("position", "pk"):
        if eligibility := own.get(indicator.measure):
            path = eligibility.path
            counted = MEASURES[indicator.measure].records(as_of, Scope()).filter(**{f"{path}__in": list(found)})
            for pk in set(counted.order_by().values_list(path, flat=True)):
                found[pk].append(indicator)
    return Marks(program.year, found)


@dataclass(frozen=True)
class FigureTab:
    """From a register to the records behind a figure that counts its records."""

    indicator: Indicator
    label: str
    address: str


def tabs(model: type[Model], program: Program, eligibilities: Eligibilities, today: date) -> list[FigureTab]:
    """Two queries; none where no figure counts records of the model."""
    own = {found.measure for found in eligibilities if found.model is model}
    if not own:
        return []
    year = EligibilityYear.of(program, today)
    quarter = [program.code, program.year, year.quarter_of(year.as_of).number]
    indicators = program.indicators.filter(measure__in=own).select_related("program").order_by("position", "pk")
    return [
        FigureTab(
            indicator,
            MEASURES[indicator.measure].short,
            reverse("reports:figure", args=[*quarter, indicator.code]),
        )
        for indicator in indicators
    ]


def _line(
    record: Record, indicator: Indicator, eligibility: Eligibility[Record, Record], year: EligibilityYear
) -> EligibilityLine:
    measure = MEASURES[eligibility.measure]
    row = measure.records(year.as_of, Scope()).filter(**{eligibility.path: record.pk}).first()
    if not isinstance(row, Record):  # None: what else is counted, reporting periods, counts for no record
        return EligibilityLine(indicator, False, _why_not(record, eligibility, year), None, "")
    happened_on = getattr(row, measure.date_field) if isinstance(measure, Flow) else year.as_of
    quarter = year.quarter_of(happened_on)
    address = reverse("reports:figure", args=[year.program.code, year.program.year, quarter.number, indicator.code])
    return EligibilityLine(indicator, True, eligibility.counted(row), quarter, address)


def _why_not(record: Record, eligibility: Eligibility[Record, Record], year: EligibilityYear) -> str:
    if record.state != Record.State.RECORDED:
        return f"Hồ sơ {record.get_state_display()}."
    if eligibility.state:
        return eligibility.state(record, year.as_of)
    events = eligibility.events(record) if eligibility.events else ()
    reasons = [_refusal(event, eligibility, year) for event in events]
    return max(reasons, key=lambda reason: reason[0])[1] if reasons else eligibility.none


def _refusal(event: Record, eligibility: Eligibility[Record, Record], year: EligibilityYear) -> tuple[int, str]:
    """How many checks the event passed, and the reason of the one it failed."""
    measure = MEASURES[eligibility.measure]
    if event.state != Record.State.RECORDED:
        return 0, f"{str(event._meta.verbose_name).capitalize()} {event.get_state_display()}."
    for index, refusal in enumerate(eligibility.refusals, 1):
        if refusal.applies(event):
            return index, refusal.reason
    missed = year.misses(getattr(event, measure.date_field))
    checks = len(eligibility.refusals)
    return (checks + 1, missed) if missed else (checks + 2, ONCE)


def programs_until(today: date) -> list[Program]:
    """Every programme whose year has begun, the latest first; the ones ahead only when there is no other."""
    found = list(Program.objects.latest_first())
    return [program for program in found if program.year <= new_year(today).year] or found
