"""Evidence: a decision, minutes, a photograph attached to any record. It never changes a count."""

from __future__ import annotations

from typing import Self

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.models.people import User
from coopunion.models.records import Record


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of(self, record: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


class Evidence(models.Model):
    """One file. Its bytes are stored under MEDIA_ROOT as `stored_as`; `name`, as it was uploaded, is only shown."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("kiểu", max_length=100)
    size = models.PositiveIntegerField("dung lượng")
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    note = models.CharField("nội dung", max_length=300, blank=True)
    added_at = models.DateTimeField("lúc", auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người đính kèm"
    )

    history = HistoricalRecords()
    objects = EvidenceQuerySet.as_manager()

    search_fields = ("name", "note")

    class Meta:
        verbose_name = "minh chứng"
        ordering = ("added_at", "pk")
        indexes = (models.Index(fields=("content_type", "object_id")),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.pk])

    @classmethod
    def readable_by(cls, user: User) -> models.Q:
        """A file is read by those who may read its record; also of the history's rows."""
        hidden = models.Q()
        for model in apps.get_models():
            guard = model.readable_by(user) if issubclass(model, Record) else models.Q()
            if guard:
                readable = model._default_manager.filter(guard).values("pk")
                kind = ContentType.objects.get_for_model(model)
                hidden |= models.Q(content_type=kind) & ~models.Q(object_id__in=readable)
        return ~hidden if hidden else models.Q()

    @property
    def record(self) -> Record | None:
        """The record it is attached to; None once that was deleted."""
        model = self.content_type.model_class()
        if model is None or not issubclass(model, Record):
            return None
        return model._default_manager.filter(pk=self.object_id).first()
