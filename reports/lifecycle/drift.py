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

from django.apps import apps
from django.db.models import ForeignKey, Model

from coopunion.history.changes import Change
from coopunion.models import Record, User
from coopunion.models.history_rows import history_of
from reports.figures.figure_records import may_open
from reports.figures.number_drift import CHANGED, LABELS, NumberDrift, came_and_went, number_drifts, unexplained
from reports.figures.progress import Progress
from reports.figures.signed import numbers_of
from reports.lifecycle.changed_totals import ChangedRecord, changed_totals, changes_by
from reports.paper.elements import ListRow
from reports.paper.quarterly import QuarterlyReport

SHOWN_AT_MOST = 10  # records named under one figure; the rest is counted


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
    parts: Sequence[NumberDrift] = ()
    """Every printed number of it that differs, beside the figure and its target themselves."""
    base_records: Sequence[ChangedRecord] = ()
    """The records that began or ceased to belong to what it is a share of."""
    unnamed_base: int = 0

    @property
    def only_records_changed(self) -> bool:
        """Whether the figure is the same number of other records, or of records with other texts."""
        return bool(self.records) and self.then == self.now and not self.target_changed and not self.parts

    @property
    def is_unexplained(self) -> bool:
        """Whether no record, target or total of its own was changed."""
        return not (self.records or self.totals or self.base_records)

    @property
    def unexplained(self) -> str:
        """What it follows then."""
        return unexplained(self.parts)

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
        if rows[code] or before is None or after is None or numbers_of(before) != numbers_of(after)
    ]
    base_rows = _changed_base_rows(then, now, [code for code, *both in changed if _base_differs(*both)])
    shown = [
        row
        for code, _, _ in changed
        for listed in (rows[code], base_rows.get(code, []))
        for _, row in listed[:SHOWN_AT_MOST]
    ]
    histories = _RecordHistories(shown, since, user)
    totals = changed_totals({side.indicator.pk for _, *both in changed for side in both if side}, since)
    figures = [
        FigureDrift(
            code=code,
            name=own.indicator.name,
            then=before.actual if before else None,
            now=after.actual if after else None,
            target_then=before.target if before else None,
            target_now=after.target if after else None,
            records=histories.changed_records(rows[code]),
            unnamed=max(0, len(rows[code]) - SHOWN_AT_MOST),
            totals=totals.get(own.indicator.pk, []),
            parts=_parts(before, after),
            base_records=histories.changed_records(base_rows.get(code, [])),
            unnamed_base=max(0, len(base_rows.get(code, [])) - SHOWN_AT_MOST),
        )
        for code, before, after in changed
        for own in [after or before]
        if own
    ]
    return Drift(figures, [] if figures else _sentences(then, now))


def _parts(before: Progress | None, after: Progress | None) -> list[NumberDrift]:
    """The numbers that differ beside the figure and its target."""
    drifts = number_drifts(*(numbers_of(side) if side else {} for side in (before, after)))
    return [drift for drift in drifts if drift.label not in ("", LABELS["target"])]


def _base_differs(before: Progress | None, after: Progress | None) -> bool:
    return before is not None and after is not None and before.base != after.base


def _changed_base_rows(
    then: QuarterlyReport, now: QuarterlyReport, codes: Sequence[str]
) -> dict[str, list[tuple[str, ListRow]]]:
    """The records that came to the bases of these figures or left them. No query without codes."""
    if not codes:
        return {}
    before, after = (
        {records.code: {row.source: row for row in records.rows} for records in bases}
        for bases in (then.bases, now.with_bases().bases)
    )
    return {code: _came_and_went(before[code], after[code]) for code in codes if code in before and code in after}


def _came_and_went(before: Mapping[str, ListRow], after: Mapping[str, ListRow]) -> list[tuple[str, ListRow]]:
    return [(how, {**before, **after}[source]) for how, source in came_and_went(before, after)]


def _pairs(then: QuarterlyReport, now: QuarterlyReport) -> list[tuple[str, Progress | None, Progress | None]]:
    before = {progress.indicator.code: progress for progress in then.progress.indicators}
    after = {progress.indicator.code: progress for progress in now.progress.indicators}
    return [(code, before.get(code), after.get(code)) for code in dict.fromkeys([*before, *after])]


def _changed_rows(then: QuarterlyReport, now: QuarterlyReport, code: str) -> list[tuple[str, ListRow]]:
    """Compared by all that is printed of a record but its number in the list."""
    before, after = _rows(then, code), _rows(now, code)
    both = [(before[source], row) for source, row in after.items() if source in before]
    changed = [(CHANGED, row) for old, row in both if old.cells[1:] != row.cells[1:]]
    return [*_came_and_went(before, after), *changed]


def _rows(paper: QuarterlyReport, code: str) -> dict[str, ListRow]:
    return {row.source: row for records in paper.lists if records.code == code for row in records.rows}


def _sentences(then: QuarterlyReport, now: QuarterlyReport) -> list[tuple[str, str]]:
    before, after = ([block.text for block in paper.blocks] for paper in (then, now))
    removed = [text for text in before if text not in after]
    added = [text for text in after if text not in before]
    return list(zip_longest(removed, added, fillvalue=""))


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

    def changed_records(self, rows: Sequence[tuple[str, ListRow]]) -> list[ChangedRecord]:
        """The first of these rows."""
        return [self._changed_record(how, row) for how, row in rows[:SHOWN_AT_MOST]]

    def _changed_record(self, how: str, row: ListRow) -> ChangedRecord:
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
        return changes_by(field, rows.filter(model.readable_by(self.user)) if hasattr(model, "readable_by") else rows)

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
