"""Addresses of poor households."""

from coopunion.registerpages import register_urls
from poverty.registers import HOUSEHOLDS

app_name = "poverty"
urlpatterns = [
    *register_urls(HOUSEHOLDS, "ho-ngheo/"),
]
