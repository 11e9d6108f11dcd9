"""What a row must meet to count. One declaration selects the rows and says why any other row is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Case, Expression, Model, Q, QuerySet, Value, When

from coopunion.formatting import day as day_text
from coopunion.models.records import Record
from coopunion.periods import new_year

M = TypeVar("M", bound=Model, covariant=True)
Rows = TypeVar("Rows", bound=QuerySet[Model])


@dataclass(frozen=True)
class Condition(Generic[M]):
    """A query, and the reason given for a row that does not meet it: a sentence, or one made from the row."""

    query: Q
    reason: str | Callable[[M], str]


Conditions = Sequence[Condition[Model]]
"""In the order in which they are checked; the further a row comes, the nearer it came to counting."""


def queries(conditions: Iterable[Condition[Model]]) -> list[Q]:
    return [condition.query for condition in conditions]


def with_first_unmet(rows: Rows, conditions: Conditions) -> Rows:
    """Adds `first_unmet`, the index of the first condition that a row does not meet; their number if it meets all.

    Nested and never negated: a condition that is NULL for a row is not met, as in a WHERE.
    """
    first: Expression = Value(len(conditions))
    for index, condition in reversed(list(enumerate(conditions))):
        first = Case(When(condition.query, then=first), default=Value(index))
    return rows.annotate(first_unmet=first)


def first_unmet(row: Model, conditions: Conditions) -> Condition[Model] | None:
    """Of a row of `with_first_unmet`; None for a row that meets every condition."""
    index: int = row.__dict__["first_unmet"]
    return conditions[index] if index < len(conditions) else None


def reason_of(condition: Condition[Model], row: Model) -> str:
    return condition.reason if isinstance(condition.reason, str) else condition.reason(row)


# ---- conditions that many records share ----

RECORDED: Condition[Record] = Condition(
    Q(state=Record.State.RECORDED), lambda row: f"{str(row._meta.verbose_name).capitalize()} {row.get_state_display()}."
)


def recorded(path: str, name: str) -> Condition[Model]:
    """That the record at the end of the path is neither a draft nor annulled."""
    return Condition(Q(**{f"{path}__state": Record.State.RECORDED}), f"{name} là bản nháp hoặc đã hủy.")


def in_year_to(field: str, day: date, cut_off: date | None = None) -> Conditions:
    """Dated from 1 January to the day. `cut_off`, the year's last one, tells what is late from what lies ahead."""

    def dated(row: Model) -> str:
        return f"Ngày {day_text(row.__dict__[field])}"

    first, last = new_year(day), date(day.year, 12, 31)
    return (
        Condition(Q(**{f"{field}__isnull": False}), "Chưa có ngày."),
        Condition(Q(**{f"{field}__gte": first}), lambda row: f"{dated(row)}, trước năm {day.year}."),
        Condition(Q(**{f"{field}__lte": last}), lambda row: f"{dated(row)}, sau năm {day.year}."),
        Condition(
            Q(**{f"{field}__lte": cut_off or last}),
            lambda row: f"{dated(row)}, sau ngày chốt số liệu {day_text(cut_off)}.",
        ),
        Condition(Q(**{f"{field}__lte": day}), lambda row: f"{dated(row)}, chưa đến."),
    )
