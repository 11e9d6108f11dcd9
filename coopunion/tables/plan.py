"""What a checked file would write: kept until somebody confirms it, and then written without reading the file again.

It stands as long as nobody wrote what the checks rested on; `RegisterChanged` says that somebody did.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Never, Self

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Count, Field, Max, Model
from django.utils import timezone

from coopunion.encryption import Sealed
from coopunion.history import writing
from coopunion.history.reverting import is_stamp
from coopunion.models import Department, Office, OfficeIdentity, Place, PlaceSuccession, SignedPeriod, User
from coopunion.models.history_rows import HistoryRow, history_of
from coopunion.tables.gc_pause import fewer_gc_runs
from coopunion.tables.import_row import ImportRow
from coopunion.tables.resource import TableResource

MEANWHILE = "Dữ liệu trong sổ vừa thay đổi trong lúc ghi; chưa ghi dòng nào, hãy thử lại."
COMMON = (Department, Office, OfficeIdentity, Place, PlaceSuccession, User)
"""What every check rests on. That two records refer to the same one says nothing about them."""


class RegisterChanged(Exception):
    """The register is no longer as it was when the file was checked; nothing was written."""

    def __init__(self, message: str = MEANWHILE) -> None:
        super().__init__(message)


class RegisterState(NamedTuple):
    """What checks rest on, as it was before the file was checked: what is written meanwhile counts as written since."""

    histories: dict[str, list[int]]
    """By model: how many rows of history there were, which a transaction still open will change, and the newest."""
    rest: list[str]
    """The day, the user's department, the approved periods."""

    @classmethod
    def now(cls, user: User | None) -> Self:
        models = [model for model in apps.get_models() if hasattr(model, "history")]
        asked = ((model, history_of(model).aggregate(count=Count("pk"), newest=Max("pk"))) for model in models)
        histories = {model._meta.label_lower: [found["count"], found["newest"] or 0] for model, found in asked}
        periods = SignedPeriod.objects.order_by("key").values_list("key", "starts_on", "ends_on")
        return cls(histories, [str(timezone.localdate()), str(user and user.department_id), *map(str, periods)])


class RecordWrite(NamedTuple):
    """One record to be made or changed."""

    pk: int | None
    """None: it is new."""
    values: dict[str, Any]
    """Column → value as JSON has it: of a new record all that differ from a blank one, else those that change."""
    links: dict[str, int]
    """Column → the new record of the same plan that it refers to, counted from 0."""


@dataclass(frozen=True)
class Plan:
    """What is to be written, and what the register was then."""

    writes: list[tuple[str, list[RecordWrite]]]
    """Model label → records, part by part."""
    removed: dict[str, list[int]]
    """By model, as what follows: the records to be deleted."""
    records: dict[str, list[int]]
    """The records that the rows mean or refer to."""
    state: RegisterState

    @classmethod
    def of(cls, table: TableResource, state: RegisterState) -> Self:
        """What the table's checked rows write."""
        numbers: dict[int, int] = {}
        writes = []
        for part in table.parts:
            records = list(_records(table.import_rows, part.name))
            new = [record for record, touched in records if not touched]
            numbers |= {id(record): len(numbers) + index for index, record in enumerate(new)}
            writes.append((part.model._meta.label_lower, [_write(*record, numbers) for record in records]))
        removed: dict[str, list[int]] = defaultdict(list)
        for record in (record for import_row in table.import_rows for record in import_row.removed):
            removed[record._meta.label_lower].append(record.pk)
        return cls(writes, removed, _meant(table.import_rows), state)

    @classmethod
    def from_json(cls, text: str) -> Self:
        kept = json.loads(text)
        writes = [(label, [RecordWrite(*record) for record in records]) for label, records in kept.pop("writes")]
        return cls(writes=writes, state=RegisterState(*kept.pop("state")), **kept)

    def as_json(self) -> str:
        return json.dumps(vars(self), cls=DjangoJSONEncoder, separators=(",", ":"))

    @fewer_gc_runs()
    def write(self, user: User | None, reason: str) -> dict[str, list[int]]:
        """Write everything, in the caller's transaction; model label → ids of the rows of history, in their order.

        RegisterChanged where the checks may not hold any more; then nothing is written.
        """
        try:
            with transaction.atomic():
                return self._write(user, reason)
        except IntegrityError as error:  # another transaction wrote what ours could not see
            raise RegisterChanged from error

    def _write(self, user: User | None, reason: str) -> dict[str, list[int]]:
        known = [self._locked(label, (record.pk for record in records)) for label, records in self.writes]
        removed = {label: self._locked(label, pks) for label, pks in self.removed.items()}
        if self._is_outdated(user):
            raise RegisterChanged
        written: dict[str, list[int]] = defaultdict(list)
        made: list[Model] = []
        for (label, records), there in zip(self.writes, known, strict=True):
            model = apps.get_model(label)
            new = [_filled(model(), record, made) for record in records if record.pk is None]
            changed = [_filled(there[record.pk], record, made) for record in records if record.pk is not None]
            made += new
            written[label] += writing.create(new, user, reason) + writing.update(changed, user, reason)
        for label, pks in self.removed.items():
            for pk in pks:
                written[label] += writing.delete(removed[label][pk], user, reason)
        return {label: ids for label, ids in written.items() if ids}

    @staticmethod
    def _locked(label: str, pks: Iterable[int | None]) -> dict[int, Model]:
        """The records that are there, by primary key."""
        rows = apps.get_model(label)._default_manager.select_for_update().order_by("pk")
        found: dict[int, Model] = rows.in_bulk([pk for pk in pks if pk])
        return found

    def _is_outdated(self, user: User | None) -> bool:
        """Whether anything was written since that the checks may have rested on."""
        now = RegisterState.now(user)
        if self.state.rest != now.rest:
            return True
        meant = {label: set(pks) for label, pks in self.records.items()}
        created = {label for label, records in self.writes if any(record.pk is None for record in records)}
        for label, (count, newest) in now.histories.items():
            seen_count, seen_newest = self.state.histories.get(label, (0, 0))
            if (count, newest) == (seen_count, seen_newest):
                continue
            later = list(history_of(apps.get_model(label)).filter(history_id__gt=seen_newest))
            late = count != seen_count + len(later)  # a transaction that was open then has ended since
            if late or label in created or any(_concerns(row, meant, created) for row in later):
                return True
        return False


def _concerns(row: HistoryRow[Model], meant: Mapping[str, set[int]], created: set[str]) -> bool:
    """Whether a row of history is of a record that the rows mean, or of one that says something about it."""
    if row.instance_type in COMMON or row.id in meant.get(row.instance_type._meta.label_lower, ()):
        return True
    for field in row.tracked_fields:
        if isinstance(field.related_model, type) and field.related_model not in COMMON:
            label = field.related_model._meta.label_lower
            if label in created or getattr(row, field.attname) in meant.get(label, ()):
                return True
    return False


def _records(import_rows: Sequence[ImportRow], part: str) -> Iterator[tuple[Model, set[str]]]:
    """The part's records that are written, each once, with what changes of it; nothing of a new one."""
    new: dict[int, Model] = {}
    changed: dict[int, tuple[Model, set[str]]] = {}
    for import_row in import_rows:
        if part in import_row.new:
            new[id(import_row.records[part])] = import_row.records[part]
        elif part in import_row.touched:
            record = import_row.records[part]
            changed.setdefault(id(record), (record, set()))[1].update(import_row.touched[part])
    yield from ((record, set()) for record in new.values())
    yield from changed.values()


def _write(record: Model, touched: set[str], numbers: Mapping[int, int]) -> RecordWrite:
    """What people do not edit is derived from what they do: it is written with every change."""
    values, links = {}, {}
    for field in record._meta.concrete_fields:
        if field.primary_key or is_stamp(field) or (touched and field.editable and field.name not in touched):
            continue
        value = getattr(record, field.attname)
        linked = record._state.fields_cache.get(field.name) if field.is_relation and value is None else None
        if id(linked) in numbers:
            links[field.attname] = numbers[id(linked)]
        elif touched or value != field.get_default():
            values[field.attname] = value.plain if isinstance(value, Sealed) else value
    return RecordWrite(record.pk, values, links)


def _filled(record: Model, planned: RecordWrite, made: Sequence[Model]) -> Model:
    for name, value in planned.values.items():
        field: Field[Never, object] = record._meta.get_field(name)  # type: ignore[assignment]  # a column of the table
        setattr(record, name, field.to_python(value))
    for name, number in planned.links.items():
        setattr(record, name, made[number].pk)
    return record


def _meant(import_rows: Sequence[ImportRow]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for import_row in import_rows:
        for record in (*import_row.records.values(), *import_row.removed):
            if record.pk:
                found[record._meta.label_lower].add(record.pk)
        for value in import_row.values.values():
            if isinstance(value, Model) and not isinstance(value, COMMON):
                found[value._meta.label_lower].add(value.pk)
    return {label: sorted(pks) for label, pks in found.items()}
