"""Reported figures: totals received from a district for which the union holds no single records."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.formatting import number
from coopunion.models import Place
from coopunion.models.constraints import FieldCheck
from coopunion.periods import Days, Quarter
from programs.models.plan import Indicator
from programs.models.program import Program


class ReportedFigureQuerySet(models.QuerySet["ReportedFigure"]):
    def of_year(self, program: Program) -> Self:
        """The programme's figures, and those of all programmes of the year before."""
        return self.filter(Q(indicator__program=program) | Q(indicator__program__year=program.year - 1)).select_related(
            "indicator", "place__parent"
        )


def figure_days(program: Program, quarter: int) -> Days:
    """The days whose figures a quarter's reported total may change: later quarters add it up."""
    return Days.to_year_end(Quarter(program.year, quarter).starts_on)


class ReportedFigure(models.Model):
    """The value that arose in a quarter in a place; a new value replaces the old one and history keeps it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures", verbose_name="chỉ tiêu")
    quarter = models.PositiveSmallIntegerField("quý", choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")])
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="địa bàn")
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4)
    source = models.CharField("nguồn", max_length=300)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    confirmed_because = models.CharField("vì sao khác thường", max_length=300, blank=True)
    """Why an implausible value is right; empty where it is plausible (programs/figures/plausibility.py)."""

    history = HistoricalRecords()
    objects = ReportedFigureQuerySet.as_manager()

    named_by = ("indicator", "place")

    class Meta:
        verbose_name = "số liệu tổng hợp"
        ordering = ("indicator", "quarter", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "quarter", "place"),
                name="figure_once",
                violation_error_message="Địa bàn này đã có số liệu của chỉ tiêu trong quý đó.",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="figure_quarter_range",
                violation_error_message="Quý từ 1 đến 4.",
            ),
            FieldCheck(
                field="value",
                condition=Q(value__gte=0),
                name="figure_not_negative",
                violation_error_message="Số liệu tổng hợp không được âm.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator.code}, quý {self.get_quarter_display()}, {self.place}: {number(self.value)}"

    def get_absolute_url(self) -> str:
        program = self.indicator.program
        return reverse("programs:figures", args=[program.code, program.year, self.quarter, self.indicator.code])

    def clean(self) -> None:
        """A figure for a place and figures for what lies inside it would be counted twice."""
        if self.indicator_id is None or self.place_id is None or self.quarter is None:
            return
        others = ReportedFigure.objects.filter(indicator=self.indicator, quarter=self.quarter).exclude(pk=self.pk)
        for other in others.select_related("place__parent__parent"):
            if overlap(self.place, other.place):
                raise ValidationError({"place": overlap_message(self.place, other.place)})

    def arose_by(self, cut_off: date) -> date:
        """The day from which the figure counts: when it was received, at the latest the quarter's cut-off day.

        A total has no event date of its own. One received after the quarter still belongs to the quarter; one
        received before the cut-off was not known earlier (docs/adr/0005).
        """
        return min(self.received_on, cut_off) if self.received_on else cut_off


def lineage(place: Place) -> list[Place]:
    """The place and everything above it."""
    chain = [place]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def overlap(one: Place, other: Place) -> bool:
    """Whether one of two different places lies inside the other."""
    return one != other and (one in lineage(other) or other in lineage(one))


def overlap_message(place: Place, other: Place) -> str:
    return (
        f"Quý này đã có số liệu của {other}: số của một địa bàn và số của các đơn vị bên trong "
        f"({place}) không được nhập cùng nhau, vì sẽ bị cộng hai lần."
    )
