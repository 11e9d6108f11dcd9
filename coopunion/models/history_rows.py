"""The rows that simple_history keeps of a model, with types: the library itself has none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Never, Protocol, TypeAlias, TypeVar

from django.db.models import Field, Model, QuerySet

from coopunion.models.people import Department, User
from coopunion.models.records import Record

T = TypeVar("T", bound=Model, covariant=True)
R = TypeVar("R", bound=Record, covariant=True)
AnyField: TypeAlias = "Field[Never, object]"


class HistoryRow(Protocol[T]):
    """What an object was after one change."""

    id: int
    """The object's primary key; the row's own is `history_id`."""
    history_id: int
    history_date: datetime
    history_type: str
    """ "+" created, "~" changed, "-" deleted."""
    history_change_reason: str | None
    history_user: User | None
    tracked_fields: Sequence[AnyField]

    @property
    def instance(self) -> T: ...

    @property
    def instance_type(self) -> type[T]: ...

    def __getattr__(self, name: str, /) -> Any:
        """Any other column of the object."""


class RecordHistoryRow(HistoryRow[R], Protocol[R]):
    """A row of a record's history."""

    state: str
    department: Department
    department_id: int
    created_by_id: int | None

    def get_state_display(self) -> str: ...


def history_of(model: type[Model] | Model) -> QuerySet[Any]:
    """The history rows of every object of the model, or of one object. Their type is made at run time: HistoryRow."""
    rows: QuerySet[Any] = model.history.all()  # type: ignore[union-attr]  # simple_history adds it without a type
    return rows


def latest_change(record: Model) -> int | None:
    """The pk of the object's last history row: two people who opened the same one saw the same object."""
    return history_of(record).order_by("-history_id").values_list("history_id", flat=True).first()
