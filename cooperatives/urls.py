"""Addresses of cooperatives, groups and their events; the registers name the permissions."""

from django.urls import path

from cooperatives.assessments.views import assessment_grid, this_year
from cooperatives.duplicates.views import merge_urls, redirecting_merged
from cooperatives.registers.cooperatives import COOPERATIVES, GROUPS
from cooperatives.registers.events import (
    ASSESSMENTS,
    CERTIFICATES,
    CONVERSIONS,
    MEMBERSHIPS,
    RELOCATIONS,
    RENAMINGS,
    REORGANISATIONS,
    STATUSES,
)
from cooperatives.registers.work import CHAINS, INSPECTIONS, SUPPORTS
from coopunion.records.urls import register_urls

app_name = "cooperatives"
urlpatterns = [
    *merge_urls,
    *redirecting_merged(register_urls(COOPERATIVES, "htx/")),
    *register_urls(CERTIFICATES, "htx/giay-chung-nhan/"),
    *register_urls(STATUSES, "htx/trang-thai/"),
    *register_urls(ASSESSMENTS, "htx/danh-gia/"),
    path("htx/danh-gia/", this_year, name="assessments"),
    path("htx/danh-gia/<int:year>/", assessment_grid, name="assessment-grid"),
    *register_urls(CONVERSIONS, "htx/chuyen-doi/"),
    *register_urls(MEMBERSHIPS, "htx/thanh-vien/"),
    *register_urls(RELOCATIONS, "htx/chuyen-tru-so/"),
    *register_urls(RENAMINGS, "htx/doi-ten/"),
    *register_urls(REORGANISATIONS, "htx/to-chuc-lai/"),
    *register_urls(GROUPS, "tht/"),
    *register_urls(INSPECTIONS, "kiem-tra/"),
    *register_urls(SUPPORTS, "ho-tro/"),
    *register_urls(CHAINS, "chuoi-gia-tri/"),
]
