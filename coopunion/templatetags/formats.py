"""Known to every template, without a context too: the formatting functions as filters, and the request id."""

from django import template

from coopunion import formatting
from coopunion.site.logs import request_id

register = template.Library()
for function in (
    formatting.number,
    formatting.signed,
    formatting.padded,
    formatting.percent,
    formatting.day,
    formatting.official_day,
    formatting.dong,
):
    register.filter(function)


@register.simple_tag(name="request_id")
def current_request_id() -> str:
    """By which the request is found in the log; "" outside of one."""
    return request_id.get()
