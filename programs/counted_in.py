"""Which figures of a programme a record counts for, in which quarter and why; or why not.

Whether it counts, the measure's own queryset says, the one that is counted on the dashboard. Why not is told from the
record's events, drafts and annulled ones too: the one that came nearest to counting gives the reason
(programs/eligibility.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from coopunion.formatting import day as day_text
from coopunion.models import Record
from coopunion.periods import Quarter, new_year
from programs.measures import MEASURES, Flow, Scope
from programs.models import Indicator, Program, ReportingPeriod
from programs.models.period import cut_off

# Asks an event whether this is what keeps it from counting; the text may name the event's own values.
Refusal = tuple[Callable[[Any], Any], Callable[[Any], str]]
ONCE = "Đã tính một lần ở lần trước."


def refuse(condition: Callable[[Any], Any], text: str) -> Refusal:
    return condition, lambda event: text


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """How a record of one model stands to one measure."""

    measure: str
    model: type[Model]
    path: str
    """From the measure's rows to the record."""
    counted: Callable[[Any], str]
    """Why a row of the measure counts, as a sentence."""
    events: Callable[[Any], Iterable[Any]] = lambda record: ()
    """Everything of the record that might have counted."""
    none: str = ""
    """Why not, where there is nothing of it. Empty: the measure is then not spoken of."""
    refusals: Sequence[Refusal] = ()
    """In the order in which they are asked; the further an event comes, the nearer it came to counting."""
    state: Callable[[Any, date], str] | None = None
    """Of a stock: why the record is not in it on a day."""


@dataclass(frozen=True)
class EligibilityLine:
    """One indicator and how the record stands to it. `quarter` is None where it does not count."""

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
        place = next(place for place, last in enumerate(self.cut_offs) if day <= last)
        return self.program.quarters[place]

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


def lines(record: Any, program: Program, accounts: Sequence[Eligibility], today: date) -> list[EligibilityLine]:
    """The programme's indicators that a record of this kind may count for, in their order.

    Two queries for the year, and for each indicator two or three: as many for one event as for fifty.
    """
    year = EligibilityYear.of(program, today)
    own = {account.measure: account for account in accounts if isinstance(record, account.model)}
    indicators = program.indicators.select_related("program").order_by("position", "pk")
    told = [
        _line(record, indicator, own[indicator.measure], year) for indicator in indicators if indicator.measure in own
    ]
    return [line for line in told if line.counted or line.why]


@dataclass(frozen=True)
class Marks:
    """For the rows of a list: the indicators of a year's programme that each counts for, by the row's id."""

    year: int
    indicators: Mapping[int, Sequence[Indicator]]


def marks(rows: Sequence[Any], program: Program, accounts: Sequence[Eligibility], today: date) -> Marks | None:
    """Two queries, and one for each indicator that counts records of this kind; None where none does."""
    own = {account.measure: account for account in accounts if rows and isinstance(rows[0], account.model)}
    if not own:
        return None
    as_of = EligibilityYear.of(program, today).as_of
    found: dict[int, list[Indicator]] = {row.pk: [] for row in rows}
    for indicator in program.indicators.order_by("position", "pk"):
        if account := own.get(indicator.measure):
            counted = MEASURES[account.measure].records(as_of, Scope()).filter(**{f"{account.path}__in": list(found)})
            for pk in set(counted.order_by().values_list(account.path, flat=True)):
                found[pk].append(indicator)
    return Marks(program.year, found)


@dataclass(frozen=True)
class FigureTab:
    """From a register to the records behind a figure that counts its records."""

    indicator: Indicator
    label: str
    address: str


def tabs(model: type[Model], program: Program, accounts: Sequence[Eligibility], today: date) -> list[FigureTab]:
    """Two queries; none where no figure counts records of the model."""
    own = {account.measure for account in accounts if account.model is model}
    if not own:
        return []
    year = EligibilityYear.of(program, today)
    place = [program.code, program.year, year.quarter_of(year.as_of).number]
    indicators = program.indicators.filter(measure__in=own).select_related("program").order_by("position", "pk")
    return [
        FigureTab(each, MEASURES[each.measure].short, reverse("reports:figure", args=[*place, each.code]))
        for each in indicators
    ]


def _line(record: Any, indicator: Indicator, account: Eligibility, year: EligibilityYear) -> EligibilityLine:
    measure = MEASURES[account.measure]
    rows = measure.records(year.as_of, Scope()).filter(**{account.path: record.pk})
    row = rows.first()
    if row is None:
        return EligibilityLine(indicator, False, _why_not(record, account, year), None, "")
    happened_on = getattr(row, measure.date_field) if isinstance(measure, Flow) else year.as_of
    quarter = year.quarter_of(happened_on)
    address = reverse("reports:figure", args=[year.program.code, year.program.year, quarter.number, indicator.code])
    return EligibilityLine(indicator, True, account.counted(row), quarter, address)


def _why_not(record: Any, account: Eligibility, year: EligibilityYear) -> str:
    if record.state != Record.State.RECORDED:
        return f"Hồ sơ {record.get_state_display()}."
    if account.state:
        return account.state(record, year.as_of)
    reasons = [_refusal(event, account, year) for event in account.events(record)]
    return max(reasons, key=lambda reason: reason[0])[1] if reasons else account.none


def _refusal(event: Any, account: Eligibility, year: EligibilityYear) -> tuple[int, str]:
    """How far the event came, and what it stumbled over."""
    measure = MEASURES[account.measure]
    if event.state != Record.State.RECORDED:
        return 0, f"{str(event._meta.verbose_name).capitalize()} {event.get_state_display()}."
    for place, (condition, text) in enumerate(account.refusals, 1):
        if condition(event):
            return place, text(event)
    missed = year.misses(getattr(event, measure.date_field))
    return (len(account.refusals) + 1, missed) if missed else (len(account.refusals) + 2, ONCE)


def programs_until(today: date) -> list[Program]:
    """Every programme whose year has begun, the latest first; the ones ahead only when there is no other."""
    found = list(Program.objects.latest_first())
    return [program for program in found if program.year <= new_year(today).year] or found
