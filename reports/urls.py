"""Addresses of the dashboard, of the records behind its figures, and of the reports and the steps of their life."""

from django.urls import path

from reports.steps import RULES, Kind
from reports.views import delegations, figures, life, reports, texts, verification

PERIOD = "bao-cao/<str:code>/<int:year>/<int:number>/"
REPORT = f"{PERIOD}lan-<int:serial>/"
WITH_A_FORM = {Kind.CONFIRM: life.confirm, Kind.ISSUE: life.issue, Kind.SCAN: life.attach_scan}

app_name = "reports"
urlpatterns = [
    path("", figures.dashboard, name="dashboard"),
    path("so-lieu/<str:code>/<int:year>/<int:number>/<str:indicator>/", figures.figure, name="figure"),
    path("bao-cao/", reports.report_list, name="list"),
    path(PERIOD, reports.report, name="report"),
    path(f"{PERIOD}lap/", reports.create, name="create"),
    path(f"{PERIOD}bao-cao.pdf", reports.period_file, {"format": "pdf"}, name="report-pdf"),
    path(f"{PERIOD}bao-cao.<str:format>", reports.period_file, name="period-file"),
    path(REPORT, reports.version, name="version"),
    path(f"{REPORT}bao-cao.<str:format>", reports.final_file, name="final-file"),
    path(f"{REPORT}soan-thao/", texts.edit, name="edit"),
    path(f"{REPORT}soan-thao/tu-luu/", texts.autosave, name="autosave"),
    path(f"{REPORT}ban-da-ky/tai-ve/", life.scan, name="scan-file"),
    *(
        path(f"{REPORT}{rule.address}/", WITH_A_FORM.get(kind) or life.step(kind), name=kind.value)
        for kind, rule in RULES.items()
    ),
    path("quyen-ky/", delegations.delegation_list, name="delegations"),
    path("quyen-ky/them/", delegations.delegation_add, name="delegation-add"),
    path("quyen-ky/<int:pk>/", delegations.delegation_edit, name="delegation-edit"),
    path("xac-minh/<str:token>/", verification.verify, name="verify"),
]
