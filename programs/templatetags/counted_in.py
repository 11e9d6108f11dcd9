"""Shows, on a record's page, which figures it counts for: what a lower app cannot know."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from programs.counted_in import lines, programs_until
from programs.eligibility import ACCOUNTS

register = template.Library()


@register.inclusion_tag("programs/_counted_in.html", takes_context=True)
def counted_in(context: Any, record: Any) -> dict[str, Any]:
    """The programme that the address names by `tinh-vao`, else the latest; nothing for records no figure counts."""
    if not any(isinstance(record, account.model) for account in ACCOUNTS):
        return {}
    today = timezone.localdate()
    programs = programs_until(today)
    if not programs:
        return {}
    asked = context["request"].GET.get("tinh-vao", "")
    program = next((each for each in programs if str(each.pk) == asked), programs[0])
    return {"program": program, "programs": programs, "lines": lines(record, program, ACCOUNTS, today)}
