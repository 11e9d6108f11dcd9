"""The formatting functions as template filters, known to every template."""

from django import template

from coopunion import formatting

register = template.Library()
register.filter("number", formatting.number)
register.filter("signed", formatting.signed)
register.filter("padded", formatting.padded)
register.filter("percent", formatting.percent)
register.filter("day", formatting.day)
register.filter("official_day", formatting.official_day)
register.filter("dong", formatting.dong)
