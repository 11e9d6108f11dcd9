"""The form field of another record: its name as typed, and beside it, unseen, which record was chosen.

The name alone decides where nothing was chosen. Where something was, both must name the same record: a name that was
changed afterwards is asked about and never saved on the record chosen before (docs/adr/0040).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Length
from django.http import Http404
from django.utils import timezone
from django.utils.module_loading import import_string

from coopunion.formatting import day as day_text
from coopunion.forms.fields import CHOOSE, MAX_SUGGESTIONS, Suggesting
from coopunion.models import Record, RecordQuerySet, User
from coopunion.text import clean, search_key

LISTED = 5
MAX_DIGITS = 18  # of a primary key
CHOSEN, PICKED = "_chosen", "_picked"
BEFORE_PLACE = " – "


class TypedName(str):
    """A name as typed, with the pk of the record chosen from the suggestions, or picked where the form asked."""

    chosen: int | None
    picked: int | None

    def __new__(cls, text: str, chosen: int | None = None, picked: int | None = None) -> TypedName:
        name = super().__new__(cls, text)
        name.chosen, name.picked = chosen, picked
        return name


@dataclass(frozen=True)
class Suggestion:
    """A record as a list of choices names it; `note` tells it from another of the same label."""

    record: Record
    label: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.label} ({self.note})" if self.note else self.label


class RecordNameInput(Suggesting):
    """The name, the pk of the record chosen, and where the form had to ask, the records that may be meant."""

    template_name = "django/forms/record_name.html"
    understood: TypedName | None = None
    """The record that the field read, by its full name."""
    asked: Sequence[Suggestion] | None = None
    """Where the field read none: which records may be meant."""

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, Any]:
        value = self.understood or value
        context = super().get_context(name, value, attrs)
        chosen = value.chosen if isinstance(value, TypedName) and self.asked is None else None
        return {**context, "chosen": chosen or "", "asked": self.asked, "choose": CHOOSE}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedName | None:
        text = super().value_from_datadict(data, files, name)
        if text is None:
            return None
        return TypedName(str(text), _pk(data.get(name + CHOSEN)), _pk(data.get(name + PICKED)))


class RecordField(forms.Field):
    """Another record.

    `register` is the dotted path of its register, whose `visible` decides what may be chosen. The pk of a record
    that the user may not see is answered like one that does not exist: 404.
    """

    def __init__(self, register: str, **kwargs: Any) -> None:
        self.path = register
        kwargs.setdefault("widget", RecordNameInput(lambda: self.register.url("suggest")))
        super().__init__(**kwargs)
        self.user: User | None = None

    @property
    def register(self) -> Any:
        """A Register, of a room that stands on this one."""
        return import_string(self.path)

    def rows(self) -> RecordQuerySet[Record]:
        if self.user is None:
            raise RuntimeError("The form must set the field's user.")
        rows: RecordQuerySet[Record] = self.register.visible(self.user).exclude(state=Record.State.ANNULLED)
        return rows

    def prepare_value(self, value: object) -> object:
        record = value
        if isinstance(value, int):
            record = self.register.model._default_manager.filter(pk=value).first()
        return TypedName(label(record), record.pk) if isinstance(record, Record) else value

    def has_changed(self, initial: object, data: object) -> bool:
        before = self.prepare_value(initial) or ""
        if str(before) != clean(str(data or "")):
            return True
        pks = {pk for name in (before, data) if isinstance(name, TypedName) for pk in (name.chosen, name.picked) if pk}
        return len(pks) > 1

    def to_python(self, value: object) -> Record | None:
        name = value if isinstance(value, TypedName) else TypedName(str(value or ""))
        text = clean(name)
        if not text:
            return None
        record = self._chosen(name, text) if name.chosen or name.picked else self._named(text)
        if isinstance(self.widget, RecordNameInput):
            self.widget.understood = TypedName(label(record), record.pk)
        return record

    def _chosen(self, name: TypedName, text: str) -> Record:
        """The record chosen or picked, where the text names it; what was picked need only hold every word typed."""
        if name.chosen and name.picked not in (None, name.chosen):
            raise self._asking(self._candidates(text), f"“{text}”: hai hồ sơ khác nhau được chọn. Hãy chọn lại.")
        rows = self.rows().filter(pk=name.chosen or name.picked)
        record = rows.first()
        if record is None:
            raise Http404("Không có hồ sơ này.")
        if search_key(text) in _names(record) or (name.picked and rows.matching(text).exists()):
            return record
        raise self._asking(
            self._candidates(text),
            f"“{text}” không phải là tên của hồ sơ đã chọn ({label(record)}). Gõ lại tên hoặc chọn trong danh sách.",
        )

    def _named(self, text: str) -> Record:
        """The only record of that name, or the only one whose name holds every word typed."""
        found, candidates = self._holding(text), self._candidates(text)
        exact = [record for record in candidates if search_key(text) in _names(record)]
        for only in (exact, found):
            if len(only) == 1:
                return only[0]
        if not candidates:
            raise self._asking((), f"Không có “{text}” trong sổ {self.register.title.lower()}.")
        listed = suggestions((exact or candidates)[:LISTED])
        raise self._asking(exact or candidates, f"“{text}” có thể là: {'; '.join(map(str, listed))}. Hãy chọn một.")

    def _candidates(self, text: str) -> list[Record]:
        """What the text may mean: a label ends with a place, whose words are no words of the record."""
        return self._holding(text) or self._holding(_without_place(text))

    def _holding(self, words: str) -> list[Record]:
        """Records whose names hold every word, the shortest first."""
        return list(self.rows().matching(words).order_by(Length("search_text"), "pk")[: MAX_SUGGESTIONS + 1])

    def _asking(self, candidates: Sequence[Record], message: str) -> ValidationError:
        if isinstance(self.widget, RecordNameInput):
            self.widget.asked = suggestions(candidates)
        return ValidationError(message)


def label(record: Record) -> str:
    """What names a record in a list of choices: its name and its place, or where it has moved to."""
    place = record.seat_on(None) if hasattr(record, "seat_on") else getattr(record, "place", None)
    return f"{record.title}{f'{BEFORE_PLACE}{place}' if place else ''}"


def suggestions(records: Collection[Record]) -> list[Suggestion]:
    """The records with their labels, and a note on each whose label another one has too."""
    labels = {record: label(record) for record in records}
    times = Counter(labels.values())
    return [Suggestion(record, text, _note(record) if times[text] > 1 else "") for record, text in labels.items()]


def _note(record: Record) -> str:
    if code := getattr(record, "code", None):
        return f"mã số {code}"
    created = timezone.localtime(record.created_at)
    return f"nhập ngày {day_text(created.date())} lúc {created:%H:%M:%S}"


def _names(record: Record) -> set[str]:
    return {search_key(name) for name in (record.title, str(record), label(record))}


def _without_place(text: str) -> str:
    return text.rpartition(BEFORE_PLACE)[0] or text


def _pk(text: object) -> int | None:
    digits = str(text or "")
    return int(digits) if digits.isdecimal() and len(digits) <= MAX_DIGITS else None
