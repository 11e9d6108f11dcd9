"""Middleware for every response: request id, content security policy, session limits, permissions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

from coopunion.accounts.authentication import STEPS, next_step, session_is_over
from coopunion.forms import recovery
from coopunion.personal_numbers import holds_personal_number
from coopunion.requests import SignedInRequest
from coopunion.site.logs import request_id

View = Callable[..., HttpResponseBase]
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class RequestIdMiddleware(MiddlewareMixin):
    """Gives every request an id, shown in its response header, in every line of the log and on the error pages.

    The id of a proxy (X-Request-ID) is taken over, so that its log and ours can be compared.
    """

    def process_request(self, request: HttpRequest) -> None:
        given = request.headers.get("X-Request-ID", "")
        # Kept until the next request: Django logs a response after this middleware.
        request_id.set(given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers["X-Request-ID"] = request_id.get()
        return response


class ContentSecurityPolicyMiddleware(MiddlewareMixin):
    """The same strict policy on every response, errors included (ASVS 5, 3.4.3)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response


class SessionLimitMiddleware(MiddlewareMixin):
    """Ends a session that is over its time limit, or that was ended from another session of the account."""

    def process_request(self, request: HttpRequest) -> None:
        # Without the cookie nobody is signed in, and the health page must not wait for a database.
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if signed_in and session_is_over(cast(SignedInRequest, request)):
            logout(request)


class WrongMethodMiddleware(MiddlewareMixin):
    """An error page instead of an empty response for GET of an address that only takes POST."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("405.html", request=request)
        return response


LARGEST = 2**63 - 1  # of a BIGINT column; the database raises an error for a larger number in an address


class PermissionMiddleware(MiddlewareMixin):
    """Deny by default: a view runs only if its declared permission is granted to the user's role.

    A user who must first change a temporary password or turn on the second factor is redirected there from every page.
    """

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
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
            recovery.forget(request)
        return None


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page, which leads back; a form sent after its session had ended is kept meanwhile."""
    address = recovery.keep(request) if request.method == "POST" else request.get_full_path()
    if holds_personal_number(unquote_plus(address)):  # in a search, which would also stay in the browser's history
        address = address.partition("?")[0]
    response = redirect_to_login(address, settings.LOGIN_URL)
    if "HX-Request" in request.headers:  # htmx would insert the sign-in page into the present one
        return HttpResponse(status=401, headers={"HX-Redirect": response.url})
    return response
