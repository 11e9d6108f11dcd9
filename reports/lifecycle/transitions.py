"""Steps of a report's life cycle: each is one transaction with its checks, its effect and its journal row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from coopunion.attachments import PDF, PICTURES, Attachment
from coopunion.authorship import set_author
from coopunion.formatting import number as number_text
from coopunion.models import JournalEntry, OfficeIdentity, SignedPeriod, User
from programs.models import ReportingPeriod
from reports.lifecycle import mail
from reports.lifecycle.confirmations import Cause, ConfirmedPart, missing_sentence, save_confirmation
from reports.lifecycle.paper_source import FROZEN_FORMATS
from reports.lifecycle.rules import RULES, AlreadyTaken, Kind, Refused, Situation
from reports.models import FrozenFile, Report, SignedScan, Snapshot, Step
from reports.models.delegation import Signature
from reports.models.report import State, new_token
from reports.paper.printers import PRINTERS
from reports.paper.quarterly import QuarterlyReport, paper_day
from reports.paper.snapshot import frozen_paper, snapshot_of

Stage = Snapshot.Stage
# Steps that change no row with a history: they get an entry of their own in the portal's journal.
WITHOUT_HISTORY = (Kind.REFRESH, Kind.SCAN)
SCANNED = {PDF: "pdf", **{kind: suffix.lstrip(".") for kind, suffix in PICTURES.values()}}


def create(period: ReportingPeriod, *, user: User, at: datetime | None = None) -> Report:
    """The first report of a period; Refused where there is one. An unsaved period is saved with its usual days."""
    try:
        with transaction.atomic():
            if period.pk is None:
                set_author(period, user, "Lập báo cáo")
                period.save()
            if period.sent_on is not None:
                raise Refused("Kỳ này đã báo cáo ngoài cổng.")
            last = Report.objects.filter(period=period).order_by("serial").last()
            if last and last.state != State.DISCARDED:
                raise Refused("Kỳ này đã có báo cáo.")
            return _begin(Report(period=period, serial=last.serial + 1 if last else 1), user, at)
    except IntegrityError as error:  # two people at the same moment
        raise Refused("Kỳ này đã có báo cáo.") from error


def _begin(report: Report, user: User, at: datetime | None, remark: str = "") -> Report:
    set_author(report, user, remark or "Lập dự thảo")
    report.save()
    _journal(report, Kind.CREATE, user, at, remark)
    return report


@transaction.atomic
def take(
    kind: Kind,
    report: Report,
    *,
    user: User,
    today: date,
    remark: str = "",
    seen: str = "",
    acknowledged: Collection[str] = (),
    at: datetime | None = None,
) -> Step:
    """Take a step whose checks are in lifecycle/rules.py. Refused, with the reason, where one fails."""
    situation = Situation(_locked(kind, report, user), user, today, remark, seen, acknowledged)
    if RULES[kind].remark == "required" and not remark:
        raise Refused("Phải ghi ý kiến hoặc lý do.")
    for check in RULES[kind].checks:
        check(situation)
    match kind:
        case Kind.SUBMIT | Kind.REFRESH:
            _freeze(situation.report, Stage.SUBMITTED, situation.paper, user)
        case Kind.APPROVE:
            _approve(situation)
        case Kind.CORRECT:
            _correct(situation, at)
    if kind is Kind.SUBMIT:  # the journal also says who has not confirmed
        lines = (remark, missing_sentence(situation.report, situation.paper))
        remark = "\n".join(line for line in lines if line)
    return _finish(kind, situation.report, user, at, remark, acknowledged)


def _locked(kind: Kind, report: Report, user: User) -> Report:
    """The report read again and locked (SELECT FOR UPDATE) until the transaction ends."""
    fresh = Report.objects.with_period().select_for_update(of=("self",)).get(pk=report.pk)
    _check(kind, fresh, user)
    return fresh


def _check(kind: Kind, report: Report, user: User) -> None:
    rule = RULES[kind]
    if not user.may(rule.permission):
        raise PermissionDenied(f"Vai trò của bạn không được phép {rule.permission}.")
    if report.state not in rule.sources:
        raise AlreadyTaken(_why_not(kind, report))


def _why_not(kind: Kind, report: Report) -> str:
    done = report.steps.filter(kind=kind).select_related("by").last()
    if done:
        moment = timezone.localtime(done.at)
        return f"Báo cáo {RULES[kind].done} lúc {moment:%H:%M} ngày {moment:%d/%m/%Y} ({done.by}); không ghi lại nữa."
    return f"Báo cáo đang ở tình trạng “{report.get_state_display()}”, không {RULES[kind].label.lower()} được."


def _finish(
    kind: Kind, report: Report, user: User, at: datetime | None, remark: str, acknowledged: Collection[str] = ()
) -> Step:
    target = RULES[kind].target
    if target is not None:
        report.state = target
        set_author(report, user, RULES[kind].label)
        report.save()
    elif kind in WITHOUT_HISTORY:
        JournalEntry.write("báo cáo", user=user, title=f"{report} {RULES[kind].done}", url=report.get_absolute_url())
    step = _journal(report, kind, user, at, remark, acknowledged)
    transaction.on_commit(partial(mail.announce, step))
    return step


def _journal(
    report: Report, kind: Kind, user: User, at: datetime | None, remark: str, acknowledged: Collection[str] = ()
) -> Step:
    points = "\n".join(acknowledged)
    return Step.objects.create(
        report=report, kind=kind, by=user, at=at or timezone.now(), remark=remark, acknowledged=points
    )


def _freeze(report: Report, stage: Snapshot.Stage, paper: QuarterlyReport, user: User) -> None:
    """Store a snapshot with the real time, also in demonstrations: later changes are found by it."""
    whole = paper if stage == Stage.ISSUED else paper.with_bases()  # an issue reads no record
    snapshot_of(whole, report=report, stage=stage, taken_by=user, taken_at=timezone.now()).save()


def _approve(situation: Situation) -> None:
    """Freeze the approved paper and sign the period's days: the report no longer follows the records."""
    report = situation.report
    report.token = new_token()
    _freeze(report, Stage.APPROVED, replace(situation.paper, signed=True), situation.user)
    period = report.period
    OfficeIdentity.objects.sign(situation.paper.office.pk, paper_day(period, report, situation.today))
    SignedPeriod.objects.update_or_create(
        key=f"{period.program.code}/{period.program.year}/{period.quarter}",
        defaults={"title": str(period), "starts_on": period.span.starts_on, "ends_on": period.cut_off_on},
    )


def _correct(situation: Situation, at: datetime | None) -> None:
    """A new draft with the same texts; the old report stays in force until the new one is issued."""
    old = situation.report
    new = _begin(Report(period=old.period, serial=old.serial + 1, replaces=old), situation.user, at, situation.remark)
    for passage in old.passages.all():
        passage.pk, passage.report, passage.version = None, new, 1
        set_author(passage, situation.user, "")
        passage._state.adding = True
        passage.save()


def issue(
    report: Report, *, user: User, number: int, issued_on: date, signature: Signature, at: datetime | None = None
) -> Step:
    """Give the report its number, day and signer and print every file once: from then on these bytes are the report.

    Printing takes seconds, so it comes before the transaction: nobody's saving waits for it.
    """
    signed = {
        "number": number,
        "issued_on": issued_on,
        "signer_title": "\n".join(signature.lines),
        "signer_name": signature.name,
    }
    numbered = _with(Report.objects.with_period().get(pk=report.pk), signed)
    _check(Kind.ISSUE, numbered, user)
    paper = frozen_paper(numbered.snapshots.get(stage=Stage.APPROVED)).issued_as(numbered)
    printed = {name: PRINTERS[name].render(paper) for name in FROZEN_FORMATS if name in PRINTERS}
    try:
        with transaction.atomic():
            report = _with(_locked(Kind.ISSUE, report, user), signed)
            _replace_old(report, user, at)
            _freeze(report, Stage.ISSUED, paper, user)
            OfficeIdentity.objects.sign(paper.office.pk, issued_on)
            for format, content in printed.items():
                FrozenFile.from_content(content, report=report, format=format).save()
            _mark_sent(report, user)
            return _finish(Kind.ISSUE, report, user, at, f"Số {report.number_text}, {signature}")
    except IntegrityError as error:
        raise Refused(f"Số {number} đã dùng cho một báo cáo khác trong năm {issued_on.year}.") from error


def _with(report: Report, values: Mapping[str, object]) -> Report:
    for name, value in values.items():
        setattr(report, name, value)
    return report


@transaction.atomic
def confirm(
    report: Report, chosen: Sequence[tuple[ConfirmedPart, Cause | None]], *, user: User, at: datetime | None = None
) -> Step:
    """Store a department's confirmed parts, with the cause where one is behind; one journal row for all."""
    report = _locked(Kind.CONFIRM, report, user)
    for part, cause in chosen:
        save_confirmation(report, part, cause, user=user, at=at or timezone.now())
    values = [f"{part.code}: {number_text(part.value)}{f' ({cause.text})' if cause else ''}" for part, cause in chosen]
    return _finish(Kind.CONFIRM, report, user, at, f"{user.department}. {'; '.join(values)}")


@transaction.atomic
def attach_scan(report: Report, attachment: Attachment, *, user: User) -> Step:
    """Keep the scan of the signed paper beside the issued files; it replaces none of them."""
    report = _locked(Kind.SCAN, report, user)
    SignedScan.from_content(attachment.content, report=report, kind=SCANNED[attachment.kind], attached_by=user).save()
    return _finish(Kind.SCAN, report, user, None, attachment.name)


def _replace_old(report: Report, user: User, at: datetime | None) -> None:
    old = report.replaces
    if old is None:
        return
    old.state = State.REPLACED
    set_author(old, user, f"Thay bằng {report}")
    old.save()
    _journal(old, Kind.REPLACE, user, at, f"Thay bằng báo cáo số {report.number_text}.")


def _mark_sent(report: Report, user: User) -> None:
    """The day of the first report; a correction does not change when the period was reported."""
    period = report.period
    if period.sent_on is None:
        period.sent_on = report.issued_on
        set_author(period, user, "Phát hành báo cáo")
        period.save()
