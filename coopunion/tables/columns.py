"""How a row is declared: its columns, the records it brings along, and the keys that find those already there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Never

from django.db.models import Field, Model

from coopunion.tables.cells import Cell, Value
from coopunion.tables.import_row import RECORD
from coopunion.tables.readers import BY_FIELD, Reader


@dataclass
class TableColumn:
    """A heading, the field it fills, an example and a hint for the template.

    Without a reader of its own a cell is read as the field's kind asks. `part` names the record of the row that has
    the field. `required`: the cell must be filled, so the heading must be in the file; `present`: the heading must be
    there though the cell may stay empty. `readonly` columns are written by an export and ignored by an import; without
    `fills` they are read only because other columns depend on them. `always`: the field is filled, by
    `TableResource.complete`, in a file without the column too. `shown` columns are in every preview; the one that
    `names` a row is emphasised there. `export` computes what an export shows of a record, where that is not the field.
    """

    attribute: str
    """The field, or a path of fields as in a query."""
    heading: str
    example: Cell = ""
    hint: str = ""
    _: KW_ONLY
    reader: Reader = BY_FIELD
    part: str | tuple[str, ...] = RECORD
    required: bool = False
    present: bool = False
    shown: bool = False
    names: bool = False
    readonly: bool = False
    fills: bool = True
    always: bool = False
    export: Callable[[Any], Value] | None = None
    width: int = 18

    def __post_init__(self) -> None:
        self.parts = (self.part,) if isinstance(self.part, str) else self.part
        self.present = self.present or self.required
        self.shown = self.shown or self.names
        self.fills = self.fills and not self.readonly

    def value_of(self, record: Model) -> Value:
        """What an export shows of the record; None where a step of the path is empty."""
        if self.export:
            return self.export(record)
        value: Value = record
        for name in self.attribute.split("__"):
            value = getattr(value, name, None)
        return value


PLACE, NOTE = "Địa bàn", "Ghi chú"
PLACE_EXAMPLE = "xã Hồng Ca, huyện Trấn Yên"
PLACE_COLUMN = TableColumn("place", PLACE, PLACE_EXAMPLE, f"Ghi đủ: “{PLACE_EXAMPLE}”.", width=34)
"""Tables with a hint of their own take a copy: `dataclasses.replace`."""
NOTE_COLUMN = TableColumn("note", NOTE, width=30)
DEPARTMENT_COLUMN = TableColumn("department", "Phòng phụ trách", hint="Chỉ có trong tệp xuất.", readonly=True, width=30)


@dataclass(frozen=True)
class RecordPart:
    """One of the records that a row describes. Parts are written in the order in which they are declared."""

    model: type[Model]
    keys: tuple[tuple[str, ...], ...]
    """Fields that name one record together; the first key that finds a record decides."""
    name: str = RECORD
    links: Mapping[str, str] = field(default_factory=dict)
    """Foreign keys to records of other parts: field → part."""
    fixed: Mapping[str, object] = field(default_factory=dict)
    """What every such record has, and what the search for it is narrowed to."""
    placed_by: str = ""
    """The field, or dotted path, of the record whose place on the event's day is used where no cell gives one."""
    optional: frozenset[str] = frozenset()
    """Fields of keys that may be empty. A row where another one is empty has no such key."""
    shared: bool = False
    """Several rows may describe the same record; they must agree."""
    removed_when_blank: bool = False
    """Whether a row whose cells are empty deletes the record; otherwise it leaves it as it is."""
    latest: str = ""
    """Of several records of one row an export shows the one with the highest value of this field."""
    prefetch: tuple[str, ...] = ()
    elsewhere: Callable[[], Iterable[tuple[int, dict[str, object]]]] = tuple
    """Further values by which keys find a record: (its pk, field → value), like the seats it has moved to."""

    def model_field(self, path: str) -> Field[Never, object]:
        """The field at the end of a path as in a query."""
        model: Any = self.model
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model = field.related_model
        if not isinstance(field, Field):
            raise TypeError(f"{self.model.__name__}.{path} is no column of the table.")
        return field
