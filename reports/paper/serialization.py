"""The report's objects as JSON and back. What a paper says in ten years must not depend on today's rows.

Decimals are written as text (exact), days as ISO dates, dataclasses as objects with their own field names.
Of a model's row only the fields of KEPT are written; read back, it is an unsaved row with its old id.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from django.db import models

from coopunion.models import OfficeIdentity, Place
from programs.flows_and_stocks import Scope
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Task

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")

KEPT: dict[type[models.Model], Sequence[str]] = {
    OfficeIdentity: (
        *("name", "short_name", "letterhead", "parent_name", "symbol", "dateline_place"),
        *("addressee", "recipients", "signer_title", "signer_name"),
    ),
    Program: ("code", "year", "name", "number", "issuer"),
    ReportingPeriod: ("program", "quarter", "cut_off_on", "due_on", "sent_on"),
    Task: ("number", "name", "position"),
    Indicator: ("task", "code", "name", "unit", "measure", "accumulation", "direction", "decimals", "position"),
    ReportedFigure: ("quarter", "place", "value", "source", "received_on"),
    Place: ("code", "name", "kind", "level", "valid_from"),
}


def canonical(value: Json) -> str:
    """JSON of one form only: equal values give equal text, on every machine and Python."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def serialize(value: object) -> Json:
    """TypeError for a type this format does not know: nothing is frozen by accident."""
    match value:
        case None | str() | bool() | int():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [serialize(item) for item in value]
        case models.Model():
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


def _read(hint: Any, value: Any) -> object:
    """The value as the type hint of a field wants it."""
    origin, inner = get_origin(hint), get_args(hint)
    if value is None or hint in (str, bool, int) or origin is Literal:
        return value
    if origin is UnionType:  # of a type and None
        return _read(inner[0], value)
    if hint is Decimal:
        return Decimal(value)
    if hint is date:
        return date.fromisoformat(value)
    if origin is tuple and inner[-1] is not ...:
        return tuple(_read(kind, item) for kind, item in zip(inner, value, strict=True))
    if origin in (tuple, list, Sequence):
        return (tuple if origin is tuple else list)(_read(inner[0], item) for item in value)
    return _read_row(hint, value) if issubclass(hint, models.Model) else _read_dataclass(hint, value)


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
    for field in model._meta.concrete_fields:
        if field.name in KEPT[model] and field.name in members:
            value = members[field.name]
            setattr(row, field.name, _read(field.related_model, value) if field.is_relation else field.to_python(value))
    return row
