"""What holds for every answer: its number, the content security policy, how long a session lasts, and that nothing
opens without a permission."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import cast
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string

from coopunion.accounts.authentication import STEPS, next_step, session_is_over
from coopunion.forms import recovery as keptforms
from coopunion.personal_numbers import holds_personal_number
from coopunion.requests import SignedInRequest
from coopunion.site.logs import request_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class RequestIdMiddleware:
    """Every request has a number: in its answer, in every line of the log, on the pages of errors.

    A proxy's own number (X-Request-ID) is taken over, so that its log and ours can be laid side by side.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        request_id.set(number)  # stays until the next request: Django logs an answer after it has passed here
        response = self.get_response(request)
        response.headers["X-Request-ID"] = number
        return response


class ContentSecurityPolicyMiddleware:
    """The same strict policy on every answer, errors included (ASVS 5, 3.4.3)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response


class SessionLimitMiddleware:
    """Ends a session that has lasted its hours, or that its account has ended elsewhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Without the cookie nobody is signed in, and the health page must not wait for a database.
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if signed_in and session_is_over(cast(SignedInRequest, request)):
            logout(request)
        return self.get_response(request)


class WrongMethodMiddleware:
    """A page instead of nothing where somebody opens an address that only takes what a button sends."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("405.html", request=request)
        return response


LARGEST = 2**63 - 1  # what a column of numbers holds; a larger one in an address would be an error of the database


class PermissionMiddleware:
    """Closed unless opened: a view runs only when its declared permission is granted to the user's role.

    Whoever must first change a given password or turn on the second factor is led there, and nothing else opens.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not hasattr(view, "permission"):
            raise ImproperlyConfigured(f"The view of {request.path} declares no permission.")
        if view.permission is None:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        step = next_step(cast(SignedInRequest, request))
        if step and (request.resolver_match is None or request.resolver_match.view_name not in STEPS[step]):
            return redirect(step)
        if not request.user.may(view.permission):
            raise PermissionDenied(f"Vai trò của bạn không được phép {view.permission}.")
        if any(isinstance(number, int) and number > LARGEST for number in kwargs.values()):
            raise Http404("Số trong địa chỉ lớn hơn mọi số của cổng.")
        if request.method == "POST":
            keptforms.forget(request)
        return None


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; text that was sent after its session had ended waits meanwhile."""
    address = keptforms.keep(request) if request.method == "POST" else request.get_full_path()
    if holds_personal_number(unquote_plus(address)):  # a search for one, which a browser would keep twice
        address = address.partition("?")[0]
    response = redirect_to_login(address, settings.LOGIN_URL)
    if "HX-Request" in request.headers:  # htmx would put the sign-in page into the middle of the page it stands on
        return HttpResponse(status=401, headers={"HX-Redirect": response.url})
    return response
