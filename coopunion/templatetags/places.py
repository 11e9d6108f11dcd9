"""Template tags for places: the name in the record, the unit of today, the days of validity."""

from __future__ import annotations

from django import template
from django.utils import timezone

from coopunion import formatting
from coopunion.models import Place
from coopunion.models.lineage import ended_by
from coopunion.models.places import TABLE_BEGINS

register = template.Library()


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
