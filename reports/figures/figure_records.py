"""The records behind a figure, or behind the part of it a cell shows, as a page or a file shows them.

Households of other departments are unlinked and known by code and commune alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import overload

from django.db.models import Model, QuerySet

from coopunion.formatting import day as day_text
from coopunion.formatting import number, signed
from coopunion.models import Place, User
from coopunion.permissions import Permission
from poverty.models import HouseholdEvent
from programs.counting import in_places
from programs.flows_and_stocks import Flow, Scope
from programs.measures import CountedRecord, Measure
from programs.models import ReportedFigure
from reports.figures.addresses import WHOLE, FigurePart, FigureSpan
from reports.figures.geography import Area
from reports.figures.indicator_year import IndicatorYear
from reports.figures.progress import Progress, place_count, total
from reports.figures.year_days import month_ends


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

    def __init__(self, records: QuerySet[CountedRecord], measure: Measure, user: User) -> None:
        self._records, self._user = records, user
        self._date_field, self._place_field = measure.date_field, measure.place_field

    def __len__(self) -> int:
        return self._records.count()

    @overload
    def __getitem__(self, key: int) -> FigureRow: ...
    @overload
    def __getitem__(self, key: slice) -> list[FigureRow]: ...
    def __getitem__(self, key: int | slice) -> FigureRow | list[FigureRow]:
        if isinstance(key, int):
            return self._row(self._records[key])
        return [self._row(record) for record in self._records[key]]

    def __iter__(self) -> Iterator[FigureRow]:
        return (self._row(record) for record in self._records.iterator(chunk_size=1000))

    def _row(self, record: CountedRecord) -> FigureRow:
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
    """The records and totals behind the part of an indicator's figure that `words` name.

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
        return self.part == WHOLE

    @property
    def reported(self) -> Decimal | None:
        return total(self.figures)

    @property
    def reported_places(self) -> int:
        return place_count(self.figures)

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
    def source(self) -> str:
        """Of the figure of the year before: whether last year's signed report says it, or records as they are now."""
        if self.part.span is not FigureSpan.LAST_YEAR or self.value is None:
            return ""
        signed_on, frozen = self.progress.previous_signed, self.progress.previous_year
        if signed_on is None or self.area:
            return "Theo sổ hiện nay."
        if frozen == self.value:
            return f"Đúng như báo cáo đã ký, số đến {day_text(signed_on)}."
        return f"Theo sổ hiện nay; báo cáo đã ký, số đến {day_text(signed_on)}, ghi {number(frozen)}."

    @property
    def where(self) -> str:
        return self.area.named if self.area else ""

    @property
    def words(self) -> str:
        """The whole part in words: "huyện Trấn Yên, trong quý IV năm 2020"."""
        return ", ".join(word for word in (self.where, self.when) if word)


def read_figure_records(
    indicator_year: IndicatorYear, number: int, part: FigurePart, area: Area | None, *, user: User
) -> FigureRecords:
    """The part of a quarter's figure, in an area if one is given. No rows where it lies ahead.

    ValueError, in Vietnamese, for a part the figure cannot have. No query before the rows are read, but the count of
    a month.
    """
    inside = indicator_year.within(area.places) if area else indicator_year
    whole, own = indicator_year.quarters()[number], inside.quarters()[number]
    if part.month and own.is_stock:
        raise ValueError("Số có đến ngày không cộng theo tháng.")
    if part.span is FigureSpan.BASE and not own.base_measure:
        raise ValueError("Số này không phải là phần của một tổng số.")
    measure = own.base_measure if part.span is FigureSpan.BASE else own.measure
    contents = _contents(inside, own, part)
    rows: Sequence[FigureRow] = ()
    lost: Sequence[FigureRow] = ()
    if measure and contents.day:
        records = _records(measure, contents.day, contents.after, inside.scope, area)
        rows, lost = (LazyRows(found, measure, user) for found in records)
    return FigureRecords(
        progress=whole,
        part=part,
        area=area,
        day=contents.day,
        value=Decimal(len(rows)) if part.month and contents.day else contents.value,
        rows=rows,
        lost=lost,
        figures=contents.figures,
        replaced=contents.replaced,
    )


@dataclass(frozen=True)
class _Contents:
    """What a part holds: the records that began to count after one day (None: the year's beginning) and up to another
    (None: it lies ahead), and reported figures. The value of a month its records alone give."""

    day: date | None
    after: date | None = None
    value: Decimal | None = None
    figures: tuple[ReportedFigure, ...] = ()
    replaced: tuple[ReportedFigure, ...] = ()
    """Figures of a stock that the quarter's new ones replaced."""


def _contents(inside: IndicatorYear, own: Progress, part: FigurePart) -> _Contents:
    number, day = own.quarter.number, own.as_of
    if part.month:
        ends = [None, *month_ends(own.quarter.year, day), *[None] * 12]
        return _Contents(ends[part.month], ends[part.month - 1])
    if part.span is FigureSpan.BASE:
        return _Contents(day, value=own.base)
    if part.span is FigureSpan.LAST_YEAR:
        last_day, figures = inside.last_year_day(number), inside.last_year_figures(number)
        return _Contents(last_day, None, inside.last_year_now(number), figures)
    if part.span is FigureSpan.QUARTER:
        figures = tuple(figure for figure in own.figures if figure.quarter == number)
        replaced = inside.figures_before(number) if own.is_stock and figures else ()
        return _Contents(day, inside.starts_after(number), own.quarter_actual, figures, replaced)
    return _Contents(day, None, own.actual, own.figures)


def _records(
    measure: Measure, day: date, after: date | None, scope: Scope, area: Area | None
) -> tuple[QuerySet[CountedRecord], QuerySet[CountedRecord]]:
    """The records that count since a day, and those that count no more: of the area's places, if there is one."""

    def inside(records: QuerySet[CountedRecord]) -> QuerySet[CountedRecord]:
        place = f"{measure.place_field}_id" if measure.place_field else ""
        return in_places(records, place, area.places) if area else records

    if isinstance(measure, Flow):
        since = inside(measure.between(day, after, scope))
        return since, since.none()
    now = inside(measure.records(day, scope))
    if after is None:
        return now, now.none()
    before = inside(measure.records(after, scope))
    return now.exclude(pk__in=_keys(before)), before.exclude(pk__in=_keys(now))


def _keys(records: QuerySet[CountedRecord]) -> QuerySet[CountedRecord, dict[str, object]]:
    return records.order_by().values("pk")
