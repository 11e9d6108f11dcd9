"""The error pages. Each shows the request id, by which the request is found in the log.

400 and 500 need neither a user nor a database: those may have failed.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from coopunion.site.logs import request_id


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html", {"request_id": request_id.get()}), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("403_csrf.html", {"request_id": request_id.get()}), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)
