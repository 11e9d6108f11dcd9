"""Forms of the plan: a programme, its tasks, indicators, targets, assignments and reporting periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coopunion.forms.base import FieldGroup, PortalForm
from coopunion.forms.fields import YearNumberField
from coopunion.models import SignedPeriod, User
from coopunion.periods import Days
from coopunion.work.items import writers
from programs.measures import MEASURES
from programs.models import Assignment, Decision, Indicator, Program, ReportingPeriod, Target, Task


class PlanForm(PortalForm):
    """A form over a part of the plan. A change to what signed figures depend on needs a reason."""

    class Meta(PortalForm.Meta):
        pass

    def signed_days(self) -> Sequence[Days | date]:
        """Days whose figures this form may change."""
        return ()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("reason"):
            signed = SignedPeriod.objects.holding(*self.signed_days()).first()
            if signed:
                self.add_error("reason", f"Sẽ ảnh hưởng đến kỳ đã duyệt ({signed}): ghi lý do thì mới lưu được.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """What the object belongs to is no field of the form, yet part of what must be unique."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's, not in the stubs
        return exclusions - {"program", "indicator", "quarter"}

    def days_of(self, name: str) -> list[date]:
        """A date field's values before this form and in it, as far as it has any."""
        before = self.initial.get(name) if self.instance.pk else None
        return [day for day in (before, self.cleaned_data.get(name)) if isinstance(day, date)]


class ProgramForm(PlanForm):
    groups = (
        FieldGroup("Chương trình", (("code", "year"), "name")),
        FieldGroup("Văn bản ban hành", (("number", "issued_on"), "issuer", "subject")),
    )

    year = YearNumberField(label="Năm")

    instance: Program

    class Meta(PlanForm.Meta):
        model = Program

    def clean_year(self) -> int:
        """A programme with a plan keeps its year: another year is another programme."""
        year: int = self.cleaned_data["year"]
        planned = self.instance.pk and (self.instance.indicators.exists() or self.instance.periods.exists())
        if planned and year != self.initial.get("year"):
            raise ValidationError("Chương trình đã có chỉ tiêu hoặc kỳ báo cáo: hãy mở chương trình năm sau.")
        return year


class TaskForm(PlanForm):
    groups = (FieldGroup("Nhiệm vụ", (("number", "position"), "name")),)

    class Meta(PlanForm.Meta):
        model = Task
        help_texts = {"position": "Thứ tự trên bảng điều hành và trong báo cáo."}


class DecisionForm(PlanForm):
    groups = (FieldGroup("Văn bản chỉ đạo", (("number", "issued_on"), "issuer", "subject", "amends")),)

    instance: Decision

    class Meta(PlanForm.Meta):
        model = Decision

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(amends := self.fields["amends"], forms.ModelChoiceField):
            amends.queryset = self.instance.program.decisions.exclude(pk=self.instance.pk)
            amends.empty_label = "Không sửa đổi văn bản nào"


class IndicatorForm(PlanForm):
    measure = forms.ChoiceField(
        label="Cách đếm",
        required=False,
        choices=[
            ("", "Không đếm từ hồ sơ, chỉ nhận số liệu tổng hợp"),
            *((measure.key, f"{measure.name} ({measure.unit})") for measure in MEASURES.values()),
        ],
        help_text="Cổng đếm hồ sơ theo cách này; số liệu tổng hợp của các địa bàn được cộng thêm và hiện riêng.",
    )

    groups = (
        FieldGroup("Chỉ tiêu", (("code", "unit"), "name", "task")),
        FieldGroup("Cách tính", ("measure", ("accumulation", "direction"))),
        FieldGroup("Cách hiện", (("decimals", "position"),)),
    )

    instance: Indicator

    class Meta(PlanForm.Meta):
        model = Indicator
        help_texts = {
            "task": "",
            "decimals": "Tỷ lệ hiện mấy số sau dấu phẩy: 217% là 0, 153,3% là 1.",
            "position": "Thứ tự trên bảng điều hành và trong báo cáo.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(task := self.fields["task"], forms.ModelChoiceField):
            task.queryset = self.instance.program.tasks.all()
            task.empty_label = "Ngoài các nhiệm vụ (số liệu toàn tỉnh)"

    def signed_days(self) -> Sequence[date]:
        """How it is counted and its code decide signed figures; its name does not."""
        decisive = {"code", "measure", "accumulation", "direction"} & set(self.changed_data)
        return cut_offs(self.instance.program) if self.instance.pk and decisive else ()


class TargetForm(PlanForm):
    groups = (
        FieldGroup("Kế hoạch", (("kind", "value"), ("effective_from", "decision"))),
        FieldGroup(
            "Tiến độ theo quý",
            (("share_q1", "share_q2", "share_q3"),),
            "Phải đạt bao nhiêu % kế hoạch năm khi hết mỗi quý. Để trống cả ba: 25, 50, 75 (số có đến ngày: 100).",
        ),
    )
    future = frozenset({"effective_from"})

    instance: Target

    class Meta(PlanForm.Meta):
        model = Target

    def signed_days(self) -> Sequence[date]:
        """A target counts from its day to the year's end."""
        days = self.days_of("effective_from")
        return [day for day in cut_offs(self.instance.indicator.program) if self.has_changed() and day >= min(days)]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """One of those to whom work can be given, named with the department."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.department})"


class AssignmentForm(PlanForm):
    person = PersonField(writers(), label="Người phụ trách", required=False, empty_label="Cả phòng")
    groups = (FieldGroup("Phân công", ("department", "person")),)

    class Meta(PlanForm.Meta):
        model = Assignment


class PeriodForm(PlanForm):
    groups = (FieldGroup("Kỳ báo cáo", (("cut_off_on", "due_on", "sent_on"),)),)
    future = frozenset({"cut_off_on", "due_on"})

    instance: ReportingPeriod

    class Meta(PlanForm.Meta):
        model = ReportingPeriod
        help_texts = {"sent_on": "Để trống khi chưa gửi. Báo cáo đã gửi được tính vào chỉ tiêu báo cáo định kỳ."}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        sent_on, cut_off_on = self.cleaned_data.get("sent_on"), self.cleaned_data.get("cut_off_on")
        if sent_on and cut_off_on and sent_on < cut_off_on:
            self.add_error("sent_on", "Báo cáo không thể gửi trước ngày chốt số liệu.")
        return cleaned

    def signed_days(self) -> Sequence[Days | date]:
        """Later quarters count a report of this one too."""
        decisive = {"cut_off_on", "sent_on"} & set(self.changed_data)
        return [Days.to_year_end(day) for day in self.days_of("cut_off_on")] if decisive else ()


def cut_offs(program: Program) -> list[date]:
    """The days at which the figures of a programme's quarters are signed."""
    return [period.cut_off_on for period in program.periods.all()]
