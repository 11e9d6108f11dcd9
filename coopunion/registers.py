"""A register: one model's list and detail page, declared once. The generic views in coopunion/views.py serve it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Model

from coopunion.models import User
from coopunion.permissions import Permission

Kind = Literal["text", "link", "number", "day", "dong", "state"]


@dataclass(frozen=True)
class Column:
    """A value of a row under its Vietnamese label. `sort` is the field the list may be ordered by, if any."""

    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    sort: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("number", "dong")

    @property
    def css_class(self) -> str:
        if self.is_numeric:
            return "num"
        return "nowrap" if self.kind in ("day", "state") else ""


@dataclass(frozen=True)
class Choice:
    """A filter by the choices of a field; `key` is its name in the address."""

    key: str
    label: str
    field: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Moment:
    """A thing in a record's timeline; one without a day (a draft's) is not shown."""

    on: date | None
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Section:
    """A table of related rows on the detail page."""

    title: str
    rows: Callable[[Any], Iterable[Any]]
    columns: Sequence[Column]


@dataclass(frozen=True)
class Register:
    """What the list and the detail page of a model show. `visible` narrows the rows to what a user may read."""

    model: type[Model]
    title: str
    list_url: str
    permission: Permission
    visible: Callable[[User], Any]
    columns: Sequence[Column]
    facts: Sequence[Column]
    choices: Sequence[Choice] = ()
    order: Sequence[str] = ("pk",)
    sections: Sequence[Section] = ()
    timeline: Callable[[Any], Iterable[Moment]] = lambda record: ()
    search_hint: str = "Tên"
    empty: str = "Sổ còn trống."

    @property
    def sorts(self) -> dict[str, Column]:
        """The orders a list may be asked for; nothing else from an address reaches the database."""
        return {column.sort: column for column in self.columns if column.sort}
