from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    table_resources = {
        "plan": "programs.tables.PlanResource",
        "figures": "programs.tables.FiguresResource",
    }
    work_items = "programs.work_items.items"
    open_work = "programs.work_items.open_work"
