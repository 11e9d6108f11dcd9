"""Drift: what a frozen report would say differently today, figure by figure, and the changes that caused it.

Nothing here changes the report. A figure differs by its value, its target or its records; a record that was added,
removed or changed is listed with its history since, or, without any, with the history of the records related to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.urls import reverse

from coopunion.formatting import day, number
from coopunion.history.changes import Change, describe
from coopunion.models import Record, User
from coopunion.models.history_rows import HistoryRow, history_of
from programs.models import ReportedFigure, Target
from reports.figures.figure_records import may_open
from reports.figures.progress import Progress
from reports.figures.signed import printed
from reports.paper.elements import ListRow
from reports.paper.quarterly import QuarterlyReport

SHOWN_AT_MOST = 10  # records named under one figure; the rest is counted

ADDED, REMOVED, CHANGED = "thêm vào", "không còn", "khác đi"


@dataclass(frozen=True)
class ChangedRecord:
    """A record, target or reported total behind a figure that was added, removed or changed; newest cause first."""

    how: str
    title: str
    url: str
    causes: Sequence[Change]


@dataclass(frozen=True)
class FigureDrift:
    """One figure that differs from the paper. None where the figure or the target is missing on that side."""

    code: str
    name: str
    then: Decimal | None
    now: Decimal | None
    target_then: Decimal | None
    target_now: Decimal | None
    records: Sequence[ChangedRecord]
    unnamed: int
    """How many more records changed than `records` names."""
    totals: Sequence[ChangedRecord]
    """Its targets and reported totals that were changed, each with its latest value."""

    @property
    def only_records_changed(self) -> bool:
        """Whether the figure is the same number of other records, or of records with other texts."""
        return bool(self.records) and self.then == self.now and not self.target_changed

    @property
    def target_changed(self) -> bool:
        return self.target_then != self.target_now


@dataclass(frozen=True)
class Drift:
    figures: Sequence[FigureDrift]
    sentences: Sequence[tuple[str, str]]
    """Paragraphs that differ although no figure does: then and now, "" where one side has none."""

    def __len__(self) -> int:
        return len(self.figures) or len(self.sentences)

    @property
    def codes(self) -> set[str]:
        return {figure.code for figure in self.figures}


def drift(then: QuarterlyReport, now: QuarterlyReport, *, since: datetime, user: User) -> Drift:
    """`since` is when `then` was frozen. No query where nothing differs; else a few for each model concerned."""
    pairs = _pairs(then, now)
    rows = {code: _changed_rows(then, now, code) for code, _, _ in pairs}
    changed = [
        (code, before, after)
        for code, before, after in pairs
        if rows[code] or before is None or after is None or printed(before) != printed(after)
    ]
    named = {code: rows[code][:SHOWN_AT_MOST] for code, _, _ in changed}
    histories = _RecordHistories([row for listed in named.values() for _, row in listed], since, user)
    totals = _changed_totals([side for _, *both in changed for side in both if side], since)
    figures = [
        FigureDrift(
            code=code,
            name=shown.indicator.name,
            then=before.actual if before else None,
            now=after.actual if after else None,
            target_then=before.target if before else None,
            target_now=after.target if after else None,
            records=[histories.changed_record(how, row) for how, row in named[code]],
            unnamed=len(rows[code]) - len(named[code]),
            totals=totals.get(shown.indicator.pk, []),
        )
        for code, before, after in changed
        for shown in [after or before]
        if shown
    ]
    return Drift(figures, [] if figures else _sentences(then, now))


def _pairs(then: QuarterlyReport, now: QuarterlyReport) -> list[tuple[str, Progress | None, Progress | None]]:
    before = {progress.indicator.code: progress for progress in then.progress.indicators}
    after = {progress.indicator.code: progress for progress in now.progress.indicators}
    return [(code, before.get(code), after.get(code)) for code in dict.fromkeys([*before, *after])]


def _changed_rows(then: QuarterlyReport, now: QuarterlyReport, code: str) -> list[tuple[str, ListRow]]:
    """Compared by all that is printed of a record but its number in the list."""
    before, after = _rows(then, code), _rows(now, code)
    both = [(before[source], row) for source, row in after.items() if source in before]
    return [
        *((ADDED, row) for source, row in after.items() if source not in before),
        *((REMOVED, row) for source, row in before.items() if source not in after),
        *((CHANGED, row) for old, row in both if old.cells[1:] != row.cells[1:]),
    ]


def _rows(paper: QuarterlyReport, code: str) -> dict[str, ListRow]:
    return {row.source: row for records in paper.lists if records.code == code for row in records.rows}


def _sentences(then: QuarterlyReport, now: QuarterlyReport) -> list[tuple[str, str]]:
    before, after = ([block.text for block in paper.blocks] for paper in (then, now))
    removed = [text for text in before if text not in after]
    added = [text for text in after if text not in before]
    return list(zip_longest(removed, added, fillvalue=""))


def _changed_totals(figures: Iterable[Progress], since: datetime) -> dict[int, list[ChangedRecord]]:
    """Targets and reported totals changed since, by indicator. No query without figures."""
    indicators = {progress.indicator.pk for progress in figures}
    totals: dict[int, list[ChangedRecord]] = defaultdict(list)
    if not indicators:
        return totals
    changed = {"indicator_id__in": indicators, "history_date__gt": since}
    for changes in _changes_by("id", history_of(Target).filter(**changed)).values():
        row = changes[0].row
        title = f"kế hoạch {row.get_kind_display()} {number(row.value)}, có hiệu lực từ {day(row.effective_from)}"
        totals[row.indicator_id].append(ChangedRecord(_how(changes), title, "", changes))
    reported = history_of(ReportedFigure).filter(**changed).select_related("place__parent", "indicator__program")
    for changes in _changes_by("id", reported).values():
        row = changes[0].row
        title = f"số báo cáo quý {row.get_quarter_display()}, {row.place}: {number(row.value)}"
        totals[row.indicator_id].append(ChangedRecord(_how(changes), title, _reported_url(row), changes))
    return totals


def _changes_by(field: str, rows: QuerySet[Any]) -> dict[int, list[Change]]:
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


class _RecordHistories:
    """The histories of the changed records, read together for each model."""

    def __init__(self, rows: Sequence[ListRow], since: datetime, user: User) -> None:
        self.since, self.user = since, user
        self.instances: dict[str, Model] = {}
        self.causes: dict[str, list[Change]] = {}
        by_model: dict[type[Model], list[int]] = defaultdict(list)
        for row in rows:
            label, _, pk = row.source.partition(":")
            by_model[apps.get_model(label)].append(int(pk))
        for model, pks in by_model.items():
            self._read(model, pks)

    def changed_record(self, how: str, row: ListRow) -> ChangedRecord:
        record = self.instances.get(row.source)
        url = ""
        if record is not None and may_open(self.user, record):
            url = record.get_absolute_url()  # type: ignore[attr-defined]  # every record has a page
        return ChangedRecord(how, row.title, url, self.causes.get(row.source, []))

    def _read(self, model: type[Model], pks: Sequence[int]) -> None:
        label = model._meta.label_lower
        found = model._default_manager.select_related(*(key.name for key in _record_keys(model))).in_bulk(pks)
        self.instances |= {f"{label}:{pk}": record for pk, record in found.items()}
        own = self._changes(model, "id", pks)
        unchanged = [pk for pk in pks if pk not in own]
        related = self._related_changes(model, unchanged, found) if unchanged else {}
        for pk in pks:
            self.causes[f"{label}:{pk}"] = own.get(pk) or related.get(pk, [])

    def _changes(self, model: type[Model], field: str, pks: Iterable[int]) -> dict[int, list[Change]]:
        """By the value of the field, newest first, without what the user may not read."""
        rows = history_of(model).filter(**{f"{field}__in": set(pks)}, history_date__gt=self.since)
        return _changes_by(field, rows.filter(model.readable_by(self.user)) if hasattr(model, "readable_by") else rows)

    def _related_changes(
        self, model: type[Model], pks: Sequence[int], found: Mapping[int, Model]
    ) -> dict[int, list[Change]]:
        """Changes of the records these point at (a certificate's cooperative), and of what else points at those."""
        related: dict[int, list[Change]] = defaultdict(list)
        for parent, attname in [(model, "pk"), *((key.related_model, key.attname) for key in _record_keys(model))]:
            parents: dict[int, int] = {pk: getattr(found[pk], attname) for pk in pks if pk in found}
            itself = [(parent, "id")] if attname != "pk" else []
            pointing = [
                (relation.related_model, relation.field.attname)
                for relation in parent._meta.related_objects
                if relation.one_to_many and issubclass(relation.related_model, Record)
            ]
            for source, field in [*itself, *pointing]:
                changes = self._changes(source, field, parents.values())
                for pk, parent_pk in parents.items():
                    related[pk] += changes.get(parent_pk, [])
        return related


def _record_keys(model: type[Model]) -> list[ForeignKey[Record]]:
    """The foreign keys to records."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and issubclass(field.related_model, Record)
    ]
