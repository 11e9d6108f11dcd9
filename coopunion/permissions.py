"""Who may do what: the one table. Views, templates, exports and commands ask it; nothing else decides.

A page without a declared permission does not answer (PermissionMiddleware): closed is the default.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from django.db.models import TextChoices
from django.http import HttpRequest

if TYPE_CHECKING:
    from coopunion.models import User

View = TypeVar("View", bound=Callable)


class SignedInRequest(HttpRequest):
    """What a view behind a permission receives: its user is one of ours."""

    user: User


class Role(TextChoices):
    STAFF = "staff", "cán bộ"
    LEADERSHIP = "leadership", "lãnh đạo"
    ADMINISTRATOR = "administrator", "quản trị"


class Permission(StrEnum):
    VIEW_FIGURES = "xem bảng điều hành và hồ sơ sau mỗi con số"
    VIEW_RECORDS = "xem các sổ hồ sơ"
    VIEW_OWN_HOUSEHOLDS = "xem hộ nghèo của phòng mình"
    VIEW_ALL_HOUSEHOLDS = "xem hộ nghèo của mọi phòng"
    VIEW_REPORTS = "xem và tải báo cáo"


ROLES: dict[Role, frozenset[Permission]] = {
    Role.STAFF: frozenset(
        {
            Permission.VIEW_FIGURES,
            Permission.VIEW_RECORDS,
            Permission.VIEW_OWN_HOUSEHOLDS,
            Permission.VIEW_REPORTS,
        }
    ),
    Role.LEADERSHIP: frozenset(
        {
            Permission.VIEW_FIGURES,
            Permission.VIEW_RECORDS,
            Permission.VIEW_OWN_HOUSEHOLDS,
            Permission.VIEW_ALL_HOUSEHOLDS,
            Permission.VIEW_REPORTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW_FIGURES,
            Permission.VIEW_RECORDS,
            Permission.VIEW_REPORTS,
        }
    ),
}


def grants(role: Role, permission: Permission) -> bool:
    return permission in ROLES[role]


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it needs; the middleware asks the table before the view runs."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that answers without sign-in. The list of them is short and tested."""
    view.permission = None  # type: ignore[attr-defined]
    return view
