from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    work_items = "reports.work_items.items"
    waiting_counts = {"reports:list": "reports.lifecycle.deadlines.waiting_count"}
