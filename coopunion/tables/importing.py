"""An import from upload to writing: checked, shown, confirmed once, then written whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from coopunion.models import JournalEntry, TableImport, User
from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.corrections import Correction, corrected
from coopunion.tables.preview import CHANGED, NEW, SAME, WRONG, Preview
from coopunion.tables.registry import table_resources
from coopunion.tables.resource import TableResource
from coopunion.tables.workbooks import SheetTable, parse_table
from coopunion.text import clean

State = TableImport.State


class NeedsAnswer(Exception):
    """A reason or a confirmation is missing; the message says which."""


class DataChanged(Exception):
    """The register has changed since the preview, so the file would do something else; nothing was written."""


def check(user: User, resource_name: str, file_name: str, content: bytes) -> TableImport:
    """Keep the file with its preview. Raises UnreadableTable or WrongHeadings, and then keeps nothing."""
    resource, table = _open(resource_name, user, "", file_name, content)
    preview = Preview.of(resource, resource.run(table, dry_run=True))
    TableImport.objects.forget_old()
    row = TableImport(
        resource=resource_name,
        file_name=hide_personal_numbers(clean(Path(file_name).name))[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        user=user,
    )
    row.file = content
    _show(row, preview)
    return row


def _open(
    resource_name: str,
    user: User | None,
    reason: str,
    file_name: str,
    content: bytes,
    corrections: Iterable[Correction] = (),
) -> tuple[TableResource, SheetTable]:
    resource = table_resources()[resource_name](user=user, reason=reason)
    return resource, corrected(parse_table(file_name, content, resource.known_headings), corrections)


def _check_again(row: TableImport, corrections: Sequence[Correction]) -> None:
    resource, table = _open(row.resource, row.user, "", row.file_name, row.file, corrections)
    _show(row, Preview.of(resource, resource.run(table, dry_run=True), corrections))


@transaction.atomic
def correct(pk: int, line: int, heading: str) -> None:
    """Accept the preview's offer for a wrong cell and check the file again; without an offer nothing happens."""
    row = _locked(pk)
    if row.is_open:
        shown = Preview.from_dict(row.preview)
        if found := shown.correct(line, heading):
            _check_again(row, [*shown.corrections, found])


@transaction.atomic
def revert_correction(pk: int, line: int, heading: str) -> None:
    """Read the cell, and those corrected with it, as the file has them again."""
    row = _locked(pk)
    if row.is_open:
        corrections = Preview.from_dict(row.preview).corrections
        kept = [correction for correction in corrections if not correction.holds(line, heading)]
        if kept != corrections:
            _check_again(row, kept)


def _show(row: TableImport, preview: Preview) -> None:
    """Put the preview into the row and save it."""
    row.preview = preview.as_dict()
    row.state = State.WRONG if preview.counts[WRONG] or preview.faults else State.CHECKED
    _count(row, preview)
    row.save()


def _count(row: TableImport, preview: Preview) -> None:
    counts = preview.counts
    row.rows_new, row.rows_changed = counts[NEW], counts[CHANGED]
    row.rows_same, row.rows_wrong = counts[SAME], counts[WRONG]


def apply(pk: int, *, reason: str = "", near_duplicates_confirmed: bool = False) -> TableImport:
    """Write the import, once: confirmed again, it is returned as it was written.

    Raises NeedsAnswer, or DataChanged when the preview has been renewed and must be looked at again.
    """
    try:
        with transaction.atomic():
            return _apply(pk, clean(reason), near_duplicates_confirmed)
    except DataChanged:
        with transaction.atomic():
            row = _locked(pk)
            if row.state == State.CHECKED:
                _check_again(row, Preview.from_dict(row.preview).corrections)
        raise


def _apply(pk: int, reason: str, near_duplicates_confirmed: bool) -> TableImport:
    row = _locked(pk)
    if row.state == State.WRONG:
        raise NeedsAnswer("Tệp còn dòng lỗi nên không ghi dòng nào: sửa tệp rồi tải lên lại.")
    if row.state != State.CHECKED:
        return row
    shown = Preview.from_dict(row.preview)
    _ask(shown, reason, near_duplicates_confirmed)
    why = history_reason(row.file_name, reason)
    resource, table = _open(row.resource, row.user, why, row.file_name, row.file, shown.corrections)
    result = resource.run(table)
    if result.has_errors() or result.has_validation_errors():
        raise DataChanged
    preview = Preview.of(resource, result)
    if _comparable(preview) != _comparable(shown):
        raise DataChanged
    row.state, row.applied_at, row.reason = State.APPLIED, timezone.now(), reason
    row.signed = shown.signed
    row.written, row.file, row.preview = resource.written, b"", {}
    row.save()
    JournalEntry.write(
        "nhập từ Excel",
        user=row.user,
        title=f"{resource.title}: {row.rows_new} mới, {row.rows_changed} thay đổi từ tệp {row.file_name}",
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


def _comparable(preview: Preview) -> list[tuple[object, ...]]:
    """Without the primary keys of new rows, which they get by being written."""
    return [
        (row.number, row.kind, row.cells, row.old, row.near_duplicates, row.record if row.kind != NEW else None)
        for row in preview.rows
    ]


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
