"""The administrator's pages: accounts, departments, the office."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_totp.models import TOTPDevice

from coopunion.accounts import second_factor
from coopunion.accounts.authentication import end_sessions, give_temporary_password
from coopunion.administration.forms.people import DepartmentForm, OfficeForm, OfficeIdentityForm, UserForm
from coopunion.forms.editing import FormEditor
from coopunion.history.changes import describe, without_empty
from coopunion.models import Department, JournalEntry, Office, OfficeIdentity, OfficeTimeline, User
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.requests import SignedInRequest
from coopunion.work.items import open_work_of

RECENT_CHANGES = 20


# Accounts


@requires(Permission.MANAGE_USERS)
def user_list(request: SignedInRequest) -> HttpResponse:
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    users = User.objects.select_related("department").order_by("-is_active", "username")
    context = {
        "users": users.annotate(second_factor=Exists(devices), is_locked=Q(username__in=locked_names())),
        "now": timezone.now(),
    }
    return render(request, "accounts/users.html", context)


def locked_names(**narrow: str) -> set[str]:
    """Names locked from at least one address now, as the rule of django-axes counts."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME, **narrow)
    counted = recent.values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return set(counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT).values_list("username", flat=True))


@requires(Permission.MANAGE_USERS, FORM)
@never_cache
def user_add(request: SignedInRequest) -> HttpResponse:
    """A new account and its first password, which is shown in the answer and never again."""
    user = User()
    password = give_temporary_password(user)
    edited = FormEditor(request, UserForm).edit(user)
    if edited.address:
        return password_shown(request, user, password) if user.pk else redirect(edited.address)
    return render(request, "accounts/user.html", {"form": edited.form})


@requires(Permission.MANAGE_USERS, FORM)
def user_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    before = get_object_or_404(User, pk=pk)
    edited = FormEditor(request, UserForm).edit(User.objects.get(pk=pk))
    account = User.objects.get(pk=pk)  # read again: the form has changed the other instance
    if edited.address:
        if (account.department_id, account.role) != (before.department_id, before.role):
            remind_of_open_work(request, account)
        return redirect(edited.address)
    context = {
        "form": edited.form,
        "conflict": edited.conflict,
        "record": account,
        "device": second_factor.device_of(account),
        "open_count": open_count(account),
        "locked": bool(locked_names(username=account.username)),
        "changes": without_empty(describe(account.history.select_related("history_user")[:RECENT_CHANGES])),
        "now": timezone.now(),
    }
    return render(request, "accounts/user.html", context)


def open_count(user: User) -> int:
    """How many things must be handed over when the user leaves."""
    return sum(len(work.things) for work in open_work_of(user))


def remind_of_open_work(request: SignedInRequest, user: User) -> None:
    """Drafts of a user who moves or leaves are seen by nobody else until they are handed over."""
    if count := open_count(user):
        messages.warning(request, f"{user} còn giữ {count} việc: bấm “Bàn giao công việc” để giao cho người khác.")


@requires(Permission.MANAGE_USERS, POST)
@never_cache
def user_password(request: SignedInRequest, pk: int, *, phone_is_lost: bool = False) -> HttpResponse:
    """Reset the password; for a lost phone turn the second factor off as well, without which the old is too short."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        return redirect("second-factor" if phone_is_lost else "own-password")
    with transaction.atomic():
        if phone_is_lost:
            second_factor.turn_off(user)
        password = give_temporary_password(user)
        reason = "Gỡ xác minh hai bước, cấp lại mật khẩu" if phone_is_lost else "Cấp lại mật khẩu"
        user.save_because(reason, *User.PASSWORD_FIELDS)
    return password_shown(request, user, password)


def password_shown(request: SignedInRequest, user: User, password: str) -> HttpResponse:
    """The only response that contains the password; a reload generates another one."""
    return render(request, "accounts/password_shown.html", {"account": user, "password": password})


@requires(Permission.MANAGE_USERS, POST)
def user_unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    with transaction.atomic():
        AxesProxyHandler.reset_attempts(username=user.username)
        JournalEntry.write(
            "mở khóa đăng nhập", user=request.user, title=str(user), url=reverse("user-edit", args=[user.pk])
        )
    messages.success(request, f"Đã mở khóa đăng nhập cho {user}.")
    return redirect("user-edit", pk)


@requires(Permission.MANAGE_USERS, POST)
def user_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Deactivate an account: it stays with all it wrote; its sessions end at once."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user or user.is_last_administrator():
        messages.error(request, "Không ngừng được tài khoản của chính mình hoặc của quản trị duy nhất.")
        return redirect("user-edit", pk)
    user.is_active = False
    end_sessions(user)
    user.save_because("Ngừng tài khoản", "is_active", "sessions_valid_from")
    messages.success(request, f"Đã ngừng tài khoản của {user}.")
    remind_of_open_work(request, user)
    return redirect("user-edit", pk)


@requires(Permission.MANAGE_USERS, POST)
def user_open(request: SignedInRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    user.is_active = True
    user.save_because("Mở lại tài khoản", "is_active")
    messages.success(request, f"Đã mở lại tài khoản của {user}.")
    return redirect("user-edit", pk)


# Departments


@requires(Permission.MANAGE_OFFICE)
def department_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/departments.html", {"departments": Department.objects.with_people()})


@requires(Permission.MANAGE_OFFICE, FORM)
def department_edit(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Without `pk`: a new department."""
    edited = FormEditor(request, DepartmentForm).edit(get_object_or_404(Department, pk=pk) if pk else Department())
    if edited.address:
        return redirect("department-list")
    record = Department.objects.get(pk=pk) if pk else None  # read again: the form has changed the other instance
    return render(
        request, "accounts/department.html", {"form": edited.form, "conflict": edited.conflict, "record": record}
    )


@requires(Permission.MANAGE_OFFICE, POST)
def department_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a department that has neither accounts nor records; others are refused."""
    department = get_object_or_404(Department, pk=pk)
    try:
        with transaction.atomic():
            department.delete()
    except ProtectedError:
        messages.error(request, f"{department} còn tài khoản hoặc hồ sơ nên không xóa được.")
        return redirect("department-edit", pk)
    messages.success(request, f"Đã xóa {department}.")
    return redirect("department-list")


# The office


@requires(Permission.MANAGE_OFFICE, FORM)
def office_edit(request: SignedInRequest) -> HttpResponse:
    """What the office is called from which day on, and its settings. Approved reports do not change."""
    edited = FormEditor(request, OfficeForm).edit(get_object_or_404(Office))
    if edited.address:
        return redirect(edited.address)
    offices = OfficeTimeline.read()
    context = {
        "form": edited.form,
        "conflict": edited.conflict,
        "identities": offices.identities[::-1],
        "today": offices.on(timezone.localdate()),
    }
    return render(request, "accounts/office.html", context)


@requires(Permission.MANAGE_OFFICE, FORM)
def office_identity_add(request: SignedInRequest) -> HttpResponse:
    """Begins with what the latest identity says, since seldom everything changes."""
    latest = OfficeIdentity.objects.last() or OfficeIdentity()
    return _identity_page(request, latest.successor(), "Thêm tên cơ quan từ một ngày")


@requires(Permission.MANAGE_OFFICE, FORM)
def office_identity_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    identity = get_object_or_404(OfficeIdentity, pk=pk)
    return _identity_page(request, identity, f"{identity}, {identity.since}")


def _identity_page(request: SignedInRequest, identity: OfficeIdentity, title: str) -> HttpResponse:
    page = reverse("office-edit")
    edited = FormEditor(request, OfficeIdentityForm).edit(identity)
    if edited.address:
        return redirect(page)
    context = {
        "form": edited.form,
        "conflict": edited.conflict,
        "title": title,
        "above": [("Cơ quan", page)],
        "back": page,
        "fixed": identity.why_fixed,
    }
    return render(request, "accounts/office_identity.html", context)
