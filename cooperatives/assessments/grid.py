"""The year's assessment as one grid over a department's operating cooperatives: filled in row by row, by keyboard.

A row shows the cooperative's last assessment of the year, and changes it; without one it makes one, dated the grid's
day. Each row carries the number of the assessment's last change when the page was opened (`seen`): what somebody else
saved meanwhile is shown and never silently written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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


def kept(assessment: Any) -> Values:
    """An assessment, or a row of its history, as the inputs of a row hold it; blank where there is none."""
    if assessment is None:
        return dict.fromkeys(FIELDS, "")
    return {
        "effective": "" if assessment.effective is None else str(assessment.effective),
        "rating": assessment.rating,
        "score": "" if assessment.score is None else number(assessment.score),
    }


def told(values: Values) -> str:
    """Reads "hiệu quả, Tốt, 82,5 điểm"."""
    rating = dict(Assessment.Rating.choices).get(values["rating"], "")
    score = f"{values['score']} điểm" if values["score"] else ""
    return ", ".join(text for text in (EFFECTIVE[values["effective"]], rating, score) if text)


@dataclass
class Row:
    """One cooperative: what its inputs hold, and what came of sending them."""

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


def typed(row: Row, data: QueryDict) -> Values:
    return {name: data.get(f"{row.pk}-{name}", "").strip() for name in FIELDS}


@dataclass
class AssessmentGrid:
    """The rows of these cooperatives. `day` dates new assessments; `reason` is what a signed day asks for."""

    cooperatives: Sequence[Cooperative]
    year: int
    day: date
    reason: str
    user: User
    rows: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        """Two queries for all rows."""
        found = Assessment.objects.recorded().filter(cooperative__in=self.cooperatives, valid_on__year=self.year)
        last = {each.cooperative_id: each for each in found.order_by("valid_on", "pk")}
        numbers = Assessment.history.filter(id__in=[each.pk for each in last.values()])
        seen = dict(numbers.order_by().values_list("id").annotate(Max("history_id")))
        self.rows = [self._row(each, last.get(each.pk), seen) for each in self.cooperatives]

    def _row(self, cooperative: Cooperative, assessment: Assessment | None, seen: Mapping[int, int]) -> Row:
        number = str(seen.get(assessment.pk, "")) if assessment else ""
        return Row(cooperative, assessment, number, kept(assessment))

    def receive(self, data: QueryDict, only: str = "") -> int:
        """Save the rows that were changed, each by itself; how many. The others say what is wrong with them.

        `only` is the number of the one cooperative whose row is sent; empty: every row of the page.
        """
        rows = [row for row in self.rows if only in ("", str(row.pk)) and f"{row.pk}-seen" in data]
        stale = [seen for row in rows if (seen := data.get(f"{row.pk}-seen", "")) != row.seen]
        numbers = [int(seen) for seen in stale if seen.isascii() and seen.isdigit() and len(seen) <= MAX_DIGITS]
        opened = {str(each.history_id): each for each in Assessment.history.filter(history_id__in=numbers)}
        for row in rows:
            self._receive(row, data, opened)
        return sum(row.saved for row in rows)

    def show(self, data: QueryDict) -> None:
        """What was typed stays in the inputs; nothing is saved."""
        for row in self.rows:
            if f"{row.pk}-seen" in data:
                row.values, row.seen = typed(row, data), data.get(f"{row.pk}-seen", "")

    def _receive(self, row: Row, data: QueryDict, opened: Mapping[str, Any]) -> None:
        sent = typed(row, data)
        seen = data.get(f"{row.pk}-seen", "")
        before = row.values if seen == row.seen else kept(opened.get(seen))
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

    def _form(self, row: Row, sent: Values, confirmed: Sequence[str]) -> AssessmentRowForm:
        data = QueryDict(mutable=True)
        data.update({**sent, "seen": row.seen, "reason": self.reason})
        data.setlist("confirm", list(confirmed))
        instance = row.assessment or Assessment(
            cooperative=row.cooperative, valid_on=self.day, place=row.cooperative.seat
        )
        return AssessmentRowForm(data, instance=instance, user=self.user)

    def _write(self, row: Row, form: AssessmentRowForm, sent: Values) -> None:
        try:
            write(form)
        except (SavedMeanwhile, IntegrityError):  # saved since this request read it, or another on the same day
            self._conflict(self._reread(row), sent)
            return
        self._reread(row)
        row.saved = True

    def _reread(self, row: Row) -> Row:
        fresh = AssessmentGrid([row.cooperative], self.year, self.day, self.reason, self.user).rows[0]
        row.assessment, row.seen, row.values = fresh.assessment, fresh.seen, fresh.values
        return row

    def _conflict(self, row: Row, sent: Values) -> None:
        """What was sent stays in the row; sent once more it is written over what is told."""
        last = row.assessment.history.latest("history_id") if row.assessment else None
        by = f"{last.history_user or 'hệ thống'} lúc {timezone.localtime(last.history_date):%H:%M}" if last else "Ai đó"
        row.errors = [f"{by} đã ghi: {told(row.values)}. Lưu lần nữa để dùng số của bạn."]
        row.values = sent
