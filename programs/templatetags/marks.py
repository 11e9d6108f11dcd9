"""Shows, beside each row of a list, which figures it counts for: what a lower app cannot know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone

from programs.accounts import ACCOUNTS
from programs.models import Indicator
from programs.standing import Marks, marks, programs_until

register = template.Library()


@register.simple_tag
def counted_marks(page: Page) -> Marks | None:
    """For the rows of a list's page, by the latest programme; nothing for records no figure counts."""
    rows = list(page)
    if not rows or not any(isinstance(rows[0], account.model) for account in ACCOUNTS):
        return None
    today = timezone.localdate()
    programs = programs_until(today)
    return marks(rows, programs[0], ACCOUNTS, today) if programs else None


@register.filter
def of_record(marks: Marks, row: Any) -> Sequence[Indicator]:
    return marks.indicators.get(row.pk, ())
