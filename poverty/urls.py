"""Addresses of poor households."""

from django.urls import path

from coopunion.views import register_detail, register_list
from poverty.registers import HOUSEHOLDS

app_name = "poverty"
urlpatterns = [
    path("ho-ngheo/", register_list(HOUSEHOLDS), name="list"),
    path("ho-ngheo/<int:pk>/", register_detail(HOUSEHOLDS), name="detail"),
]
