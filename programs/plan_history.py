"""Every change of a programme's plan in one list, and restoring what was deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from coopunion.formatting import number
from coopunion.history import reverting
from coopunion.history.changes import Change, describe
from coopunion.models import Department, Place, User
from coopunion.models.history_rows import HistoryRow, as_of, history_of
from coopunion.periods import ROMAN, Quarter
from programs.models import Assignment, Decision, Indicator, Program, ReportedFigure, ReportingPeriod, Target, Task


@dataclass(frozen=True)
class PlanChange:
    """A change with what it was made to; `restore_key` names the row where that is deleted and may be restored."""

    change: Change
    title: str
    restore_key: str


def changes_of_program(program: Program) -> list[PlanChange]:
    """Everything that ever belonged to it, newest first: a constant number of queries."""
    indicators = Indicator.history.filter(program_id=program.pk).values("id")
    return _changes_of(
        {
            Program: _rows(Program, id=program.pk),
            Task: _rows(Task, program_id=program.pk),
            Decision: _rows(Decision, program_id=program.pk),
            Indicator: _rows(Indicator, program_id=program.pk),
            Target: _rows(Target, indicator_id__in=indicators),
            Assignment: _rows(Assignment, indicator_id__in=indicators),
            ReportingPeriod: _rows(ReportingPeriod, program_id=program.pk),
        }
    )


def changes_of_indicator(indicator: Indicator) -> list[PlanChange]:
    return _changes_of(
        {
            Indicator: _rows(Indicator, id=indicator.pk),
            Target: _rows(Target, indicator_id=indicator.pk),
            Assignment: _rows(Assignment, indicator_id=indicator.pk),
        }
    )


def changes_of_figures(indicator: Indicator, quarter: Quarter) -> list[PlanChange]:
    """Every change of an indicator's totals in a quarter, newest first."""
    rows = ReportedFigure.history.filter(indicator_id=indicator.pk, quarter=quarter.number)
    rows = rows.select_related("history_user").order_by("-history_id")
    places = {place.pk: place.title for place in Place.objects.filter(pk__in=rows.order_by().values("place_id"))}
    return [
        PlanChange(change, f"{places.get(change.row.place_id, '?')}: {number(change.row.value)}", "")
        for change in describe(rows)
    ]


@transaction.atomic
def restore(program: Program, key: str, user: User) -> Model:
    """Restore a deleted part; LookupError for what is not deleted, ValidationError where it no longer fits."""
    changes = (found.change for found in changes_of_program(program) if key and found.restore_key == key)
    change = next(changes, None)
    if change is None:
        raise LookupError("Không có mục nào như vậy đã bị xóa.")
    return reverting.restore(as_of(change.row), user=user, reason="Lấy lại mục đã xóa", seen=change.history_id)


def _rows(model: type[Model], **conditions: object) -> Iterable[HistoryRow[Model]]:
    """The model's history, newest first."""
    return history_of(model).filter(**conditions).select_related("history_user").order_by("-history_id")


def _changes_of(histories: Mapping[type[Model], Iterable[HistoryRow[Model]]]) -> list[PlanChange]:
    """What the rows of each model's history changed, newest first."""
    codes = dict(Indicator.history.order_by("history_id").values_list("id", "code"))
    departments = {department.pk: str(department) for department in Department.objects.all()}
    found: list[PlanChange] = []
    for model, rows in histories.items():
        changes = describe(rows)
        pks = {change.row.id for change in changes}
        present = set(model._default_manager.filter(pk__in=pks).values_list("pk", flat=True))
        last = {change.row.id: change.history_id for change in reversed(changes)}
        for change in changes:
            row = change.row
            deleted = row.history_type == "-" and row.id not in present and last[row.id] == change.history_id
            key = f"{model._meta.model_name}-{change.history_id}" if deleted else ""
            found.append(PlanChange(change, _title(row.instance, codes, departments), key))
    return sorted(found, key=lambda made: (made.change.at, made.change.history_id), reverse=True)


def _title(thing: Model, codes: dict[int, str], departments: dict[int, str]) -> str:
    """What a row of history is about, in the words of its own time: `thing` is as the row holds it."""
    if isinstance(thing, Program):
        return f"chương trình {thing.code} năm {thing.year}"
    if isinstance(thing, Task):
        return f"nhiệm vụ {thing.number}. {thing.name}"
    if isinstance(thing, Indicator):
        return f"chỉ tiêu {thing.code} {thing.name}"
    if isinstance(thing, Decision):
        return f"văn bản chỉ đạo {thing.number}"
    if isinstance(thing, ReportingPeriod):
        return f"kỳ báo cáo quý {ROMAN[thing.quarter - 1]}"
    if isinstance(thing, Target):
        code = codes.get(thing.indicator_id, "?")
        return f"kế hoạch chỉ tiêu {code}: {number(thing.value)} ({thing.get_kind_display()})"
    if isinstance(thing, Assignment):
        code = codes.get(thing.indicator_id, "?")
        return f"phân công chỉ tiêu {code}: {departments.get(thing.department_id, '?')}"
    raise TypeError(f"{type(thing).__name__} is no part of a plan.")
