"""Addresses of OCOP products, their producers and recognitions."""

from coopunion.records.urls import register_urls
from ocop.registers import PRODUCERS, PRODUCTS, RECOGNITIONS

app_name = "ocop"
urlpatterns = [
    *register_urls(PRODUCTS, "ocop/"),
    *register_urls(PRODUCERS, "ocop/chu-the/"),
    *register_urls(RECOGNITIONS, "ocop/cong-nhan/"),
]
