"""Addresses of the dashboard, of the records behind its figures, and of the reports and their steps."""

from django.urls import path

from reports.dashboard import views
from reports.lifecycle.rules import RULES, Kind
from reports.lifecycle.views import delegations, passages, reports, transitions, verification

QUARTER = "<str:code>/<int:year>/<int:number>"
PERIOD = f"bao-cao/{QUARTER}/"
REPORT = f"{PERIOD}lan-<int:serial>/"
WITH_A_FORM = {
    Kind.CONFIRM: transitions.confirm,
    Kind.SUBMIT: transitions.submit,
    Kind.ISSUE: transitions.issue,
    Kind.SCAN: transitions.attach_scan,
}

app_name = "reports"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path(f"dia-ban/{QUARTER}/<str:place>/", views.place, name="dashboard-place"),
    path(f"theo-thang/{QUARTER}/", views.months, name="dashboard-months"),
    path(f"theo-phong/{QUARTER}/", views.departments, name="dashboard-departments"),
    path("so-sanh/", views.comparison, name="dashboard-comparison"),
    path(f"so-lieu/{QUARTER}/<str:indicator>/", views.figure, name="figure"),
    path(f"so-lieu/{QUARTER}/<str:indicator>/danh-sach.<str:kind>", views.figure_download, name="figure-file"),
    path("bao-cao/", reports.report_list, name="list"),
    path(PERIOD, reports.report, name="report"),
    path(f"{PERIOD}lap/", reports.create, name="create"),
    path(f"{PERIOD}bao-cao.pdf", reports.report_file, {"format": "pdf"}, name="report-pdf"),
    path(f"{PERIOD}bao-cao.<str:format>", reports.report_file, name="period-file"),
    path(REPORT, reports.report, name="version"),
    path(f"{REPORT}bao-cao.<str:format>", reports.report_file, name="final-file"),
    path(f"{REPORT}so-voi-quy-truoc/", reports.previous, name="previous"),
    path(f"{REPORT}soan-thao/", passages.edit, name="edit"),
    path(f"{REPORT}soan-thao/tu-luu/", passages.autosave, name="autosave"),
    path(f"{REPORT}ban-da-ky/tai-ve/", transitions.scan, name="scan-file"),
    *(
        path(f"{REPORT}{rule.address}/", WITH_A_FORM.get(kind) or transitions.step(kind), name=kind.value)
        for kind, rule in RULES.items()
    ),
    path("quyen-ky/", delegations.delegation_list, name="delegations"),
    path("quyen-ky/them/", delegations.delegation_add, name="delegation-add"),
    path("quyen-ky/<int:pk>/", delegations.delegation_edit, name="delegation-edit"),
    path("xac-minh/<str:token>/", verification.verify, name="verify"),
]
