"""A register: one model's list, page, form and history, declared once. Its pages are in coopunion/records/views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.forms.base import RecordForm
from coopunion.forms.formsets import Children
from coopunion.models import Record, RecordQuerySet, User
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Link, M, Moment, Section


@dataclass(frozen=True)
class Add:
    """A button of the record's page that opens the form of another register with this record filled in."""

    label: str
    register: str
    """The beginning of that register's view names, as in "cooperatives:inspection-"."""
    field: str
    """The form's field that takes this record."""
    own: bool = True
    """Whether only the department in charge of this record may."""


@dataclass(frozen=True)
class Tool:
    """A link to a page that only this register has: over its list, or over one record's page."""

    label: str
    view: str
    permission: Permission
    of_record: bool = False


@dataclass(frozen=True)
class Register(Generic[M]):
    """What the list, the page and the form of a model show. `visible` narrows the rows to what a user may read.

    A register without `columns` has no list or page of its own: its records show on another record's page.
    """

    model: type[M]
    title: str
    list_url: str
    permission: Permission
    visible: Callable[[User], RecordQuerySet[M]]
    columns: Sequence[Column[M]] = ()
    status: Callable[[M], tuple[str, str]] = lambda record: ("", "")
    """The sign beside the record's name: a shape of templates/_status.html and its word, "" where there is none."""
    facts: Sequence[Column[M]] = ()
    choices: Sequence[Choice] = ()
    order: Sequence[str] = ("pk",)
    day_field: str = ""
    """The day a list may be narrowed by, where it is not the model's own `date_field`."""
    sections: Sequence[Section[M, Any]] = ()
    timeline: Callable[[M], Iterable[Moment]] = lambda record: ()
    search_hint: str = "Tên"
    empty: str = "Sổ còn trống."
    form: type[RecordForm] | None = None
    children: Sequence[Children] = ()
    adds: Sequence[Add] = ()
    tools: Sequence[Tool] = ()
    after_change: Callable[[M, User, str], None] = lambda record, user, reason: None
    """What else an annulment, a deletion or a restoration changes, in the same transaction and for the same reason."""
    as_of: Callable[[User, date], RecordQuerySet[M]] | None = None
    """`visible` as of a past day, where the register knows it: a record's page may then be opened for a day."""
    history_links: Callable[[int], Iterable[Model]] = lambda pk: ()
    """Links above a record's history: the merges that changed or removed it."""
    event_noun: str = ""
    """What a form of something that happened records, with its classifier: "cuộc kiểm tra", "lần hỗ trợ"."""
    table: str = ""
    """The name of its table in Excel: what its list exports can be brought back. Without one it exports its columns."""

    @property
    def prefix(self) -> str:
        """The beginning of its view names: "cooperatives:", "cooperatives:group-"."""
        return self.list_url.removesuffix("list")

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def adding(self) -> str:
        """The label of the button: a thing is added ("Thêm hợp tác xã"), an event is recorded ("Ghi cuộc kiểm tra")."""
        return f"Ghi {self.event_noun}" if self.event_noun else f"Thêm {self.noun}"

    def in_sentence(self, record: Model) -> str:
        """A record inside a sentence: "hợp tác xã: HTX Một"; no noun where its name begins with it."""
        name = str(record)
        return name[:1].lower() + name[1:] if name.lower().startswith(self.noun.lower()) else f"{self.noun}: {name}"

    def url(self, page: str, *args: int) -> str:
        return reverse(self.prefix + page, args=args)

    def may_add(self, user: User) -> bool:
        return self.form is not None and user.may(Permission.CHANGE_RECORDS)

    def may_change(self, user: User, record: M) -> bool:
        return self.form is not None and user.may_change(record)

    def own_record(self, user: User, pk: int) -> M:
        """The record, to be changed: 404 if the user may not see it, 403 if another department is in charge of it."""
        record = get_object_or_404(self.visible(user), pk=pk)
        if not user.may_change(record):
            raise PermissionDenied(f"Hồ sơ này do {record.department} phụ trách; chỉ phòng đó được sửa.")
        return record

    def adds_for(self, user: User, record: M) -> list[tuple[Add, str]]:
        """The buttons the user may press on this record's page, with their addresses."""
        if not user.may(Permission.CHANGE_RECORDS) or not record.counts:
            return []
        return [
            (add, f"{reverse(add.register + 'add')}?{add.field}={record.pk}")
            for add in self.adds
            if not add.own or user.may_change(record)
        ]

    def tools_for(self, user: User, record: M | None = None) -> list[Link]:
        """The links over the list, or over a record's page, to what the user may open."""
        return [
            Link(tool.label, reverse(tool.view, args=[record.pk] if record else []))
            for tool in self.tools
            if tool.of_record == (record is not None) and user.may(tool.permission)
        ]


# ---- the registers of every app ----


def register_of(model: type[Record]) -> Register[Record]:
    return _registers()[model]


@cache
def register_at(view_name: str) -> Register[Record] | None:
    """The register of whose records the page of that name shows one, or its history."""
    pages = ((register, register.prefix) for register in _registers().values())
    return next((register for register, prefix in pages if view_name in (f"{prefix}detail", f"{prefix}history")), None)


@cache
def _registers() -> dict[type[Record], Register[Record]]:
    """As the apps' extensions name them: those that are searched, and the others."""
    paths = [path for app in extensions() for path in (*app.searched_registers, *app.other_registers)]
    return {register.model: register for register in map(import_string, paths)}


def searched_registers() -> list[Register[Record]]:
    """As the apps' extensions declare them, in the order of the apps."""
    return [import_string(path) for app in extensions() for path in app.searched_registers]
