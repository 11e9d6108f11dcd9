"""Addresses of cooperatives, groups, inspections and value chains; each register brings its permission."""

from django.urls import path

from cooperatives.registers import CHAINS, COOPERATIVES, GROUPS, INSPECTIONS
from coopunion.views import register_detail, register_list

app_name = "cooperatives"
urlpatterns = [
    path("htx/", register_list(COOPERATIVES), name="list"),
    path("htx/<int:pk>/", register_detail(COOPERATIVES), name="detail"),
    path("tht/", register_list(GROUPS), name="group-list"),
    path("tht/<int:pk>/", register_detail(GROUPS), name="group-detail"),
    path("kiem-tra/", register_list(INSPECTIONS), name="inspection-list"),
    path("kiem-tra/<int:pk>/", register_detail(INSPECTIONS), name="inspection-detail"),
    path("chuoi-gia-tri/", register_list(CHAINS), name="chain-list"),
    path("chuoi-gia-tri/<int:pk>/", register_detail(CHAINS), name="chain-detail"),
]
