"""Signing in and out, and the pages of one's own account: password, sessions, second factor."""

from __future__ import annotations

import time

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import load_backend
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from coopunion.accounts import forms, second_factor
from coopunion.accounts.authentication import BACKEND, begin_session, end_other_sessions, keep_this_session
from coopunion.forms import recovery
from coopunion.models import JournalEntry, User
from coopunion.permissions import FORM, POST, Permission, public, requires
from coopunion.requests import SignedInRequest

AWAITS_CODE = "awaits_code"
CODE_SECONDS = 300


class SignIn(LoginView):
    """Name and password; who has a second factor goes on to its code."""

    template_name = "sign_in.html"
    form_class = forms.SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            text_waits=recovery.KEPT in self.request.session,
            failures=settings.AXES_FAILURE_LIMIT,
            lock_minutes=settings.AXES_COOLOFF_TIME.seconds // 60,
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if second_factor.device_of(user):
            # Nobody is signed in yet: the session remembers whose code is awaited.
            waits = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": time.time()}
            self.request.session[AWAITS_CODE] = waits
            query = urlencode({self.redirect_field_name: self.get_redirect_url()})
            return redirect(f"{reverse('sign-in-code')}?{query}")
        return signed_in(self.request, user, self.get_success_url())


class SignInCode(LoginView):
    """The second step: the code of somebody whose password was right less than five minutes ago."""

    template_name = "sign_in_code.html"
    form_class = forms.CodeForm  # type: ignore[assignment]  # the stubs know the form of the first step alone

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = awaited(request)
        if user is None:
            return redirect("sign-in")
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"user": self.user}

    def form_invalid(self, form: forms.CodeForm) -> HttpResponse:  # type: ignore[override]  # the same
        form.data = {"code": ""}  # a wrong code is never right later: the next one is typed into an empty field
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: forms.CodeForm) -> HttpResponse:  # type: ignore[override]  # the same
        del self.request.session[AWAITS_CODE]
        return signed_in(self.request, self.user, self.get_success_url(), form.device)


def awaited(request: HttpRequest) -> User | None:
    """The user whose code is awaited; None if there is none, it took too long, or the password changed meanwhile."""
    waits = request.session.get(AWAITS_CODE)
    if not waits or time.time() - waits["at"] > CODE_SECONDS:
        return None
    user = load_backend(BACKEND).get_user(waits["user"])
    return user if user and constant_time_compare(user.get_session_auth_hash(), waits["hash"]) else None


def signed_in(request: HttpRequest, user: User, address: str, device: TOTPDevice | None = None) -> HttpResponse:
    begin_session(request, user, device)
    recovery.claim(request, user)
    response = HttpResponseRedirect(address)
    recovery.mark_owner(response, user)
    return response


class SignOut(LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(recovery.OWNER_COOKIE, samesite="Lax")
        return response


sign_in = public(SignIn.as_view())
sign_in_code = public(SignInCode.as_view())
sign_out = public(SignOut.as_view())


@requires(Permission.USE_OWN_ACCOUNT)
def own_account(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/own.html", {"device": second_factor.device_of(request.user)})


@requires(Permission.USE_OWN_ACCOUNT, FORM)
@sensitive_post_parameters()
@never_cache
def own_password(request: SignedInRequest) -> HttpResponse:
    form = forms.OwnPasswordForm(request.POST or None, request=request)
    if not form.is_valid():
        return render(request, "accounts/password.html", {"form": form})
    user = form.save()
    keep_this_session(request, user)
    messages.success(request, "Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.")
    return redirect("own-account")


@requires(Permission.USE_OWN_ACCOUNT, POST)
def other_sessions(request: SignedInRequest) -> HttpResponse:
    """End every session of mine but this one."""
    end_other_sessions(request, "Đăng xuất ở mọi nơi khác")
    messages.success(request, "Đã đăng xuất tài khoản của bạn ở mọi nơi khác.")
    return redirect("own-account")


@requires(Permission.USE_OWN_ACCOUNT)
@never_cache
def second_factor_page(request: SignedInRequest) -> HttpResponse:
    return second_factor_shown(request)


@requires(Permission.USE_OWN_ACCOUNT, POST)
def second_factor_start(request: SignedInRequest) -> HttpResponse:
    if not second_factor.device_of(request.user):
        second_factor.start(request.user)
    return redirect("second-factor")


@requires(Permission.USE_OWN_ACCOUNT, POST)
@sensitive_post_parameters()
@never_cache
def second_factor_on(request: SignedInRequest) -> HttpResponse:
    """Confirm the app by a code; the recovery codes are in the answer and never shown again."""
    form = forms.TurnOnForm(request.POST, request=request)
    if form.is_valid() and not second_factor.turn_on(request.user, form.cleaned_data["code"]):
        form.add_error("code", forms.WRONG_CODE)
    if form.errors:
        return second_factor_shown(request, turn_on=form)
    with transaction.atomic():
        codes = second_factor.new_recovery_codes(request.user)
        end_other_sessions(request, "Bật xác minh hai bước")
    django_otp.login(request, second_factor.device_of(request.user))
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "turned_on": True})


@requires(Permission.USE_OWN_ACCOUNT, POST)
@sensitive_post_parameters()
@never_cache
def second_factor_codes(request: SignedInRequest) -> HttpResponse:
    """New recovery codes; earlier ones become invalid."""
    form = forms.CurrentPasswordForm(request.POST, request=request)
    if not second_factor.device_of(request.user):
        return redirect("second-factor")
    if not form.is_valid():
        return second_factor_shown(request, new_codes=form)
    with transaction.atomic():
        codes = second_factor.new_recovery_codes(request.user)
        JournalEntry.write(
            "cấp lại mã dự phòng", user=request.user, title="Mã dự phòng của mình", url=reverse("own-account")
        )
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "turned_on": False})


@requires(Permission.USE_OWN_ACCOUNT, POST)
@sensitive_post_parameters()
@never_cache
def second_factor_off(request: SignedInRequest) -> HttpResponse:
    form = forms.TurnOffForm(request.POST, request=request)
    if not form.is_valid():
        return second_factor_shown(request, turn_off=form)
    with transaction.atomic():
        second_factor.turn_off(request.user)
        end_other_sessions(request, "Tắt xác minh hai bước")
    request.session.pop(django_otp.DEVICE_ID_SESSION_KEY, None)
    messages.success(request, "Đã tắt xác minh hai bước.")
    return redirect("own-account")


def second_factor_shown(request: SignedInRequest, **refused: forms.CurrentPasswordForm) -> HttpResponse:
    """The page in the account's state: off, waiting for the first code, or on; `refused` are the forms with errors."""
    waiting = second_factor.device_of(request.user, confirmed=False)
    context = {
        "device": second_factor.device_of(request.user),
        "required": second_factor.is_required_of(request.user),
        "codes_left": second_factor.recovery_codes_left(request.user),
        "picture": second_factor.picture(waiting) if waiting else "",
        "secret": second_factor.secret_text(waiting) if waiting else "",
        "turn_on": forms.TurnOnForm(request=request, auto_id="bat_%s"),
        "turn_off": forms.TurnOffForm(request=request, auto_id="tat_%s"),
        "new_codes": forms.CurrentPasswordForm(request=request, auto_id="ma_%s"),
    }
    return render(request, "accounts/second_factor.html", context | refused)
