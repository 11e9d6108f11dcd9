from django.apps import AppConfig


class CoopunionConfig(AppConfig):
    name = "coopunion"
    work_items = "coopunion.work.items.drafts"
    open_work = "coopunion.work.items.open_drafts"

    def ready(self) -> None:
        from coopunion.site import checks  # noqa: F401 - registers them
