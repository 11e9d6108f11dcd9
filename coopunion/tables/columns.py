"""How a row is declared: its columns, the records it brings along, and the keys that find those already there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field as ModelField
from django.db.models import Model
from import_export.fields import Field

from coopunion.tables.readers import Reader

RECORD = "record"


class TableColumn(Field):
    """A heading, the field it fills and the reader of its cells.

    `part` names the record of the row that has the field. `required`: the cell must be filled, so the heading must be
    in the file; `present`: the heading must be there though the cell may stay empty. `readonly` columns are written
    by an export and passed over by an import; those that do not fill are read, for what other columns mean by them.
    `always`: the field is filled, by `TableResource.complete`, in a file without the column too. `shown` columns stand
    in every preview; the one that `names` a row stands out there. `export` gives what an export shows of a record,
    where that is not the field.
    """

    def __init__(
        self,
        field_name: str,
        heading: str,
        reader: Reader,
        *,
        part: str | tuple[str, ...] = RECORD,
        required: bool = False,
        present: bool = False,
        shown: bool = False,
        names: bool = False,
        readonly: bool = False,
        fills: bool = True,
        always: bool = False,
        export: Callable[[Any], Any] | None = None,
        example: object = "",
        hint: str = "",
        width: int = 18,
    ) -> None:
        super().__init__(field_name, heading, reader, readonly=readonly)
        self.heading = heading
        self.reader = reader
        self.parts = (part,) if isinstance(part, str) else part
        self.required = required
        self.present = present or required
        self.shown = shown or names
        self.names = names
        self.fills = fills and not readonly
        self.always = always
        self.export_value = export
        self.example = example
        self.hint = hint
        self.width = width

    @property
    def name(self) -> str:
        return f"{self.parts[0]}__{self.attribute or self.heading}"


@dataclass(frozen=True)
class Key:
    """Fields that name one record together. A row where one is empty, `optional` ones apart, has no such key."""

    fields: tuple[str, ...]
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RecordPart:
    """One of the records that a row describes. Parts are written in the order in which they are declared."""

    model: type[Model]
    keys: tuple[Key, ...]
    """The first key that finds a record decides."""
    name: str = RECORD
    links: Mapping[str, str] = field(default_factory=dict)
    """Foreign keys to records of other parts: field → part."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """What every such record has, and what the search for it is narrowed to."""
    placed_by: str = ""
    """The field, or path, of the record whose place of that day an event has where no cell says another."""
    accent_insensitive: frozenset[str] = frozenset()
    """Texts of keys that are compared as searched: without case and diacritics, abbreviations spelled out."""
    shared: bool = False
    """Several rows may describe the same record; they must agree."""
    removed_when_blank: bool = False
    """Whether a row whose cells are empty takes the record away; otherwise it leaves it as it is."""
    latest: str = ""
    """Of several records of one row an export shows the one with the highest value of this field."""
    prefetch: tuple[str, ...] = ()
    elsewhere: Callable[[], Iterable[tuple[int, dict[str, Any]]]] = tuple
    """Further values by which keys find a record: (its number, field → value), like the seats it has moved to."""

    def model_field(self, name: str) -> ModelField:
        return self.model._meta.get_field(name)  # type: ignore[return-value]
