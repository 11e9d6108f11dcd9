"""Papers of higher bodies that a programme is carried out under, and which one amends which."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from coopunion.formatting import day
from programs.models.program import Program


class Decision(models.Model):
    """A decision or another paper that directs the programme. Its day may be unknown; it is then never invented."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="decisions", verbose_name="chương trình")
    number = models.CharField("số, ký hiệu", max_length=50, help_text="Ví dụ 1475/QĐ-UBND.")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    subject = models.CharField("trích yếu", max_length=300, blank=True)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name="sửa đổi văn bản"
    )

    history = HistoricalRecords()

    search_fields = ("number", "subject")
    named_by = ("program",)

    class Meta:
        verbose_name = "văn bản chỉ đạo"
        ordering = ("program", "issued_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "number"),
                name="decision_number_once",
                violation_error_message="Văn bản này đã có trong chương trình.",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return self.program.get_absolute_url()

    def clean(self) -> None:
        amended = self.amends
        if amended is None:
            return
        if amended.pk == self.pk or amended.program_id != self.program_id:
            raise ValidationError({"amends": "Chọn một văn bản khác của cùng chương trình."})
        if self.issued_on and amended.issued_on and self.issued_on < amended.issued_on:
            raise ValidationError({"issued_on": "Không được trước ngày của văn bản mà nó sửa đổi."})

    @property
    def earliest_on(self) -> date | None:
        """Its day; where that is unknown, the day of what it amends, which it cannot precede."""
        return self.issued_on or (self.amends.issued_on if self.amends else None)

    @property
    def cited(self) -> str:
        """As in "1475/QĐ-UBND của UBND tỉnh (sửa đổi 1158/QĐ-UBND ngày 01/07/2020)"."""
        issuer = f" của {self.issuer}" if self.issuer else ""
        subject = f" {self.subject}" if self.subject else ""
        amended = f" (sửa đổi {self.amends.dated})" if self.amends else ""
        return f"{self.dated}{issuer}{subject}{amended}"

    @property
    def dated(self) -> str:
        return f"{self.number} ngày {day(self.issued_on)}" if self.issued_on else self.number
