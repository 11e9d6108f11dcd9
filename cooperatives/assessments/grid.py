"""A year's assessments of a department's operating cooperatives in one grid, each row saved by itself.

A row shows and changes the cooperative's last assessment of the year; without one it creates one, dated the grid's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import QueryDict

from cooperatives.forms.assessments import AssessmentRowForm
from cooperatives.models import Assessment, Cooperative
from coopunion.formatting import day as day_text
from coopunion.formatting import number
from coopunion.forms.fields import DayField, LineField
from coopunion.forms.grid import Grid, GridColumn, GridRow
from coopunion.forms.saving import SavedMeanwhile, write
from coopunion.models import User
from coopunion.models.history_rows import history_of

EFFECTIVE = {True: "hiệu quả", False: "không hiệu quả", None: "chưa đánh giá"}
RATINGS = {"": "chưa xếp loại", **dict(Assessment.Rating.choices)}
AssessmentRow = GridRow[Cooperative, AssessmentRowForm]


class GridForm(forms.Form):
    """The fields above the grid, which apply to all rows."""

    valid_on = DayField(label="Ngày đánh giá", help_text="Của những dòng chưa có đánh giá trong năm.", future=False)
    reason = LineField(
        label="Lý do",
        max_length=500,
        required=False,
        help_text="Ghi vào lịch sử. Bắt buộc khi ngày đánh giá nằm trong kỳ đã duyệt.",
    )

    def __init__(self, data: QueryDict | None, *, year: int, today: date) -> None:
        super().__init__(data, initial={"valid_on": min(today, date(year, 12, 31))})
        self.year = year

    def clean_valid_on(self) -> date:
        day: date = self.cleaned_data["valid_on"]
        if day.year != self.year:
            raise forms.ValidationError(f"Ngày đánh giá phải nằm trong năm {self.year}.")
        return day


class AssessmentGrid(Grid[Cooperative, AssessmentRowForm]):
    """The rows of these cooperatives."""

    model = Assessment
    thing_key = "cooperative_id"
    heading = "Hợp tác xã"
    columns = (
        GridColumn("effective", "Hiệu quả", EFFECTIVE.__getitem__),
        GridColumn("rating", "Xếp loại", lambda rating: RATINGS[rating or ""]),
        GridColumn("score", "Điểm", number),
    )
    saved_meanwhile = "{by} lúc {at:%H:%M} đã ghi: {now}."
    saves_rows = True

    def __init__(
        self, cooperatives: Sequence[Cooperative], year: int, today: date, user: User, data: QueryDict | None = None
    ) -> None:
        self.year, self.today, self.user = year, today, user
        self.head = GridForm(data, year=year, today=today)
        shared = self.head.cleaned_data if self.head.is_valid() else self.head.initial
        self.day, self.reason = shared["valid_on"], shared.get("reason", "")
        found = Assessment.objects.recorded().filter(cooperative__in=cooperatives, valid_on__year=year)
        self.shown = {assessment.cooperative_id: assessment for assessment in found.order_by("valid_on", "pk")}
        super().__init__(cooperatives, data)

    def history(self) -> QuerySet[Any]:
        return history_of(Assessment).filter(id__in=[assessment.pk for assessment in self.shown.values()])

    def row(self, thing: Cooperative, seen: int | None, data: QueryDict | None) -> AssessmentRow:
        known = self.shown.get(thing.pk)
        instance = known or Assessment(cooperative=thing, valid_on=self.day, place=thing.seat)
        form = AssessmentRowForm(data, instance=instance, user=self.user, seen=seen, reason=self.reason)
        note = thing.seat.short_title if thing.seat else ""
        recorded = day_text(known.valid_on) if known else ""
        return GridRow(thing, form, self.columns, thing.name, thing.get_absolute_url(), note, recorded)

    def save(self, only: str = "") -> int:
        """Write the changed rows that are right, each by itself; how many. `only` is the pk of the one to write."""
        if self.head.is_valid():
            for index, row in enumerate(self.rows):
                if only in ("", str(row.thing.pk)) and row.is_changed and row.form.is_valid():
                    self.rows[index] = self._written(row)
        return sum(row.is_saved for row in self.rows)

    def _written(self, row: AssessmentRow) -> AssessmentRow:
        try:
            write(row.form)
        except (SavedMeanwhile, IntegrityError):  # saved since this request read it, or another on the same day
            return AssessmentGrid([row.thing], self.year, self.today, self.user, self.data).rows[0]
        row = AssessmentGrid([row.thing], self.year, self.today, self.user).rows[0]
        row.is_saved = True
        return row
