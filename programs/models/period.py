"""A reporting period: one quarter of one programme, its cut-off day, its due day, and when its report was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.formatting import day
from coopunion.models.conditions import Condition, Conditions
from coopunion.periods import Quarter
from programs.models.program import Program

DUE_DAYS_AFTER_QUARTER = 15


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def of(self, programs: tuple[Program, ...]) -> Self:
        """Periods of these programmes; of all when none is named."""
        return self.filter(program__in=programs) if programs else self

    def in_quarter(self, program: Program, quarter: Quarter) -> ReportingPeriod:
        """The programme's period; an unsaved standard one where it has no row."""
        found = self.filter(program=program, quarter=quarter.number).select_related("program").first()
        return found or ReportingPeriod.standard(program, quarter)

    def by_program(self, programs: Iterable[Program]) -> list[tuple[Program, list[ReportingPeriod]]]:
        """Each programme with its four periods, unsaved standard ones where there is no row. Two queries."""
        programs = list(programs)
        found = {
            (period.program_id, period.quarter): period
            for period in self.filter(program__in=programs).select_related("program")
        }
        return [
            (
                program,
                [found.get((program.pk, q.number)) or ReportingPeriod.standard(program, q) for q in program.quarters],
            )
            for program in programs
        ]


class ReportingPeriod(models.Model):
    """The report of a quarter counts to its cut-off day; quarter 4's is the year's."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="periods", verbose_name="chương trình")
    quarter = models.PositiveSmallIntegerField("quý", choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")])
    cut_off_on = models.DateField("ngày chốt số liệu")
    due_on = models.DateField("hạn gửi báo cáo")
    sent_on = models.DateField("ngày gửi báo cáo", null=True, blank=True)

    history = HistoricalRecords()
    objects = ReportingPeriodQuerySet.as_manager()

    named_by = ("program",)

    class Meta:
        verbose_name = "kỳ báo cáo"
        ordering = ("program", "quarter")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "quarter"),
                name="period_once",
                violation_error_message="Chương trình này đã có kỳ báo cáo của quý đó.",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="period_quarter_range",
                violation_error_message="Quý từ 1 đến 4.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("cut_off_on")),
                name="period_due_after_cut_off",
                violation_error_message="Hạn gửi không được trước ngày chốt số liệu.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.program.name}, {self.span}"

    def get_absolute_url(self) -> str:
        return self.url("reports:report")

    def url(self, name: str, *more: object) -> str:
        """The URL of one of this period's pages, by its name."""
        return reverse(name, args=[self.program.code, self.program.year, self.quarter, *more])

    def clean(self) -> None:
        if self.cut_off_on and self.quarter and not self.span.starts_on <= self.cut_off_on <= self.span.ends_on:
            raise ValidationError({"cut_off_on": f"Ngày chốt số liệu phải nằm trong {self.span}."})

    @property
    def span(self) -> Quarter:
        return Quarter(self.program.year, self.quarter)

    @property
    def title(self) -> str:
        return f"Báo cáo {self.span}"

    @property
    def detail(self) -> str:
        return day(self.sent_on)

    @classmethod
    def standard(cls, program: Program, quarter: Quarter) -> Self:
        """An unsaved period with the usual days: cut off on the quarter's last day, due 15 days later."""
        last = quarter.ends_on
        return cls(
            program=program,
            quarter=quarter.number,
            cut_off_on=last,
            due_on=last + timedelta(days=DUE_DAYS_AFTER_QUARTER),
        )


def sent_conditions(own: ReportingPeriod | None) -> Conditions:
    """Periods whose report was sent; a report being written counts itself (`own`)."""
    sent = Q(sent_on__isnull=False)
    return (Condition(sent | Q(pk=own.pk) if own else sent, "Báo cáo chưa gửi."),)


def cut_off(periods: dict[int, ReportingPeriod], quarter: Quarter) -> date:
    """The quarter's cut-off day: the period's own, else the quarter's last day."""
    period = periods.get(quarter.number)
    return period.cut_off_on if period else quarter.ends_on
