"""The texts of one report: its own passages, else the usual ones, with their fields filled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from coopunion.models import OfficeIdentity
from programs.models import ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.models import RESULT, Report, Snapshot
from reports.models.report import State
from reports.paper import wording
from reports.paper.elements import RecordList, Sentence
from reports.paper.fields import Fields, FigureContext
from reports.paper.serialization import deserialize


class ReportTexts:
    """Reads once: passages, causes given with confirmations, the figures signed a quarter earlier."""

    def __init__(
        self,
        report: Report | None,
        period: ReportingPeriod,
        progress: QuarterProgress,
        lists: Mapping[str, RecordList],
        office: OfficeIdentity,
    ) -> None:
        self.office, self.progress, self.lists = office, progress, lists
        self.own = {passage.key: passage.text for passage in report.passages.all()} if report else {}
        causes, signed = _causes(report) if report else {}, signed_before(period)
        figures = {
            figure.indicator.code: FigureContext(
                figure,
                names=[row.title for row in lists[figure.indicator.code].rows]
                if figure.indicator.code in lists
                else [],
                late=_late_for_earlier(figure, signed.get(figure.indicator.code)),
                cause=causes.get(figure.indicator.pk, "") if figure.status is Status.BEHIND else "",
            )
            for figure in progress.indicators
        }
        self.fields = Fields(progress, figures, frozenset(lists))
        self.unknown: list[str] = []

    def section(self, name: str) -> list[Sentence]:
        """The paragraphs of a section of reports.models.SECTIONS."""
        return self._filled(self.own.get(name) or self.usual_section(name))

    def usual_section(self, name: str) -> str:
        """The customary text; the overview of the tasks is computed from the figures."""
        if name == "overview":
            return wording.overview(self.progress)
        return wording.skeleton(self.progress.quarter, self.office)[name]

    def result(self, code: str) -> list[Sentence]:
        """The paragraphs on one indicator in section II."""
        own = self.own.get(f"{RESULT}{code}")
        if not own:
            return [self.usual_result(code)]
        sentences, cause = self._filled(own), self.fields.figures[code].cause
        if cause and not any(cause in sentence.text for sentence in sentences):  # confirmed after the text was written
            sentences[-1] = replace(sentences[-1], text=f"{sentences[-1].text} Nguyên nhân: {cause}.")
        return sentences

    def usual_result(self, code: str) -> Sentence:
        """The portal's own sentence, with the departments' causes where the figure is behind."""
        return wording.result(self.fields.figures[code], self.lists[code].where if code in self.lists else "")

    def _filled(self, text: str) -> list[Sentence]:
        paragraphs = [self.fields.fill(line.strip()) for line in text.splitlines() if line.strip()]
        self.unknown += [name for paragraph in paragraphs for name in paragraph.unknown]
        return [paragraph.sentence for paragraph in paragraphs]


def _causes(report: Report) -> dict[int, str]:
    """Why a figure is behind, as its departments say, by indicator."""
    causes: dict[int, list[str]] = {}
    for confirmation in report.confirmations.exclude(cause="").order_by("department__name"):
        causes.setdefault(confirmation.indicator_id, []).append(confirmation.cause.strip().rstrip("."))
    # Departments that share a figure may give the same cause; it is written once.
    return {indicator: "; ".join(dict.fromkeys(given)) for indicator, given in causes.items()}


def signed_before(period: ReportingPeriod) -> dict[str, Decimal | None]:
    """The cumulative figures signed for the quarter before, by code; empty in quarter I and where none was signed."""
    snapshot = (
        Snapshot.objects.filter(
            report__period__program=period.program,
            report__period__quarter=period.quarter - 1,
            report__state__in=(State.APPROVED, State.ISSUED),
        )
        .order_by("report__serial", "pk")
        .last()
    )
    if snapshot is None:
        return {}
    progress = deserialize(QuarterProgress, json.loads(snapshot.verified())["paper"]["progress"])
    return {figure.indicator.code: figure.actual for figure in progress.indicators}


def _late_for_earlier(progress: Progress, signed: Decimal | None) -> Decimal | None:
    """Cumulative minus the signed cumulative before minus this quarter's own; None where one of them is unknown.

    Negative where records of an earlier period were annulled since.
    """
    if progress.actual is None or progress.quarter_actual is None or signed is None:
        return None
    return progress.actual - signed - progress.quarter_actual
