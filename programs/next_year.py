"""Opening the next year's programme from this year's: the plan is carried over to be adjusted, the figures stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import transaction
from django.db.models import Model
from django.forms import BoundField

from coopunion.authorship import set_author
from coopunion.forms.base import FieldGroup, PortalForm
from coopunion.forms.fields import DayField, LineField, NumberField
from coopunion.forms.saving import write
from coopunion.periods import LAST_YEAR, Quarter
from coopunion.work.items import writers
from programs.forms import PlanForm
from programs.models import Assignment, Indicator, Program, ReportingPeriod, Target, Task
from programs.overview import IndicatorPlan, ProgramPlan, TaskPlan

M = TypeVar("M", bound=Model)
NOT_NEGATIVE = MinValueValidator(0, "Kế hoạch không được âm.")


@dataclass(frozen=True)
class NextYearRow:
    plan: IndicatorPlan
    keep: BoundField
    assigned: BoundField
    own_aim: BoundField


@dataclass(frozen=True)
class TaskRow:
    plan: TaskPlan
    keep: BoundField | None
    name: BoundField | None
    """None for the figures outside the tasks."""
    indicators: list[NextYearRow]


class NextYearForm(PlanForm):
    """This year's tasks, indicators and targets side by side with what they shall be next year.

    Its instance is `next_programme` of this year's.
    """

    groups = (FieldGroup("Chương trình", (("code", "number"), "name")),)
    future = frozenset({"effective_from"})

    decision = LineField(
        label="Văn bản giao kế hoạch", max_length=200, required=False, help_text="Ghi vào mọi kế hoạch dưới đây."
    )
    effective_from = DayField(label="Kế hoạch có hiệu lực từ")

    instance: Program

    class Meta(PlanForm.Meta):
        model = Program
        help_texts = {"number": "Để trống khi chưa ban hành."}

    def __init__(self, *args: Any, instance: Program, **kwargs: Any) -> None:
        self.year = instance.year
        self.program = Program.objects.get(code=instance.code, year=self.year - 1)
        self.plan = ProgramPlan(self.program, date(self.program.year, 12, 31))
        kwargs["initial"] = {"effective_from": date(self.year, 1, 1)}
        super().__init__(*args, instance=instance, **kwargs)
        for group in self.plan.tasks:
            if group.task:
                key, number = f"task-{group.task.pk}", group.task.number
                self.fields[f"{key}-keep"] = _keep(f"Giữ nhiệm vụ {number}")
                name = LineField(label=f"Tên nhiệm vụ {number}", max_length=300, initial=group.task.name)
                self.fields[f"{key}-name"] = name
            for row in group.indicators:
                self._add_indicator(row)

    def _add_indicator(self, row: IndicatorPlan) -> None:
        code, key = row.indicator.code, f"indicator-{row.indicator.pk}"
        self.fields[f"{key}-keep"] = _keep(f"Giữ chỉ tiêu {code}")
        for part, words, value in (
            ("assigned", "tỉnh giao", row.assigned_value),
            ("own_aim", "phấn đấu", row.own_aim_value),
        ):
            label = f"{code}: {words} năm {self.year}"
            field = NumberField(digits=18, places=4, required=False, label=label, initial=value)
            field.validators.append(NOT_NEGATIVE)
            self.fields[f"{key}-{part}"] = field

    @property
    def rows(self) -> Iterator[TaskRow]:
        for group in self.plan.tasks:
            key = f"task-{group.task.pk}" if group.task else ""
            yield TaskRow(
                group,
                self[f"{key}-keep"] if key else None,
                self[f"{key}-name"] if key else None,
                [
                    NextYearRow(row, *(self[f"indicator-{row.indicator.pk}-{part}"] for part in PARTS))
                    for row in group.indicators
                ],
            )

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"year"}

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        if day.year > self.year:
            raise ValidationError(f"Không được sau năm {self.year}.")
        return day

    def clean(self) -> dict[str, object]:
        self.cleaned_data["reason"] = f"Mở từ {self.program}"
        return super().clean()

    def carry_over(self) -> None:
        """The plan and the four usual periods of the programme, which is saved; no figure, no report."""
        self._writers = {user.pk: user.department_id for user in writers()}
        for group in self.plan.tasks:
            task = self._task(group.task) if group.task else None
            if group.task and task is None:
                continue
            for row in group.indicators:
                if self.cleaned_data[f"indicator-{row.indicator.pk}-keep"]:
                    self._indicator(row, task)
        for quarter in Quarter.of_year(self.year):
            self._save(ReportingPeriod.standard(self.instance, quarter))

    def _task(self, task: Task) -> Task | None:
        if not self.cleaned_data[f"task-{task.pk}-keep"]:
            return None
        name = self.cleaned_data[f"task-{task.pk}-name"]
        return self._save(Task(program=self.instance, number=task.number, name=name, position=task.position))

    def _indicator(self, row: IndicatorPlan, task: Task | None) -> None:
        old = row.indicator
        copied = ("code", "name", "unit", "measure", "accumulation", "direction", "decimals", "position")
        indicator = self._save(
            Indicator(program=self.instance, task=task, **{name: getattr(old, name) for name in copied})
        )
        for kind, before in ((Target.Kind.ASSIGNED, row.assigned), (Target.Kind.OWN_AIM, row.own_aim)):
            value = self.cleaned_data[f"indicator-{old.pk}-{kind.value}"]
            if value is not None:
                self._save(self._target(indicator, kind, value, before))
        for old_assignment in row.assignments:
            department, person = old_assignment.department, old_assignment.person
            stays = person and self._writers.get(person.pk) == department.pk
            self._save(Assignment(indicator=indicator, department=department, person=person if stays else None))

    def _target(self, indicator: Indicator, kind: Target.Kind, value: Decimal, before: Target | None) -> Target:
        """Next year's target, due in the same shares as the one before it."""
        shares = ("share_q1", "share_q2", "share_q3")
        return Target(
            indicator=indicator,
            kind=kind,
            value=value,
            effective_from=self.cleaned_data["effective_from"],
            decision=self.cleaned_data["decision"],
            **{name: getattr(before, name) for name in shares if before},
        )

    def _save(self, new: M) -> M:
        new.full_clean()
        set_author(new, self.user, self.cleaned_data["reason"])
        new.save()
        return new


PARTS = ("keep", "assigned", "own_aim")


def _keep(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=True)


def next_programme(program: Program) -> Program:
    """The programme of the year after, unsaved."""
    return Program(code=program.code, year=program.year + 1, name=program.name, issuer=program.issuer)


@transaction.atomic
def open_next_year(form: PortalForm) -> Model:
    """Write a valid NextYearForm: the programme and its plan."""
    opened = write(form)
    if isinstance(form, NextYearForm):
        form.carry_over()
    return opened


def refusal(program: Program) -> str:
    """Why the next year cannot be opened from this programme; empty where it can."""
    if program.year >= LAST_YEAR:
        return f"Cổng theo dõi đến năm {LAST_YEAR}."
    if Program.objects.filter(code=program.code, year=program.year + 1).exists():
        return f"Chương trình {program.code} đã có trong năm {program.year + 1}."
    return ""
