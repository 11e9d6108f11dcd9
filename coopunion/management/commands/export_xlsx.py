"""Export a table to .xlsx, or its empty template with drop-down lists and instructions."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coopunion.formatting import number
from coopunion.tables.exporting import write_export, write_template
from coopunion.tables.resource import table_resources

WRONG_ARGUMENT = 2


class Command(BaseCommand):
    help = "Xuất một bảng ra .xlsx; số định danh luôn bị che."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("resource", help="loại bảng: " + ", ".join(sorted(table_resources())))
        parser.add_argument("--output", type=Path, required=True, help="tệp .xlsx sẽ ghi")
        parser.add_argument("--template", action="store_true", help="chỉ xuất mẫu trống để điền")

    def handle(self, *args: object, resource: str, output: Path, template: bool, **options: object) -> None:
        resource_class = table_resources().get(resource)
        if resource_class is None:
            known = ", ".join(sorted(table_resources()))
            raise CommandError(f"Không có bảng “{resource}”. Có: {known}.", returncode=WRONG_ARGUMENT)
        table = resource_class()
        try:
            with output.open("wb") as file:
                if template:
                    write_template(table, file)
                    message = f"Đã ghi mẫu {output}."
                else:
                    rows = table.exported(table.visible(None).order_by(*table.order))
                    message = f"Đã xuất {number(write_export(table, rows, file))} dòng ra {output}."
        except OSError as error:
            raise CommandError(f"Không ghi được {output}: {error.strerror}.") from error
        self.stdout.write(message)
