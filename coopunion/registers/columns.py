"""What a register shows of a record: columns, links, choices of its filters, moments and sections of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, methodcaller
from typing import Generic, Literal, Never, TypeVar

from django.db.models import DateField, DecimalField, Field, IntegerField, Model
from django.urls import reverse
from django.utils.text import capfirst

from coopunion.models import Place, Record

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
    def css_class(self) -> str:
        kinds = {"number": "num", "dong": "num", "day": "nowrap", "state": "nowrap state", "place": "place"}
        return f"{kinds.get(self.kind, '')} wide".strip() if self.wide else kinds.get(self.kind, "")


def columns_of(model: type[R], *names: str) -> tuple[Column[R], ...]:
    """Columns of fields under the fields' own names; of a choice its label, a record as a link."""
    fields = {field.name: field for field in model._meta.fields}
    return tuple(_column_of(fields[name]) for name in names)


def _column_of(field: Field[Never, object]) -> Column[R]:
    label = str(capfirst(field.verbose_name))
    if field.choices:
        return Column(label, methodcaller(f"get_{field.name}_display"))
    kind: Kind = "text"
    if isinstance(field, DateField):
        kind = "day"
    elif isinstance(field, DecimalField | IntegerField):
        kind = "number"
    elif field.related_model is Place:
        kind = "place"
    elif isinstance(field.related_model, type) and issubclass(field.related_model, Record):
        kind = "link"
    return Column(label, attrgetter(field.name), kind)


@dataclass(frozen=True)
class Link:
    """The value of a link column where the record's own name would be too long."""

    text: str
    address: str

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.address


def standard_link(label: str, key: str) -> Link | None:
    """A rule's label as a link to its rows on the page of rules; None for an empty label."""
    return Link(label, f"{reverse('standards')}#{key}") if label else None


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
