"""The demonstration's office: departments, accounts, places, plan, totals, periods and issued reports."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from coopunion.authorship import set_author
from coopunion.models import Department, Office, Place, User
from coopunion.permissions import Role
from coopunion.places.loading import load_places
from coopunion.tables.workbooks import read_table
from programs.models import Assignment, Indicator, Program, ReportingPeriod
from programs.tables import FiguresResource, PlanResource
from reports.demo.keeping import REASON
from reports.lifecycle import transitions as life
from reports.lifecycle.confirmations import parts_of
from reports.lifecycle.rules import Kind
from reports.models import Delegation
from reports.paper.quarterly import QuarterlyReport

TABLES = Path(__file__).parent
POLICY, ADVICE, BACK_OFFICE = "NVCS", "TVHT", "VP"
DEPARTMENTS = {
    POLICY: "Phòng Nghiệp vụ - Chính sách",
    ADVICE: "Trung tâm Tư vấn hỗ trợ thành viên",
    BACK_OFFICE: "Văn phòng",
}
ACCOUNTS = (
    ("canbo", "Cán bộ nghiệp vụ (minh họa)", Role.STAFF, POLICY),
    ("canbo2", "Cán bộ tư vấn (minh họa)", Role.STAFF, ADVICE),
    ("lanhdao", "Lãnh đạo (minh họa)", Role.LEADERSHIP, None),
    ("quantri", "Quản trị (minh họa)", Role.ADMINISTRATOR, None),
)
NOBODY = "(Họ và tên)"
CAUSE = "Hồ sơ của một số địa bàn đến muộn (minh họa)"
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
# Who answers for what in 2020: illustrative, with the demo accounts as the only persons.
ASSIGNED_PROGRAM = ("190", 2020)
ASSIGNMENTS = {
    POLICY: {
        **dict.fromkeys(("1a", "1b", "3a", "4", "T2"), "canbo"),
        **dict.fromkeys(("2", "3", "3b", "3c", "6", "6a", "T1")),
    },
    ADVICE: {"1b": None, "5": "canbo2", "6": "canbo2", "6a": None},
}


def set_up_office() -> dict[str, Department]:
    """Places, the office, its departments and the demo accounts."""
    load_places()
    office = Office.current()
    office.province = Place.objects.get(code="15", valid_to=date(2025, 7, 1))
    office.save()
    departments = {
        code: Department.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in DEPARTMENTS.items()
    }
    for username, full_name, role, department in ACCOUNTS:
        user = User.objects.filter(username=username).first() or User(username=username, is_demo=True)
        user.full_name, user.role, user.department = full_name, role, departments.get(department)
        if not user.check_password(settings.DEMO_PASSWORD):
            user.set_password(settings.DEMO_PASSWORD)
        user.save()
    return departments


def import_tables(user: User) -> None:
    """The plan and the totals, through the importer any office uses."""
    for resource_class, name in ((PlanResource, "plan.csv"), (FiguresResource, "figures.csv")):
        resource = resource_class(user=user, reason=f"Nạp bản minh họa từ {name}")
        result = resource.run(read_table(TABLES / name, resource.known_headings))
        if errors := resource.errors(result):
            raise ValueError(f"{name}: {errors[0]}")


def assign(user: User, departments: dict[str, Department]) -> None:
    """Departments, and some of their people, answer for the programme's indicators."""
    code, year = ASSIGNED_PROGRAM
    indicators = {each.code: each for each in Indicator.objects.filter(program__code=code, program__year=year)}
    people = {person.username: person for person in User.objects.filter(is_demo=True)}
    for name, codes in ASSIGNMENTS.items():
        for indicator, person in codes.items():
            assignment = Assignment(
                indicator=indicators[indicator], department=departments[name], person=people.get(person)
            )
            set_author(assignment, user, REASON)
            assignment.full_clean()
            assignment.save()


def let_sign() -> None:
    """The chairman, and the deputy in the chairman's place; no names, as nobody real signs a demonstration."""
    Delegation.objects.create(title="CHỦ TỊCH", name=NOBODY, from_on=date(2019, 1, 1))
    Delegation.objects.create(
        authority=Delegation.Authority.DEPUTY,
        principal="CHỦ TỊCH",
        title="PHÓ CHỦ TỊCH",
        name=NOBODY,
        from_on=date(2019, 1, 1),
    )


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
    report = life.create(period, user=staff, at=_at(issued_on, 8))
    parts = parts_of(report, QuarterlyReport.for_period(period, today=issued_on, report=report))
    for user in (staff, other):
        own = [part for part in parts if part.department == user.department]
        chosen = [(part, CAUSE if part.is_behind else "") for part in own]
        life.confirm(report, chosen, user=user, at=_at(issued_on, 9))
    life.take(Kind.SUBMIT, report, user=staff, today=issued_on, at=_at(issued_on, 10))
    seen = report.snapshots.latest("pk").fingerprint
    life.take(Kind.APPROVE, report, user=leader, today=issued_on, seen=seen, at=_at(issued_on, 14))
    chairman = Delegation.objects.get(authority=Delegation.Authority.OWN)
    life.issue(
        report,
        user=leader,
        number=number,
        issued_on=issued_on,
        signature=chairman.signature,
        at=_at(issued_on, 15),
    )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
