"""The views of a report's steps: a button for each row of lifecycle/rules.py; three steps have a form."""

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
from reports.lifecycle.confirmations import parts_of
from reports.lifecycle.forms import ConfirmForm, IssueForm, ScanForm
from reports.lifecycle.paper_source import report_paper
from reports.lifecycle.rules import RULES, AlreadyTaken, Kind, Refused
from reports.lifecycle.views.lookup import get_report_or_404
from reports.models import Report, Step


def step(kind: Kind) -> Callable[..., HttpResponse]:
    """The view of one step: takes it or shows why not, and returns to the report."""

    @requires(RULES[kind].permission, POST)
    def view(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
        report = get_report_or_404(code, year, number, serial)
        remark, seen = clean(request.POST.get("remark", "")), request.POST.get("seen", "")
        take = partial(transitions.take, kind, user=request.user, today=timezone.localdate(), remark=remark, seen=seen)
        return _taken(request, report, kind, take)

    return view


def _taken(request: SignedInRequest, report: Report, kind: Kind, take: Callable[[Report], Step]) -> HttpResponse:
    try:
        step = take(report)
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


@requires(Permission.CONFIRM_FIGURES, FORM)
def confirm(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    """The figures of the user's own department."""
    report = get_report_or_404(code, year, number, serial)
    if report.state not in RULES[Kind.CONFIRM].sources:
        messages.info(request, f"{report} {report.get_state_display()}, không chốt số nữa.")
        return redirect(report)
    paper = report_paper(report, today=timezone.localdate())
    own = [part for part in parts_of(report, paper) if part.department == request.user.department]
    if not own and request.method == "POST":
        raise PermissionDenied("Phòng của bạn không được giao chỉ tiêu nào của chương trình này.")
    form = ConfirmForm(sent_or_kept(request), parts=own)
    return _form_page(
        request, report, Kind.CONFIRM, form, lambda report: transitions.confirm(report, form.chosen, user=request.user)
    )


@requires(Permission.APPROVE_REPORTS, FORM)
def issue(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    """Number, day and signer of an approved report."""
    report = get_report_or_404(code, year, number, serial)
    if report.state not in RULES[Kind.ISSUE].sources:
        messages.info(request, f"{report} {report.get_state_display()}.")
        return redirect(report)
    form = IssueForm(sent_or_kept(request), report=report, today=timezone.localdate())

    def take(report: Report) -> Step:
        number, issued_on = form.cleaned_data["number"], form.cleaned_data["issued_on"]
        return transitions.issue(
            report, user=request.user, number=number, issued_on=issued_on, signature=form.signature
        )

    return _form_page(request, report, Kind.ISSUE, form, take)


@requires(Permission.DRAFT_REPORTS, FORM)
def attach_scan(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    """The signed paper, scanned."""
    report = get_report_or_404(code, year, number, serial)
    if report.state not in RULES[Kind.SCAN].sources:
        messages.info(request, "Báo cáo chưa phát hành, chưa có bản đã ký.")
        return redirect(report)
    form = ScanForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    return _form_page(
        request,
        report,
        Kind.SCAN,
        form,
        lambda report: transitions.attach_scan(report, form.cleaned_data["file"], user=request.user),
    )


def _form_page(
    request: SignedInRequest, report: Report, kind: Kind, form: Form, take: Callable[[Report], Step]
) -> HttpResponse:
    """The page of a step that has a form, until it is sent without an error."""
    if request.method == "POST" and form.is_valid():
        return _taken(request, report, kind, take)
    return render(request, f"reports/{kind.value}.html", {"report": report, "form": form})


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
