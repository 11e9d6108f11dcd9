"""What the figures give people to do: how the indicators stand that were assigned to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.urls import reverse

from coopunion.formatting import number
from coopunion.models import User
from coopunion.periods import Quarter
from coopunion.work import WorkItem
from programs.models import Assignment, Program
from reports.progress import Progress, Status
from reports.year import year_progress

BEHIND, OWN = "Chỉ tiêu đang chậm", "Chỉ tiêu được phân công"


def items(user: User, today: date) -> Iterator[WorkItem]:
    """The user's indicators of the latest year there is: those behind first, then how the others stand."""
    mine = set(Assignment.objects.of_user(user).values_list("indicator_id", flat=True))
    latest = Program.objects.filter(year__lte=today.year).aggregate(Max("year"))["year__max"]
    found: list[WorkItem] = []
    for program in Program.objects.filter(year=latest, indicators__in=mine).distinct():
        quarter = Quarter.containing(today).number if program.year == today.year else 4
        standing = year_progress(program, today=today)[quarter].indicators
        found += [_item(program, each) for each in standing if each.indicator.pk in mine]
    yield from sorted(found, key=lambda item: item.group != BEHIND)


def _item(program: Program, progress: Progress) -> WorkItem:
    indicator, quarter = progress.indicator, progress.quarter
    against = f" / {number(progress.target)}" if progress.target else ""
    return WorkItem(
        group=BEHIND if progress.status is Status.BEHIND else OWN,
        title=f"{indicator.code}. {indicator.name}",
        url=reverse("reports:figure", args=[program.code, program.year, quarter.number, indicator.code]),
        detail=f"{number(progress.actual)}{against} {indicator.unit} đến {quarter}",
        status=progress.status or "",
        status_label=progress.status_label if progress.status else "",
    )
