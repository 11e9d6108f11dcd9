"""Encrypts every ID number again with the first of DATA_KEYS, so that the other keys can be dropped."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.db import transaction

from coopunion.encryption import Sealed, index_of
from coopunion.models import TableImport
from poverty.models import Household

CHUNK = 500


class Command(BaseCommand):
    help = "Mã hóa lại mọi số định danh bằng khóa đầu tiên của DATA_KEYS. Chạy lại được."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        """Values stay the same, so no record changes and no history row is written."""
        rows = sum(renew(model) for model in (Household, Household.history.model))
        renew_files()
        self.stdout.write(f"Đã mã hóa lại {rows} số định danh; có thể bỏ các khóa cũ khỏi DATA_KEYS.")


def renew_files() -> None:
    """Encrypt again the Excel files that wait to be confirmed, and what they would write."""
    for row in TableImport.objects.filter(state__in=TableImport.OPEN).only("pk", "content", "plan").select_for_update():
        row.file = row.file  # encrypted by the setter
        row.plan = row.plan.plain
        row.save(update_fields=["content", "plan"])


def renew(model: type[Household]) -> int:
    """Encrypt and index the ID numbers of households, or of their history, again; returns the number of rows."""
    rows = list(model._base_manager.exclude(id_index="").only("pk", "id_number").select_for_update())
    for row in rows:
        row.id_number = Sealed(text=row.id_number.reveal())
        row.id_index = index_of(row.id_number)
    model._base_manager.bulk_update(rows, ["id_number", "id_index"], batch_size=CHUNK)
    return len(rows)
