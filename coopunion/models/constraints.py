"""Constraints that every register repeats, so that a rule reads as one line in a model's Meta."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint

DRAFT, ANNULLED = "draft", "annulled"
MAY_BE_DRAFT = " Có thể lưu nháp khi chưa đủ."


class FieldCheck(CheckConstraint):
    """A check whose message belongs beside one field. In migrations it is the plain CheckConstraint it extends."""

    condition: Q

    def __init__(
        self, *, field: str, fills: bool = False, condition: Q, name: str, violation_error_message: str
    ) -> None:
        super().__init__(condition=condition, name=name, violation_error_message=violation_error_message)
        self.field = field
        self.message = violation_error_message
        self.fills = fills  # it asks for a value and nothing more, so that forms can say so beforehand

    def validate(
        self, model: type[Model], instance: Model, exclude: set[str] | None = None, using: str = "default"
    ) -> None:
        try:
            super().validate(model, instance, exclude, using)
        except ValidationError as error:
            raise ValidationError({self.field: error.messages}) from error

    def deconstruct(self) -> tuple[str, Sequence[object], dict[str, object]]:
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self) -> FieldCheck:
        return FieldCheck(
            field=self.field,
            fills=self.fills,
            condition=self.condition,
            name=self.name,
            violation_error_message=self.message,
        )


def needed(field: str, label: str) -> FieldCheck:
    """A draft may leave the field empty; a record that counts may not."""
    return FieldCheck(
        field=field,
        fills=True,
        condition=Q(state=DRAFT) | Q(**{f"{field}__isnull": False}),
        name=f"%(app_label)s_%(class)s_{field}_needed",
        violation_error_message=f"Chưa nhập {label}.{MAY_BE_DRAFT}",
    )


def ordered(earlier: str, later: str, message: str) -> FieldCheck:
    """`later` is empty or not before `earlier`."""
    return FieldCheck(
        field=later,
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        name=f"%(app_label)s_%(class)s_{later}_order",
        violation_error_message=message,
    )


def at_least(field: str, lowest: int, label: str) -> FieldCheck:
    """Empty, or `lowest` or more."""
    return FieldCheck(
        field=field,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": lowest}),
        name=f"%(app_label)s_%(class)s_{field}_at_least_{lowest}",
        violation_error_message=f"{label} không được nhỏ hơn {lowest}.",
    )


def between(field: str, lowest: int, highest: int, *, name: str, message: str) -> FieldCheck:
    """Empty, or from `lowest` to `highest`."""
    return FieldCheck(
        field=field,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (lowest, highest)}),
        name=name,
        violation_error_message=message,
    )


def once(*fields: str, name: str, message: str, among: Q | None = None) -> UniqueConstraint:
    """No two records `among` those that are not annulled have the same values in the fields."""
    condition = ~Q(state=ANNULLED) & (among or Q())
    return UniqueConstraint(fields=fields, condition=condition, name=name, violation_error_message=message)


def once_a_day(owner: str, day: str, message: str) -> UniqueConstraint:
    """An owner has one record of this kind a day."""
    return once(owner, day, name="%(class)s_once_a_day", message=message)
