"""RULES: which step of a report is possible in which state, for whom, and what is checked first.

Addresses, buttons, permissions and journal follow from this table (reports/urls.py, reports/lifecycle/transitions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from coopunion.formatting import day
from coopunion.models import User
from coopunion.permissions import Permission
from reports.lifecycle.acknowledgements import points_to_acknowledge
from reports.lifecycle.paper_source import current_paper, last_snapshot
from reports.models import Report, Snapshot, Step
from reports.models.report import OPEN, WRITABLE, State
from reports.paper.quarterly import QuarterlyReport
from reports.paper.snapshot import fingerprint

Kind = Step.Kind


class Refused(Exception):
    """The step is not taken; the message says why, to the person who asked for it."""


class Stale(Refused):
    """The figures changed after the page was opened; the report's page shows the difference."""


class AlreadyTaken(Refused):
    """The report is no longer in a source state of the step: somebody was faster, or sent the form twice."""


@dataclass(frozen=True)
class Situation:
    """Input of a step's checks."""

    report: Report
    user: User
    today: date
    remark: str = ""
    seen: str = ""
    """The fingerprint of the figures on the page where the decision was made."""
    acknowledged: Collection[str] = ()

    @cached_property
    def paper(self) -> QuarterlyReport:
        """Written from the records of now."""
        return current_paper(self.report, today=self.today)

    @cached_property
    def submitted(self) -> Snapshot:
        snapshot = last_snapshot(self.report)
        if snapshot is None:
            raise Refused("Báo cáo chưa được trình.")
        return snapshot


Check = Callable[[Situation], None]


def cut_off_reached(situation: Situation) -> None:
    period = situation.report.period
    if situation.today < period.cut_off_on:
        raise Refused(f"Chưa đến ngày chốt số liệu {day(period.cut_off_on)}; trình từ ngày đó.")


def every_field_known(situation: Situation) -> None:
    if unknown := situation.paper.unknown_fields:
        raise Refused(f"Nội dung có trường không đọc được: {', '.join(unknown)}. Sửa ở trang soạn thảo.")


def everything_acknowledged(situation: Situation) -> None:
    points = points_to_acknowledge(situation.report, situation.paper)
    if missing := [point for point in points if point not in situation.acknowledged]:
        raise Refused(f"Chưa xác nhận: {' '.join(missing)}")


def no_blank_left(situation: Situation) -> None:
    if left := situation.paper.blanks:
        raise Refused(f"Còn chỗ trống chưa điền: {', '.join(left)}. Trả lại để người soạn điền.")


def figures_match_lists(situation: Situation) -> None:
    """Counting and listing are two queries: a record saved between them would be in only one."""
    for records in situation.paper.lists:
        if situation.paper.progress[records.code].counted != len(records.rows):
            raise Stale("Sổ vừa có thay đổi, hãy làm lại.")


def seen_is_submitted(situation: Situation) -> None:
    if situation.seen != situation.submitted.fingerprint:
        raise Stale("Trang bạn đang xem không còn là bản trình hiện nay. Xem lại rồi duyệt.")


def records_say_the_same(situation: Situation) -> None:
    if fingerprint(situation.paper) != situation.submitted.fingerprint:
        raise Stale("Số liệu đã đổi sau khi trình nên chưa duyệt. Xem phần đã đổi bên dưới.")


def latest_of_period(situation: Situation) -> None:
    report = situation.report
    if Report.objects.of(report.period).filter(serial__gt=report.serial).exists():
        raise Refused("Kỳ này đã có báo cáo sau báo cáo này.")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One step. `target` None leaves the state unchanged; `address` is its part of the URL."""

    label: str
    done: str
    sources: tuple[State, ...]
    target: State | None = None
    permission: Permission
    address: str
    has_page: bool = False
    """Whether it has a form on a page of its own, or a button on the report's."""
    remark: Literal["", "optional", "required"] = ""
    checks: tuple[Check, ...] = ()
    notifies: tuple[Permission, ...] = ()
    """Who is e-mailed: holders of these permissions, who have to act next."""


RULES: dict[Kind, Rule] = {
    Kind.CONFIRM: Rule(
        label="Chốt số",
        done="đã chốt số",
        sources=OPEN,
        permission=Permission.CONFIRM_FIGURES,
        address="chot-so",
        has_page=True,
    ),
    Kind.SUBMIT: Rule(
        label="Trình lãnh đạo",
        done="đã được trình",
        sources=WRITABLE,
        target=State.SUBMITTED,
        permission=Permission.DRAFT_REPORTS,
        address="trinh",
        has_page=True,
        checks=(cut_off_reached, every_field_known, everything_acknowledged, figures_match_lists),
        notifies=(Permission.APPROVE_REPORTS,),
    ),
    Kind.WITHDRAW: Rule(
        label="Rút lại để sửa",
        done="đã được rút lại",
        sources=(State.SUBMITTED,),
        target=State.DRAFT,
        permission=Permission.DRAFT_REPORTS,
        address="rut-lai",
    ),
    Kind.REFRESH: Rule(
        label="Lấy số hiện nay",
        done="đã lấy số hiện nay",
        sources=(State.SUBMITTED,),
        permission=Permission.APPROVE_REPORTS,
        address="lay-so-hien-nay",
        checks=(every_field_known, figures_match_lists),
    ),
    Kind.APPROVE: Rule(
        label="Duyệt báo cáo",
        done="đã được duyệt",
        sources=(State.SUBMITTED,),
        target=State.APPROVED,
        permission=Permission.APPROVE_REPORTS,
        address="duyet",
        remark="optional",
        checks=(seen_is_submitted, every_field_known, no_blank_left, figures_match_lists, records_say_the_same),
        notifies=(Permission.DRAFT_REPORTS,),
    ),
    Kind.RETURN: Rule(
        label="Trả lại, kèm ý kiến",
        done="đã được trả lại",
        sources=(State.SUBMITTED,),
        target=State.RETURNED,
        permission=Permission.APPROVE_REPORTS,
        address="tra-lai",
        remark="required",
        notifies=(Permission.DRAFT_REPORTS,),
    ),
    Kind.ISSUE: Rule(
        label="Phát hành",
        done="đã được phát hành",
        sources=(State.APPROVED,),
        target=State.ISSUED,
        permission=Permission.APPROVE_REPORTS,
        address="phat-hanh",
        has_page=True,
        notifies=(Permission.DRAFT_REPORTS, Permission.APPROVE_REPORTS),
    ),
    Kind.SCAN: Rule(
        label="Đính kèm bản đã ký",
        done="đã có bản đã ký",
        sources=(State.ISSUED, State.REPLACED),
        permission=Permission.DRAFT_REPORTS,
        address="ban-da-ky",
        has_page=True,
    ),
    Kind.CORRECT: Rule(
        label="Lập báo cáo thay thế",
        done="đã được lập",
        sources=(State.APPROVED, State.ISSUED),
        permission=Permission.DRAFT_REPORTS,
        address="thay-the",
        remark="required",
        checks=(latest_of_period,),
        notifies=(Permission.APPROVE_REPORTS,),
    ),
    Kind.DISCARD: Rule(
        label="Bỏ dự thảo",
        done="đã bỏ",
        sources=WRITABLE,
        target=State.DISCARDED,
        permission=Permission.DRAFT_REPORTS,
        address="bo",
        remark="required",
    ),
}


def possible(report: Report, user: User) -> list[Kind]:
    """The steps this user may take in the report's present state."""
    return [kind for kind, rule in RULES.items() if report.state in rule.sources and user.may(rule.permission)]
