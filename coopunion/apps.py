from django.apps import AppConfig


class CoopunionConfig(AppConfig):
    name = "coopunion"
    work_items = "coopunion.work.drafts"
    open_work = "coopunion.work.open_drafts"

    def ready(self) -> None:
        from coopunion import checks  # noqa: F401 - registers them
