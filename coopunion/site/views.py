"""Pages of the portal itself: the health check, suggestions of place names, and the legal rules that it applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from coopunion.extensions import extensions
from coopunion.formatting import day
from coopunion.forms.fields import MAX_SUGGESTIONS
from coopunion.models import Place
from coopunion.permissions import Permission, public, requires
from coopunion.requests import SignedInRequest
from coopunion.standards import Standard, in_force
from coopunion.text import clean, search_key


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Health check for monitoring: 200 while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database", "version": settings.VERSION}, status=503)
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@requires(Permission.VIEW_RECORDS)
def suggest_places(request: SignedInRequest) -> HttpResponse:
    """Places whose name contains the typed words, those in force first, as JSON: {"names": [{"value", "note"}]}."""
    words = search_key(clean(request.GET.get("q", ""))[:100])
    places = Place.objects.named_like(words).select_related("parent")[:MAX_SUGGESTIONS]
    names = [{"value": place.full_name, "note": _until(place)} for place in places]
    return JsonResponse({"names": names})


def _until(place: Place) -> str:
    return f"đến {day(place.valid_to - timedelta(days=1))}" if place.valid_to else ""


def standard_tables() -> Iterator[tuple[str, str, Sequence[Standard]]]:
    """Key, title and rows, the latest first, of each rule of the apps' extensions, in the order of the apps."""
    for extension in extensions():
        for key, (title, path) in extension.standards.items():
            yield key, title, import_string(path)[::-1]


@requires(Permission.VIEW_RECORDS)
def standards(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = [(key, title, rows, in_force(rows, today)) for key, title, rows in standard_tables()]
    return render(request, "standards.html", {"tables": shown})
