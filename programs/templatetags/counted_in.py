"""Shows which figures a record counts for, on its page and beside it in lists: the lower apps know no figures."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.template import Context
from django.utils import timezone

from coopunion.models import Record
from coopunion.registers.columns import M
from coopunion.registers.register import Register
from programs.counted_in import Marks, lines, marks, programs_until, tabs
from programs.eligibility import ELIGIBILITIES
from programs.models import Indicator

register = template.Library()
MODELS = tuple({eligibility.model for eligibility in ELIGIBILITIES})


@register.inclusion_tag("programs/_counted_in.html", takes_context=True)
def counted_in(context: Context, record: Record) -> dict[str, object]:
    """The programme that the address names by `tinh-vao`, else the latest; nothing for records no figure counts."""
    today = timezone.localdate()
    programs = programs_until(today) if isinstance(record, MODELS) else []
    if not programs:
        return {}
    pk = context["request"].GET.get("tinh-vao", "")
    program = next((program for program in programs if str(program.pk) == pk), programs[0])
    return {"program": program, "programs": programs, "lines": lines(record, program, ELIGIBILITIES, today)}


@register.simple_tag
def counted_marks(page: Page[Model]) -> Marks | None:
    """For the rows of a list's page, by the latest programme; nothing for records no figure counts."""
    rows, today = list(page), timezone.localdate()
    programs = programs_until(today) if rows and isinstance(rows[0], MODELS) else []
    return marks(rows, programs[0], ELIGIBILITIES, today) if programs else None


@register.simple_tag
def figure_tabs(shown: Register[M]) -> list[tuple[Indicator, str]]:
    """From a register to what the figures of the latest programme count of it."""
    today = timezone.localdate()
    programs = programs_until(today)
    return tabs(shown.model, programs[0], ELIGIBILITIES, today) if programs else []


@register.filter
def of_record(marks: Marks, row: Model) -> Sequence[Indicator]:
    return marks.indicators.get(row.pk, ())
