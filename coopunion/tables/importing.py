"""The life of an import: checked, shown, confirmed once, written whole or not at all, and undone as a whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from coopunion.history.reverting import NAMED, CannotRevert, Reversion, by_whom, revert
from coopunion.models import JournalEntry, SignedPeriod, TableImport, User
from coopunion.models.history_rows import as_of
from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.gc_pause import fewer_gc_runs
from coopunion.tables.import_row import CHANGED, NEW, SAME, WRONG
from coopunion.tables.pipeline import check as check_rows
from coopunion.tables.plan import Plan, RegisterChanged, RegisterState
from coopunion.tables.preview import Correction, Preview, corrected
from coopunion.tables.resource import table_resources
from coopunion.tables.workbooks import parse_table
from coopunion.text import clean

State = TableImport.State
LISTED = 10


class NeedsAnswer(Exception):
    """A reason or a confirmation is missing; the message says which."""


class DataChanged(RegisterChanged):
    """The register has changed since the preview, so the file would do something else; the message names the rows.

    Nothing was written, and the preview is renewed.
    """

    def __init__(self, rows: Sequence[str]) -> None:
        more = f" và {len(rows) - LISTED} dòng khác" if len(rows) > LISTED else ""
        super().__init__(
            f"Sổ đã thay đổi từ lúc xem trước: {'; '.join(rows[:LISTED])}{more}. "
            "Chưa ghi gì; hãy xem lại bản mới dưới đây."
        )


def check(user: User, resource_name: str, file_name: str, content: bytes) -> TableImport:
    """Keep the file with its preview. Raises UnreadableTable or WrongHeadings, and then keeps nothing."""
    row = TableImport(
        resource=resource_name,
        file_name=hide_personal_numbers(clean(Path(file_name).name))[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        user=user,
    )
    row.file = content
    _check(row)
    TableImport.objects.forget_old()
    row.save()
    return row


def _check(row: TableImport, corrections: Sequence[Correction] = ()) -> Preview:
    """Read and check the row's file; what it would do is noted in the row, which is not saved."""
    table, state = table_resources()[row.resource](user=row.user), RegisterState.now(row.user)
    check_rows(table, corrected(parse_table(row.file_name, row.file, table.known_headings), corrections))
    preview = Preview.of(table, corrections)
    counts = preview.counts
    row.state = State.WRONG if counts[WRONG] else State.CHECKED
    row.rows_new, row.rows_changed, row.rows_same, row.rows_wrong = (
        counts[kind] for kind in (NEW, CHANGED, SAME, WRONG)
    )
    row.preview = preview.as_dict()
    row.plan = Plan.of(table, state).as_json() if preview.can_be_applied else ""
    return preview


@transaction.atomic
def correct(pk: int, line: int, heading: str) -> None:
    """Accept the preview's offer for a wrong cell and check the file again; without an offer nothing happens."""
    row = _locked(pk)
    if row.is_open:
        shown = Preview.from_dict(row.preview)
        if found := shown.correct(line, heading):
            _check(row, [*shown.corrections, found])
            row.save()


@transaction.atomic
def revert_correction(pk: int, line: int, heading: str) -> None:
    """Read the cell, and those corrected with it, as the file has them again."""
    row = _locked(pk)
    if row.is_open:
        corrections = Preview.from_dict(row.preview).corrections
        kept = [correction for correction in corrections if not correction.holds(line, heading)]
        if kept != corrections:
            _check(row, kept)
            row.save()


def apply(pk: int, *, reason: str = "", near_duplicates_confirmed: bool = False) -> TableImport:
    """Write what was shown, once: confirmed again, it is returned as it was written.

    Raises NeedsAnswer, or DataChanged when the preview has been renewed and must be looked at again.
    """
    with transaction.atomic():
        row = _locked(pk)
        if row.state == State.WRONG:
            raise NeedsAnswer("Tệp còn dòng lỗi nên không ghi dòng nào: sửa tệp rồi tải lên lại.")
        if row.state != State.CHECKED:
            return row
        shown, reason = Preview.from_dict(row.preview), clean(reason)
        _ask(shown, reason, near_duplicates_confirmed)
        try:
            return _write(row, shown, reason)
        except RegisterChanged:
            changes = _check(row, shown.corrections).changes_since(shown)
            if not changes:  # what was written since changes nothing of what was shown
                return _write(row, shown, reason)
            row.save()
    raise DataChanged(changes)


def _write(row: TableImport, shown: Preview, reason: str) -> TableImport:
    """RegisterChanged where the plan does not stand any more, before anything is written."""
    row.written = Plan.from_json(row.plan.plain).write(row.user, history_reason(row.file_name, reason))
    row.state, row.applied_at, row.reason = State.APPLIED, timezone.now(), reason
    row.signed = shown.signed
    row.file, row.preview, row.plan = b"", {}, ""
    row.save()
    title = table_resources()[row.resource].title
    JournalEntry.write(
        "nhập từ Excel",
        user=row.user,
        title=f"{title}: {row.rows_new} mới, {row.rows_changed} thay đổi từ tệp {row.file_name}",
        detail="; ".join(filter(None, (reason, *(f"Thay khi nhập: {change}" for change in shown.corrections)))),
        url=row.get_absolute_url(),
    )
    return row


def _locked(pk: int) -> TableImport:
    """The import, under lock: confirmations of one table wait for each other, so that each sees what others wrote."""
    resource = TableImport.objects.values_list("resource", flat=True).get(pk=pk)
    waiting = TableImport.objects.filter(resource=resource, state=State.CHECKED) | TableImport.objects.filter(pk=pk)
    list(waiting.order_by("pk").select_for_update().values_list("pk", flat=True))
    return TableImport.objects.select_related("user__department").get(pk=pk)


def _ask(preview: Preview, reason: str, near_duplicates_confirmed: bool) -> None:
    if not preview.can_be_applied:
        raise NeedsAnswer("Tệp không có dòng mới hay thay đổi nào để ghi.")
    if preview.near_duplicates and not near_duplicates_confirmed:
        raise NeedsAnswer("Có tên gần giống với hồ sơ khác: xem lại rồi đánh dấu xác nhận.")
    if preview.signed and not reason:
        raise NeedsAnswer(f"Có dòng thuộc kỳ đã duyệt ({'; '.join(preview.signed)}): ghi lý do.")


def history_reason(file_name: str, reason: str) -> str:
    """The reason of change in the history of every record."""
    return f"{reason} (tệp {file_name})" if reason else f"Nhập từ tệp {file_name}"


def drop(pk: int) -> None:
    """Delete an import that was not confirmed, with its file."""
    TableImport.objects.filter(pk=pk, state__in=TableImport.OPEN).delete()


def applied_before(row: TableImport) -> datetime | None:
    """When the same file was last written, by anybody."""
    same = TableImport.objects.filter(sha256=row.sha256, resource=row.resource, state=State.APPLIED).exclude(pk=row.pk)
    return same.values_list("applied_at", flat=True).order_by("-applied_at").first()


# Undoing


@fewer_gc_runs()
def undo(pk: int, *, user: User, reason: str = "") -> TableImport:
    """Undo the import, once. Raises CannotRevert or NeedsAnswer, and then does nothing."""
    with transaction.atomic():
        row = TableImport.objects.select_for_update().get(pk=pk)
        if row.state != State.APPLIED:
            return row
        reason = clean(reason)
        reversions = [Reversion(label, ids) for label, ids in row.written.items()]
        _refuse_if_changed(row, reversions)
        if not reason and (signed := _signed(row, reversions)):
            raise NeedsAnswer(f"Có hồ sơ thuộc kỳ đã duyệt ({signed}): ghi lý do hoàn tác.")
        reverted = revert(reversions, user=user, reason=f"Hoàn tác lần nhập {row.pk}" + (reason and f": {reason}"))
        row.written = {label: ids + reverted[label] for label, ids in row.written.items()}
        row.state, row.undone_at, row.undo_reason = State.UNDONE, timezone.now(), reason
        row.save(update_fields=["written", "state", "undone_at", "undo_reason"])
        JournalEntry.write(
            "hoàn tác nhập từ Excel", user=user, title=f"Tệp {row.file_name}", detail=reason, url=row.get_absolute_url()
        )
        return row


def _refuse_if_changed(row: TableImport, reversions: Sequence[Reversion]) -> None:
    """Later imports that are undone, and their undoing, left each record as this one had left it."""
    passed: dict[str, list[int]] = defaultdict(list)
    undone = TableImport.objects.filter(state=State.UNDONE, applied_at__gte=row.applied_at)
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
