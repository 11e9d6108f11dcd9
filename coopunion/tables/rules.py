"""A model's own rules checked for thousands of rows: the messages of `full_clean` without a query per row.

Django checks each constraint of each instance with a query of its own. Here a check is computed in Python, with SQL's
logic of unknown values, and a unique constraint is compared with the keys in the table, read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from coopunion.models.constraints import FieldCheck

ValueOf = Callable[[str], object]
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {  # of whatever the field holds
    "exact": lambda one, other: one == other,
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
    "in": lambda one, other: one in other,
    "range": lambda one, other: other[0] <= one <= other[1],
}


class NotComputable(Exception):
    """The condition holds an expression that only the database understands."""


def holds(condition: Q, value_of: ValueOf) -> bool | None:
    """Whether the condition is true, false or unknown (None), as SQL would say. Raises NotComputable."""
    results = [_child(child, value_of) for child in condition.children]
    if condition.connector == Q.XOR:
        raise NotComputable
    deciding = condition.connector == Q.OR
    found = deciding if deciding in results else (None if None in results else not deciding)
    return found if found is None or not condition.negated else not found


def _child(child: object, value_of: ValueOf) -> bool | None:
    if isinstance(child, Q):
        return holds(child, value_of)
    if not isinstance(child, tuple):
        raise NotComputable
    path, expected = child
    name, _, lookup = path.partition("__")
    value = value_of(name)
    if lookup == "isnull":
        return (value is None) is expected
    if (lookup or "exact") not in COMPARISONS:
        raise NotComputable
    if isinstance(expected, F):
        expected = value_of(expected.name)  # type: ignore[attr-defined]  # the stubs lack it
    if hasattr(expected, "resolve_expression"):
        raise NotComputable
    if value is None or expected is None:
        return None
    return COMPARISONS[lookup or "exact"](value, expected)


def _condition(check: CheckConstraint) -> Q:
    """As a Q: a bare expression is one that only the database understands."""
    return check.condition if isinstance(check.condition, Q) else Q(check.condition)


class Rules:
    """The rules of one model. `errors` is called for each changed instance, in the order of the file."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        options = model._meta
        self._foreign = {field.name for field in options.concrete_fields if field.is_relation}
        self._checks = [rule for rule in options.constraints if isinstance(rule, CheckConstraint)]
        self._check_fields = {check.name: set(_condition(check).referenced_base_fields) for check in self._checks}
        self._taken = [_Taken(model, rule) for rule in options.constraints if isinstance(rule, UniqueConstraint)]

    def errors(self, instance: models.Model, exclude: set[str]) -> Iterator[tuple[str, str]]:
        """(field or "", message) for every rule the instance breaks; rules over fields in `exclude` are skipped."""
        wrong = set(exclude)
        try:
            instance.clean_fields(exclude=self._foreign | exclude)
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                wrong.add(name)
                # the message about a code's form gives its length too
                shown = [problem for problem in problems if problem.code != "max_length"] or problems
                yield from ((name, message) for problem in shown for message in problem.messages)
        value_of = self.value_of(instance)
        for check in self._checks:
            if not self._check_fields[check.name] & wrong and not self._holds(check, instance, value_of):
                yield getattr(check, "field", ""), str(check.get_violation_error_message())
        for taken in self._taken:
            if not set(taken.constraint.fields) & wrong and taken.by_another(instance, value_of):
                yield taken.constraint.fields[0], self._unique_message(taken.constraint, instance)

    def value_of(self, instance: models.Model) -> ValueOf:
        def value_of(name: str) -> object:
            if name in self._foreign and instance.__dict__.get(f"{name}_id") is None:
                # a record of the same row that has no primary key yet
                return instance._state.fields_cache.get(name)
            return getattr(instance, f"{name}_id" if name in self._foreign else name)

        return value_of

    def _holds(self, check: CheckConstraint, instance: models.Model, value_of: ValueOf) -> bool:
        try:
            return holds(_condition(check), value_of) is not False
        except NotComputable:
            is_own = isinstance(check, FieldCheck)
            plain = CheckConstraint(condition=check.condition, name=check.name) if is_own else check
            try:
                plain.validate(self.model, instance)
            except ValidationError:
                return False
            return True

    def _unique_message(self, constraint: UniqueConstraint, instance: models.Model) -> str:
        if constraint.violation_error_message != constraint.default_violation_error_message:
            return str(constraint.get_violation_error_message())
        return str(instance.unique_error_message(self.model, tuple(constraint.fields)).messages[0])


class _Taken:
    """The keys of one unique constraint that are in use, in the table and in the rows of the file so far."""

    def __init__(self, model: type[models.Model], constraint: UniqueConstraint) -> None:
        self.constraint = constraint
        rows = model._default_manager.all()
        if constraint.condition:
            rows = rows.filter(constraint.condition)
        self._owners: dict[tuple[object, ...], object] = {
            tuple(key): pk for pk, *key in rows.values_list("pk", *constraint.fields)
        }

    def by_another(self, instance: models.Model, value_of: ValueOf) -> bool:
        """Whether another row has the instance's key; if none has, the key is the instance's from now on."""
        values = [value_of(name) for name in self.constraint.fields]
        key = tuple(id(value) if isinstance(value, models.Model) else value for value in values)
        if None in key:
            return False
        if self.constraint.condition and holds(self.constraint.condition, value_of) is not True:
            return False
        own: object = instance.pk or id(instance)
        return bool(self._owners.setdefault(key, own) != own)
