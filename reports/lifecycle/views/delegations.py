"""Who may sign, with which authority, from when to when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from coopunion.forms.editing import edit_page
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
    return _form_page(request, Delegation(), "Thêm quyền ký")


@requires(Permission.MANAGE_OFFICE, FORM)
def delegation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _form_page(request, get_object_or_404(Delegation, pk=pk), "Sửa quyền ký")


def _form_page(request: SignedInRequest, delegation: Delegation, title: str) -> HttpResponse:
    page = reverse("reports:delegations")
    above = [("Quyền ký báo cáo", page)]
    return edit_page(request, DelegationForm, delegation, title=title, above=above, next_page=page)
