"""Encrypt every ID number anew with the first of DATA_KEYS, so that the keys after it can be dropped."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from coopunion.encryption import Sealed, index_of
from coopunion.models import TableImport
from poverty.models import Household

CHUNK = 500


class Command(BaseCommand):
    help = "Mã hóa lại mọi số định danh bằng khóa đầu tiên của DATA_KEYS. Chạy lại được."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """No change of any record: values stay what they were, and so does their history."""
        rows = sum(renew(model) for model in (Household, Household.history.model))
        renew_files()
        self.stdout.write(f"Đã mã hóa lại {rows} số định danh; có thể bỏ các khóa cũ khỏi DATA_KEYS.")


def renew_files() -> None:
    """Excel files that wait to be confirmed."""
    for row in TableImport.objects.filter(state__in=TableImport.OPEN).only("pk", "content").select_for_update():
        row.file = row.file  # sealed anew
        row.save(update_fields=["content"])


def renew(model: Any) -> int:
    """Rows of a table whose number was encrypted and indexed anew."""
    rows = list(model._base_manager.exclude(id_index="").only("pk", "id_number").select_for_update())
    for row in rows:
        row.id_number = Sealed(text=row.id_number.reveal())
        row.id_index = index_of(row.id_number)
    model._base_manager.bulk_update(rows, ["id_number", "id_index"], batch_size=CHUNK)
    return len(rows)
