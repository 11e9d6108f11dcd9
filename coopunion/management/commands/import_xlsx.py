"""Import a table: all of it, or, when anything is wrong, nothing and every error with its row and column."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from coopunion.imports import TableResource, WrongHeadings, counts
from coopunion.models import User
from coopunion.workbooks import UnreadableTable, read_table

WRONG_ARGUMENT = 2


def table_resources() -> dict[str, str]:
    """What can be imported, as the apps declare it: name → class."""
    return {
        name: path for config in apps.get_app_configs() for name, path in getattr(config, "table_resources", {}).items()
    }


class Command(BaseCommand):
    help = "Nhập một bảng .xlsx hoặc .csv; có lỗi thì không ghi gì."

    def add_arguments(self, parser) -> None:
        parser.add_argument("resource", help="loại bảng: " + ", ".join(sorted(table_resources())))
        parser.add_argument("file", type=Path, help="tệp .xlsx hoặc .csv")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--user", help="tên đăng nhập của người nhập, ghi vào lịch sử")
        parser.add_argument("--reason", default="", help="lý do, ghi vào lịch sử")

    def handle(self, *args, **options) -> None:
        path = table_resources().get(options["resource"])
        if path is None:
            known = ", ".join(sorted(table_resources()))
            raise CommandError(
                f"Không nhập được “{options['resource']}”. Nhập được: {known}.", returncode=WRONG_ARGUMENT
            )
        resource: TableResource = import_string(path)(
            user=self.user(options["user"]), reason=options["reason"] or f"Nhập từ tệp {options['file'].name}"
        )
        try:
            result = resource.run(read_table(options["file"]), dry_run=options["dry_run"])
        except (UnreadableTable, WrongHeadings) as error:
            raise CommandError(str(error)) from error
        errors = resource.errors(result)
        if errors:
            for each in errors:
                self.stderr.write(str(each))
            raise CommandError(f"{len(errors)} lỗi, không ghi dòng nào.")
        done = counts(result)
        verb = "Kiểm tra xong, chưa ghi" if options["dry_run"] else "Đã nhập"
        self.stdout.write(f"{verb}: {done['new']} mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên.")

    def user(self, username: str | None) -> User | None:
        if not username:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {username}.", returncode=WRONG_ARGUMENT)
        return user
