"""The demonstration's office: places, departments, accounts, periods and issued reports."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from coopunion.models import Department, Office, OfficeIdentity, Place, User
from coopunion.permissions import Role
from coopunion.places.loading import load_places
from programs.models import Program, ReportingPeriod
from reports.lifecycle import transitions
from reports.lifecycle.acknowledgements import points_to_acknowledge
from reports.lifecycle.confirmations import Cause, parts_of
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.passages import Editor, save_passage
from reports.lifecycle.rules import Kind
from reports.models import Confirmation, Delegation, Report

DEPARTMENTS = {
    "NVCS": "Phòng Nghiệp vụ - Chính sách",
    "TVHT": "Trung tâm Tư vấn hỗ trợ thành viên",
    "VP": "Văn phòng",
}
ACCOUNTS = (
    ("canbo", "Cán bộ nghiệp vụ (minh họa)", Role.STAFF, "NVCS"),
    ("canbo2", "Cán bộ tư vấn (minh họa)", Role.STAFF, "TVHT"),
    ("lanhdao", "Lãnh đạo (minh họa)", Role.LEADERSHIP, None),
    ("quantri", "Quản trị (minh họa)", Role.ADMINISTRATOR, None),
)
CAUSE = Cause("Hồ sơ của một số địa bàn đến muộn (minh họa)", Confirmation.CauseKind.OBJECTIVE)
# What fills the blanks of each section: as the public article of 2020 says, else illustrative.
WRITTEN = {
    "leadership": (
        "Đã xây dựng kế hoạch thực hiện chương trình với các nhiệm vụ, giải pháp, giao chỉ tiêu cụ thể cho từng phòng, "
        "ban, đơn vị, cá nhân phụ trách; họp cán bộ chủ chốt để triển khai thực hiện."
    ),
    "directions": "phòng, đơn vị được giao rà soát hồ sơ với địa bàn, hoàn thành trong quý sau (minh họa)",
    "proposals": "Không có.",
}
NEXT_YEAR = (
    "Tiếp tục phấn đấu hoàn thành tốt nhiệm vụ phát triển kinh tế tập thể năm 2021 và các nhiệm vụ trong chương trình "
    "hành động của Tỉnh ủy thực hiện nhiệm vụ chính trị năm 2021."
)
# Year, quarter → cut-off, due, sent, number (0: reported outside the portal).
# Only the cut-off of 20/12/2020 is a fact; the rest is illustrative.
PERIODS = {
    ("144", 2019): (
        (date(2019, 3, 31), date(2019, 4, 10), date(2019, 4, 9), 0),
        (date(2019, 6, 30), date(2019, 7, 10), date(2019, 7, 9), 0),
        (date(2019, 9, 30), date(2019, 10, 10), date(2019, 10, 9), 0),
        (date(2019, 12, 20), date(2019, 12, 31), date(2019, 12, 24), 0),
    ),
    ("190", 2020): (
        (date(2020, 3, 31), date(2020, 4, 10), date(2020, 4, 8), 45),
        (date(2020, 6, 30), date(2020, 7, 10), date(2020, 7, 8), 92),
        (date(2020, 9, 30), date(2020, 10, 10), date(2020, 10, 8), 137),
        (date(2020, 12, 20), date(2020, 12, 31), date(2020, 12, 21), 186),
    ),
}


def set_up_office() -> None:
    """Places, the office, its departments and the demo accounts."""
    load_places()
    Office.objects.get_or_create(pk=1)
    for province in Place.objects.filter(code="15", level=Place.Level.PROVINCE).order_by("valid_from"):
        if not OfficeIdentity.objects.filter(from_on=province.valid_from).exists():
            OfficeIdentity.of_province(province).save()
    departments: dict[str | None, Department] = {
        code: Department.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in DEPARTMENTS.items()
    }
    password = ""
    for username, full_name, role, department in ACCOUNTS:
        user = User.objects.filter(username=username).first() or User(username=username, is_demo=True)
        wanted: dict[str, Any] = {"full_name": full_name, "role": role, "department": departments.get(department)}
        # It is no secret: hashed once for all, and not compared with the missing password of a new account.
        if user.pk is None or not user.check_password(settings.DEMO_PASSWORD):
            wanted["password"] = password = password or make_password(settings.DEMO_PASSWORD)
        if any(getattr(user, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(user, name, value)
            user.save()


def issue_reports() -> None:
    """Eight periods. The reports of 2020 were drafted, confirmed, submitted, approved and issued in the portal; those
    of 2019 were sent before the office had one."""
    for (code, year), quarters in PERIODS.items():
        program = Program.objects.get(code=code, year=year)
        for quarter, (cut_off_on, due_on, issued_on, number) in enumerate(quarters, 1):
            period = ReportingPeriod(program=program, quarter=quarter, cut_off_on=cut_off_on, due_on=due_on)
            period.sent_on = None if number else issued_on
            period.full_clean()
            period.save()
            if number:
                _live(period, issued_on=issued_on, number=number)


def _live(period: ReportingPeriod, *, issued_on: date, number: int) -> None:
    """A report's whole life on the day it was issued, through the steps that people take."""
    staff, other, leader = (User.objects.get(username=name) for name in ("canbo", "canbo2", "lanhdao"))
    report = transitions.create(period, user=staff, at=_at(issued_on, 8))
    parts = parts_of(report, current_paper(report, today=issued_on))
    for user in (staff, other):
        own = [part for part in parts if part.department == user.department]
        chosen = [(part, CAUSE if part.is_behind else None) for part in own]
        transitions.confirm(report, chosen, user=user, at=_at(issued_on, 9))
    _fill_blanks(report, user=staff, today=issued_on)
    transitions.take(
        Kind.SUBMIT,
        report,
        user=staff,
        today=issued_on,
        acknowledged=points_to_acknowledge(report, current_paper(report, today=issued_on)),
        at=_at(issued_on, 10),
    )
    seen = report.snapshots.latest("pk").fingerprint
    transitions.take(Kind.APPROVE, report, user=leader, today=issued_on, seen=seen, at=_at(issued_on, 14))
    chairman = Delegation.objects.get(authority=Delegation.Authority.OWN)
    transitions.issue(
        report,
        user=leader,
        number=number,
        issued_on=issued_on,
        signature=chairman.signature,
        at=_at(issued_on, 15),
    )


def _fill_blanks(report: Report, *, user: User, today: date) -> None:
    """Write what no record proves, and leave the rest of each text to the records."""
    texts = WRITTEN | ({"directions": NEXT_YEAR} if report.period.quarter == 4 else {})
    for draft in Editor(report, today=today).drafts:
        if draft.blanks:
            text = draft.text
            for found in draft.blanks:
                text = text.replace(found, texts[draft.key])
            save_passage(report, draft.key, text, draft.version, user=user)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
