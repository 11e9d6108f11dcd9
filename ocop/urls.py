"""Addresses of OCOP products."""

from coopunion.registerpages import register_urls
from ocop.registers import PRODUCTS

app_name = "ocop"
urlpatterns = [
    *register_urls(PRODUCTS, "ocop/"),
]
