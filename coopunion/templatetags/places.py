"""Names a place as it was, and what it is on the day of looking."""

from __future__ import annotations

from django import template
from django.utils import timezone

from coopunion.models import Place
from coopunion.models.lineage import ended_by

register = template.Library()


@register.simple_tag(takes_context=True)
def place_title(context: template.Context, place: Place) -> str:
    """Reads "xã Đào Thịnh, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)". At most two queries a page."""
    today = timezone.localdate()
    return context["lineage"].title(place, today) if ended_by(place, today) else place.full_name
