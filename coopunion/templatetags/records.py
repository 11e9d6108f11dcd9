"""Template tags for records and places: a cell of a list, the page numbers; a unit of today, its days of validity."""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coopunion import formatting
from coopunion.models import Place
from coopunion.models.lineage import ended_by
from coopunion.models.places import TABLE_BEGINS
from coopunion.registers.columns import Column, M

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


@register.simple_tag(takes_context=True)
def place_title(context: template.Context, place: Place) -> str:
    """Reads "xã Đào Thịnh, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)". At most two queries a page."""
    today = timezone.localdate()
    return str(context["lineage"].title(place, today)) if ended_by(place, today) else place.full_name


@register.simple_tag
def since(place: Place) -> str:
    """The first day of a unit; "trước năm 2020" for one that is older than the table."""
    return formatting.day(place.valid_from) if place.valid_from > TABLE_BEGINS else "trước năm 2020"


@register.simple_tag
def until(place: Place) -> str:
    """The last day of a unit that has one, as past or future: "Đã bãi bỏ từ 01/07/2025"."""
    word = "Đã bãi bỏ" if ended_by(place, timezone.localdate()) else "Sẽ bãi bỏ"
    return f"{word} từ {formatting.day(place.valid_to)}"
