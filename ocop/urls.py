"""Addresses of OCOP products."""

from django.urls import path

from coopunion.views import register_detail, register_list
from ocop.registers import PRODUCTS

app_name = "ocop"
urlpatterns = [
    path("ocop/", register_list(PRODUCTS), name="list"),
    path("ocop/<int:pk>/", register_detail(PRODUCTS), name="detail"),
]
