"""Write a quarter's report to a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.arguments import add_period, fail, read_program, read_quarter
from programs.models import ReportingPeriod
from reports.lifecycle.paper_source import file_of, paper_of
from reports.models import Report
from reports.paper.printers import PRINTERS

FORMATS = ", ".join(PRINTERS)


class Command(BaseCommand):
    help = "Ghi báo cáo quý ra tệp, theo thể thức Nghị định 30/2020/NĐ-CP."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--program", required=True, help="mã chương trình, ví dụ 190")
        add_period(parser)
        parser.add_argument("--format", default="pdf", help=f"dạng tệp: {FORMATS}")
        parser.add_argument("--output", required=True, type=Path, help="tệp để ghi")

    def handle(self, *args, **options) -> None:
        if options["format"] not in PRINTERS:
            raise fail(f"Không có dạng tệp “{options['format']}”. Các dạng: {FORMATS}.")
        quarter = read_quarter(options["year"], options["quarter"])
        program = read_program(options["program"], quarter.year)
        opened = ReportingPeriod.objects.filter(program=program, quarter=quarter.number).first()
        period = opened or ReportingPeriod.standard(program, quarter)
        report = Report.objects.current(period)
        try:
            paper = paper_of(period, report, today=timezone.localdate())
        except ValueError as error:
            raise fail(str(error)) from error
        try:
            options["output"].write_bytes(file_of(report, paper, options["format"]))
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['output']}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {paper.title} vào {options['output']}.")
