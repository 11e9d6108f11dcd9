"""The permission table: which role may do what. Views, templates, exports and commands ask it; nothing else decides.

A page without a declared permission does not answer (PermissionMiddleware): closed is the default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from django.db.models import TextChoices
from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
# The HTTP methods of a page, of a page with a form, of an action.
READ, FORM, POST = ("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)


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
    VIEW_JOURNAL = "xem nhật ký"
    USE_OWN_ACCOUNT = "dùng tài khoản của mình"
    CHANGE_RECORDS = "ghi và sửa hồ sơ của phòng mình"
    MERGE_RECORDS = "gộp hồ sơ trùng"
    REVEAL_ID_NUMBERS = "xem số định danh của hộ nghèo thuộc phòng mình"
    ERASE_PERSONAL_DATA = "xóa dữ liệu cá nhân của hộ nghèo thuộc phòng mình"
    CONFIRM_FIGURES = "chốt số liệu của phòng mình"
    DRAFT_REPORTS = "soạn và trình báo cáo"
    APPROVE_REPORTS = "trả lại, duyệt và phát hành báo cáo"
    MANAGE_USERS = "quản lý tài khoản"
    MANAGE_OFFICE = "quản lý cơ quan, phòng ban và ủy quyền ký"
    MANAGE_PLACES = "quản lý địa bàn"
    MANAGE_PROGRAMS = "quản lý chương trình, chỉ tiêu và kế hoạch"


# What everybody with an account may do.
EVERYBODY = frozenset(
    {
        Permission.VIEW_FIGURES,
        Permission.VIEW_RECORDS,
        Permission.VIEW_REPORTS,
        Permission.VIEW_JOURNAL,
        Permission.USE_OWN_ACCOUNT,
    }
)
ROLES: dict[Role, frozenset[Permission]] = {
    Role.STAFF: EVERYBODY
    | {
        Permission.VIEW_OWN_HOUSEHOLDS,
        Permission.CHANGE_RECORDS,
        Permission.MERGE_RECORDS,
        Permission.REVEAL_ID_NUMBERS,
        Permission.ERASE_PERSONAL_DATA,
        Permission.CONFIRM_FIGURES,
        Permission.DRAFT_REPORTS,
    },
    Role.LEADERSHIP: EVERYBODY
    | {
        Permission.VIEW_OWN_HOUSEHOLDS,
        Permission.VIEW_ALL_HOUSEHOLDS,
        Permission.APPROVE_REPORTS,
    },
    Role.ADMINISTRATOR: EVERYBODY
    | {
        Permission.MANAGE_USERS,
        Permission.MANAGE_OFFICE,
        Permission.MANAGE_PLACES,
        Permission.MANAGE_PROGRAMS,
    },
}


def requires(permission: Permission, methods: Sequence[str] = READ) -> Callable[[View], View]:
    """Declare the permission a view needs, which the middleware asks the table for before the view runs, and the HTTP
    methods it answers; others get 405."""

    def declare(view: View) -> View:
        declared = require_http_methods(methods)(view)
        declared.permission = permission  # type: ignore[attr-defined]
        return declared

    return declare


def public(view: View) -> View:
    """Mark a view that answers without sign-in. The list of them is short and tested."""
    view.permission = None  # type: ignore[attr-defined]
    return view
