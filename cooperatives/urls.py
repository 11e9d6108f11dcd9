"""Addresses of cooperatives, groups, inspections and value chains; each register brings its permission."""

from cooperatives.mergepages import leading_on, merge_urls
from cooperatives.registers import CHAINS, COOPERATIVES, GROUPS, INSPECTIONS
from coopunion.registerpages import register_urls

app_name = "cooperatives"
urlpatterns = [
    *merge_urls,
    *leading_on(register_urls(COOPERATIVES, "htx/")),
    *register_urls(GROUPS, "tht/", "group-"),
    *register_urls(INSPECTIONS, "kiem-tra/", "inspection-"),
    *register_urls(CHAINS, "chuoi-gia-tri/", "chain-"),
]
