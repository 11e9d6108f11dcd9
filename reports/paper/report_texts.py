"""The texts of one report: its own passages, else the usual ones, with their fields filled."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from coopunion.formatting import padded
from coopunion.models import Office
from programs.models import ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.models import RESULT, Report
from reports.paper import wording
from reports.paper.elements import RecordList
from reports.paper.fields import Fields, FigureContext
from reports.paper.sentences import Sentence
from reports.paper.signed_figures import late_for_earlier, signed_before


class ReportTexts:
    """Reads once: passages, causes given with confirmations, the figures signed a quarter earlier."""

    def __init__(
        self,
        report: Report | None,
        period: ReportingPeriod,
        progress: QuarterProgress,
        lists: Mapping[str, RecordList],
        office: Office,
    ) -> None:
        self.office = office
        self.progress = progress
        self.lists = lists
        self.own = {passage.key: passage.text for passage in report.passages.all()} if report else {}
        self.causes = _causes(report) if report else {}
        signed = signed_before(period)
        self.late: dict[str, Decimal | None] = {
            figure.indicator.code: late_for_earlier(figure, signed.get(figure.indicator.code))
            for figure in progress.indicators
        }
        figures = {figure.indicator.code: self._context(figure) for figure in progress.indicators}
        self.fields = Fields(progress, figures, frozenset(lists))
        self.unknown: list[str] = []

    def _context(self, progress: Progress) -> FigureContext:
        code = progress.indicator.code
        late = self.late[code]
        return FigureContext(progress, self.names(code), padded(late) if late else "", self.cause(progress))

    def names(self, code: str) -> list[str]:
        records = self.lists.get(code)
        return [row.title for row in records.rows] if records else []

    def section(self, name: str) -> list[Sentence]:
        """The paragraphs of a section of reports.models.SECTIONS."""
        return self._filled(self.own.get(name) or self.usual_section(name))

    def usual_section(self, name: str) -> str:
        """The customary text; the overview of the tasks is computed from the figures."""
        if name == "overview":
            return wording.overview(self.progress)
        return wording.skeleton(self.progress.quarter, self.office)[name]

    def result(self, progress: Progress) -> list[Sentence]:
        """The paragraphs on one indicator in section II."""
        own = self.own.get(f"{RESULT}{progress.indicator.code}")
        if not own:
            return [self.usual_result(progress)]
        sentences, cause = self._filled(own), self.cause(progress)
        if cause and not any(cause in sentence.text for sentence in sentences):
            sentences[-1] = _with_cause(sentences[-1], cause)  # confirmed after the text was written
        return sentences

    def cause(self, progress: Progress) -> str:
        """Why a figure is behind, as its departments say; empty for one that is not."""
        return self.causes.get(progress.indicator.pk, "") if progress.status is Status.BEHIND else ""

    def usual_result(self, progress: Progress) -> Sentence:
        """The portal's own sentence, with the departments' causes where the figure is behind."""
        code = progress.indicator.code
        records = self.lists.get(code)
        where = records.where if records else ""
        return wording.result(progress, self.names(code), where, late=self.late[code], cause=self.cause(progress))

    def _filled(self, text: str) -> list[Sentence]:
        paragraphs = [self.fields.fill(line.strip()) for line in text.splitlines() if line.strip()]
        self.unknown += [name for paragraph in paragraphs for name in paragraph.unknown]
        return [paragraph.sentence for paragraph in paragraphs]


def _with_cause(sentence: Sentence, cause: str) -> Sentence:
    return Sentence(f"{sentence.text} Nguyên nhân: {cause}.", sentence.links)


def _causes(report: Report) -> dict[int, str]:
    """Why a figure is behind, as its departments say, by indicator."""
    causes: dict[int, list[str]] = {}
    for confirmation in report.confirmations.exclude(cause="").order_by("department__name"):
        causes.setdefault(confirmation.indicator_id, []).append(confirmation.cause.strip().rstrip("."))
    # Departments that share a figure may give the same cause; it is written once.
    return {indicator: "; ".join(dict.fromkeys(given)) for indicator, given in causes.items()}
