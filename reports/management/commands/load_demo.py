"""Load the demonstration year 2020 (and an illustrative 2019). Run again, it changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cooperatives.models import Cooperative
from coopunion.models import User
from programs.models import Program
from reports.demo.cooperatives import make_cooperatives
from reports.demo.office import ADVICE, POLICY, assign, import_tables, issue_reports, let_sign, set_up_office
from reports.demo.outcomes import (
    make_chains,
    make_groups,
    make_households,
    make_inspections,
    make_products,
)
from reports.demo.work import (
    make_cooperative_supports,
    make_donors,
    make_dossier_steps,
    make_memberships,
    make_recommendations,
)


class Command(BaseCommand):
    help = "Nạp bản minh họa năm 2020; chỉ chạy khi DEMO=true."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ nạp bản minh họa khi DEMO=true.")
        loaded = User.objects.filter(is_demo=True).exists()
        if not loaded and (Cooperative.objects.exists() or Program.objects.exists()):
            raise CommandError("Cổng đã có hồ sơ thật; không nạp bản minh họa vào cùng.")
        departments = set_up_office()
        if loaded:
            self.stdout.write("Bản minh họa đã có, giữ nguyên.")
            return
        policy, advice = departments[POLICY], departments[ADVICE]
        import_tables(User.objects.get(username="canbo"))
        assign(User.objects.get(username="quantri"), departments)
        let_sign()
        lives = make_cooperatives(policy)
        groups = make_groups(policy)
        make_inspections(policy, lives, groups)
        make_chains(policy, lives)
        make_products(advice, lives)
        make_households((advice, policy))
        make_cooperative_supports(advice, lives, groups[2020])
        make_memberships(policy, lives)
        make_recommendations()
        make_dossier_steps()
        make_donors()
        plan_by_what_is_there()
        issue_reports()
        self.stdout.write("Đã nạp bản minh họa: Chương trình 190 năm 2020, kèm năm 2019 minh họa.")


def plan_by_what_is_there() -> None:
    """So many rows at once: the database counts them now, and not when it next happens to."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
