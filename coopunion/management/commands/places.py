"""Which unit a unit of one day is on another, and which are unknown: `manage.py places --from 2020-12-31`."""

from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from coopunion.models import Place
from coopunion.models.lineage import Lineage


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Ngày “{text}” phải viết như 2020-12-31.", returncode=2) from error


class Command(BaseCommand):
    help = "Liệt kê đơn vị cấp xã của một ngày và đơn vị kế thừa; đơn vị không rõ thì nêu lý do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="since", default="2020-12-31", help="bản đồ ngày nào")
        parser.add_argument("--to", dest="until", default="", help="đến bản đồ ngày nào (hôm nay)")
        parser.add_argument("--unknown", action="store_true", help="chỉ đơn vị không rõ")

    def handle(self, *args: object, since: str, until: str, unknown: bool, **options: object) -> None:
        until_day = day_of(until) if until else timezone.localdate()
        lineage = Lineage()
        communes = Place.objects.valid_on(day_of(since)).filter(level=Place.Level.COMMUNE).select_related("parent")
        if not communes:
            raise CommandError("Chưa nạp bảng đơn vị hành chính.")
        lost = lineage.lost(communes, until_day)
        lost_ids = {unit.place.pk for unit in lost}
        if not unknown:
            for place in communes:
                if place.pk not in lost_ids:
                    now = "; ".join(unit.full_name for unit in lineage.on(place, until_day))
                    self.stdout.write(f"{place.code} {place.full_name} → {now}")
        for unit in lost:
            self.stdout.write(f"{unit.place.code} {unit.place.full_name}: {unit.reason}")
        self.stdout.write(f"{len(communes)} đơn vị cấp xã, {len(lost)} không rõ.")
