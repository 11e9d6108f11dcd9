"""Undoes an import as a whole: deletes what it created and restores what it changed, with rows of history for both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from coopunion.history.reverting import NAMED, CannotRevert, Reversion, by_whom, revert
from coopunion.models import JournalEntry, SignedPeriod, TableImport, User
from coopunion.models.history_rows import as_of
from coopunion.tables.importing import NeedsAnswer
from coopunion.tables.resource import table_resources
from coopunion.text import clean


def undo(pk: int, *, user: User, reason: str = "") -> TableImport:
    """Undo the import, once. Raises CannotRevert or NeedsAnswer, and then does nothing."""
    with transaction.atomic():
        row = TableImport.objects.select_for_update().get(pk=pk)
        if row.state != TableImport.State.APPLIED:
            return row
        reason = clean(reason)
        reversions = [Reversion(label, ids) for label, ids in row.written.items()]
        _refuse_if_changed(row, reversions)
        if not reason and (signed := _signed(row, reversions)):
            raise NeedsAnswer(f"Có hồ sơ thuộc kỳ đã duyệt ({signed}): ghi lý do hoàn tác.")
        reverted = revert(reversions, user=user, reason=f"Hoàn tác lần nhập {row.pk}" + (reason and f": {reason}"))
        row.written = {label: ids + reverted[label] for label, ids in row.written.items()}
        row.state, row.undone_at, row.undo_reason = TableImport.State.UNDONE, timezone.now(), reason
        row.save(update_fields=["written", "state", "undone_at", "undo_reason"])
        JournalEntry.write(
            "hoàn tác nhập từ Excel", user=user, title=f"Tệp {row.file_name}", detail=reason, url=row.get_absolute_url()
        )
        return row


def _refuse_if_changed(row: TableImport, reversions: Sequence[Reversion]) -> None:
    """Later imports that are undone, and their undoing, left each record as this one had left it."""
    passed: dict[str, list[int]] = defaultdict(list)
    undone = TableImport.objects.filter(state=TableImport.State.UNDONE, applied_at__gte=row.applied_at)
    for written in undone.values_list("written", flat=True):
        for label, ids in written.items():
            passed[label] += ids
    if changed := [later for part in reversions for later in part.changed_since(passed[part.label])]:
        listed = "; ".join(f"{as_of(later)} ({by_whom(later)})" for later in changed[:NAMED])
        raise CannotRevert(f"Sau lần nhập, {len(changed)} hồ sơ đã được sửa: {listed}. Không hoàn tác cả tệp được nữa.")


def _signed(row: TableImport, reversions: Sequence[Reversion]) -> str:
    """The approved periods that the import touched, and those approved since that hold a day of its records."""
    periods = list(SignedPeriod.objects.all())
    versions = [as_of(write.last) for part in reversions for write in part.writes.values()] if periods else []
    resource = table_resources()[row.resource]()
    days = {day for version in versions for day in resource.days_of(version)}
    since = {period.title for period in periods if any(period.holds(day) for day in days)}
    return "; ".join(sorted({*row.signed, *since}))
