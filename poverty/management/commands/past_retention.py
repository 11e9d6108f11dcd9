"""Lists the households whose personal data has been kept too long, by code and commune, for a monthly task."""

from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from coopunion.formatting import day as day_text
from poverty.personal_data import kept_too_long


class Command(BaseCommand):
    help = "Liệt kê hộ có dữ liệu cá nhân đã giữ quá RETENTION_YEARS năm. Không xóa gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="mặc định: hôm nay")

    def handle(self, *, as_of: date | None, **options: object) -> None:
        households = kept_too_long(as_of or timezone.localdate())
        for household in households:
            last = day_text(household.last_event_on)
            self.stdout.write(f"{household.department.code}\t{household.code}\t{household.place}\t{last}")
        self.stdout.write(f"{len(households)} hộ đã quá thời hạn lưu giữ.")
