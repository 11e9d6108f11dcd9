"""The portal's menu: one table, of which each user sees the entries they may open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.models import User
from coopunion.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """A row of the menu. `covers` are the prefixes of view names that belong to it; the longest match wins."""

    label: str
    url_name: str
    permission: Permission
    covers: tuple[str, ...]

    def match(self, view_name: str) -> int:
        """The length of the matching prefix; 0 when the page does not belong to the entry."""
        return max((len(start) for start in self.covers if view_name.startswith(start)), default=0)


MENU: dict[str, tuple[Entry, ...]] = {
    "Điều hành": (
        Entry("Bảng điều hành", "reports:dashboard", Permission.VIEW_FIGURES, ("reports:dashboard", "reports:figure")),
        Entry("Báo cáo quý", "reports:list", Permission.VIEW_REPORTS, ("reports:",)),
        Entry("Việc của tôi", "my-work", Permission.USE_OWN_ACCOUNT, ("my-work",)),
    ),
    "Kế hoạch": (
        Entry("Chương trình", "programs:list", Permission.VIEW_RECORDS, ("programs:",)),
        Entry("Số liệu tổng hợp", "programs:figure-list", Permission.VIEW_RECORDS, ("programs:figure",)),
    ),
    "Hồ sơ": (
        Entry("Hợp tác xã", "cooperatives:list", Permission.VIEW_RECORDS, ("cooperatives:",)),
        Entry("Tổ hợp tác", "cooperatives:group-list", Permission.VIEW_RECORDS, ("cooperatives:group-",)),
        Entry("Kiểm tra", "cooperatives:inspection-list", Permission.VIEW_RECORDS, ("cooperatives:inspection-",)),
        Entry("Hỗ trợ HTX, THT", "cooperatives:support-list", Permission.VIEW_RECORDS, ("cooperatives:support-",)),
        Entry("Mô hình chuỗi giá trị", "cooperatives:chain-list", Permission.VIEW_RECORDS, ("cooperatives:chain-",)),
        Entry("Sản phẩm OCOP", "ocop:list", Permission.VIEW_RECORDS, ("ocop:",)),
        Entry("Chủ thể OCOP", "ocop:producer-list", Permission.VIEW_RECORDS, ("ocop:producer-",)),
        Entry("Hộ nghèo", "poverty:list", Permission.VIEW_OWN_HOUSEHOLDS, ("poverty:",)),
    ),
    "Dữ liệu": (
        Entry("Nhập, xuất Excel", "imports", Permission.VIEW_RECORDS, ("import",)),
        Entry(
            "Hồ sơ có thể trùng",
            "cooperatives:duplicates",
            Permission.MERGE_RECORDS,
            ("cooperatives:duplicate", "cooperatives:merge"),
        ),
        Entry("Nhật ký", "journal", Permission.VIEW_JOURNAL, ("journal",)),
        Entry("Đơn vị hành chính", "places", Permission.VIEW_RECORDS, ("place",)),
        Entry("Quy định áp dụng", "standards", Permission.VIEW_RECORDS, ("standards",)),
    ),
    "Quản trị": (
        Entry("Tài khoản", "user-list", Permission.MANAGE_USERS, ("user-", "handover")),
        Entry("Phòng, ban", "department-list", Permission.MANAGE_OFFICE, ("department-",)),
        Entry("Cơ quan", "office-edit", Permission.MANAGE_OFFICE, ("office-",)),
        Entry("Quyền ký", "reports:delegations", Permission.MANAGE_OFFICE, ("reports:delegation",)),
    ),
}


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    active: bool
    current: str  # the value of aria-current: "page" on the entry's own page, "true" below it
    waiting: int  # how many tasks on its page wait for this user


def navigation(request: HttpRequest) -> list[tuple[str, list[Item]]]:
    """The groups of the menu with the entries this user may open; nothing before sign-in."""
    user = getattr(request, "user", None)  # an error page may be shown before the user is known
    if user is None or not user.is_authenticated:
        return []
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    allowed = {title: [entry for entry in entries if user.may(entry.permission)] for title, entries in MENU.items()}
    waiting = {name: count(user) for name, count in waiting_counts()}
    best = max((entry.match(view_name) for entries in allowed.values() for entry in entries), default=0)
    return [
        (title, [item(entry, view_name, best, waiting) for entry in entries])
        for title, entries in allowed.items()
        if entries
    ]


def item(entry: Entry, view_name: str, best: int, waiting: Mapping[str, int]) -> Item:
    active = best > 0 and entry.match(view_name) == best
    current = "page" if entry.url_name == view_name else "true"
    return Item(entry.label, reverse(entry.url_name), active, current, waiting.get(entry.url_name, 0))


def waiting_counts() -> Iterator[tuple[str, Callable[[User], int]]]:
    """The view name of a menu entry, and the function of the app that counts the tasks waiting there."""
    for extension in extensions():
        for name, path in extension.waiting_counts.items():
            yield name, import_string(path)
