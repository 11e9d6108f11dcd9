from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    work_items = "reports.work.items"
