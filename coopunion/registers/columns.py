"""What a register shows of a record: columns of its list, choices of its filters, moments and sections of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from django.db.models import Model

from coopunion.models import Record

Kind = Literal["text", "link", "place", "number", "day", "dong", "state"]
M = TypeVar("M", bound=Record)
R = TypeVar("R", bound=Model)


@dataclass(frozen=True)
class Column(Generic[R]):
    """A value of a row under its Vietnamese label. `sort` is the field the list may be ordered by, if any."""

    label: str
    value: Callable[[R], object]
    kind: Kind = "text"
    sort: str = ""
    wide: bool = False
    """Shown where there is room: a phone's list leaves it to the record's own page."""

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("number", "dong")

    @property
    def css_class(self) -> str:
        kinds = {"number": "num", "dong": "num", "day": "nowrap", "state": "nowrap state", "place": "place"}
        return f"{kinds.get(self.kind, '')} wide".strip() if self.wide else kinds.get(self.kind, "")


@dataclass(frozen=True)
class Choice:
    """A filter by the choices of a field; `key` is its name in the address."""

    key: str
    label: str
    field: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Moment:
    """An event in a record's timeline; one without a day (a draft's) is not shown."""

    on: date | None
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Section(Generic[M, R]):
    """A table of related rows R on the detail page of a record M."""

    title: str
    rows: Callable[[M], Iterable[R]]
    columns: Sequence[Column[R]]
    edit: str = ""
    """The beginning of the view names of the rows' own forms, where they have no page of their own."""
    quiet: bool = False
    """Whether an empty one is left out of the list of what is missing."""
