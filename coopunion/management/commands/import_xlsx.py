"""Import a table: all of it, or, when anything is wrong, nothing and every error with its row and column."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.personal_numbers import REFUSED, hide_personal_numbers, holds_personal_number
from coopunion.tables.import_row import WrongHeadings
from coopunion.tables.importing import history_reason
from coopunion.tables.registry import table_resources
from coopunion.tables.resource import TableResource, counts
from coopunion.tables.workbooks import UnreadableTable, read_table

WRONG_ARGUMENT = 2


class Command(BaseCommand):
    help = "Nhập một bảng .xlsx hoặc .csv; có lỗi thì không ghi gì."

    def add_arguments(self, parser) -> None:
        parser.add_argument("resource", help="loại bảng: " + ", ".join(sorted(table_resources())))
        parser.add_argument("file", type=Path, help="tệp .xlsx hoặc .csv")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--user", help="tên đăng nhập của người nhập, ghi vào lịch sử")
        parser.add_argument("--reason", default="", help="lý do, ghi vào lịch sử; cần khi có dòng thuộc kỳ đã duyệt")
        parser.add_argument("--accept-duplicates", action="store_true", help="ghi cả những tên gần giống tên đã có")

    def handle(self, *args, **options) -> None:
        resource_class = table_resources().get(options["resource"])
        if resource_class is None:
            known = ", ".join(sorted(table_resources()))
            raise CommandError(
                f"Không nhập được “{options['resource']}”. Nhập được: {known}.", returncode=WRONG_ARGUMENT
            )
        if holds_personal_number(options["reason"]):
            raise CommandError(f"--reason: {REFUSED}", returncode=WRONG_ARGUMENT)
        user = self.user(options["user"], resource_class.permission)
        resource = resource_class(
            user=user, reason=options["reason"] or history_reason(hide_personal_numbers(options["file"].name), "")
        )
        try:
            table = read_table(options["file"], resource.known_headings)
            with transaction.atomic():
                result = resource.run(table, dry_run=options["dry_run"])
                self.refuse_errors(resource, result)
                self.refuse_unanswered(resource, options)
        except (UnreadableTable, WrongHeadings) as error:
            raise CommandError(str(error)) from error
        for notice in table.notices:
            self.stdout.write(notice)
        done = counts(result)
        verb = "Kiểm tra xong, chưa ghi" if options["dry_run"] else "Đã nhập"
        self.stdout.write(f"{verb}: {done['new']} mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên.")

    def refuse_errors(self, resource: TableResource, result) -> None:
        errors = resource.errors(result)
        for each in errors:
            self.stderr.write(str(each))
        if errors:
            raise CommandError(f"{len(errors)} lỗi, không ghi dòng nào.")

    def refuse_unanswered(self, resource: TableResource, options) -> None:
        """What a page would ask the person about, an option must have answered; else what was written is taken back."""
        near_duplicates = [import_row for import_row in resource.import_rows if import_row.near_duplicates]
        if near_duplicates and not options["accept_duplicates"]:
            for import_row in near_duplicates:
                self.stderr.write(f"dòng {import_row.number}: tên gần giống {'; '.join(import_row.near_duplicates)}")
            raise CommandError(
                f"{len(near_duplicates)} tên gần giống, không ghi dòng nào. "
                "Đúng là đơn vị khác thì thêm --accept-duplicates."
            )
        signed = sorted({title for import_row in resource.import_rows for title in import_row.signed})
        if signed and not options["reason"]:
            raise CommandError(f"Có dòng thuộc kỳ đã duyệt ({'; '.join(signed)}), không ghi dòng nào: thêm --reason.")

    def user(self, username: str | None, permission: Permission) -> User | None:
        """Whoever an import is signed by may do on the portal's pages what it does."""
        if not username:
            return None
        user = User.objects.select_related("department").filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {username}.", returncode=WRONG_ARGUMENT)
        if not user.is_active:
            raise CommandError(f"Tài khoản {username} đã ngừng.", returncode=WRONG_ARGUMENT)
        if not user.may(permission):
            raise CommandError(f"Tài khoản {username} không được phép {permission}.", returncode=WRONG_ARGUMENT)
        return user
