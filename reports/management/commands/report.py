"""Write a quarter's report to a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.arguments import add_period, fail, read_program, read_quarter
from programs.models import ReportingPeriod
from reports.pdf import render_html, render_pdf
from reports.quarterly import QuarterlyReport

FORMATS = ("pdf", "html")


class Command(BaseCommand):
    help = "Ghi báo cáo quý ra tệp, theo thể thức Nghị định 30/2020/NĐ-CP."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--program", required=True, help="mã chương trình, ví dụ 190")
        add_period(parser)
        parser.add_argument("--format", choices=FORMATS, default="pdf", help="dạng tệp")
        parser.add_argument("--output", required=True, type=Path, help="tệp để ghi")

    def handle(self, *args, **options) -> None:
        quarter = read_quarter(options["year"], options["quarter"])
        program = read_program(options["program"], quarter.year)
        period = ReportingPeriod.objects.filter(program=program, quarter=quarter.number).first()
        try:
            report = QuarterlyReport.for_period(
                period or ReportingPeriod.standard(program, quarter), today=timezone.localdate()
            )
        except ValueError as error:
            raise fail(str(error)) from error
        content = render_pdf(report) if options["format"] == "pdf" else render_html(report).encode()
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['output']}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {report.title} vào {options['output']}.")
