from django.apps import AppConfig

from coopunion.extensions import Extensions


class ProgramsConfig(AppConfig):
    name = "programs"
    extensions = Extensions(
        table_resources={"plan": "programs.tables.PlanResource", "figures": "programs.tables.FiguresResource"},
        work_items="programs.work_items.items",
        open_work="programs.work_items.open_work",
    )
