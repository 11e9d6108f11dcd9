"""A year's assessments of a department's operating cooperatives in one grid, filled in row by row by keyboard.

A row shows and changes the cooperative's last assessment of the year; without one it creates one, dated the grid's day.
Each row carries the pk of the assessment's last history row when the page was opened (`seen`): what somebody else saved
meanwhile is shown and never silently overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db import IntegrityError
from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone

from cooperatives.forms.assessments import AssessmentRowForm
from cooperatives.models import Assessment, Cooperative
from coopunion.formatting import number
from coopunion.forms.base import Warning
from coopunion.forms.conflicts import MAX_DIGITS
from coopunion.forms.saving import SavedMeanwhile, write
from coopunion.models import User

FIELDS = ("effective", "rating", "score")
EFFECTIVE = {"True": "hiệu quả", "False": "không hiệu quả", "": "chưa đánh giá"}
Values = dict[str, str]


class Finding(Protocol):
    """An assessment or a row of its history."""

    effective: bool | None
    rating: str
    score: Decimal | None


def input_values(assessment: Finding | None) -> Values:
    """The values of a row's inputs for an assessment; blank without one."""
    if assessment is None:
        return dict.fromkeys(FIELDS, "")
    return {
        "effective": "" if assessment.effective is None else str(assessment.effective),
        "rating": assessment.rating,
        "score": "" if assessment.score is None else number(assessment.score),
    }


def summary(values: Values) -> str:
    """The values as text: "hiệu quả, Tốt, 82,5 điểm"."""
    rating = dict(Assessment.Rating.choices).get(values["rating"], "")
    score = f"{values['score']} điểm" if values["score"] else ""
    return ", ".join(text for text in (EFFECTIVE[values["effective"]], rating, score) if text)


@dataclass
class AssessmentRow:
    """A row of the grid: a cooperative, the values of its inputs, and the errors or success of saving them."""

    cooperative: Cooperative
    assessment: Assessment | None
    seen: str
    values: Values
    errors: Sequence[str] = ()
    warnings: Sequence[Warning] = ()
    saved: bool = False

    @property
    def pk(self) -> int:
        return self.cooperative.pk

    @property
    def is_wrong(self) -> bool:
        return bool(self.errors or self.warnings)


def typed(row: AssessmentRow, data: QueryDict) -> Values:
    return {name: data.get(f"{row.pk}-{name}", "").strip() for name in FIELDS}


@dataclass
class AssessmentGrid:
    """The rows of these cooperatives. `day` dates new assessments; `reason` is required on a day of a signed period."""

    cooperatives: Sequence[Cooperative]
    year: int
    day: date
    reason: str
    user: User
    rows: list[AssessmentRow] = field(init=False)

    def __post_init__(self) -> None:
        """Reads all rows with two queries."""
        found = Assessment.objects.recorded().filter(cooperative__in=self.cooperatives, valid_on__year=self.year)
        last = {assessment.cooperative_id: assessment for assessment in found.order_by("valid_on", "pk")}
        history = Assessment.history.filter(id__in=[assessment.pk for assessment in last.values()])
        seen = dict(history.order_by().values_list("id").annotate(Max("history_id")))
        self.rows = [self._row(cooperative, last.get(cooperative.pk), seen) for cooperative in self.cooperatives]

    def _row(self, cooperative: Cooperative, assessment: Assessment | None, seen: Mapping[int, int]) -> AssessmentRow:
        version = str(seen.get(assessment.pk, "")) if assessment else ""
        return AssessmentRow(cooperative, assessment, version, input_values(assessment))

    def receive(self, data: QueryDict, only: str = "") -> int:
        """Save the changed rows, each by itself, and return how many; rows that cannot be saved get errors.

        `only` is the pk of the one cooperative whose row was sent; "" for every row of the page.
        """
        rows = [row for row in self.rows if only in ("", str(row.pk)) and f"{row.pk}-seen" in data]
        stale = [seen for row in rows if (seen := data.get(f"{row.pk}-seen", "")) != row.seen]
        pks = [int(seen) for seen in stale if seen.isascii() and seen.isdigit() and len(seen) <= MAX_DIGITS]
        opened = {str(version.history_id): version for version in Assessment.history.filter(history_id__in=pks)}
        for row in rows:
            self._receive(row, data, opened)
        return sum(row.saved for row in rows)

    def show(self, data: QueryDict) -> None:
        """Put what was typed into the inputs; save nothing."""
        for row in self.rows:
            if f"{row.pk}-seen" in data:
                row.values, row.seen = typed(row, data), data.get(f"{row.pk}-seen", "")

    def _receive(self, row: AssessmentRow, data: QueryDict, opened: Mapping[str, Finding]) -> None:
        sent = typed(row, data)
        seen = data.get(f"{row.pk}-seen", "")
        before = row.values if seen == row.seen else input_values(opened.get(seen))
        if sent in (before, row.values):
            return
        if seen != row.seen:
            self._conflict(row, sent)
            return
        form = self._form(row, sent, data.getlist(f"{row.pk}-confirm"))
        if not form.is_valid():
            row.values = sent
            row.errors = [str(text) for texts in form.errors.values() for text in texts]
            row.warnings = form.unconfirmed
            return
        self._write(row, form, sent)

    def _form(self, row: AssessmentRow, sent: Values, confirmed: Sequence[str]) -> AssessmentRowForm:
        data = QueryDict(mutable=True)
        data.update({**sent, "seen": row.seen, "reason": self.reason})
        data.setlist("confirm", list(confirmed))
        instance = row.assessment or Assessment(
            cooperative=row.cooperative, valid_on=self.day, place=row.cooperative.seat
        )
        return AssessmentRowForm(data, instance=instance, user=self.user)

    def _write(self, row: AssessmentRow, form: AssessmentRowForm, sent: Values) -> None:
        try:
            write(form)
        except (SavedMeanwhile, IntegrityError):  # saved since this request read it, or another on the same day
            self._conflict(self._reread(row), sent)
            return
        self._reread(row)
        row.saved = True

    def _reread(self, row: AssessmentRow) -> AssessmentRow:
        fresh = AssessmentGrid([row.cooperative], self.year, self.day, self.reason, self.user).rows[0]
        row.assessment, row.seen, row.values = fresh.assessment, fresh.seen, fresh.values
        return row

    def _conflict(self, row: AssessmentRow, sent: Values) -> None:
        """Keep what was sent in the row, with what was saved meanwhile as an error; sent again, it overwrites that."""
        last = row.assessment.history.latest("history_id") if row.assessment else None
        by = f"{last.history_user or 'hệ thống'} lúc {timezone.localtime(last.history_date):%H:%M}" if last else "Ai đó"
        row.errors = [f"{by} đã ghi: {summary(row.values)}. Lưu lần nữa để dùng số của bạn."]
        row.values = sent
