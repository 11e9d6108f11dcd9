from django.apps import AppConfig

from coopunion.extensions import Extensions, refuse_unknown_attributes


class CoopunionConfig(AppConfig):
    name = "coopunion"
    extensions = Extensions(work_items="coopunion.work.items.drafts", open_work="coopunion.work.items.open_drafts")

    def ready(self) -> None:
        refuse_unknown_attributes()
        from coopunion.site import checks  # noqa: F401 - inline: registers the checks once the apps are loaded
