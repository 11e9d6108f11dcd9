from django.apps import AppConfig

from coopunion.extensions import Extensions


class ReportsConfig(AppConfig):
    name = "reports"
    extensions = Extensions(
        work_items="reports.work_items.items",
        waiting_counts={"reports:list": "reports.lifecycle.deadlines.waiting_count"},
    )
