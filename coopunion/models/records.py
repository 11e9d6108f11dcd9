"""What every record of every register has: a department, a state, who and when, a version and a history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.models.constraints import needed
from coopunion.models.lineage import Lineage
from coopunion.models.people import User
from coopunion.models.places import Place
from coopunion.periods import Days
from coopunion.search_index import SearchTextField
from coopunion.text import clean, clean_lines, search_key

M = TypeVar("M", bound="Record", covariant=True)


class RecordQuerySet(models.QuerySet[M]):
    def recorded(self) -> Self:
        """What counts: neither drafts nor annulled records."""
        return self.filter(state=Record.State.RECORDED)

    def in_place(self, place: Place) -> Self:
        """In the place, in anything under it, or in a unit that ended in one of these: two queries before this one.

        A unit of today finds the records of the old ones; an old unit finds its own. Of a divided unit every successor
        finds the records, since which part they were in is not known.
        """
        return self.filter(place__in=Lineage().within(place))

    def matching(self, text: str) -> Self:
        """Rows whose search text holds every word typed, with or without diacritics."""
        found = self
        for word in search_key(text).split():
            found = found.filter(search_text__holds=word)
        return found


class Record(models.Model):
    """Base of every record. `search_text` is written by `save`; bulk writers call `prepare` themselves."""

    class State(models.TextChoices):
        DRAFT = "draft", "nháp"
        RECORDED = "recorded", "đã ghi sổ"
        ANNULLED = "annulled", "đã hủy"

    department = models.ForeignKey(
        "coopunion.Department", models.PROTECT, related_name="+", verbose_name="phòng phụ trách"
    )
    state = models.CharField("tình trạng hồ sơ", max_length=10, choices=State, default=State.RECORDED)
    annulled_because = models.TextField("lý do hủy", blank=True)
    note = models.TextField("ghi chú", blank=True)
    search_text = SearchTextField(editable=False, default="")
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người tạo",
    )
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    history = HistoricalRecords(inherit=True, excluded_fields=["search_text"])
    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    # Fields whose words find the record; `search_words` adds those of other tables.
    search_fields: tuple[str, ...] = ()
    # The field of the record that this one belongs to, and on whose page it is shown; "" of an independent record.
    owner: str = ""
    # The name of an independent record's own page among the addresses.
    page: str = ""

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def get_absolute_url(self) -> str:
        """The page of the record, or the one of the record it belongs to."""
        owner = self.belongs_to
        return owner.get_absolute_url() if owner else reverse(self.page, args=[self.pk])

    def search_words(self) -> list[str]:
        return [str(getattr(self, field) or "") for field in self.search_fields]

    def prepare(self) -> Self:
        """Clean every text (NFC, no invisible characters) and renew the search text."""
        for field in self._meta.concrete_fields:
            if isinstance(field, models.CharField) and not field.choices:
                setattr(self, field.attname, clean(getattr(self, field.attname) or "") or field.get_default())
            elif isinstance(field, models.TextField) and field.name != "search_text":
                setattr(self, field.attname, clean_lines(getattr(self, field.attname) or ""))
        self.search_text = search_key(*self.search_words())
        return self

    @property
    def title(self) -> str:
        """Names the record in a list; models with a better name than `__str__` override it."""
        return str(self)

    @property
    def counts(self) -> bool:
        return self.state == self.State.RECORDED

    @property
    def belongs_to(self) -> Record | None:
        """The record whose department alone writes this one, and keeps it; None for an independent record."""
        record: Record | None = getattr(self, self.owner) if self.owner else None
        return record

    def place_on(self, day: date) -> Place | None:
        """Where the record was that day, as a unit of any day; None for a record without a place."""
        place: Place | None = getattr(self, "place", None)
        return place

    def days(self) -> list[Days]:
        """The days on which the record may change a figure: a signed period that holds one asks for a reason."""
        return []

    def days_decided_by(self, fields: Collection[str]) -> list[Days]:
        """The days on which a change of these of its own fields may change a figure, beside its own days.

        Its state decides about every record that refers to it; models whose other fields decide too override this.
        """
        if "state" not in fields or self.pk is None:
            return []
        referring = self._referring_records()
        return [day for record in referring for day in (*record.days(), *record.days_decided_by(("state",)))]

    def _referring_records(self) -> list[Record]:
        """The records that refer to it and count: its events, its products."""
        relations = [(relation.related_model, relation.field) for relation in self._meta.related_objects]
        return [
            record
            for model, field in relations
            if issubclass(model, Record)
            for record in model._default_manager.filter(state=Record.State.RECORDED, **{field.attname: self.pk})
        ]

    def evidence_problem(self) -> str:
        """Why no file may be attached now, as a sentence; empty where one may."""
        return ""

    @classmethod
    def readable_by(cls, user: User) -> Q:
        """Which rows, of the table and of its history, the user may read: all, unless a model says otherwise."""
        return Q()


class Event(Record):
    """Something that happened on a day in a place. The place is the one of that day, and stays."""

    place = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="địa bàn"
    )

    class Meta:
        abstract = True
        constraints: tuple[models.BaseConstraint, ...] = (needed("place", "địa bàn"),)

    # Name of the date field that says when it happened.
    date_field: str = ""

    @property
    def happened_on(self) -> date | None:
        day: date | None = getattr(self, self.date_field)
        return day

    def days(self) -> list[Days]:
        return [self.days_from(self.happened_on)] if self.happened_on else []

    def days_from(self, day: date) -> Days:
        """The days whose figures it may change if it happened on this one, whatever day a figure's period began.

        Figures are cumulative: what happened in February counts in December too. What decides about a state decides on
        later days as well, and overrides this.
        """
        return Days.to_year_end(day)
