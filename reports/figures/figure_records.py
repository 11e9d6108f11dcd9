"""The records behind a figure, or behind the part of it a cell shows, as a page or a file shows them.

Households of other departments are unlinked and known by code and commune alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from coopunion.formatting import day as day_text
from coopunion.formatting import number, signed
from coopunion.models import Place, User
from coopunion.periods import same_day_last_year
from coopunion.permissions import Permission
from poverty.models import HouseholdEvent
from programs.counting import in_places
from programs.measures import Flow, Measure
from programs.models import Indicator, ReportedFigure
from reports.figures.geography import Area
from reports.figures.parts import FigurePart, FigureSpan
from reports.figures.progress import Progress, total
from reports.figures.year import ProgramYear, month_ends


@dataclass(frozen=True)
class FigureRow:
    """One counted record; `url` is empty where the reader may not open it."""

    title: str
    place: str
    detail: str
    day: date | None
    url: str
    unit: Place | None = field(default=None, compare=False)
    """The place itself, for a page that says what it is now."""


class LazyRows(Sequence[FigureRow]):
    """The rows of a queryset, read a page at a time; its length is the count of the same queryset."""

    def __init__(self, records: QuerySet[Any], measure: Measure, user: User) -> None:
        self._records, self._user = records, user
        self._date_field, self._place_field = measure.date_field, measure.place_field

    def __len__(self) -> int:
        return self._records.count()

    def __getitem__(self, wanted):
        return [self._row(record) for record in self._records[wanted]]

    def __iter__(self) -> Iterator[FigureRow]:
        return (self._row(record) for record in self._records.iterator(chunk_size=1000))

    def _row(self, record: Any) -> FigureRow:
        place = getattr(record, self._place_field) if self._place_field else None
        open_to_user = may_open(self._user, record)
        return FigureRow(
            title=record.title,
            place=str(place) if place else "",
            detail=record.detail if open_to_user else "",
            day=getattr(record, self._date_field),
            url=record.get_absolute_url() if open_to_user else "",
            unit=place,
        )


def may_open(user: User, record: Model) -> bool:
    """Whether the record's own page answers this user."""
    if not isinstance(record, HouseholdEvent):
        return True
    if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
        return True
    return user.may(Permission.VIEW_OWN_HOUSEHOLDS) and record.household.department_id == user.department_id


@dataclass(frozen=True)
class FigureRecords:
    """What stands behind the part of an indicator's figure that `words` name.

    `value` = the records + the reported figures, less what a net change took away. `lost` and `replaced` are empty but
    for the net change of a stock in a quarter.
    """

    progress: Progress
    part: FigurePart
    area: Area | None
    day: date | None
    """The day counted to; None where the part lies ahead."""
    value: Decimal | None
    rows: Sequence[FigureRow]
    lost: Sequence[FigureRow]
    figures: Sequence[ReportedFigure]
    replaced: Sequence[ReportedFigure]

    @property
    def is_net_change(self) -> bool:
        return self.progress.is_stock and self.part.span is FigureSpan.QUARTER

    @property
    def is_base(self) -> bool:
        """What the figure is a share of, and no part of it."""
        return self.part.span is FigureSpan.BASE

    @property
    def is_whole(self) -> bool:
        return self.part == FigurePart()

    @property
    def reported(self) -> Decimal | None:
        return total(self.figures)

    @property
    def reported_places(self) -> int:
        return len({figure.place_id for figure in self.figures})

    @property
    def value_text(self) -> str:
        return signed(self.value) if self.is_net_change else number(self.value)

    @property
    def when(self) -> str:
        """The days of the part in words."""
        quarter = self.progress.quarter
        if self.part.month:
            return f"trong tháng {self.part.month} năm {quarter.year}"
        if self.part.span is FigureSpan.QUARTER:
            return f"trong {quarter}"
        if self.part.span is FigureSpan.LAST_YEAR:
            return f"cùng kỳ năm trước, đến {day_text(self.day)}"
        if self.is_base and self.progress.base_measure:
            base = self.progress.base_measure
            return f"{base.unit} {base.verb}, đến {day_text(self.day)}"
        return f"{'đến' if self.progress.is_stock else 'lũy kế đến'} {day_text(self.day)}"

    @property
    def narrowings(self) -> tuple[tuple[str, FigurePart], ...]:
        """What makes this a part, each in words and with the part that is left without it."""
        answer = []
        if self.part.place:
            answer.append((self.where, replace(self.part, place="")))
        if self.part.span or self.part.month:
            answer.append((self.when, replace(self.part, span=FigureSpan.YEAR, month=0)))
        return tuple(answer)

    @property
    def where(self) -> str:
        return self.area.named if self.area else ""

    @property
    def words(self) -> str:
        """The whole part in words: "huyện Trấn Yên, trong quý IV năm 2020"."""
        return ", ".join(word for word in (self.where, self.when) if word)


def read_figure_records(
    year: ProgramYear, quarter: int, indicator: Indicator, part: FigurePart, area: Area | None, *, user: User
) -> FigureRecords:
    """No rows where the part lies ahead; ValueError, in Vietnamese, for a part the figure cannot have.

    `area` is the place the part names. No query before the rows are read, but the count of a month.
    """
    place = year.indicators.index(indicator)
    seen = year.within(area.places) if area else year
    own = seen.quarters()[quarter].indicators[place]
    if part.month and own.is_stock:
        raise ValueError("Số có đến ngày không cộng theo tháng.")
    if part.span is FigureSpan.BASE and not own.base_measure:
        raise ValueError("Số này không phải là phần của một tổng số.")
    day = _last_day(seen, own, part)
    gained, lost = _records(seen, own, part, day)
    figures, replaced = _figures(seen, own, part)
    measure = _measure(own, part)
    rows = _rows(gained, measure, user)
    return FigureRecords(
        progress=year.quarters()[quarter].indicators[place],
        part=part,
        area=area,
        day=day,
        value=Decimal(len(rows)) if part.month and day else _value(own, part),
        rows=rows,
        lost=_rows(lost, measure, user),
        figures=figures,
        replaced=replaced,
    )


def _value(own: Progress, part: FigurePart) -> Decimal | None:
    if part.month:
        return None
    return {
        FigureSpan.YEAR: own.actual,
        FigureSpan.QUARTER: own.quarter_actual,
        FigureSpan.LAST_YEAR: own.previous_year,
        FigureSpan.BASE: own.base,
    }[part.span]


def _measure(own: Progress, part: FigurePart) -> Measure | None:
    return own.base_measure if part.span is FigureSpan.BASE else own.measure


def _rows(records: QuerySet[Any] | None, measure: Measure | None, user: User) -> Sequence[FigureRow]:
    return () if records is None or measure is None else LazyRows(records, measure, user)


def _records(
    year: ProgramYear, own: Progress, part: FigurePart, day: date | None
) -> tuple[QuerySet[Any] | None, QuerySet[Any] | None]:
    """The records that count, and those that count no more: of the places that `ProgramYear.within` adds up."""
    measure = _measure(own, part)
    if day is None or measure is None:
        return None, None
    after = _after(year, own, part)
    if isinstance(measure, Flow):
        return _inside(measure, measure.between(day, after, year.scope), year), None
    now = _inside(measure, measure.records(day, year.scope), year)
    if after is None:
        return now, None
    before = _inside(measure, measure.records(after, year.scope), year)
    return now.exclude(pk__in=_keys(before)), before.exclude(pk__in=_keys(now))


def _inside(measure: Measure, records: QuerySet[Any], year: ProgramYear) -> QuerySet[Any]:
    if year.places is None:
        return records
    return in_places(records, f"{measure.place_field}_id" if measure.place_field else "", year.places)


def _last_day(year: ProgramYear, own: Progress, part: FigurePart) -> date | None:
    if own.as_of is None:
        return None
    if part.month:
        ends = month_ends(year.program.year, own.as_of)
        return ends[part.month - 1] if part.month <= len(ends) else None
    return same_day_last_year(own.as_of) if part.span is FigureSpan.LAST_YEAR else own.as_of


def _after(year: ProgramYear, own: Progress, part: FigurePart) -> date | None:
    """The last day before the part begins; None for the year's beginning."""
    if part.month > 1:
        return month_ends(year.program.year, own.as_of)[part.month - 2]
    return year.starts_after(own.indicator, own.quarter.number) if part.span is FigureSpan.QUARTER else None


def _keys(records: QuerySet[Any]) -> QuerySet[Any]:
    return records.order_by().values("pk")


def _figures(
    year: ProgramYear, own: Progress, part: FigurePart
) -> tuple[tuple[ReportedFigure, ...], tuple[ReportedFigure, ...]]:
    """The reported figures that stand in the part, and those of a stock that they replaced."""
    number = own.quarter.number
    if part.month or part.span is FigureSpan.BASE:
        return (), ()
    if part.span is FigureSpan.LAST_YEAR:
        return tuple(year.last_year_figures(own.indicator, number)), ()
    if part.span is FigureSpan.YEAR:
        return own.figures, ()
    new = tuple(figure for figure in own.figures if figure.quarter == number)
    return new, tuple(year.figures_before(own.indicator, number)) if own.is_stock and new else ()
