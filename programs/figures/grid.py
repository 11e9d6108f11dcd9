"""One indicator's totals of one quarter as a grid over the places, filled in with the keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BoundField
from django.http import QueryDict

from coopunion.authorship import set_author
from coopunion.formatting import day as day_text
from coopunion.formatting import number as number_text
from coopunion.forms.fields import DayField, LineField, NumberField
from coopunion.history.changes import Change, describe
from coopunion.models import Place, SignedPeriod, User
from coopunion.models.history_rows import HistoryRow
from coopunion.periods import Quarter
from programs.figures.reporting import provinces_on, reporting_places
from programs.models import Indicator, ReportedFigure, ReportingPeriod
from programs.models.figures import overlap
from programs.models.period import cut_off

HEADINGS = {"value": "Giá trị", "source": "Nguồn", "received_on": "Ngày nhận"}


TotalState = tuple[Decimal, str, date | None]
"""A total's value, source and day of receipt."""


class GridRow(forms.Form):
    """A place's total. An empty value is no total: one that was there is deleted."""

    value = NumberField(digits=18, places=4, required=False)
    source = LineField(max_length=300, required=False)
    received_on = DayField(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: Mapping[str, object],
        place: Place,
        figure: ReportedFigure | None,
        grid: FigureGrid,
    ) -> None:
        super().__init__(data, prefix=f"p{place.pk}", initial=dict(initial))
        self.place, self.figure, self.grid = place, figure, grid
        self.conflict: Change | None = None
        value, received_on = self.fields["value"], self.fields["received_on"]
        assert isinstance(value, NumberField)  # noqa: S101 - for the type checker
        assert isinstance(received_on, DayField)  # noqa: S101 - for the type checker
        value.places = 0 if grid.indicator.measure else 4  # what is counted from records is whole
        received_on.today, received_on.future = grid.today, False
        for name, heading in HEADINGS.items():
            self.fields[name].label = f"{heading}, {place.title}"

    @property
    def cells(self) -> list[tuple[str, BoundField]]:
        return [(heading, self[name]) for name, heading in HEADINGS.items()]

    def clean_value(self) -> Decimal | None:
        value = self.cleaned_data["value"]
        if value is not None and value < 0:
            raise ValidationError("Không được âm.")
        return None if value is None else Decimal(value)

    def clean(self) -> dict[str, object]:
        """What all rows share fills the gaps of a row that has a value."""
        super().clean()
        cleaned, shared = self.cleaned_data, self.grid.head.cleaned_data
        if cleaned.get("value") is None:
            return cleaned
        cleaned["source"] = cleaned.get("source") or shared.get("source") or ""
        if not cleaned["source"] and "source" not in self.errors:
            self.add_error("source", "Chưa ghi nguồn: văn bản, người gửi.")
        if cleaned.get("received_on") is None and "received_on" not in self.errors:
            cleaned["received_on"] = shared.get("received_on")
        received_on, starts_on = cleaned.get("received_on"), self.grid.quarter.starts_on
        if received_on and received_on < starts_on:
            self.add_error("received_on", f"Không được trước ngày đầu quý, {day_text(starts_on)}.")
        return cleaned

    @property
    def wanted(self) -> TotalState | None:
        """What the row says the total is; None: there is none."""
        cleaned = self.cleaned_data
        return None if cleaned["value"] is None else (cleaned["value"], cleaned["source"], cleaned["received_on"])

    @property
    def is_changed(self) -> bool:
        return self.wanted != state_of(self.figure)


def state_of(figure: ReportedFigure | HistoryRow[Model] | None) -> TotalState | None:
    """A total's value, source and day; None where there is no total, or a row of history says it was deleted."""
    if figure is None or getattr(figure, "history_type", "") == "-":
        return None
    return figure.value, figure.source, figure.received_on


@dataclass
class FigureGrid:
    """The grid of an indicator and quarter over what is in the database now.

    Each row carries the pk of the last change of its total when the page was opened (`seen`): a row that somebody
    else changed meanwhile is shown with the new value, and is only overwritten when it is sent once more.
    """

    indicator: Indicator
    quarter: Quarter
    today: date
    data: QueryDict | None = None
    rows: list[GridRow] = field(init=False)
    head: SharedForm = field(init=False)

    def __post_init__(self) -> None:
        self.figures = {
            figure.place: figure
            for figure in ReportedFigure.objects.filter(indicator=self.indicator, quarter=self.quarter.number)
            .select_related("indicator__program", "place__parent__parent")
            .order_by("place__code")
        }
        history = ReportedFigure.history.filter(indicator_id=self.indicator.pk, quarter=self.quarter.number)
        self.changes = describe(history.select_related("history_user").order_by("-history_id"))
        self.head = SharedForm(self.data, today=self.today)
        self.head.is_valid()
        self.rows = [self._row(place) for place in self._places()]

    def _places(self) -> list[Place]:
        """The whole province, the places that report, and whatever else has a total already."""
        usual = [*provinces_on(self.quarter.ends_on), *reporting_places(self.quarter.ends_on)]
        return [*usual, *(place for place in self.figures if place not in usual)]

    def _row(self, place: Place) -> GridRow:
        figure, prefix = self.figures.get(place), f"p{place.pk}"
        last = next((change for change in self.changes if change.row.place_id == place.pk), None)
        seen = str(last.history_id) if last else ""
        value = {name: getattr(figure, name) for name in HEADINGS} if figure else {}
        row = GridRow(self.data, initial={**value, "seen": seen}, place=place, figure=figure, grid=self)
        if self.data is None or self.data.get(f"{prefix}-seen", "") == seen:
            return row
        return self._merged(row, last)

    def _merged(self, row: GridRow, last: Change | None) -> GridRow:
        """A row that somebody else changed since the page was opened: the new values where it was not edited here."""
        assert self.data is not None  # noqa: S101 - only a sent grid can be late
        data, prefix = self.data.copy(), row.prefix
        seen = data.get(f"{prefix}-seen")
        opened = next((change.row for change in self.changes if str(change.history_id) == seen), None)
        untouched = row.is_valid() and row.wanted == state_of(opened)
        if untouched:
            for name in HEADINGS:
                data[f"{prefix}-{name}"] = row.fields[name].prepare_value(row.initial.get(name)) or ""
        data[f"{prefix}-seen"] = row.initial["seen"]
        merged = GridRow(data, initial=row.initial, place=row.place, figure=row.figure, grid=self)
        if not untouched and merged.is_valid() and merged.is_changed:
            merged.conflict = last
        return merged

    def is_valid(self) -> bool:
        """Everything is checked, so that everything wrong is shown at once."""
        valid = all([self.head.is_valid(), *(row.is_valid() for row in self.rows)])
        if not valid:
            return False
        self._check_overlaps()
        self._check_conflicts()
        self._check_signed()
        return not self.wrong

    def _check_overlaps(self) -> None:
        """A total of a place and totals of what lies inside it would be counted twice."""
        with_value = [row for row in self.rows if row.wanted]
        for one, other in combinations(with_value, 2):
            if overlap(one.place, other.place):
                text = f"Đã có số của {other.place.title}: số chung và số từng nơi bên trong sẽ bị cộng hai lần."
                one.add_error("value", text)
                break

    def _check_conflicts(self) -> None:
        for row in self.rows:
            if row.conflict:
                now = number_text(row.figure.value) if row.figure else "không còn số"
                text = f"{row.conflict.by} vừa lưu ({now}). Lưu lần nữa để dùng số của bạn."
                row.add_error("value", text)

    def _check_signed(self) -> None:
        signed = self.signed_period
        if signed and self.changed and not self.head.cleaned_data["reason"]:
            self.head.add_error("reason", f"Quý này thuộc kỳ đã duyệt ({signed}): ghi lý do thì mới lưu được.")

    @property
    def signed_period(self) -> SignedPeriod | None:
        """The signed period whose report already holds this quarter."""
        periods = ReportingPeriod.objects.filter(program=self.indicator.program, quarter=self.quarter.number)
        day = cut_off({period.quarter: period for period in periods}, self.quarter)
        return SignedPeriod.objects.holding(day).first()

    @property
    def changed(self) -> Sequence[GridRow]:
        return [row for row in self.rows if row.is_changed]

    @property
    def wrong(self) -> list[tuple[BoundField, str]]:
        """Every error with its cell, for the summary at the head of the page."""
        forms_ = [self.head, *self.rows]
        return [(form[name], str(text)) for form in forms_ for name, texts in form.errors.items() for text in texts]

    @property
    def accumulates(self) -> bool:
        return not self.indicator.is_stock

    def save(self, user: User) -> int:
        """Write what changed, each total with its history; how many. The caller holds the transaction."""
        reason = self.head.cleaned_data["reason"]
        changed = self.changed
        # Deletions first: without the province's total there is room for its districts'.
        for row in sorted(changed, key=lambda row: row.wanted is not None):
            figure = row.figure or ReportedFigure(
                indicator=self.indicator, quarter=self.quarter.number, place=row.place
            )
            set_author(figure, user, reason)
            if row.wanted is None:
                figure.delete()
            else:
                figure.value, figure.source, figure.received_on = row.wanted
                figure.full_clean()
                figure.save()
        return len(changed)


class SharedForm(forms.Form):
    """What all rows of a grid share: it fills the gaps of the rows that have a value."""

    source = LineField(
        label="Nguồn chung", max_length=300, required=False, help_text="Dùng cho dòng có số mà để trống nguồn."
    )
    received_on = DayField(label="Ngày nhận chung", required=False)
    reason = LineField(
        label="Lý do thay đổi",
        max_length=500,
        required=False,
        help_text="Ghi vào lịch sử. Bắt buộc khi quý đã nằm trong báo cáo được duyệt.",
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, prefix="chung")
        received_on = self.fields["received_on"]
        assert isinstance(received_on, DayField)  # noqa: S101 - for the type checker
        received_on.today, received_on.future = today, False
