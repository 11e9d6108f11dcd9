"""Import a table: all of it, or, when anything is wrong, nothing and every error with its row and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.personal_numbers import REFUSED, hide_personal_numbers, holds_personal_number
from coopunion.tables.import_row import WrongHeadings
from coopunion.tables.importing import history_reason
from coopunion.tables.library import counts, run
from coopunion.tables.plan import RegisterChanged
from coopunion.tables.resource import TableResource, table_resources
from coopunion.tables.sheets import UnreadableTable
from coopunion.tables.workbooks import read_table

WRONG_ARGUMENT = 2


class Command(BaseCommand):
    help = "Nhập một bảng .xlsx hoặc .csv; có lỗi thì không ghi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("resource", help="loại bảng: " + ", ".join(sorted(table_resources())))
        parser.add_argument("file", type=Path, help="tệp .xlsx hoặc .csv")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--user", help="tên đăng nhập của người nhập, ghi vào lịch sử")
        parser.add_argument("--reason", default="", help="lý do, ghi vào lịch sử; cần khi có dòng thuộc kỳ đã duyệt")
        parser.add_argument("--accept-duplicates", action="store_true", help="ghi cả những tên gần giống tên đã có")

    def handle(
        self,
        *args: object,
        resource: str,
        file: Path,
        dry_run: bool,
        user: str | None,
        reason: str,
        accept_duplicates: bool,
        **options: object,
    ) -> None:
        importer = self.importer(resource, file, user, reason)
        try:
            table = read_table(file, importer.known_headings)
            with transaction.atomic():
                result = run(importer, table, dry_run=dry_run)
                self.refuse_errors(importer.errors)
                if not accept_duplicates:
                    self.refuse_near_duplicates(importer)
                if not reason:
                    self.refuse_signed_periods(importer)
        except (UnreadableTable, WrongHeadings, RegisterChanged) as error:
            raise CommandError(str(error)) from error
        for notice in table.notices:
            self.stdout.write(notice)
        done = counts(result)
        verb = "Kiểm tra xong, chưa ghi" if dry_run else "Đã nhập"
        self.stdout.write(f"{verb}: {done['new']} mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên.")

    def importer(self, resource: str, file: Path, username: str | None, reason: str) -> TableResource:
        """The resource that imports; CommandError for a wrong option."""
        resource_class = table_resources().get(resource)
        if resource_class is None:
            known = ", ".join(sorted(table_resources()))
            raise CommandError(f"Không nhập được “{resource}”. Nhập được: {known}.", returncode=WRONG_ARGUMENT)
        if holds_personal_number(reason):
            raise CommandError(f"--reason: {REFUSED}", returncode=WRONG_ARGUMENT)
        user = self.user(username, resource_class.permission)
        return resource_class(user=user, reason=reason or history_reason(hide_personal_numbers(file.name), ""))

    def refuse_errors(self, errors: Sequence[object]) -> None:
        for error in errors:
            self.stderr.write(str(error))
        if errors:
            raise CommandError(f"{len(errors)} lỗi, không ghi dòng nào.")

    def refuse_near_duplicates(self, importer: TableResource) -> None:
        """A page would ask the person to confirm these; the error rolls the transaction back."""
        near_duplicates = [import_row for import_row in importer.import_rows if import_row.near_duplicates]
        if near_duplicates:
            for import_row in near_duplicates:
                self.stderr.write(f"dòng {import_row.number}: tên gần giống {'; '.join(import_row.near_duplicates)}")
            raise CommandError(
                f"{len(near_duplicates)} tên gần giống, không ghi dòng nào. "
                "Đúng là đơn vị khác thì thêm --accept-duplicates."
            )

    def refuse_signed_periods(self, importer: TableResource) -> None:
        """The same for rows of approved periods, which need a reason."""
        signed = sorted({title for import_row in importer.import_rows for title in import_row.signed})
        if signed:
            raise CommandError(f"Có dòng thuộc kỳ đã duyệt ({'; '.join(signed)}), không ghi dòng nào: thêm --reason.")

    def user(self, username: str | None, permission: Permission) -> User | None:
        """The author of the import, who must be allowed to write these records on the portal's pages."""
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
