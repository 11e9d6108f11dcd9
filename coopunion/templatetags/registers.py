"""Shows a register's column of a row in the form its kind asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coopunion import formatting
from coopunion.models import Record
from coopunion.registers import Column

register = template.Library()

FORMS: dict[str, Callable[[Any], str]] = {"number": formatting.number, "day": formatting.day, "dong": formatting.dong}


@register.simple_tag
def cell(column: Column, row: Record) -> str | SafeString:
    """The value, "–" where there is none; a link column points at the value's own page."""
    value = column.value(row)
    if value is None or value == "":
        return formatting.NOTHING
    if column.kind == "link":
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    if column.kind in FORMS:
        return FORMS[column.kind](value)
    return str(value)
