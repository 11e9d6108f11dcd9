"""Work that inspections give people: following up recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cooperatives.models import Inspection, Recommendation
from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.work.items import Handover, OpenWork, WorkItem

FOLLOW_UP = "Kiến nghị sau kiểm tra đến hạn"
SOON = timedelta(days=15)
SHOWN = 50  # all of them are in the register of inspections


def items(user: User, today: date) -> Iterator[WorkItem]:
    """Recommendations of the department's inspections that are overdue or due within 15 days, and not carried out."""
    if not user.may(Permission.CHANGE_RECORDS):
        return
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
