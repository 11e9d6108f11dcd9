"""The progress of a programme in a quarter, as a table or as JSON. The keys are a public interface."""

from __future__ import annotations

import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from coopunion import formatting
from programs.arguments import add_as_of, add_format, add_period, fail, read_day, read_program, read_quarter
from reports.figures.progress import Progress, QuarterProgress
from reports.figures.year import quarter_progress


class Command(BaseCommand):
    help = "Tiến độ các chỉ tiêu của một chương trình trong một quý."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--program", required=True, help="mã chương trình, ví dụ 190")
        add_period(parser)
        add_as_of(parser)
        add_format(parser)

    def handle(
        self, *, program: str, year: str, quarter: str, as_of: str | None, format: str, **options: object
    ) -> None:
        span = read_quarter(year, quarter)
        plan = read_program(program, span.year)
        try:
            progress = quarter_progress(plan, span.number, today=timezone.localdate(), as_of=read_day(as_of))
        except ValueError as error:
            raise fail(str(error)) from error
        if format == "json":
            self.stdout.write(json.dumps(as_json(progress), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_table(progress))


def plain(value: Decimal | None) -> int | float | None:
    """A JSON number: whole values without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_json(progress: QuarterProgress) -> dict[str, object]:
    return {
        "program": progress.program.code,
        "year": progress.program.year,
        "quarter": progress.quarter.number,
        "as_of": progress.as_of.isoformat() if progress.as_of else None,
        "indicators": [indicator_json(indicator) for indicator in progress.indicators],
    }


def indicator_json(progress: Progress) -> dict[str, object]:
    indicator = progress.indicator
    return {
        "code": indicator.code,
        "task": indicator.task.number if indicator.task else None,
        "name": indicator.name,
        "unit": indicator.unit,
        "measure": indicator.measure or None,
        "kind": progress.kind,
        "target": plain(progress.target),
        "due": plain(progress.due),
        "quarter_actual": plain(progress.quarter_actual),
        "actual": plain(progress.actual),
        "counted": plain(progress.counted),
        "reported": plain(progress.reported),
        "previous_year": plain(progress.previous_year),
        "ratio": None if progress.ratio is None else float(progress.ratio),
        "percent_text": progress.percent_text,
        "status": progress.status.value if progress.status else None,
    }


def as_table(progress: QuarterProgress) -> str:
    heading = ("Mã", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Quý", "Lũy kế", "Tỷ lệ", "Cùng kỳ", "Tình trạng")
    rows = [_table_row(indicator) for indicator in progress.indicators]
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    numeric = range(3, 8)
    lines = [
        "  ".join(
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [heading, *rows]
    ]
    day = f"số liệu đến {formatting.day(progress.as_of)}" if progress.as_of else "quý chưa đến, chưa có số liệu"
    return "\n".join([f"{progress.program.name}, {progress.quarter}: {day}", *lines])


def _table_row(progress: Progress) -> tuple[str, ...]:
    return (
        progress.indicator.code,
        progress.indicator.name,
        progress.indicator.unit,
        formatting.number(progress.target),
        progress.quarter_text,
        formatting.number(progress.actual),
        progress.percent_text,
        formatting.number(progress.previous_year),
        progress.status_label if progress.status else formatting.NOTHING,
    )
