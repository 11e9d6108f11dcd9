"""The records behind a figure, as a table or as JSON: exactly as many as the figure counts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from coopunion import formatting
from coopunion.periods import Quarter
from programs.arguments import (
    add_as_of,
    add_format,
    add_period,
    cut_off_of,
    fail,
    read_day,
    read_program,
    read_quarter,
)
from programs.measures import MEASURES, Measure, Scope
from programs.models import Program


class Command(BaseCommand):
    help = "Các hồ sơ được tính vào một con số, lũy kế từ đầu năm đến ngày chốt của quý."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--measure", required=True, help="cách đếm, ví dụ cooperatives.founded_by_union")
        parser.add_argument("--program", help="mã chương trình; cần khi năm đó có nhiều chương trình khác ngày chốt")
        add_period(parser)
        add_as_of(parser)
        add_format(parser)

    def handle(self, *args, **options) -> None:
        quarter = read_quarter(options["year"], options["quarter"])
        measure = MEASURES.get(options["measure"])
        if measure is None:
            raise fail(f"Không có cách đếm “{options['measure']}”. Đang có: {', '.join(sorted(MEASURES))}.")
        program = read_program(options["program"], quarter.year) if options["program"] else None
        day = self.day(quarter, program, measure, read_day(options["as_of"]))
        rows = (
            [record_json(row, measure) for row in measure.records(day, Scope((program,) if program else ()))]
            if day
            else []
        )
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{measure.name}, {quarter}: {formatting.number(len(rows))} {measure.unit}")
        for row in rows:
            self.stdout.write("  ".join(str(row[key] or formatting.NOTHING) for key in ("date", "title", "place")))

    def day(self, quarter: Quarter, program: Program | None, measure: Measure, as_of: date | None) -> date | None:
        """The as-of day; None for a quarter that lies ahead."""
        today = timezone.localdate()
        if as_of is not None:
            if as_of.year != quarter.year or as_of > min(quarter.ends_on, today):
                raise fail(f"Ngày {formatting.day(as_of)} không dùng được cho {quarter}.")
            return as_of if as_of >= quarter.starts_on else None
        if quarter.starts_on > today:
            return None
        programs = [program] if program else list(Program.objects.filter(year=quarter.year))
        if not programs:
            raise fail(f"Không có chương trình nào năm {quarter.year}.")
        named = [each for each in programs if each.indicators.filter(measure=measure.key).exists()] or programs
        days = {cut_off_of(each, quarter) for each in named}
        if len(days) > 1:
            raise fail("Các chương trình năm này chốt số liệu khác ngày: chọn một bằng --program.")
        return min(days.pop(), today)


def record_json(row: Any, measure: Measure) -> dict[str, Any]:
    """`date` is the event's day, or the day a stock's condition began; `place` is the event's place, or where the
    subject of a stock has its seat."""
    day = getattr(row, measure.date_field)
    place = getattr(row, measure.place_field) if measure.place_field else None
    return {
        "id": row.pk,
        "title": row.title,
        "date": day.isoformat() if day else None,
        "place": str(place) if place else None,
        "url": row.get_absolute_url(),
    }
