"""Authentication: who may sign in, how long a session lasts, and how failed attempts lock an account."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from coopunion.accounts import second_factor
from coopunion.accounts.passwords import generated_password
from coopunion.models import User
from coopunion.requests import SignedInRequest

log = logging.getLogger(__name__)
BACKEND = "coopunion.accounts.authentication.PortalBackend"
STARTED = "signed_in_at"


def address_of(request: HttpRequest) -> str | None:
    """The address of the connection itself, which a client cannot choose; None where there is no connection.

    Behind a proxy named in TRUSTED_PROXIES: the last address in X-Forwarded-For that is no such proxy. Addresses that
    the client itself put into that header are further left and not read.
    """
    address = request.META.get("REMOTE_ADDR")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    chain = [hop.strip() for hop in forwarded if hop.strip()]
    while chain and address in settings.TRUSTED_PROXIES:
        address = chain.pop()
    return address


class PortalBackend(ModelBackend):
    """Names and passwords. A demo account opens only in a demonstration, a temporary password only for its days."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User):
            if user.is_demo and not settings.DEMO:
                return False
            if user.temporary_password_until and user.temporary_password_until < timezone.now():
                return False
        return super().user_can_authenticate(user)


def begin_session(request: HttpRequest, user: User, device: TOTPDevice | None = None) -> None:
    """Sign the user in; `device` proved the second factor."""
    user.skip_history_when_saving = True  # type: ignore[attr-defined]  # last_login is no change of the account
    login(request, user, backend=BACKEND)
    del user.skip_history_when_saving  # type: ignore[attr-defined]
    if device is not None:
        django_otp.login(request, device)
    request.session[STARTED] = time.time()
    log.info("Signed in", extra={"event": "signed_in", "user": user.pk})


def session_is_over(request: SignedInRequest) -> bool:
    """Over the limit of hours, or begun before the account ended its sessions."""
    started = request.session.setdefault(STARTED, time.time())
    valid_from = request.user.sessions_valid_from
    return time.time() - started > settings.SESSION_MAX_HOURS * 3600 or (
        valid_from is not None and started < valid_from.timestamp()
    )


def end_sessions(user: User) -> None:
    """End every session of the user at once; the caller saves."""
    user.sessions_valid_from = timezone.now()


def keep_this_session(request: HttpRequest, user: User) -> None:
    """After `end_sessions`: the session in which the user asked for it goes on, under a new key."""
    update_session_auth_hash(request, user)
    request.session[STARTED] = time.time()


def end_other_sessions(request: SignedInRequest, reason: str) -> None:
    """End every session of the user but this one; `reason` goes into the history of the account."""
    end_sessions(request.user)
    request.user.save_because(reason, "sessions_valid_from")
    keep_this_session(request, request.user)


def still_allowed(request: HttpRequest | None, user: User) -> bool:
    """Whether the account is still not locked: of concurrent attempts, those that end after the lock are refused, even
    with the right password."""
    credentials = get_credentials(username=user.get_username())
    if AxesProxyHandler.is_allowed(request, credentials):
        return True
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return False


def checked_device(request: HttpRequest, user: User, code: str) -> TOTPDevice | None:
    """The user's device if the code is right, else None. A wrong code counts as a failed sign-in and locks like one."""
    credentials = get_credentials(username=user.get_username())
    device = second_factor.verify(user, code) if AxesProxyHandler.is_allowed(request, credentials) else None
    if device is None:
        log.warning("Wrong code", extra={"event": "wrong_code", "user": user.pk})
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return device


def give_temporary_password(user: User) -> str:
    """Set a password that must be changed at the first sign-in, and return it. Ends the user's sessions; the caller
    saves."""
    password = generated_password()
    user.set_password(password)
    user.temporary_password_until = timezone.now() + timedelta(days=settings.TEMPORARY_PASSWORD_DAYS)
    end_sessions(user)
    return password


def next_step(request: SignedInRequest) -> str | None:
    """The name of the page a user must complete before any other opens; None if there is none."""
    if request.user.temporary_password_until:
        return "own-password"
    proved = django_otp.DEVICE_ID_SESSION_KEY in request.session
    if not proved and second_factor.is_required_of(request.user):
        return "second-factor"
    return None


# The pages that open while a step is due.
STEPS = {
    "own-password": frozenset({"own-password"}),
    "second-factor": frozenset({"second-factor", "second-factor-start", "second-factor-on"}),
}
