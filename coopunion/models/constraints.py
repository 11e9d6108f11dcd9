"""Constraints that every register repeats, so that a rule reads as one line in a model's Meta."""

from django.db.models import CheckConstraint, F, Q

DRAFT = "draft"


def needed(field: str, label: str) -> CheckConstraint:
    """A draft may leave the field empty; a record that counts may not."""
    return CheckConstraint(
        condition=Q(state=DRAFT) | Q(**{f"{field}__isnull": False}),
        name=f"%(app_label)s_%(class)s_{field}_needed",
        violation_error_message=f"Chưa nhập {label}. Có thể lưu nháp khi chưa đủ.",
    )


def ordered(earlier: str, later: str, message: str) -> CheckConstraint:
    """`later` is empty or not before `earlier`."""
    return CheckConstraint(
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        name=f"%(app_label)s_%(class)s_{later}_order",
        violation_error_message=message,
    )


def at_least(field: str, lowest: int, label: str) -> CheckConstraint:
    """Empty, or `lowest` or more."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": lowest}),
        name=f"%(app_label)s_%(class)s_{field}_at_least_{lowest}",
        violation_error_message=f"{label} không được nhỏ hơn {lowest}.",
    )
