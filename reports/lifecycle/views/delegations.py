"""Who may sign, with which authority, from when to when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coopunion.forms.editing import edit
from coopunion.permissions import FORM, Permission, requires
from coopunion.requests import SignedInRequest
from reports.lifecycle.forms import DelegationForm
from reports.models import Delegation


@requires(Permission.MANAGE_OFFICE)
def delegation_list(request: SignedInRequest) -> HttpResponse:
    in_force = set(Delegation.objects.in_force(timezone.localdate()).values_list("pk", flat=True))
    rows = [(delegation, delegation.pk in in_force) for delegation in Delegation.objects.all()]
    return render(request, "reports/delegations.html", {"rows": rows})


@requires(Permission.MANAGE_OFFICE, FORM)
def delegation_add(request: SignedInRequest) -> HttpResponse:
    return _form(request, Delegation())


@requires(Permission.MANAGE_OFFICE, FORM)
def delegation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Delegation, pk=pk))


def _form(request: SignedInRequest, delegation: Delegation) -> HttpResponse:
    edited = edit(request, DelegationForm, delegation)
    if edited.address:
        return redirect("reports:delegations")
    context = {"form": edited.form, "conflict": edited.conflict, "delegation": delegation}
    return render(request, "reports/delegation.html", context)
