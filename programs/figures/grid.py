"""One indicator's totals of one quarter as a grid over the places, saved all together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import QueryDict

from coopunion.authorship import set_author
from coopunion.formatting import day as day_text
from coopunion.formatting import number
from coopunion.forms.fields import DayField, LineField, NumberField, ReasonField
from coopunion.forms.grid import Grid, GridColumn, GridRow
from coopunion.models import Place, SignedPeriod, User
from coopunion.models.history_rows import history_of
from coopunion.periods import Quarter
from programs.figures.plausibility import KnownTotals
from programs.figures.reporting import provinces_on, reporting_places
from programs.models import Indicator, ReportedFigure, ReportingPeriod
from programs.models.figures import figure_days, overlap

TotalState = tuple[Decimal, str, date | None, str]
"""A total's value, source and day of receipt, and why it is right where it is implausible."""


class SharedForm(forms.Form):
    """What all rows of a grid share: it fills the gaps of the rows that have a value."""

    prefix = "chung"
    source = LineField(
        label="Nguồn chung", max_length=300, required=False, help_text="Dùng cho dòng có số mà để trống nguồn."
    )
    received_on = DayField(label="Ngày nhận chung", required=False, future=False)
    reason = LineField(
        label="Lý do thay đổi",
        max_length=500,
        required=False,
        help_text="Ghi vào lịch sử. Bắt buộc khi quý đã nằm trong báo cáo được duyệt.",
    )


class FigureRowForm(forms.Form):
    """A place's total. An empty value is no total: one that was there is deleted."""

    value = NumberField(digits=18, places=4, required=False)
    source = LineField(max_length=300, required=False)
    received_on = DayField(required=False, future=False)
    confirmed_because = ReasonField(
        label="Vì sao số này đúng", max_length=300, required=False, help_text="Ghi rõ đã hỏi lại ai, theo văn bản nào."
    )
    asked_about = forms.CharField(required=False, widget=forms.HiddenInput)
    """The implausible value for which the reason was asked."""
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, place: Place, figure: ReportedFigure | None, seen: int | None, grid: FigureGrid
    ) -> None:
        saved = {column.name: getattr(figure, column.name, None) for column in grid.columns}
        reason = figure.confirmed_because if figure else ""
        initial = {**saved, "seen": seen, "confirmed_because": reason}
        super().__init__(data, prefix=f"p{place.pk}", initial=initial)
        self.place, self.figure, self.grid = place, figure, grid
        if isinstance(value := self.fields["value"], NumberField) and grid.indicator.measure:
            value.places = 0  # what is counted from records is whole

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
    def saved(self) -> TotalState | None:
        figure = self.figure
        return (figure.value, figure.source, figure.received_on, figure.confirmed_because) if figure else None

    @property
    def wanted(self) -> TotalState | None:
        """What the row says the total is; None: there is none."""
        if not self.is_bound:
            return self.saved
        cleaned = self.cleaned_data
        if cleaned.get("value") is None:
            return None
        return cleaned["value"], cleaned["source"], cleaned["received_on"], self._reason

    @property
    def _reason(self) -> str:
        """Why the value stands: as typed where it was asked about, else as saved with the same value."""
        value, typed = self.cleaned_data["value"], self.cleaned_data.get("confirmed_because", "")
        if self.figure and self.figure.value == value:
            return typed or self.figure.confirmed_because
        return typed if self.cleaned_data.get("asked_about") == str(value) else ""

    def ask_why(self, doubt: str) -> None:
        """Refuse an implausible value until somebody has said why it is right."""
        value = self.cleaned_data["value"]
        if self._reason or (self.figure and self.figure.value == value):
            return
        if isinstance(self.data, QueryDict):
            self.data[self.add_prefix("asked_about")] = str(value)
        self.add_error("confirmed_because", f"{doubt} Sửa lại, hoặc ghi vì sao số này đúng rồi lưu lần nữa.")

    @property
    def confirmation(self) -> BoundField | None:
        """Where the reason is typed: once it is asked for, or there is one."""
        known = self.figure and self.figure.confirmed_because
        return self["confirmed_because"] if known or "confirmed_because" in self.errors else None


class FigureGrid(Grid[Place, FigureRowForm]):
    """The grid of an indicator and quarter: the whole province, the places that report, and whatever has a total."""

    model = ReportedFigure
    thing_key = "place_id"
    heading = "Địa bàn"
    columns = (
        GridColumn("value", "Giá trị", lambda value: "không còn số" if value is None else number(value)),
        GridColumn("source", "Nguồn"),
        GridColumn("received_on", "Ngày nhận", day_text),
    )
    saved_meanwhile = "{by} vừa lưu ({now})."
    saves_rows = False

    def __init__(self, indicator: Indicator, quarter: Quarter, data: QueryDict | None = None) -> None:
        self.indicator, self.quarter = indicator, quarter
        figures = ReportedFigure.objects.filter(indicator=indicator, quarter=quarter.number)
        figures = figures.select_related("indicator__program", "place__parent__parent").order_by("place__code")
        self.figures = {figure.place: figure for figure in figures}
        self.head = SharedForm(data)
        self.head.is_valid()
        usual = [*provinces_on(quarter.ends_on), *reporting_places(quarter.ends_on)]
        super().__init__([*usual, *(place for place in self.figures if place not in usual)], data)

    def history(self) -> QuerySet[Any]:
        return history_of(ReportedFigure).filter(indicator_id=self.indicator.pk, quarter=self.quarter.number)

    def row(self, thing: Place, seen: int | None, data: QueryDict | None) -> GridRow[Place, FigureRowForm]:
        form = FigureRowForm(data, place=thing, figure=self.figures.get(thing), seen=seen, grid=self)
        return GridRow(thing, form, self.columns, thing.full_name)

    def is_valid(self) -> bool:
        """Everything is checked, so that everything wrong is shown at once."""
        if not all([self.head.is_valid(), *(row.form.is_valid() for row in self.rows if row.form.is_bound)]):
            return False
        self._check_overlaps()
        self._check_plausible()
        self._check_signed()
        return not self.wrong

    def _check_overlaps(self) -> None:
        """A total of a place and totals of what lies inside it would be counted twice."""
        with_value = [row.form for row in self.rows if row.form.wanted]
        for one, other in combinations(with_value, 2):
            if overlap(one.place, other.place):
                text = f"Đã có số của {other.place.title}: số chung và số từng nơi bên trong sẽ bị cộng hai lần."
                one.add_error("value", text)
                break

    def _check_plausible(self) -> None:
        """Every changed total beside the place's own earlier ones, and beside the others as they will be."""
        changed = [form for form in self.changed if form.wanted]
        if not changed:
            return
        known = KnownTotals.of(self.indicator)
        for form in (row.form for row in self.rows):
            known.put(self.indicator, self.quarter.number, form.place, form.wanted[0] if form.wanted else None)
        for form in changed:
            value = form.cleaned_data["value"]
            if doubt := known.doubt(self.indicator, self.quarter.number, form.place, value):
                form.ask_why(doubt)

    def _check_signed(self) -> None:
        signed = self.signed_period
        if signed and self.changed and not self.head.cleaned_data["reason"]:
            self.head.add_error("reason", f"Quý này thuộc kỳ đã duyệt ({signed}): ghi lý do thì mới lưu được.")

    @property
    def signed_period(self) -> SignedPeriod | None:
        """The signed period whose report already holds this quarter, or adds it up."""
        period = ReportingPeriod.objects.in_quarter(self.indicator.program, self.quarter)
        return SignedPeriod.objects.holding(figure_days(period.program, period.quarter)).first()

    @property
    def changed(self) -> list[FigureRowForm]:
        return [row.form for row in self.rows if row.form.wanted != row.form.saved]

    @property
    def accumulates(self) -> bool:
        return not self.indicator.is_stock

    def save(self, user: User) -> int:
        """Write what changed, each total with its history; how many. The caller holds the transaction."""
        changed = self.changed
        # Deletions first: without the province's total there is room for its districts'.
        for form in sorted(changed, key=lambda form: form.wanted is not None):
            figure = form.figure or ReportedFigure(
                indicator=self.indicator, quarter=self.quarter.number, place=form.place
            )
            set_author(figure, user, self.head.cleaned_data["reason"])
            if form.wanted is None:
                figure.delete()
            else:
                figure.value, figure.source, figure.received_on, figure.confirmed_because = form.wanted
                figure.full_clean()
                figure.save()
        return len(changed)
