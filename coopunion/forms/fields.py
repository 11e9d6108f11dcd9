"""Form fields as staff type: days dd/mm/yyyy, numbers 1.234.567,5, a place by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Never

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from coopunion.formatting import day as day_text
from coopunion.formatting import number as number_text
from coopunion.models import Place
from coopunion.models.years import YearField
from coopunion.parsing import read_day, read_number
from coopunion.personal_numbers import refuse_personal_number
from coopunion.places.names import PlaceFinder
from coopunion.text import clean, clean_lines, fold

EARLIEST_YEAR = 1900
MAX_SUGGESTIONS = 12
CHOOSE = "Chọn…"
_LOOSE_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)


def plain_digits(text: str) -> str:
    """Full-width digits and marks, as some keyboards type them, in their usual form."""
    return unicodedata.normalize("NFKC", text).strip()


class LineField(forms.CharField):
    """One line of text: NFC, no invisible characters, single spaces. NUL is refused."""

    tidy = staticmethod(clean)

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if "\x00" in text:
            raise ValidationError("Văn bản có ký tự không in được (NUL).")
        return self.tidy(text)


class ReasonField(LineField):
    """Why something is done, or what it is about. Journal and lists repeat it: no person's number may be in it."""

    default_validators = [refuse_personal_number]


class LinesField(LineField):
    """Several lines of text, each cleaned."""

    widget = forms.Textarea(attrs={"rows": 3})
    tidy = staticmethod(clean_lines)


class DayField(forms.Field):
    """A day as dd/mm/yyyy. `future` says whether it may lie ahead."""

    widget = forms.TextInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off", "class": "day"})

    def __init__(self, *, future: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.future = future

    def prepare_value(self, value: object) -> object:
        return day_text(value) if isinstance(value, date) else value

    def to_python(self, value: object) -> date | None:
        text = plain_digits(str(value or ""))
        loose = _LOOSE_DAY.fullmatch(text)
        try:
            day = read_day("/".join(loose.groups()) if loose else text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if day and day.year < EARLIEST_YEAR:
            raise ValidationError(f"Năm {day.year} không hợp lý.")
        if day and not self.future and day > (today := timezone.localdate()):
            raise ValidationError(f"Nằm sau hôm nay, {day_text(today)}.")
        return day

    def has_changed(self, initial: object, data: object) -> bool:
        return (self.prepare_value(initial) or "") != plain_digits(str(data or ""))


WHOLE_DIGITS = 9  # of a count of people or things, where a field names no size of its own


class NumberField(forms.Field):
    """A number in Vietnamese form; whole where `places` is 0."""

    def __init__(self, *, digits: int | None = None, places: int = 0, **kwargs: Any) -> None:
        mode = "decimal" if places else "numeric"
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.digits, self.places = digits, places

    def prepare_value(self, value: object) -> object:
        return number_text(value) if isinstance(value, int | Decimal) else value

    def to_python(self, value: object) -> Decimal | int | None:
        try:
            number = read_number(plain_digits(str(value if value is not None else "")))
        except ValueError as error:
            if not self.places:
                raise ValidationError(f"“{plain_digits(str(value))}” không phải là số: viết 9 hoặc 1.283.") from error
            raise ValidationError(str(error)) from error
        if number is None:
            return None
        if number.adjusted() >= (self.digits or WHOLE_DIGITS) - self.places:  # before Decimal has to round it
            raise ValidationError("Số quá lớn.")
        if number != round(number, self.places):
            most = f"nhiều nhất {self.places} số lẻ" if self.places else "là số nguyên"
            raise ValidationError(f"Phải {most}.")
        return number if self.places else int(number)

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != self.to_python(self.prepare_value(initial))
        except ValidationError:
            return True


class YearNumberField(NumberField):
    """A year: shown as it is written."""

    def prepare_value(self, value: object) -> object:
        return str(value) if isinstance(value, int) else value


class Suggesting(forms.TextInput):
    """A text input beside which a list of matching names opens while one types (static/js/suggest.js)."""

    def __init__(self, address: Callable[[], str]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.address = address

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "data-suggest": self.address()})


class PlaceField(forms.Field):
    """A place typed by its name. Which place is meant depends on the day, so the form calls `find`."""

    widget = Suggesting(lambda: reverse("suggest-places"))

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Place):
            return value.full_name
        if isinstance(value, int):
            return Place.objects.select_related("parent").get(pk=value).full_name
        return value

    def to_python(self, value: object) -> str:
        return clean(str(value or ""))

    def has_changed(self, initial: object, data: object) -> bool:
        return fold(str(self.prepare_value(initial) or "")) != fold(str(data or ""))

    def find(self, text: str, day: date | None) -> Place:
        """The place in force that day; without a day, of today or, named in full, of any time."""
        try:
            return PlaceFinder.on(day).find(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


def portal_field(field: models.Field[Never, object], **kwargs: Any) -> forms.Field | None:
    """The form field of a model's field, as the portal's forms show it."""
    if getattr(field, "choices", None):
        return _choosing(field.formfield(**kwargs))
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return field.formfield(form_class=DayField, **kwargs)
    if isinstance(field, models.DecimalField):
        return NumberField(digits=field.max_digits, places=field.decimal_places or 0, **_basics(field))
    if isinstance(field, YearField):
        return YearNumberField(**_basics(field))
    if isinstance(field, models.IntegerField):
        return NumberField(**_basics(field))
    if isinstance(field, models.ForeignKey) and field.related_model is Place:
        return PlaceField(**_basics(field))
    if isinstance(field, models.TextField):
        return field.formfield(form_class=LinesField, widget=LinesField.widget, **kwargs)
    if isinstance(field, models.CharField):
        return field.formfield(form_class=LineField, **kwargs)
    if isinstance(field, models.ForeignKey):
        return field.formfield(empty_label=CHOOSE, **kwargs)
    return field.formfield(**kwargs)


def _choosing(field: forms.Field | None) -> forms.Field | None:
    """The empty choice reads "Chọn…"."""
    if isinstance(field, forms.ChoiceField) and isinstance(field.choices, Iterable):
        field.choices = [(value, text if value != "" else CHOOSE) for value, text in field.choices]
    return field


def _basics(field: models.Field[Never, object]) -> dict[str, Any]:
    return {
        "label": capfirst(str(field.verbose_name)),
        "required": not field.blank,
        "help_text": str(field.help_text),
        "initial": field.get_default() if field.has_default() else None,
    }
