"""Template tags for lists of registers: a cell in the format of its column, the page numbers."""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coopunion import formatting
from coopunion.models import Place
from coopunion.registers.columns import Column, M
from coopunion.templatetags.places import place_title

register = template.Library()

FORMATS: dict[str, Callable[..., str]] = {"number": formatting.number, "day": formatting.day, "dong": formatting.dong}


@register.simple_tag(takes_context=True)
def cell(context: template.Context, column: Column[M], row: M) -> str | SafeString:
    """The value, "–" where there is none; a link column links to its page, a place shows its unit of today."""
    value = column.value(row)
    if value is None or value == "":
        return formatting.NOTHING
    if isinstance(value, Place):
        return place_title(context, value)
    if column.kind == "link" and hasattr(value, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    if column.kind in FORMATS:
        return FORMATS[column.kind](value)
    return str(value)


@register.filter
def page_numbers(page: Page[M]) -> list[int | str]:
    """The page numbers linked under a list, with an ellipsis for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
