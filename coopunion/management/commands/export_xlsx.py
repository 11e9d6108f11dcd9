"""Export a table to .xlsx, or its empty template with drop-down lists and instructions."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coopunion.formatting import number
from coopunion.tables.exporting import write_export, write_template
from coopunion.tables.registry import table_resources

WRONG_ARGUMENT = 2


class Command(BaseCommand):
    help = "Xuất một bảng ra .xlsx; số định danh luôn bị che."

    def add_arguments(self, parser) -> None:
        parser.add_argument("resource", help="loại bảng: " + ", ".join(sorted(table_resources())))
        parser.add_argument("--output", type=Path, required=True, help="tệp .xlsx sẽ ghi")
        parser.add_argument("--template", action="store_true", help="chỉ xuất mẫu trống để điền")

    def handle(self, *args, **options) -> None:
        resource_class = table_resources().get(options["resource"])
        if resource_class is None:
            known = ", ".join(sorted(table_resources()))
            raise CommandError(f"Không có bảng “{options['resource']}”. Có: {known}.", returncode=WRONG_ARGUMENT)
        resource, path = resource_class(), options["output"]
        try:
            with path.open("wb") as file:
                if options["template"]:
                    write_template(resource, file)
                    said = f"Đã ghi mẫu {path}."
                else:
                    rows = resource.exported(resource.visible(None).order_by(*resource.order))
                    said = f"Đã xuất {number(write_export(resource, rows, file))} dòng ra {path}."
        except OSError as error:
            raise CommandError(f"Không ghi được {path}: {error.strerror}.") from error
        self.stdout.write(said)
