"""The records behind a figure as a page shows them: households of other departments unlinked, by code and commune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from coopunion.models import User
from coopunion.permissions import Permission
from poverty.models import HouseholdEvent
from programs.measures import Measure
from programs.models import ReportedFigure
from reports.progress import Progress, QuarterProgress


@dataclass(frozen=True)
class EvidenceRow:
    """One counted record; `url` is empty where the reader may not open it."""

    title: str
    place: str
    detail: str
    day: date | None
    url: str


@dataclass(frozen=True)
class Evidence:
    """What stands behind an indicator's cumulative figure."""

    progress: Progress
    rows: Sequence[EvidenceRow]
    figures: Sequence[ReportedFigure]


class LazyRows(Sequence[EvidenceRow]):
    """The rows of a queryset, read a page at a time; its length is the count of the same queryset."""

    def __init__(self, records: QuerySet[Any], measure: Measure, user: User) -> None:
        self._records, self._user = records, user
        self._date_field, self._place_field = measure.date_field, measure.place_field

    def __len__(self) -> int:
        return self._records.count()

    def __getitem__(self, wanted):
        return [self._row(record) for record in self._records[wanted]]

    def _row(self, record: Any) -> EvidenceRow:
        place = getattr(record, self._place_field) if self._place_field else None
        return EvidenceRow(
            title=record.title,
            place=str(place) if place else "",
            detail=record.detail,
            day=getattr(record, self._date_field),
            url=record.get_absolute_url() if may_open(self._user, record) else "",
        )


def may_open(user: User, record: Model) -> bool:
    """Whether the record's own page answers this user."""
    if not isinstance(record, HouseholdEvent):
        return True
    if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
        return True
    return user.may(Permission.VIEW_OWN_HOUSEHOLDS) and record.household.department_id == user.department_id


def figure_evidence(quarter: QuarterProgress, code: str, *, user: User) -> Evidence | None:
    """None when the programme has no such indicator; no rows for a quarter that lies ahead."""
    progress = next((each for each in quarter.indicators if each.indicator.code == code), None)
    if progress is None:
        return None
    measure = progress.measure
    return Evidence(
        progress=progress,
        rows=LazyRows(measure.records(quarter.as_of, quarter.scope), measure, user)
        if measure and quarter.as_of
        else (),
        figures=progress.figures,
    )
