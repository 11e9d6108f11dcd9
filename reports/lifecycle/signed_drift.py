"""Signed reports whose figures differ today, for every page that shows them: by how much, and which records did it.

Counting again is done once after a change and kept: what was found holds until the newest row of a history is another.
A report's own page (reports/lifecycle/report_page.py) always counts anew, and shows who changed what and why.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TypeAlias

from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models import Model

from programs.measures import Measure
from programs.models import Program
from reports.figures.number_drift import came_and_went, in_words, number_drifts, reasons
from reports.figures.progress import Progress, QuarterProgress
from reports.figures.signed import Numbers, SignedFigures, signed_snapshots
from reports.figures.year import ProgramYear
from reports.lifecycle.changed_totals import changed_totals
from reports.models import Report, Snapshot
from reports.models.appendonly import Damaged

log = logging.getLogger(__name__)

# The apps whose records, plans and reports decide about figures; texts and confirmations of reports do not.
COUNTED_APPS = frozenset({"cooperatives", "ocop", "poverty", "programs"})
KEPT_SECONDS = 600  # a change that was still being written meanwhile may be seen so much later
DAMAGED = "bản đã duyệt không còn như lúc lưu nên không so được từng hồ sơ; hãy báo người quản trị"
NAMED_AT_MOST = 5  # records named under one figure; the rest is counted

FrozenTitles: TypeAlias = Mapping[tuple[str, str], Mapping[str, str]]
"""By the kind of list ("lists", "bases") and the indicator's code: each record's title by its source."""


@dataclass(frozen=True)
class MovedFigure:
    """A signed figure that differs today, in words."""

    code: str
    name: str
    numbers: str
    """As in "65 → 71"."""
    why: str
    """As in "thêm vào: HTX A, HTX B"."""

    @property
    def sentence(self) -> str:
        return f"{self.numbers} ({self.why})"


@dataclass(frozen=True)
class MovedReport:
    """A signed report with figures that differ today."""

    program_id: int
    quarter: int
    title: str
    program_name: str
    url: str
    """Of what changed and who changed it."""
    figures: Sequence[MovedFigure]

    @property
    def text(self) -> str:
        """As in "1a: 65 → 71; 2: 265 → 264"."""
        return "; ".join(f"{figure.code}: {figure.numbers}" for figure in self.figures)

    @property
    def sentences(self) -> str:
        return "; ".join(f"{figure.code}: {figure.sentence}" for figure in self.figures)

    def find(self, code: str) -> MovedFigure | None:
        return next((figure for figure in self.figures if figure.code == code), None)


def moved_reports(today: date) -> Sequence[MovedReport]:
    """One query where nothing was written since the last time; else those of counting every signed year."""
    key = f"signed-drift:{today}:{_newest_changes()}"
    found: Sequence[MovedReport] | None = cache.get(key)
    if found is None:
        found = tuple(_moved(today))
        cache.set(key, found, KEPT_SECONDS)
    return found


def moved_of(program: Program, today: date) -> dict[int, MovedReport]:
    """Those of one programme, by quarter."""
    return {moved.quarter: moved for moved in moved_reports(today) if moved.program_id == program.pk}


def _newest_changes() -> str:
    """A hash of the newest row of every history: it changes with everything that is written. One query."""
    columns = []
    for model in _counted_models():
        table = connection.ops.quote_name(model.history.model._meta.db_table)  # type: ignore[attr-defined]
        columns += [
            f"(SELECT MAX(history_id) FROM {table})",  # noqa: S608 - our own table
            f"(SELECT history_date FROM {table} ORDER BY history_id DESC LIMIT 1)",  # noqa: S608
        ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}")
        return sha256(repr(cursor.fetchone()).encode()).hexdigest()


def _counted_models() -> list[type[Model]]:
    found = [model for model in apps.get_models() if hasattr(model, "history")]
    return [model for model in found if model._meta.app_label in COUNTED_APPS or model is Report]


def _moved(today: date) -> Iterator[MovedReport]:
    years: dict[tuple[int, int | None], dict[int, QuarterProgress]] = {}
    for snapshot in _signed_snapshots():
        period = snapshot.report.period
        # A report that was not sent yet counts itself (reports/figures/year.py).
        own_period = None if period.sent_on else period
        key = (period.program_id, own_period.pk if own_period else None)
        if key not in years:
            years[key] = ProgramYear.read(period.program, today=today, own_period=own_period).quarters()
        figures = _moved_figures(snapshot, years[key][period.quarter])
        if figures:
            report = snapshot.report
            url = f"{report.get_absolute_url()}#so-da-doi"
            yield MovedReport(period.program_id, period.quarter, str(report), period.program.name, url, figures)


def _signed_snapshots() -> list[Snapshot]:
    """The approved snapshot of each report in force, without its content."""
    in_force: dict[int, Snapshot] = {}
    for snapshot in signed_snapshots().select_related("report__period__program").defer("content"):
        in_force.setdefault(snapshot.report.period_id, snapshot)
    return sorted(in_force.values(), key=lambda found: (-found.report.period.program.year, found.report.period.quarter))


def _moved_figures(snapshot: Snapshot, progress: QuarterProgress) -> list[MovedFigure]:
    """No query where nothing differs; else the snapshot, its changed totals and the lists of what differs."""
    then, now = SignedFigures.read(snapshot.figures), SignedFigures.of(progress)
    if then is None or now is None or then.by_code == now.by_code:
        return []
    codes = [code for code in {**then.by_code, **now.by_code} if then.by_code.get(code) != now.by_code.get(code)]
    frozen, figures = _frozen_titles(snapshot), [(code, progress.find(code)) for code in codes]
    totals = changed_totals({own.indicator.pk for _, own in figures if own}, snapshot.taken_at)
    moved = []
    for code, own in figures:
        numbers = then.by_code.get(code, {}), now.by_code.get(code, {})
        records = _changed_records(own, progress, frozen, *numbers) if own and frozen is not None else []
        own_totals = [(total.how, total.title) for total in totals.get(own.indicator.pk, ())] if own else []
        drifts = number_drifts(*numbers)
        why = reasons([*records[:NAMED_AT_MOST], *own_totals], max(0, len(records) - NAMED_AT_MOST), drifts)
        why = DAMAGED if frozen is None else why
        moved.append(MovedFigure(code, own.indicator.name if own else "", in_words(drifts), why))
    return moved


def _changed_records(
    own: Progress, progress: QuarterProgress, frozen: FrozenTitles, then: Numbers, now: Numbers
) -> list[tuple[str, str]]:
    """How and which: the records that came to the figure or its base, or left it, where its number says so."""
    changed: list[tuple[str, str]] = []
    for kind, measure, number in (("lists", own.measure, "counted"), ("bases", own.base_measure, "base")):
        if measure and then.get(number) != now.get(number):
            changed += _came_and_went(frozen.get((kind, own.indicator.code), {}), measure, progress)
    return list(dict.fromkeys(changed))  # what left the figure mostly left its base too


def _frozen_titles(snapshot: Snapshot) -> FrozenTitles | None:
    """What the frozen paper lists (reports/paper/snapshot.py), read without making the paper.

    None where the content is not what was stored: every page that shows the figure says so, and goes on.
    """
    try:
        paper = json.loads(snapshot.verified())["paper"]
    except Damaged:
        log.exception("The content of a frozen snapshot is not what was stored: %s", snapshot.pk)
        return None
    return {
        (kind, records["code"]): {row["source"]: row["title"] for row in records["rows"]}
        for kind in ("lists", "bases")
        for records in paper.get(kind, ())
    }


def _came_and_went(before: Mapping[str, str], measure: Measure, progress: QuarterProgress) -> Iterator[tuple[str, str]]:
    """How and which, of frozen titles and what is counted now. Two queries: all keys, and the records that came."""
    if progress.as_of is None:
        return
    records = measure.records(progress.as_of, progress.scope)
    label = records.model._meta.label_lower
    now = {f"{label}:{pk}": pk for pk in records.values_list("pk", flat=True)}
    came = records.in_bulk([pk for source, pk in now.items() if source not in before])
    titles = {**before, **{f"{label}:{pk}": record.title for pk, record in came.items()}}
    for how, source in came_and_went(before, now):
        if source in titles:  # one that left between the two queries is not named
            yield how, titles[source]
