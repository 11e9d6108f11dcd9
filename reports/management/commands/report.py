"""Write a quarter's report to a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from programs.arguments import add_period, fail, read_program, read_quarter
from programs.models import ReportingPeriod
from reports.lifecycle.paper_source import file_of, paper_of
from reports.models import Report
from reports.paper.printers import PRINTERS

FORMATS = ", ".join(PRINTERS)


class Command(BaseCommand):
    help = "Ghi báo cáo quý ra tệp, theo thể thức Nghị định 30/2020/NĐ-CP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--program", required=True, help="mã chương trình, ví dụ 190")
        add_period(parser)
        parser.add_argument("--format", default="pdf", help=f"dạng tệp: {FORMATS}")
        parser.add_argument("--output", required=True, type=Path, help="tệp để ghi")

    def handle(self, *, program: str, year: str, quarter: str, format: str, output: Path, **options: object) -> None:
        if format not in PRINTERS:
            raise fail(f"Không có dạng tệp “{format}”. Các dạng: {FORMATS}.")
        span = read_quarter(year, quarter)
        plan = read_program(program, span.year)
        period = ReportingPeriod.objects.in_quarter(plan, span)
        report = Report.objects.current(period)
        try:
            paper = paper_of(period, report, today=timezone.localdate())
        except ValueError as error:
            raise fail(str(error)) from error
        try:
            output.write_bytes(file_of(report, paper, format))
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {paper.title} vào {output}.")
