"""Shows, on a record's page, which figures it counts for: the lower apps know no figures."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils import timezone

from coopunion.models import Record
from programs.counted_in import lines, programs_until
from programs.eligibility import ELIGIBILITIES

register = template.Library()


@register.inclusion_tag("programs/_counted_in.html", takes_context=True)
def counted_in(context: Context, record: Record) -> dict[str, object]:
    """The programme that the address names by `tinh-vao`, else the latest; nothing for records no figure counts."""
    if not any(isinstance(record, eligibility.model) for eligibility in ELIGIBILITIES):
        return {}
    today = timezone.localdate()
    programs = programs_until(today)
    if not programs:
        return {}
    pk = context["request"].GET.get("tinh-vao", "")
    program = next((program for program in programs if str(program.pk) == pk), programs[0])
    return {"program": program, "programs": programs, "lines": lines(record, program, ELIGIBILITIES, today)}
