"""Set up a real office: places, settings, departments, the first administrator. Idempotent."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coopunion.accounts import second_factor
from coopunion.accounts.authentication import end_sessions
from coopunion.accounts.passwords import generated_password
from coopunion.authorship import set_author
from coopunion.models import Department, Office, OfficeIdentity, Place, User
from coopunion.models.lineage import Lineage
from coopunion.permissions import Role
from coopunion.places.loading import load_places

WRONG_ARGUMENT = 2
REASON = "Thiết lập cơ quan"


class Command(BaseCommand):
    help = "Thiết lập một cơ quan thật: địa bàn, cơ quan, phòng ban, quản trị đầu tiên. Chạy lại thì giữ nguyên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", default="Yên Bái", help="tên tỉnh; tên cơ quan đặt theo tỉnh")
        parser.add_argument(
            "--department",
            action="append",
            default=[],
            metavar="KÝ_HIỆU=TÊN",
            help='phòng, ban, ví dụ "NVCS=Phòng Nghiệp vụ - Chính sách"; dùng được nhiều lần',
        )
        parser.add_argument("--administrator", default="quantri", help="tên đăng nhập của quản trị đầu tiên")
        parser.add_argument("--full-name", default="", help="họ và tên của quản trị đầu tiên")
        parser.add_argument(
            "--no-input",
            action="store_true",
            help="không hỏi: mật khẩu lấy từ biến môi trường ADMIN_PASSWORD, không có thì cổng tạo và in ra một lần",
        )
        parser.add_argument(
            "--reset-password",
            action="store_true",
            help="cấp lại mật khẩu và gỡ xác minh hai bước cho quản trị nói trên, khi không còn ai vào được",
        )

    def handle(
        self,
        *args: object,
        province: str,
        department: list[str],
        administrator: str,
        full_name: str,
        no_input: bool,
        reset_password: bool,
        **options: object,
    ) -> None:
        if settings.DEMO or User.objects.filter(is_demo=True).exists():
            raise CommandError("Đây là bản minh họa (DEMO hoặc tài khoản dùng thử); hãy dùng cơ sở dữ liệu khác.")
        departments = [self.department(text) for text in department]
        with transaction.atomic():
            loaded = load_places()
            self.say(f"Địa bàn: thêm {loaded.places} đơn vị, {loaded.successions} dòng kế thừa.")
            self.set_up_office(province)
            self.set_up_departments(departments)
            if reset_password:
                self.reset_password(administrator, ask=not no_input)
            else:
                self.set_up_administrator(administrator, full_name, ask=not no_input)

    def department(self, text: str) -> tuple[str, str]:
        code, _, name = (part.strip() for part in text.partition("="))
        if not code or not name:
            raise CommandError(f"Phòng, ban viết là KÝ_HIỆU=TÊN, không phải “{text}”.", returncode=WRONG_ARGUMENT)
        return code, name

    def set_up_office(self, province_name: str) -> None:
        if Office.objects.exists():
            self.say("Cơ quan: đã có, giữ nguyên.")
            return
        province = self.province(province_name)
        for row in (Office(pk=1), *self.identities(province)):
            set_author(row, None, REASON)
            row.save()
        self.say(f"Cơ quan: {OfficeIdentity.current()}. Đầu văn bản, người ký, nơi nhận: sửa ở trang Cơ quan.")

    def identities(self, province: Place) -> list[OfficeIdentity]:
        """That of the province and, where the province has become another one since, that of today's."""
        later = [unit for unit in Lineage().on(province, timezone.localdate()) if unit != province]
        return [OfficeIdentity.of_province(unit) for unit in (province, *later)]

    def province(self, name: str) -> Place:
        """The province of that name in force today, else the latest former one."""
        today = timezone.localdate()
        named = Place.objects.filter(level=Place.Level.PROVINCE, name__iexact=name).order_by("-valid_from")
        found = named.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today)).first() or named.first()
        if found is None:
            known = Place.objects.filter(level=Place.Level.PROVINCE).values_list("name", flat=True)
            raise CommandError(
                f"Không có tỉnh “{name}”. Có: {', '.join(sorted(set(known)))}.", returncode=WRONG_ARGUMENT
            )
        return found

    def set_up_departments(self, departments: list[tuple[str, str]]) -> None:
        for code, name in departments:
            department = Department.objects.filter(Q(code=code) | Q(name=name)).first()
            if department is None:
                department = Department(code=code, name=name)
                set_author(department, None, REASON)
                department.save()
                self.say(f"Phòng, ban: thêm {name}.")
            else:
                self.say(f"Phòng, ban: {department} đã có, giữ nguyên.")
        if not Department.objects.exists():
            self.say("Phòng, ban: chưa có; thêm ở trang Phòng, ban trước khi thêm cán bộ.")

    def set_up_administrator(self, username: str, full_name: str, *, ask: bool) -> None:
        if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            self.say("Quản trị: đã có, giữ nguyên.")
            return
        user = User(username=username, full_name=full_name, role=Role.ADMINISTRATOR)
        self.give_password(user, ask=ask)
        set_author(user, None, REASON)
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError("Quản trị: " + " ".join(error.messages), returncode=WRONG_ARGUMENT) from error
        user.save()
        self.say(f"Quản trị: {username}.")

    def reset_password(self, username: str, *, ask: bool) -> None:
        user = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True, username=username).first()
        if user is None:
            raise CommandError(f"Không có quản trị {username}.", returncode=WRONG_ARGUMENT)
        second_factor.turn_off(user)
        self.give_password(user, ask=ask)
        end_sessions(user)
        user.save_because("Cấp lại mật khẩu bằng init_office", *User.PASSWORD_FIELDS)
        AxesProxyHandler.reset_attempts(username=user.username)
        self.say(f"Quản trị: đã cấp lại mật khẩu cho {user.username}, gỡ xác minh hai bước và mở khóa đăng nhập.")

    def give_password(self, user: User, *, ask: bool) -> None:
        """Set the password; one the administrator did not choose must be changed at the first sign-in."""
        given = os.environ.get("ADMIN_PASSWORD", "")
        own = self.ask_password() if ask and not given and sys.stdin.isatty() else ""
        password = given or own
        if password:
            self.check_password(password, user)
        else:
            password = generated_password()
            self.say(f"Mật khẩu tạm, chỉ in lần này: {password}")
        user.set_password(password)
        user.temporary_password_until = None
        if not own:
            user.temporary_password_until = timezone.now() + timedelta(days=settings.TEMPORARY_PASSWORD_DAYS)
            self.say(f"Mật khẩu này dùng {settings.TEMPORARY_PASSWORD_DAYS} ngày; lần đăng nhập đầu cổng buộc đổi.")

    def ask_password(self) -> str:
        typed = getpass.getpass("Mật khẩu của quản trị (bỏ trống: cổng tạo giúp): ")
        if typed and getpass.getpass("Nhập lại: ") != typed:
            raise CommandError("Hai lần nhập không giống nhau.")
        return typed

    def check_password(self, password: str, user: User) -> None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("Mật khẩu chưa đạt: " + " ".join(error.messages)) from error

    def say(self, text: str) -> None:
        self.stdout.write(text)
