"""Forms of the yearly assessment: one cooperative's, and a row of the grid over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from cooperatives.forms.events import CooperativeEventForm
from cooperatives.models import Assessment
from cooperatives.standards import ASSESSMENTS
from coopunion.formatting import NOTHING, day, number
from coopunion.forms.base import Data, FieldGroup, RecordForm, Warning
from coopunion.models import User
from coopunion.periods import months_before
from coopunion.standards import in_force


class EffectiveField(forms.TypedChoiceField):
    """Effective, not effective, or not assessed yet."""

    def __init__(self) -> None:
        super().__init__(
            label="Hoạt động hiệu quả",
            choices=(("", "Chưa đánh giá"), ("True", "Có"), ("False", "Không")),
            coerce=lambda value: value in (True, "True"),  # also of the stored value, which has_changed coerces
            empty_value=None,
            required=False,
        )


class AssessmentForm(CooperativeEventForm):
    effective = EffectiveField()
    groups = (
        FieldGroup("Đánh giá", ("cooperative", ("valid_on", "effective")), "“Hiệu quả” là điều chương trình đếm."),
        FieldGroup("Xếp loại", (("rating", "score"),), f"{ASSESSMENTS[-1].name}, 100 điểm."),
        FieldGroup("Khác", ("place", "note")),
    )

    class Meta(CooperativeEventForm.Meta):
        model = Assessment

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        yield from contradictions(given["effective"], given["rating"], given["score"], given["valid_on"])
        first = given["cooperative"].registrations.founding().first()
        a_year_before = months_before(given["valid_on"], 12) if given["valid_on"] else None
        if given["rating"] and first and a_year_before and first.issued_on > a_year_before:
            yield Warning(
                f"Thành lập ngày {day(first.issued_on)}, chưa đủ 12 tháng: theo quy định chưa xếp loại.", "rating"
            )


class AssessmentRowForm(RecordForm):
    """A row of the grid: the finding only. The grid sets the cooperative, the day, the place and the reason.

    A row that nobody changed is not checked.
    """

    effective = EffectiveField()

    instance: Assessment

    class Meta(RecordForm.Meta):
        model = Assessment
        fields = ("effective", "rating", "score")

    def __init__(self, data: Data | None, *, user: User, instance: Assessment, seen: int | None, reason: str) -> None:
        super().__init__(data, user=user, instance=instance, initial={"seen": seen})
        self.prefix, self.common_reason = str(instance.cooperative_id), reason
        self.empty_permitted, self.use_required_attribute = True, False
        self.initial.pop("submission", None)  # the row is found by its cooperative
        for name in ("effective", "rating"):
            widget = self.fields[name].widget
            if isinstance(widget, forms.Select):
                widget.choices = [("", NOTHING), *list(widget.choices)[1:]]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["reason"] = self.common_reason
        return super().clean()

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        yield from contradictions(given["effective"], given["rating"], given["score"], self.instance.valid_on)


def contradictions(effective: bool | None, rating: str, score: Decimal | None, day: date | None) -> Iterator[Warning]:
    """Warnings where the score means another rating by the rule of the day, or a weak cooperative is effective."""
    standard = in_force(ASSESSMENTS, day)
    by_points = standard.rating_of(score) if standard and score is not None else None
    if rating and by_points and score is not None and by_points != rating:
        yield Warning(
            f"{number(score)} điểm là loại {by_points.label}, không phải {Assessment.Rating(rating).label}.", "rating"
        )
    if effective and rating == Assessment.Rating.WEAK:
        yield Warning("Hiệu quả mà xếp loại Yếu.", "effective")
