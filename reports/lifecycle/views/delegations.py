"""Who may sign, with which authority, from when to when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coopunion.forms.saving import AlreadySent, SavedMeanwhile, write
from coopunion.permissions import Permission, requires
from coopunion.requests import SignedInRequest
from reports.lifecycle.forms import DelegationForm
from reports.models import Delegation

read_and_write = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.MANAGE_OFFICE)
@require_safe
def delegation_list(request: SignedInRequest) -> HttpResponse:
    in_force = set(Delegation.objects.in_force(timezone.localdate()).values_list("pk", flat=True))
    rows = [(delegation, delegation.pk in in_force) for delegation in Delegation.objects.all()]
    return render(request, "reports/delegations.html", {"rows": rows})


@requires(Permission.MANAGE_OFFICE)
@read_and_write
def delegation_add(request: SignedInRequest) -> HttpResponse:
    return _form(request, Delegation())


@requires(Permission.MANAGE_OFFICE)
@read_and_write
def delegation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Delegation, pk=pk))


def _form(request: SignedInRequest, delegation: Delegation) -> HttpResponse:
    form = DelegationForm(request.POST if request.method == "POST" else None, instance=delegation, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            write(form)
        except AlreadySent:
            messages.info(request, "Quyền ký này đã được lưu trước đó.")
        except SavedMeanwhile:
            messages.error(request, "Người khác vừa sửa quyền ký này; chưa lưu. Xem lại rồi sửa.")
            return redirect("reports:delegation-edit", pk=delegation.pk)
        else:
            messages.success(request, f"Đã lưu quyền ký: {form.instance}.")
        return redirect("reports:delegations")
    return render(request, "reports/delegation.html", {"form": form, "delegation": delegation})
