"""Forms of what happens to a record: they take its place, and new events may be entered inside its form.

And of the record itself, some of whose own fields decide whether its events count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from coopunion.forms import ChildForm, RecordForm
from coopunion.models import Event, Place, SignedPeriod, User


def place_of(record: Any) -> Place | None:
    """Where a record is: its own place, or its producer's where it has none (a product)."""
    return record.place if hasattr(record, "place") else record.producer.place


def ask_for_reason(form: RecordForm, fields: Iterable[str], days: Iterable[date]) -> None:
    """A record has no day of its own; a changed field that decides about signed days still needs a reason."""
    if not set(fields) & set(form.changed_data) or form.cleaned_data.get("reason"):
        return
    if signed := SignedPeriod.objects.holding(*days).first():
        form.add_error(
            "reason", f"Sửa điều này làm đổi số liệu của kỳ đã duyệt ({signed}): ghi lý do thì mới lưu được."
        )


class EventForm(RecordForm):
    """The form of an event. Its place is the one of the record it is about, unless another is typed."""

    # The fields that name the record it is about: the first one filled in is meant.
    about: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = next((self.initial[name] for name in self.about if isinstance(self.initial.get(name), Model)), None)
        if known is not None and self.instance.pk is None:
            self.initial.setdefault("place", place_of(known))

    @property
    def subject(self) -> Any:
        """The record the event is about; None while none is named."""
        return next((self.cleaned_data[name] for name in self.about if self.cleaned_data.get(name)), None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.subject and "place" not in self.errors and not cleaned.get("place"):
            cleaned["place"] = place_of(self.subject)
        return cleaned


class NewEventForm(ChildForm):
    """A row for an event that is new: entered inside the form of its record, corrected on its own page afterwards.

    So every correction has the event's own lock, its own history and its own reason.
    """

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if user.department_id:
            self.instance.department_id = user.department_id
        self.instance.created_by = user

    def _get_validation_exclusions(self) -> set[str]:
        """What is not typed is set here; the rules that ask for it must still run."""
        return super()._get_validation_exclusions() - {"state", "place"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        if isinstance(self.instance, Event):
            self.instance.place = place_of(self.cleaned_data[self.owner_name])
        super()._post_clean()  # type: ignore[misc]
        signed = SignedPeriod.objects.holding(*self.instance.days()).first()
        if signed and self.has_changed():
            self.add_error(None, f"Ngày này nằm trong kỳ đã duyệt ({signed}): ghi ở trang riêng, kèm lý do.")

    # The foreign key to the record whose form holds the row.
    owner_name: str = ""
