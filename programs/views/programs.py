"""Pages that show the plan: the programmes, one programme, one indicator, and every change of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from coopunion.permissions import POST, Permission, requires
from coopunion.requests import SignedInRequest
from programs.models import Program
from programs.overview import IndicatorPlan, ProgramPlan
from programs.plan_history import changes_of_indicator, changes_of_program, restore
from programs.views.plan import INDICATORS

CHANGES_PAGE = 100


@requires(Permission.VIEW_RECORDS)
def program_list(request: SignedInRequest) -> HttpResponse:
    programs = Program.objects.latest_first().annotate(
        task_count=Count("tasks", distinct=True),
        indicator_count=Count("indicators", distinct=True),
        sent_count=Count("periods", filter=Q(periods__sent_on__isnull=False), distinct=True),
    )
    context = {"programs": programs, "may_manage": request.user.may(Permission.MANAGE_PROGRAMS)}
    return render(request, "programs/list.html", context)


@requires(Permission.VIEW_RECORDS)
def program_detail(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    program = get_object_or_404(Program, code=code, year=year)
    plan = ProgramPlan(program, program.day_in_year(timezone.localdate()))
    context = {"plan": plan, "program": program, "may_manage": request.user.may(Permission.MANAGE_PROGRAMS)}
    return render(request, "programs/detail.html", context)


@requires(Permission.VIEW_RECORDS)
def indicator_detail(request: SignedInRequest, code: str, year: int, pk: int) -> HttpResponse:
    indicator = INDICATORS.get(code, year, pk)
    context = {
        "plan": IndicatorPlan(indicator, indicator.program.day_in_year(timezone.localdate())),
        "program": indicator.program,
        "changes": changes_of_indicator(indicator),
        "may_manage": request.user.may(Permission.MANAGE_PROGRAMS),
    }
    return render(request, "programs/indicator.html", context)


@requires(Permission.VIEW_RECORDS)
def program_history(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    program = get_object_or_404(Program, code=code, year=year)
    page = Paginator(changes_of_program(program), CHANGES_PAGE).get_page(request.GET.get("trang"))
    context = {"program": program, "page": page, "may_manage": request.user.may(Permission.MANAGE_PROGRAMS)}
    return render(request, "programs/history.html", context)


@requires(Permission.MANAGE_PROGRAMS, POST)
def part_restore(request: SignedInRequest, code: str, year: int, key: str) -> HttpResponse:
    program = get_object_or_404(Program, code=code, year=year)
    try:
        thing = restore(program, key, request.user)
    except LookupError as error:
        raise Http404(str(error)) from error
    except ValidationError as error:
        messages.error(request, f"Không lấy lại được: {' '.join(error.messages)}")
    else:
        messages.success(request, f"Đã lấy lại {thing._meta.verbose_name}: {thing}.")
    return HttpResponseRedirect(reverse("programs:history", args=[code, year]))
