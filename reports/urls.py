"""Addresses of the dashboard, of the records behind its figures, and of the reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("so-lieu/<str:code>/<int:year>/<int:number>/<str:indicator>/", views.figure, name="figure"),
    path("bao-cao/", views.report_list, name="list"),
    path("bao-cao/<str:code>/<int:year>/<int:number>/", views.report, name="report"),
    path("bao-cao/<str:code>/<int:year>/<int:number>/bao-cao.pdf", views.report_pdf, name="report-pdf"),
]
