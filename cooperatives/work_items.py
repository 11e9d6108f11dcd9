"""Work that inspections give people, following up recommendations, and the days of the yearly calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import capfirst

from cooperatives.deadlines import AGRICULTURE, DATA, GROUPS, RATINGS, Calendar, DueDay, due_between
from cooperatives.models import (
    Assessment,
    Cooperative,
    CooperativeGroup,
    Inspection,
    Recommendation,
    Registration,
)
from cooperatives.models.cooperative import CooperativeQuerySet
from cooperatives.models.group import CooperativeGroupQuerySet
from coopunion.models import User
from coopunion.periods import months_before
from coopunion.permissions import Permission
from coopunion.work.items import Handover, OpenWork, WorkItem

FOLLOW_UP = "Kiến nghị sau kiểm tra đến hạn"
SOON = timedelta(days=15)
CALENDAR = "Lịch đánh giá, báo cáo hằng năm"
SHOWN = 50  # all of them are in the register of inspections


def items(user: User, today: date) -> Iterator[WorkItem]:
    """Recommendations to follow up, and what the yearly calendar asks for."""
    if user.may(Permission.CHANGE_RECORDS):
        yield from _recommendations(user, today)
        yield from _calendar(user, today)


def _calendar(user: User, today: date) -> Iterator[WorkItem]:
    """The due days of the next 15 days; those of the rating until the year's end, while a cooperative is not rated."""
    ratings = [
        each for each in due_between(RATINGS, date(today.year, 1, 1), today + SOON) if each[0].year == today.year
    ]
    yield from _ratings(user, today, ratings)
    others = [row for table in (AGRICULTURE, DATA, GROUPS) for row in due_between(table, today, today + SOON)]
    operating = Cooperative.objects.operating_on(today).filter(department=user.department_id)
    if others and (operating.exists() or _groups(user).exists()):
        for day, due, calendar in others:
            yield _reminder(day, due, calendar.name, reverse("cooperatives:list"))


def _ratings(user: User, today: date, due_days: Sequence[tuple[date, DueDay, Calendar]]) -> Iterator[WorkItem]:
    unrated = not_rated(user, today).count() if due_days else 0
    for day, due, calendar in due_days if unrated else ():
        detail = f"{calendar.name}; còn {unrated} HTX của phòng chưa xếp loại năm {day.year}"
        yield _reminder(day, due, detail, reverse("cooperatives:assessment-grid", args=[day.year]))


def _reminder(day: date, due: DueDay, detail: str, url: str) -> WorkItem:
    return WorkItem(group=CALENDAR, title=capfirst(due.task), url=url, detail=detail, due_on=day)


def not_rated(user: User, today: date) -> CooperativeQuerySet:
    """The department's operating cooperatives of twelve months and more without a rating of the year."""
    rated = Assessment.objects.recorded().exclude(rating="").filter(valid_on__year=today.year)
    young = Registration.objects.founding().filter(issued_on__gt=months_before(today, 12))
    rows = Cooperative.objects.operating_on(today).filter(department=user.department_id)
    return rows.exclude(pk__in=rated.values("cooperative")).exclude(pk__in=young.values("cooperative"))


def _groups(user: User) -> CooperativeGroupQuerySet:
    return CooperativeGroup.objects.recorded().filter(department=user.department_id, ended_on__isnull=True)


def _recommendations(user: User, today: date) -> Iterator[WorkItem]:
    """Recommendations of the department's inspections that are overdue or due within 15 days, and not carried out."""
    due = Recommendation.objects.open_on(today).filter(
        inspection__department=user.department_id, due_on__lte=today + SOON
    )
    for recommendation in due.select_related("inspection__cooperative", "inspection__group")[:SHOWN]:
        yield WorkItem(
            group=FOLLOW_UP,
            title=recommendation.text,
            url=recommendation.inspection.get_absolute_url(),
            detail=str(recommendation.inspection),
            due_on=recommendation.due_on,
        )


def open_work(user: User) -> Iterator[OpenWork[Inspection]]:
    """The user's recorded inspections with open recommendations, whatever their due day."""
    followed = Inspection.objects.recorded().filter(
        created_by=user, recommendations__isnull=False, recommendations__done_on__isnull=True
    )
    yield OpenWork("Cuộc kiểm tra còn kiến nghị chưa xong", list(followed.distinct().order_by("pk")), _hand_over)


def _hand_over(inspection: Inspection, handover: Handover) -> None:
    """The receiver's department follows it up from now on; the inspection's history still shows who recorded it."""
    inspection.department = handover.department
    inspection.created_by = handover.person
    handover.note(inspection).save()
