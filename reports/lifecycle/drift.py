"""What a frozen report would say differently today, figure by figure, and what was done to the records since.

Nothing here changes the report. A figure differs by its value, its target or its records; a record that came, went or
reads differently has a history, and where its own is silent the history of what it hangs on is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from coopunion.formatting import day, number
from coopunion.history.changes import Change, describe
from coopunion.models import Record, User
from programs.models import ReportedFigure, Target
from reports.figures.figure_records import may_open
from reports.figures.progress import Progress
from reports.paper.parts import ListRow
from reports.paper.quarterly import QuarterlyReport

SHOWN_AT_MOST = 10  # records named under one figure; the rest is counted

CAME, WENT, CHANGED = "thêm vào", "không còn", "khác đi"


@dataclass(frozen=True)
class Moved:
    """One record behind a figure: it came, went, or reads differently. `causes` are the newest changes first."""

    how: str
    title: str
    url: str
    causes: Sequence[Change]


@dataclass(frozen=True)
class FigureDrift:
    """One figure that is no longer what the paper says. None where a figure or a target was not or is not there."""

    code: str
    name: str
    unit: str
    then: Decimal | None
    now: Decimal | None
    target_then: Decimal | None
    target_now: Decimal | None
    percent_then: str
    percent_now: str
    moved: Sequence[Moved]
    unnamed: int
    """How many more records moved than are named."""
    totals: Sequence[Moved]
    """Its targets and reported totals that were changed, each with the value it was last given."""

    @property
    def only_records_moved(self) -> bool:
        """The same number of other records, or of records that read differently."""
        return bool(self.moved) and self.then == self.now and not self.target_moved

    @property
    def target_moved(self) -> bool:
        return self.target_then != self.target_now


@dataclass(frozen=True)
class Drift:
    figures: Sequence[FigureDrift]
    sentences: Sequence[tuple[str, str]]
    """Paragraphs that read differently although no figure moved: then and now, "" where there was or is none."""

    def __bool__(self) -> bool:
        return bool(self.figures or self.sentences)

    def __len__(self) -> int:
        return len(self.figures) or len(self.sentences)

    @property
    def codes(self) -> set[str]:
        return {figure.code for figure in self.figures}


def drift(then: QuarterlyReport, now: QuarterlyReport, *, since: datetime, user: User) -> Drift:
    """`since` is when `then` was frozen. No query where nothing moved; else a few for each model that did."""
    pairs = _pairs(then, now)
    rows = {code: _moved_rows(then, now, code) for code, _, _ in pairs}
    moved = [pair for pair in pairs if rows[pair[0]] or _said(pair[1]) != _said(pair[2])]
    named = {code: rows[code][:SHOWN_AT_MOST] for code, _, _ in moved}
    records = _Records([row for each in named.values() for _, row in each], since, user)
    totals = _changes_of_totals([each for _, *both in moved for each in both if each], since)
    figures = [
        FigureDrift(
            code=code,
            name=shown.indicator.name,
            unit=shown.indicator.unit,
            then=before.actual if before else None,
            now=after.actual if after else None,
            target_then=before.target if before else None,
            target_now=after.target if after else None,
            percent_then=before.percent_text if before else "",
            percent_now=after.percent_text if after else "",
            moved=[records.moved(how, row) for how, row in named[code]],
            unnamed=len(rows[code]) - len(named[code]),
            totals=totals.get(shown.indicator.pk, []),
        )
        for code, before, after in moved
        for shown in [after or before]
        if shown
    ]
    return Drift(figures, [] if figures else _sentences(then, now))


def _pairs(then: QuarterlyReport, now: QuarterlyReport) -> list[tuple[str, Progress | None, Progress | None]]:
    before = {each.indicator.code: each for each in then.progress.indicators}
    after = {each.indicator.code: each for each in now.progress.indicators}
    return [(code, before.get(code), after.get(code)) for code in dict.fromkeys([*before, *after])]


def _said(progress: Progress | None) -> tuple[Any, ...] | None:
    """Every number that the paper prints of a figure."""
    if progress is None:
        return None
    return (
        progress.actual,
        progress.quarter_actual,
        progress.target,
        progress.own_aim,
        progress.counted,
        progress.reported,
        progress.previous_year,
        progress.base,
    )


def _moved_rows(then: QuarterlyReport, now: QuarterlyReport, code: str) -> list[tuple[str, ListRow]]:
    before, after = _rows(then, code), _rows(now, code)
    return [
        *((CAME, row) for source, row in after.items() if source not in before),
        *((WENT, row) for source, row in before.items() if source not in after),
        *((CHANGED, row) for source, row in after.items() if source in before and _text(before[source]) != _text(row)),
    ]


def _rows(paper: QuarterlyReport, code: str) -> dict[str, ListRow]:
    return {row.source: row for records in paper.lists if records.code == code for row in records.rows}


def _text(row: ListRow) -> tuple[str, ...]:
    """What is printed of a record, whatever its place in the list."""
    return row.cells[1:]


def _sentences(then: QuarterlyReport, now: QuarterlyReport) -> list[tuple[str, str]]:
    before, after = ([block.text for block in paper.blocks] for paper in (then, now))
    gone = [text for text in before if text not in after]
    new = [text for text in after if text not in before]
    size = max(len(gone), len(new))
    return list(zip(gone + [""] * (size - len(gone)), new + [""] * (size - len(new)), strict=True))


def _changes_of_totals(figures: Iterable[Progress], since: datetime) -> dict[int, list[Moved]]:
    """Targets and reported totals changed since, by indicator. Nothing is asked where no figure moved."""
    indicators = {each.indicator.pk for each in figures}
    totals: dict[int, list[Moved]] = defaultdict(list)
    for model, around, told in TOTALS if indicators else ():
        rows = model.history.filter(indicator_id__in=indicators, history_date__gt=since)
        rows = rows.select_related("history_user", *around).order_by("-history_date", "-history_id")
        changes: dict[int, list[Change]] = defaultdict(list)
        for change in describe(rows):
            changes[change.row.id].append(change)
        for each in changes.values():
            row = each[0].row
            totals[row.indicator_id].append(Moved(_how(each), *told(row), each))
    return totals


def _how(changes: Sequence[Change]) -> str:
    """What became of it since, newest change first."""
    if changes[0].row.history_type == "-":
        return WENT
    return CAME if changes[-1].row.history_type == "+" else CHANGED


def _target_told(row: Any) -> tuple[str, str]:
    return f"kế hoạch {row.get_kind_display()} {number(row.value)}, có hiệu lực từ {day(row.effective_from)}", ""


def _figure_told(row: Any) -> tuple[str, str]:
    """Its quarter, place and value, and the page where it is entered."""
    title = f"số báo cáo quý {row.get_quarter_display()}, {row.place}: {number(row.value)}"
    if row.indicator is None:  # deleted since
        return title, ""
    program = row.indicator.program
    return title, reverse("programs:figures", args=[program.code, program.year, row.quarter, row.indicator.code])


# What holds a figure's totals, what is read along with its history, and how a row of it is named.
TOTALS: tuple[tuple[Any, Sequence[str], Callable[[Any], tuple[str, str]]], ...] = (
    (Target, (), _target_told),
    (ReportedFigure, ("place__parent", "indicator__program"), _figure_told),
)


class _Records:
    """The histories of the records that moved, read for all of them together."""

    def __init__(self, rows: Sequence[ListRow], since: datetime, user: User) -> None:
        self.since, self.user = since, user
        self.instances: dict[str, Model] = {}
        self.causes: dict[str, list[Change]] = {}
        by_model: dict[type[Model], list[int]] = defaultdict(list)
        for row in rows:
            label, _, pk = row.source.partition(":")
            by_model[apps.get_model(label)].append(int(pk))
        for model, ids in by_model.items():
            self._read(model, ids)

    def moved(self, how: str, row: ListRow) -> Moved:
        record = self.instances.get(row.source)
        url = record.get_absolute_url() if record is not None and may_open(self.user, record) else ""  # type: ignore[attr-defined]
        return Moved(how, row.title, url, self.causes.get(row.source, []))

    def _read(self, model: Any, ids: Sequence[int]) -> None:
        label = model._meta.label_lower
        hung = [field.name for field in model._meta.concrete_fields if _leads_to_record(field)]
        found = model._default_manager.select_related(*hung).in_bulk(ids)
        self.instances |= {f"{label}:{pk}": record for pk, record in found.items()}
        own = self._changes(model, "id", ids)
        silent = [pk for pk in ids if pk not in own]
        around = self._around(model, silent, found) if silent else {}
        for pk in ids:
            self.causes[f"{label}:{pk}"] = own.get(pk) or around.get(pk, [])

    def _changes(self, model: Any, field: str, ids: Iterable[int]) -> dict[int, list[Change]]:
        """By the value of the field, newest first; what the user may not read is left out."""
        rows = model.history.filter(**{f"{field}__in": set(ids)}, history_date__gt=self.since)
        if hasattr(model, "readable_by"):
            rows = rows.filter(model.readable_by(self.user))
        changes: dict[int, list[Change]] = defaultdict(list)
        for change in describe(rows.select_related("history_user").order_by("-history_date", "-history_id")):
            changes[getattr(change.row, field)].append(change)
        return changes

    def _around(self, model: Any, ids: Sequence[int], found: Mapping[int, Any]) -> dict[int, list[Change]]:
        """Changes of what the records hang on (a certificate's cooperative), and of what else hangs on that."""
        around: dict[int, list[Change]] = defaultdict(list)
        hung = [
            (field.related_model, field.attname) for field in model._meta.concrete_fields if _leads_to_record(field)
        ]
        for parent, attname in [(model, "pk"), *hung]:
            parents = {pk: getattr(found[pk], attname) for pk in ids if pk in found}
            told = self._of_parents(parent, set(parents.values()), itself=attname != "pk")
            for pk, key in parents.items():
                around[pk] += told[key]
        return around

    def _of_parents(self, parent: Any, ids: set[int], *, itself: bool) -> dict[int, list[Change]]:
        """Changes of these records, if they are to tell of themselves, and of the records that point at them."""
        told: dict[int, list[Change]] = defaultdict(list)
        if itself:
            told |= self._changes(parent, "id", ids)
        for relation in parent._meta.related_objects:
            if relation.one_to_many and issubclass(relation.related_model, Record):
                for key, changes in self._changes(relation.related_model, relation.field.attname, ids).items():
                    told[key] += changes
        return told


def _leads_to_record(field: Any) -> bool:
    return field.is_relation and isinstance(field.related_model, type) and issubclass(field.related_model, Record)
