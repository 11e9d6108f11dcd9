"""The base of inspections and supports: events of one cooperative or of one group."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cooperatives.models.cooperative import Cooperative
from cooperatives.models.group import CooperativeGroup
from coopunion.models import Event

NO_SUBJECT = "chưa chọn đơn vị"


class SubjectEvent(Event):
    """Base: an event of one cooperative or one group, titled with its name. Only a draft may lack a subject."""

    cooperative = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="hợp tác xã",
    )
    group = models.ForeignKey(
        CooperativeGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="tổ hợp tác",
    )

    named_by = ("cooperative", "group")

    class Meta(Event.Meta):
        abstract = True
        constraints = (
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(cooperative__isnull=False, group__isnull=True)
                | Q(cooperative__isnull=True, group__isnull=False)
                | Q(state="draft", cooperative__isnull=True, group__isnull=True),
                name="%(class)s_one_subject",
                violation_error_message="Chọn một hợp tác xã hoặc một tổ hợp tác.",
            ),
        )

    @property
    def subject(self) -> Cooperative | CooperativeGroup | None:
        return self.cooperative or self.group

    @property
    def title(self) -> str:
        return self.subject.name if self.subject else NO_SUBJECT

    def search_words(self) -> list[str]:
        """With the subject's search words: its short name and aliases find its events too."""
        return [*super().search_words(), *(self.subject.search_words() if self.subject else ())]
