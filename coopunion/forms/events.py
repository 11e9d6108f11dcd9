"""Forms of what happens to a record: they take its place, and new events may be entered inside its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from coopunion.forms.base import ChildForm, RecordForm
from coopunion.forms.fields import ReasonField
from coopunion.models import Event, Record, SignedPeriod, User
from coopunion.places.maps import place_of


class EventForm(RecordForm):
    """The form of an event. Its place is the one of the record it is about, unless another is typed."""

    # The fields that name the record it is about: the first one filled in is meant.
    about: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = next((self.initial[name] for name in self.about if isinstance(self.initial.get(name), Record)), None)
        if known is not None and self.instance.pk is None:
            # Shown and not filled in: the day decides about the place, and is not known yet.
            self.fields["place"].widget.attrs["placeholder"] = str(place_of(known, None) or "")

    @property
    def needed(self) -> frozenset[str]:
        """The place comes with the record it is about."""
        return super().needed - {"place"} if self.about else super().needed

    @property
    def subject(self) -> Record | None:
        """The record the event is about; None while none is named."""
        return next((self.cleaned_data[name] for name in self.about if self.cleaned_data.get(name)), None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.subject and "place" not in self.errors and not cleaned.get("place"):
            cleaned["place"] = place_of(self.subject, self.day_of_place())
        return cleaned


class NewEventForm(ChildForm):
    """A row for an event that is new: entered inside the form of its record, corrected on its own page afterwards.

    So every correction has the event's own lock, its own history and its own reason.
    """

    instance: Record
    reason = ReasonField(label="Lý do", required=False, max_length=500, widget=forms.HiddenInput)
    """Asked for where the row's days lie in a signed period; shown from then on."""

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(user=user, **kwargs)
        if self.data.get(self.add_prefix("reason")):
            self.fields["reason"].widget = forms.TextInput()
        if user.department_id:
            self.instance.department_id = user.department_id
        self.instance.created_by = user

    def _get_validation_exclusions(self) -> set[str]:
        """What is not typed is set here; the rules that ask for it must still run."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's, not in the stubs
        return exclusions - {"state", "place"}

    def _update_errors(self, errors: ValidationError) -> None:
        """What is wrong with a field that the row does not show, such as the place, is said of the whole row."""
        found: dict[str, list[ValidationError]] = {}
        for name, messages in errors.update_error_dict({}).items():
            found.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(messages)
        super()._update_errors(ValidationError(found))  # type: ignore[misc]  # Django's, not in the stubs

    def _post_clean(self) -> None:
        if isinstance(self.instance, Event):
            owner = self.cleaned_data[self.instance.owner]
            self.instance.place = place_of(owner, self.cleaned_data.get(self.instance.date_field))
        super()._post_clean()  # type: ignore[misc]  # Django's, not in the stubs
        if not self.errors:
            try:  # such as "once a year for a household": inside a formset Django leaves them to the database
                self.instance.validate_constraints(exclude=self._get_validation_exclusions())
            except ValidationError as error:
                self._update_errors(error)
        signed = SignedPeriod.objects.holding(*self.instance.days()).first()
        if signed and self.has_changed() and not self.cleaned_data.get("reason"):
            self.fields["reason"].widget = forms.TextInput()
            self.add_error("reason", f"Ngày này nằm trong kỳ đã duyệt ({signed}): ghi lý do thì mới lưu được.")
