"""The views of a report's steps: a button for each row of lifecycle/rules.py; four steps have a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coopunion.forms.recovery import sent_or_kept
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.requests import SignedInRequest
from coopunion.text import clean
from reports.lifecycle import transitions
from reports.lifecycle.acknowledgements import points_to_acknowledge
from reports.lifecycle.confirmations import missing_sentence, parts_of
from reports.lifecycle.forms import ConfirmForm, IssueForm, ScanForm, SubmitForm
from reports.lifecycle.paper_source import report_paper
from reports.lifecycle.rules import RULES, AlreadyTaken, Kind, Refused
from reports.lifecycle.views import get_report_or_404
from reports.models import Report, Step

Take = Callable[[], Step]
Prepare = Callable[[SignedInRequest, Report], tuple[Form, Take]]


def step(kind: Kind) -> Callable[..., HttpResponse]:
    """The view of one step: takes it or shows why not, and returns to the report."""

    @requires(RULES[kind].permission, POST)
    def view(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
        report = get_report_or_404(code, year, number, serial)
        remark, seen = clean(request.POST.get("remark", "")), request.POST.get("seen", "")
        today = timezone.localdate()
        take = partial(transitions.take, kind, report, user=request.user, today=today, remark=remark, seen=seen)
        return _taken(request, report, kind, take)

    return view


def _taken(request: SignedInRequest, report: Report, kind: Kind, take: Take) -> HttpResponse:
    try:
        step = take()
    except AlreadyTaken as refusal:
        messages.info(request, str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{report} {RULES[kind].done}.")
        if kind is Kind.SUBMIT and "Chưa chốt số" in step.remark:
            messages.warning(request, step.remark.splitlines()[-1])
        if kind is Kind.CORRECT:
            return redirect(report.replaced_by)
        if kind is Kind.DISCARD:
            return redirect(report.period)
    return redirect(report)


def with_form(kind: Kind, closed: str) -> Callable[[Prepare], Callable[..., HttpResponse]]:
    """The view of a step that has a form; `closed` says that the report is in no state for it.

    What it decorates makes the form, and the step to take once the form is valid.
    """

    def decorate(prepare: Prepare) -> Callable[..., HttpResponse]:
        @requires(RULES[kind].permission, FORM)
        def view(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
            report = get_report_or_404(code, year, number, serial)
            if report.state not in RULES[kind].sources:
                messages.info(request, closed.format(report=report, state=report.get_state_display()))
                return redirect(report)
            form, take = prepare(request, report)
            if request.method == "POST" and form.is_valid():
                return _taken(request, report, kind, take)
            return render(request, f"reports/{kind.value}.html", {"report": report, "form": form})

        return view

    return decorate


@with_form(Kind.CONFIRM, closed="{report} {state}, không chốt số nữa.")
def confirm(request: SignedInRequest, report: Report) -> tuple[Form, Take]:
    """The figures of the user's own department."""
    paper = report_paper(report, today=timezone.localdate())
    own = [part for part in parts_of(report, paper) if part.department == request.user.department]
    if not own and request.method == "POST":
        raise PermissionDenied("Phòng của bạn không được giao chỉ tiêu nào của chương trình này.")
    form = ConfirmForm(sent_or_kept(request), parts=own)
    return form, lambda: transitions.confirm(report, form.chosen, user=request.user)


@with_form(Kind.SUBMIT, closed="{report} {state}, không trình nữa.")
def submit(request: SignedInRequest, report: Report) -> tuple[Form, Take]:
    """Every point that the paper leaves open is acknowledged by itself."""
    paper = report_paper(report, today=timezone.localdate())
    points, unconfirmed = points_to_acknowledge(report, paper), missing_sentence(report, paper)
    form = SubmitForm(sent_or_kept(request), points=points, unconfirmed=unconfirmed)
    return form, lambda: transitions.take(
        Kind.SUBMIT,
        report,
        user=request.user,
        today=timezone.localdate(),
        remark=form.cleaned_data["remark"],
        acknowledged=points,
    )


@with_form(Kind.ISSUE, closed="{report} {state}.")
def issue(request: SignedInRequest, report: Report) -> tuple[Form, Take]:
    """Number, day and signer of an approved report."""
    form = IssueForm(sent_or_kept(request), report=report, today=timezone.localdate())
    return form, lambda: transitions.issue(
        report,
        user=request.user,
        number=form.cleaned_data["number"],
        issued_on=form.cleaned_data["issued_on"],
        signature=form.signature,
    )


@with_form(Kind.SCAN, closed="Báo cáo chưa phát hành, chưa có bản đã ký.")
def attach_scan(request: SignedInRequest, report: Report) -> tuple[Form, Take]:
    """The signed paper, scanned."""
    form = ScanForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    return form, lambda: transitions.attach_scan(report, form.cleaned_data["file"], user=request.user)


@requires(Permission.VIEW_REPORTS)
def scan(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    """The newest scan of the signed paper; never shown inside the portal's own pages."""
    report = get_report_or_404(code, year, number, serial)
    newest = report.scans.last()
    if newest is None:
        raise Http404("Báo cáo chưa có bản đã ký.")
    return HttpResponse(
        newest.verified(),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{newest.file_name}"'},
    )
