"""Shows, beside each row of a list, which figures it counts for: the lower apps know no figures."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.utils import timezone

from coopunion.registers.columns import M
from coopunion.registers.register import Register
from programs.counted_in import FigureTab, Marks, marks, programs_until, tabs
from programs.eligibility import ELIGIBILITIES
from programs.models import Indicator

register = template.Library()


@register.simple_tag
def counted_marks(page: Page[Model]) -> Marks | None:
    """For the rows of a list's page, by the latest programme; nothing for records no figure counts."""
    rows = list(page)
    if not rows or not any(isinstance(rows[0], eligibility.model) for eligibility in ELIGIBILITIES):
        return None
    today = timezone.localdate()
    programs = programs_until(today)
    return marks(rows, programs[0], ELIGIBILITIES, today) if programs else None


@register.simple_tag
def figure_tabs(shown: Register[M]) -> list[FigureTab]:
    """From a register to what the figures of the latest programme count of it."""
    today = timezone.localdate()
    programs = programs_until(today)
    return tabs(shown.model, programs[0], ELIGIBILITIES, today) if programs else []


@register.filter
def of_record(marks: Marks, row: Model) -> Sequence[Indicator]:
    return marks.indicators.get(row.pk, ())
