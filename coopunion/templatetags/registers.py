"""Shows a register's column of a row in the form its kind asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coopunion import formatting
from coopunion.models import Place
from coopunion.registers.columns import Column, M
from coopunion.registers.links import HasPage
from coopunion.templatetags.places import place_title

register = template.Library()

FORMS: dict[str, Callable[[Any], str]] = {"number": formatting.number, "day": formatting.day, "dong": formatting.dong}


@register.simple_tag(takes_context=True)
def cell(context: template.Context, column: Column[M], row: M) -> str | SafeString:
    """The value, "–" where there is none; a link column points at the value's own page, a place says what it is now."""
    value = column.value(row)
    if value is None or value == "":
        return formatting.NOTHING
    if isinstance(value, Place):
        return place_title(context, value)
    if column.kind == "link" and isinstance(value, HasPage):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    if column.kind in FORMS:
        return FORMS[column.kind](value)
    return str(value)


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The numbers a list's foot leads to; an ellipsis stands for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
