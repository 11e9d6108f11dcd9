"""Pages of the portal itself, and the generic pages of every register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coopunion.listing import read_listing
from coopunion.permissions import SignedInRequest, public, requires
from coopunion.registers import Register

sign_in = public(LoginView.as_view(template_name="sign_in.html", redirect_authenticated_user=True))
sign_out = public(LogoutView.as_view())


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503: what a monitor reads."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def register_list(register: Register) -> Callable[..., HttpResponse]:
    @requires(register.permission)
    @require_safe
    def view(request: SignedInRequest) -> HttpResponse:
        listing = read_listing(register, request.user, request.GET)
        return render(request, "generic/list.html", {"register": register, "listing": listing})

    return view


def register_detail(register: Register) -> Callable[..., HttpResponse]:
    @requires(register.permission)
    @require_safe
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        record = get_object_or_404(register.visible(request.user), pk=pk)
        dated = [moment for moment in register.timeline(record) if moment.on]
        context = {
            "register": register,
            "record": record,
            "moments": sorted(dated, key=lambda moment: moment.on or date.min, reverse=True),
            "sections": [(section, list(section.rows(record))) for section in register.sections],
            "changes": record.history.select_related("history_user")[:20],
        }
        return render(request, "generic/detail.html", context)

    return view
