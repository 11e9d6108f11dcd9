"""Work that requests about personal data give the department that keeps the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.work.items import WorkItem
from poverty.models import DataRequest

REQUESTS = "Yêu cầu về dữ liệu cá nhân"


def items(user: User, today: date) -> Iterator[WorkItem]:
    """The department's open requests: to be answered first, then to be carried out."""
    if not user.may(Permission.CHANGE_RECORDS):
        return
    rows = DataRequest.objects.open().filter(department=user.department_id).select_related("household")
    for request in rows.order_by("received_on", "pk"):
        waits = request.replied_on is None
        yield WorkItem(
            group=REQUESTS,
            title=str(request),
            url=request.get_absolute_url(),
            detail="Chưa trả lời" if waits else "Đã trả lời, chưa thực hiện xong",
            due_on=request.reply_due_on if waits else request.due_on,
        )
