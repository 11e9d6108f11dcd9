"""The records behind a figure, as a table or as JSON: exactly as many as the figure counts."""

from __future__ import annotations

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from coopunion import formatting
from coopunion.periods import Quarter
from programs.arguments import add_as_of, add_format, add_period, fail, read_day, read_program, read_quarter
from programs.flows_and_stocks import Flow, Scope, unit_of
from programs.measures import MEASURES, CountedRecord, Measure
from programs.models import Program, ReportingPeriod


class Command(BaseCommand):
    help = "Các hồ sơ được tính vào một con số, lũy kế từ đầu năm đến ngày chốt của quý."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--measure", required=True, help="cách đếm, ví dụ cooperatives.founded_by_union")
        parser.add_argument("--program", help="mã chương trình; cần khi năm đó có nhiều chương trình khác ngày chốt")
        add_period(parser)
        add_as_of(parser)
        add_format(parser)

    def handle(self, *args: str, **options: str | None) -> None:
        quarter = read_quarter(str(options["year"]), str(options["quarter"]))
        measure = MEASURES.get(str(options["measure"]))
        if measure is None:
            raise fail(f"Không có cách đếm “{options['measure']}”. Đang có: {', '.join(sorted(MEASURES))}.")
        program = read_program(options["program"], quarter.year) if options["program"] else None
        day = self.day(quarter, program, measure, read_day(options["as_of"]))
        scope = Scope((program,) if program else ())
        records = measure.records(day, scope) if day else ()
        rows = [record_json(record, measure) for record in records]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        kinds = measure.counts_by_kind([day], scope) if day and isinstance(measure, Flow) and measure.kinds else {}
        unit = unit_of(measure.unit, [unit for unit, counts in kinds.items() if day and counts[day]])
        self.stdout.write(f"{measure.name}, {quarter}: {formatting.number(len(rows))} {unit}")
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
        counting = [program for program in programs if program.indicators.filter(measure=measure.key).exists()]
        days = {ReportingPeriod.objects.in_quarter(program, quarter).cut_off_on for program in counting or programs}
        if len(days) > 1:
            raise fail("Các chương trình năm này chốt số liệu khác ngày: chọn một bằng --program.")
        return min(days.pop(), today)


def record_json(record: CountedRecord, measure: Measure) -> dict[str, object]:
    """`date` is the event's day, or the day a stock's condition began; `place` is the event's place, or where the
    subject of a stock has its seat."""
    day = getattr(record, measure.date_field)
    place = getattr(record, measure.place_field) if measure.place_field else None
    return {
        "id": record.pk,
        "title": record.title,
        "date": day.isoformat() if day else None,
        "place": str(place) if place else None,
        "url": record.get_absolute_url(),
    }
