"""The records behind a figure, or behind the part of it a cell shows, as a page or a file shows them.

Households of other departments are unlinked and known by code and commune alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
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
from programs.flows_and_stocks import Flow
from programs.measures import CountedRecord, Measure
from programs.models import ReportedFigure
from reports.figures.geography import Area
from reports.figures.parts import FigurePart, FigureSpan
from reports.figures.progress import Progress, total
from reports.figures.quarter_figure import QuarterFigure


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


def read_figure_records(figure: QuarterFigure, part: FigurePart, *, user: User) -> FigureRecords:
    """No rows where the part lies ahead; ValueError, in Vietnamese, for a part the figure cannot have.

    No query before the rows are read, but the count of a month.
    """
    own = figure.own
    if part.month and own.is_stock:
        raise ValueError("Số có đến ngày không cộng theo tháng.")
    if part.span is FigureSpan.BASE and not own.base_measure:
        raise ValueError("Số này không phải là phần của một tổng số.")
    measure = own.base_measure if part.span is FigureSpan.BASE else own.measure
    day = figure.last_day(part)
    gained, lost = _records(figure, measure, day, figure.day_before(part)) if measure and day else (None, None)
    rows = _rows(gained, measure, user)
    return FigureRecords(
        progress=figure.whole,
        part=part,
        area=figure.area,
        day=day,
        value=Decimal(len(rows)) if part.month and day else figure.value(part),
        rows=rows,
        lost=_rows(lost, measure, user),
        figures=figure.reported(part),
        replaced=figure.replaced(part),
    )


def _rows(records: QuerySet[CountedRecord] | None, measure: Measure | None, user: User) -> Sequence[FigureRow]:
    return () if records is None or measure is None else LazyRows(records, measure, user)


def _records(
    figure: QuarterFigure, measure: Measure, day: date, after: date | None
) -> tuple[QuerySet[CountedRecord], QuerySet[CountedRecord] | None]:
    """The records that count since a day, and those that count no more: of the area's places, if there is one."""
    if isinstance(measure, Flow):
        return _inside(figure, measure, measure.between(day, after, figure.scope)), None
    now = _inside(figure, measure, measure.records(day, figure.scope))
    if after is None:
        return now, None
    before = _inside(figure, measure, measure.records(after, figure.scope))
    return now.exclude(pk__in=_keys(before)), before.exclude(pk__in=_keys(now))


def _inside(figure: QuarterFigure, measure: Measure, records: QuerySet[CountedRecord]) -> QuerySet[CountedRecord]:
    if figure.area is None:
        return records
    return in_places(records, f"{measure.place_field}_id" if measure.place_field else "", figure.area.places)


def _keys(records: QuerySet[CountedRecord]) -> QuerySet[CountedRecord, dict[str, object]]:
    return records.order_by().values("pk")
