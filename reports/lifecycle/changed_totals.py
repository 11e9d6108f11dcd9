"""Targets and reported totals that were changed since a day, as the causes of figures that differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from coopunion.formatting import day, number
from coopunion.history.changes import Change, describe
from coopunion.models.history_rows import HistoryRow, history_of
from programs.models import ReportedFigure, Target
from reports.figures.number_drift import ADDED, CHANGED, REMOVED


@dataclass(frozen=True)
class ChangedRecord:
    """A record, target or reported total behind a figure that was added, removed or changed; newest cause first."""

    how: str
    title: str
    url: str
    causes: Sequence[Change]


def changed_totals(indicators: Collection[int], since: datetime) -> dict[int, list[ChangedRecord]]:
    """Targets and reported totals changed since, by indicator. No query without indicators."""
    totals: dict[int, list[ChangedRecord]] = defaultdict(list)
    if not indicators:
        return totals
    changed = {"indicator_id__in": indicators, "history_date__gt": since}
    for changes in changes_by("id", history_of(Target).filter(**changed)).values():
        row = changes[0].row
        title = f"kế hoạch {row.get_kind_display()} {number(row.value)}, có hiệu lực từ {day(row.effective_from)}"
        totals[row.indicator_id].append(ChangedRecord(_how(changes), title, "", changes))
    reported = history_of(ReportedFigure).filter(**changed).select_related("place__parent", "indicator__program")
    for changes in changes_by("id", reported).values():
        row = changes[0].row
        title = f"số báo cáo quý {row.get_quarter_display()}, {row.place}: {number(row.value)}"
        totals[row.indicator_id].append(ChangedRecord(_how(changes), title, _reported_url(row), changes))
    return totals


def changes_by(field: str, rows: QuerySet[Any]) -> dict[int, list[Change]]:
    """The changes in these rows of a history by the value of the field, newest first."""
    changes: dict[int, list[Change]] = defaultdict(list)
    for change in describe(rows.select_related("history_user").order_by("-history_date", "-history_id")):
        changes[getattr(change.row, field)].append(change)
    return changes


def _how(changes: Sequence[Change]) -> str:
    """Whether the row was added, removed or changed, from its changes, newest first."""
    if changes[0].row.history_type == "-":
        return REMOVED
    return ADDED if changes[-1].row.history_type == "+" else CHANGED


def _reported_url(row: HistoryRow[Model]) -> str:
    """The page where the total is entered; empty where its indicator was deleted since."""
    if row.indicator is None:
        return ""
    program = row.indicator.program
    return reverse("programs:figures", args=[program.code, program.year, row.quarter, row.indicator.code])
