"""The report's objects as JSON and back. What a paper says in ten years must not depend on today's rows.

Decimals are written as text (exact), days as ISO dates, dataclasses as objects with their own field names.
Of a model's row only the fields of KEPT are written; read back, it is an unsaved row with its old id.
"""

from __future__ import annotations

import json
import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from django.db import models

from coopunion.models import Office, Place
from programs.flows_and_stocks import Scope
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Task

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")

KEPT: dict[type[models.Model], tuple[str, ...]] = {
    Office: (
        "name",
        "short_name",
        "letterhead",
        "parent_name",
        "symbol",
        "dateline_place",
        "addressee",
        "recipients",
        "signer_title",
        "signer_name",
        "paper_font",
    ),
    Program: ("code", "year", "name", "number", "issuer"),
    ReportingPeriod: ("program", "quarter", "cut_off_on", "due_on", "sent_on"),
    Task: ("number", "name", "position"),
    Indicator: (
        "task",
        "code",
        "name",
        "unit",
        "measure",
        "accumulation",
        "direction",
        "decimals",
        "position",
    ),
    ReportedFigure: ("quarter", "place", "value", "source", "received_on"),
    Place: ("code", "name", "kind", "level", "valid_from"),
}


def canonical(value: Json) -> str:
    """JSON of one form only: equal values give equal text, on every machine and Python."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def serialize(value: object) -> Json:
    """TypeError for a type this format does not know: nothing is frozen by accident."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [serialize(item) for item in value]
    if isinstance(value, models.Model):
        return {"pk": value.pk} | {name: serialize(getattr(value, name)) for name in KEPT[type(value)]}
    if is_dataclass(value):
        members = ((field.name, getattr(value, field.name)) for field in fields(value))
        # A scope only says how to query the records again.
        return {name: serialize(member) for name, member in members if not isinstance(member, Scope)}
    raise TypeError(f"{type(value).__name__} has no JSON form.")


def deserialize(kind: type[T], value: Json) -> T:
    """The object of that type; a field missing in `value` takes its default, one missing in the type is ignored."""
    found = _read(kind, value)
    if not isinstance(found, kind):
        raise TypeError(f"{type(found).__name__} is no {kind}.")
    return found


def _read(hint: object, value: Json) -> object:
    """The value as the type hint of a field wants it."""
    if value is None or hint in (str, bool, int):
        return value
    origin, inner = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        return _read(next(kind for kind in inner if kind is not type(None)), value)
    if isinstance(value, str):
        return _read_text(hint, value)
    if isinstance(value, list):
        return _read_sequence(origin, inner, value)
    if isinstance(value, dict) and isinstance(hint, type):
        return _read_row(hint, value) if issubclass(hint, models.Model) else _read_dataclass(hint, value)
    raise TypeError(f"No {hint} can be read from {type(value).__name__}.")


def _read_text(hint: object, text: str) -> object:
    if hint is Decimal:
        return Decimal(text)
    return date.fromisoformat(text) if hint is date else text  # else a Literal


def _read_sequence(origin: object, inner: tuple[object, ...], items: list[Json]) -> Sequence[object]:
    if origin is tuple and inner[-1] is not ...:
        return tuple(_read(hint, item) for hint, item in zip(inner, items, strict=True))
    found = [_read(inner[0], item) for item in items]
    return tuple(found) if origin is tuple else found


def _read_dataclass(kind: type, members: dict[str, Json]) -> object:
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], member) for name, member in members.items() if name in hints})


@cache
def _hints(kind: type) -> dict[str, object]:
    """The type hint of each field of a dataclass."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _read_row(model: type[models.Model], members: dict[str, Json]) -> models.Model:
    row = model(pk=members["pk"])
    for name in KEPT[model]:
        if name in members:
            setattr(row, name, _read(_column_type(model, name), members[name]))
    return row


def _column_type(model: type[models.Model], name: str) -> object:
    """The type of a model's field: a model for a foreign key."""
    field = model._meta.get_field(name)
    if field.is_relation:
        return field.related_model
    if isinstance(field, models.DateField):
        return date
    return Decimal if isinstance(field, models.DecimalField) else str
