"""Opening the next year's programme from this year's: the plan is carried over to be adjusted, the figures stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import BoundField
from django.http import QueryDict

from coopunion.authorship import set_author
from coopunion.forms.fields import DayField, LineField, NumberField
from coopunion.models import User
from coopunion.periods import LAST_YEAR, Quarter
from coopunion.work.items import writers
from programs.models import Assignment, Indicator, Program, ReportingPeriod, Target, Task
from programs.overview import IndicatorPlan, ProgramPlan, TaskPlan

M = TypeVar("M", bound=Model)
KINDS = {Target.Kind.ASSIGNED: "assigned", Target.Kind.OWN_AIM: "own_aim"}


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


class NextYearForm(forms.Form):
    """This year's tasks, indicators and targets side by side with what they shall be next year."""

    code = LineField(label="Mã chương trình", max_length=20)
    name = LineField(label="Tên chương trình", max_length=300)
    number = LineField(
        label="Số, ký hiệu văn bản", max_length=50, required=False, help_text="Để trống khi chưa ban hành."
    )
    decision = LineField(
        label="Văn bản giao kế hoạch", max_length=200, required=False, help_text="Ghi vào mọi kế hoạch dưới đây."
    )
    effective_from = DayField(label="Kế hoạch có hiệu lực từ")

    def __init__(self, data: QueryDict | None = None, *, program: Program) -> None:
        self.program, self.year = program, program.year + 1
        self.plan = ProgramPlan.on(program, date(program.year, 12, 31))
        super().__init__(
            data,
            initial={"code": program.code, "name": program.name, "effective_from": date(self.year, 1, 1)},
        )
        for group in self.plan.tasks:
            if group.task:
                self._add(f"task-{group.task.pk}-keep", _keep(f"Giữ nhiệm vụ {group.task.number}"), True)
                name = LineField(label=f"Tên nhiệm vụ {group.task.number}", max_length=300)
                self._add(f"task-{group.task.pk}-name", name, group.task.name)
            for row in group.indicators:
                self._add_indicator(row)

    def _add_indicator(self, row: IndicatorPlan) -> None:
        code, key = row.indicator.code, f"indicator-{row.indicator.pk}"
        self._add(f"{key}-keep", _keep(f"Giữ chỉ tiêu {code}"), True)
        for kind, target in (("assigned", row.assigned), ("own_aim", row.own_aim)):
            words = "tỉnh giao" if kind == "assigned" else "phấn đấu"
            field = NumberField(digits=18, places=4, required=False, label=f"{code}: {words} năm {self.year}")
            self._add(f"{key}-{kind}", field, target.value if target else None)

    def _add(self, name: str, field: forms.Field, initial: object) -> None:
        self.fields[name] = field
        self.initial[name] = initial

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

    @property
    def wrong(self) -> list[tuple[BoundField, str]]:
        """Every error beside a field, for the summary at the head of the page."""
        return [(self[name], str(text)) for name, texts in self.errors.items() if name in self.fields for text in texts]

    def clean(self) -> dict[str, object]:
        super().clean()
        cleaned = self.cleaned_data
        self.opened = Program(
            code=cleaned.get("code", ""),
            year=self.year,
            name=cleaned.get("name", ""),
            number=cleaned.get("number", ""),
            issuer=self.program.issuer,
        )
        try:
            self.opened.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else "code", messages)
        effective_from = cleaned.get("effective_from")
        if effective_from and effective_from.year > self.year:
            self.add_error("effective_from", f"Không được sau năm {self.year}.")
        for name, value in list(cleaned.items()):  # an error takes its value out
            if isinstance(value, Decimal | int) and not isinstance(value, bool) and value < 0:
                self.add_error(name, "Kế hoạch không được âm.")
        return cleaned

    @transaction.atomic
    def save(self, user: User) -> Program:
        """The new programme with its plan and its four usual periods; no figure, no report."""
        self._user = user
        self._writers = {user.pk: user.department_id for user in writers()}
        self._save(self.opened)
        for group in self.plan.tasks:
            task = self._task(group.task) if group.task else None
            if group.task and task is None:
                continue
            for row in group.indicators:
                if self.cleaned_data[f"indicator-{row.indicator.pk}-keep"]:
                    self._indicator(row, task)
        for quarter in Quarter.of_year(self.year):
            self._save(ReportingPeriod.standard(self.opened, quarter))
        return self.opened

    def _task(self, task: Task) -> Task | None:
        if not self.cleaned_data[f"task-{task.pk}-keep"]:
            return None
        name = self.cleaned_data[f"task-{task.pk}-name"]
        return self._save(Task(program=self.opened, number=task.number, name=name, position=task.position))

    def _indicator(self, row: IndicatorPlan, task: Task | None) -> None:
        old = row.indicator
        copied = ("code", "name", "unit", "measure", "accumulation", "direction", "decimals", "position")
        indicator = self._save(
            Indicator(program=self.opened, task=task, **{name: getattr(old, name) for name in copied})
        )
        for kind, before in ((Target.Kind.ASSIGNED, row.assigned), (Target.Kind.OWN_AIM, row.own_aim)):
            value = self.cleaned_data[f"indicator-{old.pk}-{KINDS[kind]}"]
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
        set_author(new, self._user, f"Mở từ {self.program}")
        new.save()
        return new


PARTS = ("keep", "assigned", "own_aim")


def _keep(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def refusal(program: Program) -> str:
    """Why the next year cannot be opened from this programme; empty where it can."""
    if program.year >= LAST_YEAR:
        return f"Cổng theo dõi đến năm {LAST_YEAR}."
    if Program.objects.filter(code=program.code, year=program.year + 1).exists():
        return f"Chương trình {program.code} đã có trong năm {program.year + 1}."
    return ""
