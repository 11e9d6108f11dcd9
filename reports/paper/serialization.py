"""The report's objects as plain JSON and back. What a paper says in ten years must not depend on today's rows.

Numbers are written as text (exact decimals), days as ISO dates, dataclasses as objects with their own field names.
Of a model's row only the fields below are kept; read back, it is an unsaved row with its old id.
"""

from __future__ import annotations

import json
import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from django.db.models import Model

from coopunion.models import Office, Place
from programs.measures import Scope
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Task

KEPT: dict[type[Model], tuple[str, ...]] = {
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


def canonical(value: Any) -> str:
    """JSON of one form only: equal values give equal text, on every machine and Python."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def serialize(value: Any) -> Any:
    """TypeError for anything this format does not know: nothing is frozen by accident."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [serialize(each) for each in value]
    if isinstance(value, Model):
        return {"pk": value.pk} | {name: serialize(getattr(value, name)) for name in KEPT[type(value)]}
    if is_dataclass(value):
        return {each.name: serialize(getattr(value, each.name)) for each in fields(value) if not _left_out(value, each)}
    raise TypeError(f"{type(value).__name__} has no plain form.")


def _left_out(owner: Any, field: Any) -> bool:
    """A scope only says how to ask the records again."""
    return isinstance(getattr(owner, field.name), Scope)


def deserialize(kind: Any, value: Any) -> Any:
    """The object of that type; a field the text lacks takes its default, one the type lacks is passed over."""
    if value is None or kind in (str, bool, int):
        return value
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is types.UnionType:
        return deserialize(next(each for each in inner if each is not type(None)), value)
    if origin in (list, tuple, Sequence):
        return _sequence(origin, inner, value)
    if isinstance(kind, type) and issubclass(kind, Model):
        return _row(kind, value)
    if is_dataclass(kind):
        build: Any = kind
        hints = _hints(build)
        return build(**{name: deserialize(hints[name], each) for name, each in value.items() if name in hints})
    return value  # a Literal


def _sequence(origin: Any, inner: tuple[Any, ...], value: list[Any]) -> list[Any] | tuple[Any, ...]:
    if origin is tuple and inner[-1] is not ...:
        return tuple(deserialize(kind, each) for kind, each in zip(inner, value, strict=True))
    rows = (deserialize(inner[0], each) for each in value)
    return tuple(rows) if origin is tuple else list(rows)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _row(model: type[Model], value: dict[str, Any]) -> Model:
    row = model(pk=value["pk"])
    for name in KEPT[model]:
        if name in value:
            field = model._meta.get_field(name)
            kind = field.related_model if field.is_relation else _field_kind(field)
            setattr(row, name, deserialize(kind, value[name]))
    return row


def _field_kind(field: Any) -> type:
    return {"DateField": date, "DecimalField": Decimal}.get(field.get_internal_type(), str)
