"""What signed reports froze, read beside their periods: a few numbers of each indicator, and not the whole snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from programs.models import Indicator, ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress
from reports.models import Snapshot
from reports.models.report import State

# Every number that the paper prints of a figure.
PRINTED = ("actual", "quarter_actual", "target", "own_aim", "counted", "reported", "previous_year", "base")

Numbers: TypeAlias = Mapping[str, Decimal | None]
"""By the names of PRINTED."""


def numbers_of(progress: Progress) -> Numbers:
    return {name: getattr(progress, name) for name in PRINTED}


@dataclass(frozen=True)
class SignedFigures:
    """The figures of a signed report: those of the one in force, where a correction is on its way."""

    as_of: date
    """The cut-off day they were counted to."""
    by_code: Mapping[str, Numbers]
    subjects: Mapping[str, str]
    """By code, `Indicator.subject`."""

    @classmethod
    def of(cls, progress: QuarterProgress) -> SignedFigures | None:
        """What would be frozen of these figures; None of a quarter that lies ahead."""
        by_code = {own.indicator.code: numbers_of(own) for own in progress.indicators}
        subjects = {own.indicator.code: own.indicator.subject for own in progress.indicators}
        return cls(progress.as_of, by_code, subjects) if progress.as_of else None

    @classmethod
    def read(cls, frozen: Any) -> SignedFigures | None:
        """From `Snapshot.figures`."""
        if not frozen:
            return None
        by_code = {
            code: {name: None if text is None else Decimal(text) for name, text in numbers.items()}
            for code, numbers in frozen["by_code"].items()
        }
        return cls(date.fromisoformat(frozen["as_of"]), by_code, frozen["subjects"])

    @property
    def as_json(self) -> dict[str, object]:
        """What `Snapshot.figures` keeps: every number as text."""
        by_code = {
            code: {name: None if value is None else str(value) for name, value in numbers.items()}
            for code, numbers in self.by_code.items()
        }
        return {"as_of": self.as_of.isoformat(), "by_code": by_code, "subjects": dict(self.subjects)}

    def actual_of(self, indicator: Indicator) -> Decimal | None:
        """None where the report had no such figure, or counted another thing under its code."""
        if self.subjects.get(indicator.code) != indicator.subject:
            return None
        return self.by_code[indicator.code]["actual"]


def signed_snapshots() -> QuerySet[Snapshot]:
    """What was approved of signed reports; of each period the one in force comes first: the issued, else the newest."""
    issued_first = Case(When(report__state=State.ISSUED, then=0), default=1)
    return Snapshot.objects.filter(
        stage=Snapshot.Stage.APPROVED, report__state__in=(State.ISSUED, State.APPROVED)
    ).order_by(issued_first, "-report__serial", "-taken_at", "-pk")


def with_signed_figures(periods: QuerySet[ReportingPeriod]) -> QuerySet[ReportingPeriod]:
    """The periods, each with what its signed report froze: no query more."""
    of_period = signed_snapshots().filter(report__period=OuterRef("pk"))
    return periods.annotate(frozen_figures=Subquery(of_period.values("figures")[:1]))


def signed_figures(period: ReportingPeriod) -> SignedFigures | None:
    """Of a period read `with_signed_figures`; None where no report of it is signed."""
    return SignedFigures.read(period.__dict__.get("frozen_figures"))
