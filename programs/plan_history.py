"""Every change of a programme's plan in one list, and what was deleted put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from coopunion.authorship import set_author
from coopunion.formatting import number
from coopunion.history.changes import Change, describe
from coopunion.models import Department, Place, User
from coopunion.periods import ROMAN, Quarter
from programs.models import Assignment, Indicator, Program, ReportedFigure, ReportingPeriod, Target, Task

DELETED = "-"


@dataclass(frozen=True)
class PlanChange:
    """A change with the thing it was made to; `restore_key` names the row where the thing is gone and may come back."""

    change: Change
    title: str
    restore_key: str


def changes_of_program(program: Program) -> list[PlanChange]:
    """Everything that ever belonged to it, newest first: a constant number of queries."""
    indicators = Indicator.history.filter(program_id=program.pk).values("id")
    return _told(
        {
            Program: Program.history.filter(id=program.pk),
            Task: Task.history.filter(program_id=program.pk),
            Indicator: Indicator.history.filter(program_id=program.pk),
            Target: Target.history.filter(indicator_id__in=indicators),
            Assignment: Assignment.history.filter(indicator_id__in=indicators),
            ReportingPeriod: ReportingPeriod.history.filter(program_id=program.pk),
        }
    )


def changes_of_indicator(indicator: Indicator) -> list[PlanChange]:
    return _told(
        {
            Indicator: Indicator.history.filter(id=indicator.pk),
            Target: Target.history.filter(indicator_id=indicator.pk),
            Assignment: Assignment.history.filter(indicator_id=indicator.pk),
        }
    )


def changes_of_figures(indicator: Indicator, quarter: Quarter) -> list[PlanChange]:
    """Every change of an indicator's totals in a quarter, newest first."""
    rows = ReportedFigure.history.filter(indicator_id=indicator.pk, quarter=quarter.number)
    rows = rows.select_related("history_user").order_by("-history_id")
    places = {each.pk: each.title for each in Place.objects.filter(pk__in=rows.order_by().values("place_id"))}
    return [
        PlanChange(change, f"{places.get(change.row.place_id, '?')}: {number(change.row.value)}", "")
        for change in describe(rows)
    ]


@transaction.atomic
def restore(program: Program, key: str, user: User) -> models.Model:
    """Put a deleted part back as it was; LookupError for what is not gone, ValidationError where it no longer fits."""
    change = next((each.change for each in changes_of_program(program) if key and each.restore_key == key), None)
    if change is None:
        raise LookupError("Không có mục nào như vậy đã bị xóa.")
    thing = change.row.instance
    thing.clean_fields()  # what it belongs to must be there before its own rules can ask about it
    thing.full_clean()
    set_author(thing, user, "Lấy lại mục đã xóa")
    thing.save()
    return thing


def _told(histories: dict[type[models.Model], Any]) -> list[PlanChange]:
    codes = dict(Indicator.history.order_by("history_id").values_list("id", "code"))
    departments = {each.pk: str(each) for each in Department.objects.all()}
    found = []
    for model, rows in histories.items():
        rows = list(rows.select_related("history_user").order_by("-history_id"))
        living = set(model._default_manager.filter(pk__in={row.id for row in rows}).values_list("pk", flat=True))
        last = {row.id: row.history_id for row in reversed(rows)}
        for change in describe(rows):
            row = change.row
            gone = row.history_type == DELETED and row.id not in living and last[row.id] == row.history_id
            key = f"{model._meta.model_name}-{row.history_id}" if gone else ""
            found.append(PlanChange(change, _title(model, row, codes, departments), key))
    return sorted(found, key=lambda each: (each.change.at, each.change.history_id), reverse=True)


def _title(model: type[models.Model], row: Any, codes: dict[int, str], departments: dict[int, str]) -> str:
    """What a row of history is about, in the words of its own time."""
    if model is Program:
        return f"chương trình {row.code} năm {row.year}"
    if model is Task:
        return f"nhiệm vụ {row.number}. {row.name}"
    if model is Indicator:
        return f"chỉ tiêu {row.code} {row.name}"
    if model is ReportingPeriod:
        return f"kỳ báo cáo quý {ROMAN[row.quarter - 1]}"
    code = codes.get(row.indicator_id, "?")
    if model is Target:
        return f"kế hoạch chỉ tiêu {code}: {number(row.value)} ({row.get_kind_display()})"
    return f"phân công chỉ tiêu {code}: {departments.get(row.department_id, '?')}"
