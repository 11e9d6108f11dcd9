"""Addresses of the dashboard, of the records behind its figures, and of the reports."""

from django.urls import path

from reports import pages, views

QUARTER = "<str:code>/<int:year>/<int:number>"

app_name = "reports"
urlpatterns = [
    path("", pages.dashboard, name="dashboard"),
    path(f"dia-ban/{QUARTER}/<str:place>/", pages.place, name="dashboard-place"),
    path(f"theo-thang/{QUARTER}/", pages.months, name="dashboard-months"),
    path(f"theo-phong/{QUARTER}/", pages.departments, name="dashboard-departments"),
    path("so-sanh/", pages.comparison, name="dashboard-comparison"),
    path(f"so-lieu/{QUARTER}/<str:indicator>/", pages.figure, name="figure"),
    path(f"so-lieu/{QUARTER}/<str:indicator>/danh-sach.<str:kind>", pages.figure_download, name="figure-file"),
    path("bao-cao/", views.report_list, name="list"),
    path("bao-cao/<str:code>/<int:year>/<int:number>/", views.report, name="report"),
    path("bao-cao/<str:code>/<int:year>/<int:number>/bao-cao.pdf", views.report_pdf, name="report-pdf"),
]
