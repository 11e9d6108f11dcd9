"""The pages of every register: their addresses; the list, a record's page, names while one types."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from coopunion.extensions import extension_functions
from coopunion.forms.fields import MAX_SUGGESTIONS
from coopunion.forms.record_field import suggestions
from coopunion.models import Evidence, Record
from coopunion.parsing import read_day_or_none
from coopunion.records.views.history import record_changes
from coopunion.registers.columns import M
from coopunion.registers.listing import Listing, refuse_personal_number
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest
from coopunion.text import clean

RECENT_CHANGES = 20


def register_list(request: SignedInRequest, register: Register[M]) -> HttpResponse:
    if refused := refuse_personal_number(request):
        return refused
    listing = Listing(register, request.user, request.GET)
    template = "generic/_rows.html" if request.headers.get("HX-Request") else "generic/list.html"
    context = {
        "register": register,
        "listing": listing,
        "may_add": register.may_add(request.user),
        "tools": register.tools_for(request.user),
    }
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response


def register_detail(request: SignedInRequest, register: Register[M], pk: int) -> HttpResponse:
    day = past_day(register, request)
    rows = register.as_of(request.user, day) if register.as_of and day else register.visible(request.user)
    record = get_object_or_404(rows, pk=pk)
    timelines = (register.timeline, *extension_functions("record_moments"))
    moments = [moment for timeline in timelines for moment in timeline(record)]
    dated = [moment for moment in moments if moment.on and (day is None or moment.on <= day)]
    recent = record.history.select_related("history_user")[:RECENT_CHANGES]
    further = [section for sections_of in extension_functions("record_sections") for section in sections_of(record)]
    sections = [(section, list(section.rows(record))) for section in (*register.sections, *further)]
    context = {
        "register": register,
        "record": record,
        "asks_for_day": register.as_of is not None,
        "day": day,
        "status": register.status(record),
        "moments": sorted(dated, key=lambda moment: moment.on or date.min, reverse=True),
        "sections": sections,
        "missing": [lower_first(section.title) for section, rows in sections if not rows and not section.quiet],
        "changes": record_changes(register, pk, recent, RECENT_CHANGES),
        "may_change": register.may_change(request.user, record),
        "adds": register.adds_for(request.user, record),
        "tools": register.tools_for(request.user, record),
        "evidence": Evidence.objects.of(record),
    }
    return render(request, "generic/detail.html", context)


def past_day(register: Register[M], request: SignedInRequest) -> date | None:
    """The past day for which the address asks the record's page; None for today."""
    day = read_day_or_none(request.GET.get("ngay", "")) if register.as_of else None
    return day if day and day < timezone.localdate() else None


def lower_first(title: str) -> str:
    """As inside a sentence: "thành viên Liên minh"."""
    return title[:1].lower() + title[1:]


def suggest(request: SignedInRequest, register: Register[M]) -> HttpResponse:
    """Names that match what is being typed, as JSON: [{"value", "note", "pk"}]."""
    words = clean(request.GET.get("q", ""))[:200]
    rows = register.visible(request.user).exclude(state=Record.State.ANNULLED).matching(words)
    found = rows.order_by(*register.order)[:MAX_SUGGESTIONS]
    names = [{"value": each.label, "note": each.note, "pk": each.record.pk} for each in suggestions(found)]
    return JsonResponse({"names": names})
