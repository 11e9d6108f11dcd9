"""Load the demonstration year 2020 (and an illustrative 2019). Run again, it changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cooperatives.models import Cooperative
from coopunion.models import User
from programs.models import Program
from reports.demo.loading import load_files
from reports.demo.office import issue_reports, set_up_office


class Command(BaseCommand):
    help = "Nạp bản minh họa năm 2020; chỉ chạy khi DEMO=true."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ nạp bản minh họa khi DEMO=true.")
        loaded = User.objects.filter(is_demo=True).exists()
        if not loaded and (Cooperative.objects.exists() or Program.objects.exists()):
            raise CommandError("Cổng đã có hồ sơ thật; không nạp bản minh họa vào cùng.")
        set_up_office()
        if loaded:
            self.stdout.write("Bản minh họa đã có, giữ nguyên.")
            return
        load_files()
        plan_by_what_is_there()
        issue_reports()
        self.stdout.write("Đã nạp bản minh họa: Chương trình 190 năm 2020, kèm năm 2019 minh họa.")


def plan_by_what_is_there() -> None:
    """So many rows at once: the database counts them now, and not when it next happens to."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
