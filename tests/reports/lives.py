"""Reports at each point of their life, made by the steps that people take."""

from __future__ import annotations

from datetime import date

from coopunion.models import OfficeIdentity, User
from programs.models import ReportingPeriod
from reports.lifecycle import transitions
from reports.lifecycle.acknowledgements import points_to_acknowledge
from reports.lifecycle.paper_source import current_paper, last_snapshot
from reports.lifecycle.passages import Editor, save_passage
from reports.lifecycle.rules import Kind
from reports.models import Report, Step
from reports.models.delegation import Signature
from tests import factories

TODAY = date(2021, 1, 15)
CHAIRMAN = Signature(("CHỦ TỊCH",), "Người Ký")


def quarter_four() -> ReportingPeriod:
    """Quarter IV of 2020: 1a counts two cooperatives of 30, 6 one household of each of two departments."""
    if not OfficeIdentity.objects.exists():
        factories.make_office()
    program = factories.make_program(number="190-CTr/TU")
    task = factories.make_task(program)
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union", target=30, task=task)
    factories.make_indicator(program, "6", measure="poverty.supported", target=1, unit="hộ", task=task)
    factories.make_cooperative("HTX Hồng Ca", founded_on=date(2020, 2, 5))
    factories.make_cooperative("HTX Đào Thịnh", founded_on=date(2020, 11, 12))
    for code in ("PTHTX", "HTPT"):
        household = factories.make_household(f"YB-{code}", department=factories.make_department(code))
        factories.make_support(household, date(2020, 10, 9), department=household.department)
    return factories.make_period(program, 4)


def draft(user: User, period: ReportingPeriod | None = None) -> Report:
    return transitions.create(period or quarter_four(), user=user)


def fill_blanks(report: Report, user: User, words: str = "Không có.") -> None:
    for passage in Editor(report, today=TODAY).drafts:
        if passage.blanks:
            text = passage.text
            for found in passage.blanks:
                text = text.replace(found, words)
            save_passage(report, passage.key, text, passage.version, user=user)


def submit(report: Report, user: User, remark: str = "", today: date = TODAY) -> Step:
    """With every point acknowledged."""
    points = points_to_acknowledge(report, current_paper(report, today=TODAY))
    return transitions.take(Kind.SUBMIT, report, user=user, today=today, remark=remark, acknowledged=points)


def submitted(user: User, period: ReportingPeriod | None = None) -> Report:
    report = draft(user, period)
    fill_blanks(report, user)
    submit(report, user)
    return Report.objects.with_period().get(pk=report.pk)


def approve(report: Report, leader: User) -> Report:
    transitions.take(Kind.APPROVE, report, user=leader, today=TODAY, seen=last_snapshot(report).fingerprint)
    return Report.objects.with_period().get(pk=report.pk)


def approved(user: User, leader: User, period: ReportingPeriod | None = None) -> Report:
    return approve(submitted(user, period), leader)


def issued(
    user: User, leader: User, period: ReportingPeriod | None = None, *, number: int = 7, on: date = TODAY
) -> Report:
    report = approved(user, leader, period)
    transitions.issue(report, user=leader, number=number, issued_on=on, signature=CHAIRMAN)
    return Report.objects.with_period().get(pk=report.pk)
