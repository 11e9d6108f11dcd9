"""From cells to records: every row read, matched to what is already there, and its values put into place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model

from coopunion.models import Place, Record
from coopunion.places.record_places import place_of, why_unplaced
from coopunion.tables.columns import RECORD, Column, Part
from coopunion.tables.corrections import NearMiss
from coopunion.tables.import_row import WHOLE_ROW, Draft
from coopunion.tables.matching import Matcher, place_key
from coopunion.tables.names import PlaceName
from coopunion.tables.readers import Masked
from coopunion.tables.workbooks import Table
from coopunion.text import clean

if TYPE_CHECKING:
    from coopunion.tables.resource import TableResource

EMPTY = "Chưa nhập."
KEPT = object()
PLACE = "place"


class Filler:
    """Works through the rows of one file, with the columns that the file has."""

    def __init__(self, resource: TableResource, columns: Sequence[Column]) -> None:
        self.resource = resource
        self.columns = [column for column in columns if not column.readonly]
        for column in self.columns:
            column.reader.prepare(resource)
        self._by_part = {
            part.name: [column for column in self.columns if column.fills and part.name in column.parts]
            for part in resource.parts
        }
        self._fields = {
            (part.name, column.attribute): part.model_field(column.attribute)
            for part in resource.parts
            for column in self._by_part[part.name]
        }
        for part in resource.parts:
            for column in self._by_part[part.name]:
                column.reader.bind(self._fields[part.name, column.attribute])
        self._given: dict[tuple[str, int, str], tuple[Draft, Any]] = {}

    def columns_of(self, part: Part) -> list[Column]:
        return self._by_part[part.name]

    def own_columns_of(self, part: Part) -> list[Column]:
        """Without those that it shares with another part."""
        return [column for column in self._by_part[part.name] if column.parts == (part.name,)]

    # Reading

    def read(self, table: Table) -> list[Draft]:
        """One draft a row, also for blank ones."""
        order = sorted(self.columns, key=lambda column: column.reader.late)
        places = [
            (column, column.heading, table.headers.index(column.heading))
            for column in order
            if column.heading in table.headers
        ]
        return [self._read(table.row_number(index), row, places) for index, row in enumerate(table)]

    def _read(self, number: int, row: Sequence[Any], places: list[tuple[Column, str, int]]) -> Draft:
        if all(cell == "" for cell in row):
            return Draft(number, {})
        draft = Draft(number, {heading: row[place] for _, heading, place in places})
        for column, heading, place in places:
            try:
                value = column.reader.clean(row[place], draft.values)
            except ValueError as error:
                draft.refuse(heading, str(error))
                if isinstance(error, NearMiss) and error.offer:
                    draft.offers[heading] = error.offer
                continue
            draft.values[heading] = value
            if column.required and value is None and row[place] == "":
                draft.refuse(heading, EMPTY)
        self.resource.complete(draft)
        return draft

    # Matching

    def match(self, drafts: Iterable[Draft]) -> None:
        """Gives every row its records, part by part; a row that means no single one is refused."""
        rows = [draft for draft in drafts if not draft.is_blank]
        for part in self.resource.parts:
            described = [draft for draft in rows if self._describes(part, draft)]
            matcher = Matcher(part, self._relations(part), lock=self.resource.lock)
            keys = [matcher.keys(self._known(part, draft)) for draft in described]
            found = [matcher.find(each) for each in keys]
            records = matcher.load(number for numbers in found for number in numbers)
            chosen = _Chosen(self, part, records)
            for draft, each, numbers in zip(described, keys, found, strict=True):
                chosen.give(draft, each, numbers)

    def _relations(self, part: Part) -> tuple[str, ...]:
        """Foreign keys whose records are needed to compare and to show."""
        names = [column.attribute for column in self.columns_of(part)]
        fields = [self._fields[part.name, name] for name in names]
        return tuple(
            f"{field.name}__parent" if field.related_model is Place else field.name
            for field in fields
            if field.is_relation
        )

    def _describes(self, part: Part, draft: Draft) -> bool:
        if part.name == RECORD:
            return True
        if self.unread(part, draft):
            return False
        if any(target not in draft.records for target in part.links.values()):
            return False
        own = self.own_columns_of(part)
        return bool(own) and (
            part.removed_when_blank or any(draft.values.get(each.heading) is not None for each in own)
        )

    def unread(self, part: Part, draft: Draft) -> frozenset[str]:
        """Fields of which the row says something that could not be read. A place still tells rows apart, as written."""
        wrong = [each for each in self.columns_of(part) if each.heading in draft.wrong]
        return frozenset(column.attribute for column in wrong if not isinstance(column.reader, PlaceName))

    def _known(self, part: Part, draft: Draft) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for column in self.columns_of(part):
            value = draft.values.get(column.heading)
            if value is None and isinstance(column.reader, PlaceName) and column.heading in draft.wrong:
                value = place_key(str(draft.cells[column.heading]))  # a unit that is no more may still be the record's
            known[column.attribute] = value
        return known | {field: draft.records.get(target) for field, target in part.links.items()}

    def start(self, part: Part, draft: Draft) -> Model:
        """A new record, with what does not stand in the cells."""
        links = {field: draft.records.get(target) for field, target in part.links.items()}
        record = part.model(**part.fixed, **links)
        if isinstance(record, Record):
            user = self.resource.user
            record.created_by = user
            record.department_id = user.department_id if user else None  # type: ignore[assignment]
            if record.department_id is None:
                draft.refuse(WHOLE_ROW, "Chưa biết hồ sơ thuộc phòng nào: cần người nhập thuộc một phòng.")
        return record

    # Filling

    def fill(self, draft: Draft) -> None:
        """Puts the values into the records and notes what that changes."""
        for part in self.resource.parts:
            record = draft.records.get(part.name)
            if record is None:
                continue
            for name, target in part.links.items():
                self._link(part, name, target, draft)
            for column in self.columns_of(part):
                self._put(part, column, record, draft)
            if part.placed_by and record.place_id is None and PLACE not in self._wrong(part, draft):
                self._place(part, record, draft)

    def _link(self, part: Part, name: str, target: str, draft: Draft) -> None:
        """A record already there may come to point at another record of its row: an indicator at another task."""
        record, other = draft.records[part.name], draft.records.get(target)
        if part.name in draft.new or getattr(record, f"{name}_id") == (other.pk if other else None):
            return
        if other is None and not part.model_field(name).null:
            return
        column = next(iter(self._by_part[target]))
        draft.changes[column.heading] = (
            getattr(getattr(record, name), column.attribute, None),
            draft.values[column.heading],
        )
        draft.touched.setdefault(part.name, set()).add(name)
        setattr(record, name, other)

    def _put(self, part: Part, column: Column, record: Any, draft: Draft) -> None:
        heading, name, new = column.heading, column.attribute, part.name in draft.new
        field = self._fields[part.name, name]
        if not new and self._says_what_is(column, field, record, draft):
            draft.wrong.pop(heading, None)
            return
        if heading in draft.wrong or (not new and self.resource.keeps(column, record, draft)):
            return
        value = self._value(field, draft.values.get(heading))
        if value is None and part.placed_by and name == PLACE:
            return
        if value is KEPT or (part.shared and self._contradicts(part, column, record, draft)):
            return
        if not new and self.is_same(field, record, value):
            return
        old = getattr(record, name) if not new else None
        setattr(record, name, value)
        if not new:
            draft.touched.setdefault(part.name, set()).add(name)
        if not (new and RECORD in draft.new) and draft.values.get(heading) != old:
            draft.changes[heading] = (old, draft.values.get(heading))

    def _says_what_is(self, column: Column, field: models.Field, record: Any, draft: Draft) -> bool:
        """Whether the cell names what the record has, in the words of an export.

        Such a name may mean something else today, or nothing (a commune that was renamed): it changes nothing.
        """
        if not (field.is_relation or isinstance(column.reader, Masked)):
            return False
        cell = draft.cells.get(column.heading)
        return isinstance(cell, str) and cell != "" and cell == clean(column.reader.shown(getattr(record, field.name)))

    def _value(self, field: models.Field, value: Any) -> Any:
        """What an empty cell means: nothing, where the field may hold that, else what the record has or starts with."""
        if value is not None or field.null:
            return value
        return "" if field.blank and field.empty_strings_allowed else KEPT

    def is_same(self, field: models.Field, record: Any, value: Any) -> bool:
        old = getattr(record, field.attname)
        if field.is_relation:
            return value is not None and value.pk == old if old is not None else value is None
        if isinstance(old, str) and isinstance(value, str):
            return old == value or clean(old) == clean(value)
        return old == value

    def is_same_record(self, part: Part, record: Any, draft: Draft) -> bool:
        """Whether the row says of the record exactly what it is."""
        for column in self.columns_of(part):
            field = self._fields[part.name, column.attribute]
            value = self._value(field, draft.values.get(column.heading))
            if value is None and part.placed_by and column.attribute == PLACE:
                continue
            if self._says_what_is(column, field, record, draft):
                continue
            if value is not KEPT and not self.is_same(field, record, value):
                return False
        return True

    def _contradicts(self, part: Part, column: Column, record: Any, draft: Draft) -> bool:
        """Whether an earlier row says something else of the same record; an empty cell says nothing."""
        value = draft.values.get(column.heading)
        if value is None:
            return True
        first, given = self._given.setdefault((part.name, id(record), column.attribute), (draft, value))
        if given == value:
            return False
        draft.refuse(column.heading, f"Khác với dòng {first.number}: “{column.reader.shown(given)}”.")
        return True

    def _wrong(self, part: Part, draft: Draft) -> set[str]:
        return {column.attribute for column in self.columns_of(part) if column.heading in draft.wrong}

    def _place(self, part: Part, record: Any, draft: Draft) -> None:
        """As an event's form does: the place of whom it is about, on its day."""
        subject = record
        for step in part.placed_by.split("."):
            subject = getattr(subject, step, None)
        day, lineage = record.happened_on, self.resource.places.lineage
        record.place = place_of(subject, day, lineage) if subject else None
        if subject and day and record.place is None and (why := why_unplaced(subject, day, lineage)):
            draft.refuse(self._place_heading, why)

    @property
    def _place_heading(self) -> str:
        """The cell that says where a row is: the event's own or, where it has none, its subject's."""
        return next((each.heading for each in self.columns if isinstance(each.reader, PlaceName)), WHOLE_ROW)


class _Chosen:
    """Which record each row of one part means, and which are already another row's."""

    def __init__(self, filler: Filler, part: Part, records: dict[int, Model]) -> None:
        self.filler, self.part, self.records = filler, part, records
        self.used: dict[int, Draft] = {}
        self.new: dict[tuple[int, tuple], Draft] = {}

    def give(self, draft: Draft, keys: list[tuple | None], numbers: list[int]) -> None:
        part = self.part
        own = self.filler.own_columns_of(part)
        if part.removed_when_blank and all(draft.values.get(column.heading) is None for column in own):
            self._take_away(draft, numbers)
        elif numbers:
            self._give_known(draft, numbers)
        elif any(key is not None for key in keys):
            self._give_new(draft, keys)

    def _give_known(self, draft: Draft, numbers: list[int]) -> None:
        free = [number for number in numbers if self.part.shared or number not in self.used]
        if len(numbers) > 1:
            same = [n for n in free if self.filler.is_same_record(self.part, self.records[n], draft)]
            if not same:
                draft.refuse(WHOLE_ROW, f"Có {len(numbers)} hồ sơ trùng như vậy trong sổ; không rõ là hồ sơ nào.")
                return
            free = same
        if not free:
            draft.refuse(*self.filler.resource.repeated(draft, self.used[numbers[0]]))
            return
        self.used[free[0]] = draft
        draft.records[self.part.name] = self.records[free[0]]

    def _give_new(self, draft: Draft, keys: list[tuple | None]) -> None:
        unread = self.filler.unread(self.part, draft)  # what it means may differ from what other such rows mean
        own = [
            (place, key)
            for place, key in enumerate(keys)
            if key is not None and unread.isdisjoint(self.part.keys[place].fields)
        ]
        first = next((self.new[each] for each in own if each in self.new), None)
        if first is not None and not self.part.shared:
            draft.refuse(*self.filler.resource.repeated(draft, first))
            return
        if first is not None:
            draft.records[self.part.name] = first.records[self.part.name]
        else:
            draft.records[self.part.name] = self.filler.start(self.part, draft)
        draft.new.add(self.part.name)
        for each in own:
            self.new.setdefault(each, draft)

    def _take_away(self, draft: Draft, numbers: list[int]) -> None:
        for number in numbers:
            record = self.records[number]
            draft.removed.append(record)
            for column in self.filler.own_columns_of(self.part):
                draft.changes[column.heading] = (getattr(record, column.attribute), None)
