"""The figures signed for the quarter before, and what was entered for it since ("bổ sung kỳ trước")."""

from __future__ import annotations

import json
from decimal import Decimal

from programs.models import ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress
from reports.models import Snapshot
from reports.models.report import State
from reports.paper.serialization import deserialize


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


def late_for_earlier(progress: Progress, signed: Decimal | None) -> Decimal | None:
    """Cumulative minus the signed cumulative before minus this quarter's own; None where one of them is unknown.

    Negative where records of an earlier period were annulled since.
    """
    if progress.actual is None or progress.quarter_actual is None or signed is None:
        return None
    return progress.actual - signed - progress.quarter_actual
