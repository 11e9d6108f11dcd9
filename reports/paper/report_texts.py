"""The texts of one report: its own passages, else the usual ones, with their fields filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from coopunion.models import OfficeIdentity
from programs.models import ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.figures.signed import signed_figures, with_signed_figures
from reports.models import RESULT, Report
from reports.models.report import Confirmation
from reports.paper import wording
from reports.paper.elements import RecordList, Sentence
from reports.paper.fields import Fields, FigureContext
from reports.paper.sections import Material, UsualSections


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
        self.office, self.period, self.progress, self.lists = office, period, progress, lists
        self.own = {passage.key: passage.text for passage in report.passages.all()} if report else {}
        causes, signed = _causes(report) if report else {}, signed_before(period)
        figures = {
            figure.indicator.code: FigureContext(
                figure,
                **_of_list(lists.get(figure.indicator.code)),
                late=_late_for_earlier(figure, signed.get(figure.indicator.code)),
                **(causes.get(figure.indicator.pk, {}) if figure.status is Status.BEHIND else {}),
            )
            for figure in progress.indicators
        }
        self.fields = Fields(progress, figures, frozenset(lists))
        self.unknown: list[str] = []
        self.untouched: list[str] = []

    def section(self, name: str) -> list[Sentence]:
        """The paragraphs of a section of reports.models.SECTIONS; none where there is nothing to say."""
        if own := self.own.get(name):
            return self._filled(own)
        usual = self.usual_section(name)
        if usual and name != "overview":  # which figures alone decide
            self.untouched.append(name)
        return self._filled(usual)

    def usual_section(self, name: str) -> str:
        """The portal's own text, from figures and records; "" where there is nothing to say."""
        return wording.overview(self.progress) if name == "overview" else self._usual_sections.text(name)

    @cached_property
    def _usual_sections(self) -> UsualSections:
        return UsualSections(self.progress, self.fields.figures, Material.read(self.period, self.progress), self.office)

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


def _of_list(records: RecordList | None) -> dict[str, Any]:
    """What a figure's sentence says of its records."""
    return {"names": records.names, "owners": records.owners, "shares": records.shares} if records else {}


def _causes(report: Report) -> dict[int, dict[str, str]]:
    """Why a figure is behind, as its departments say, by indicator: whole and by kind, named as in FigureContext."""
    causes: dict[int, list[Confirmation]] = defaultdict(list)
    for confirmation in report.confirmations.exclude(cause="").order_by("department__name"):
        causes[confirmation.indicator_id].append(confirmation)
    kinds = Confirmation.CauseKind
    return {
        indicator: {
            "cause": _joined(given),
            "objective": _joined(each for each in given if each.cause_kind == kinds.OBJECTIVE),
            "subjective": _joined(each for each in given if each.cause_kind == kinds.SUBJECTIVE),
        }
        for indicator, given in causes.items()
    }


def _joined(confirmations: Iterable[Confirmation]) -> str:
    """Departments that share a figure may give the same cause; it is written once."""
    return "; ".join(dict.fromkeys(each.cause.strip().rstrip(".") for each in confirmations))


def signed_before(period: ReportingPeriod) -> dict[str, Decimal | None]:
    """The cumulative figures signed for the quarter before, by code; empty in quarter I and where none was signed."""
    periods = ReportingPeriod.objects.filter(program=period.program, quarter=period.quarter - 1)
    before = with_signed_figures(periods).first()
    signed = signed_figures(before) if before else None
    return {code: numbers["actual"] for code, numbers in signed.by_code.items()} if signed else {}


def _late_for_earlier(progress: Progress, signed: Decimal | None) -> Decimal | None:
    """Cumulative minus the signed cumulative before minus this quarter's own; None where one of them is unknown.

    Negative where records of an earlier period were annulled since.
    """
    if progress.actual is None or progress.quarter_actual is None or signed is None:
        return None
    return progress.actual - signed - progress.quarter_actual
