"""Cooperatives that divide, separate, consolidate or merge (chia, tách, hợp nhất, sáp nhập: Luật HTX 2023)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from simple_history.models import HistoricalRecords

from coopunion.models import Event, Record
from coopunion.models.constraints import needed
from coopunion.periods import Days


class Reorganisation(Event):
    """An event by which cooperatives became other cooperatives on a day."""

    class Kind(models.TextChoices):
        DIVISION = "division", "chia"
        SEPARATION = "separation", "tách"
        CONSOLIDATION = "consolidation", "hợp nhất"
        MERGER = "merger", "sáp nhập"

    kind = models.CharField("hình thức", max_length=15, choices=Kind)
    reorganised_on = models.DateField("từ ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)
    cooperatives = models.ManyToManyField(
        "cooperatives.Cooperative",
        through="ReorganisationParty",
        related_name="reorganisations",
        verbose_name="hợp tác xã",
    )

    # The predecessor typed above the rows of parties in the form, until it is saved as one of them.
    first_predecessor: Record | None = None

    date_field = "reorganised_on"

    named_rows = ("parties",)
    page = "cooperatives:reorganisation-detail"

    class Meta(Event.Meta):
        verbose_name = "tổ chức lại"
        ordering = ("-reorganised_on", "-pk")
        indexes = (models.Index(fields=("reorganised_on",)),)
        constraints = (*Event.Meta.constraints, needed("reorganised_on", "ngày tổ chức lại"))

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}: {self.summary}"

    def days_from(self, day: date) -> Days:
        """Whoever ceased to exist does not operate on any later day."""
        return Days(day)

    @property
    def summary(self) -> str:
        """The parties as text: "HTX A, HTX B → HTX C". Prefetch `parties__cooperative` for many rows."""
        names: dict[str, list[str]] = {role: [] for role in ReorganisationParty.Role.values}
        for party in self.parties.all():
            names[party.role].append(party.cooperative.name)
        return " → ".join(", ".join(names[role]) for role in ReorganisationParty.Role.values)


class ReorganisationPartyQuerySet(models.QuerySet["ReorganisationParty"]):
    def ended_by(self, day: date) -> Self:
        """Parties that had ceased to exist on the day: they divided, consolidated or were merged into another.

        A cooperative from which a part was separated continues to exist.
        """
        return self.filter(
            role=ReorganisationParty.Role.PREDECESSOR,
            reorganisation__state=Reorganisation.State.RECORDED,
            reorganisation__reorganised_on__lte=day,
        ).exclude(reorganisation__kind=Reorganisation.Kind.SEPARATION)


class ReorganisationParty(models.Model):
    """A cooperative that takes part in a reorganisation."""

    class Role(models.TextChoices):
        PREDECESSOR = "predecessor", "được tổ chức lại"
        SUCCESSOR = "successor", "hình thành hoặc nhận sáp nhập"

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="parties", verbose_name="tổ chức lại"
    )
    cooperative = models.ForeignKey(
        "cooperatives.Cooperative", models.PROTECT, related_name="parts", verbose_name="hợp tác xã"
    )
    role = models.CharField("vai trò", max_length=15, choices=Role)

    history = HistoricalRecords()
    objects = ReorganisationPartyQuerySet.as_manager()

    named_by = ("cooperative",)

    class Meta:
        verbose_name = "bên tổ chức lại"
        ordering = ("role", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("reorganisation", "cooperative"),
                name="reorganisation_party_once",
                violation_error_message="Hợp tác xã này đã có trong lần tổ chức lại.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cooperative} ({self.get_role_display()})"
