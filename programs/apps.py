from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    table_resources = {
        "plan": "programs.resources.PlanResource",
        "figures": "programs.resources.FiguresResource",
    }
    work_items = "programs.work.items"
    open_work = "programs.work.open_work"
