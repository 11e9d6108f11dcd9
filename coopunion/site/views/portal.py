"""Pages of the portal itself: the health check, and suggestions of place names."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from coopunion.formatting import day
from coopunion.forms.fields import MAX_SUGGESTIONS
from coopunion.models import Place
from coopunion.permissions import Permission, public, requires
from coopunion.requests import SignedInRequest
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
