"""The page of the journal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from coopunion.history.journal import JournalQuery, read_journal, sources
from coopunion.models import User
from coopunion.permissions import Permission, requires
from coopunion.registers.listing import refuse_personal_number
from coopunion.requests import SignedInRequest


@requires(Permission.VIEW_JOURNAL)
def journal(request: SignedInRequest) -> HttpResponse:
    if refused := refuse_personal_number(request):
        return refused
    filters = JournalQuery.read(request.GET)
    page, lines = read_journal(filters, request.user, request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    named = sorted((str(model._meta.verbose_name), label) for label, model in sources().items())
    context = {
        "filters": filters,
        "lines": lines,
        "page": page,
        "query": query.urlencode(),
        "models": [(label, name) for name, label in named],
        "people": User.objects.all(),
    }
    return render(request, "journal.html", context)
