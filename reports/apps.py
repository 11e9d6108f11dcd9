from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    work_items = "reports.work.items"
    waiting_counts = {"reports:list": "reports.deadlines.waiting_count"}
