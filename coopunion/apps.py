from django.apps import AppConfig


class CoopunionConfig(AppConfig):
    name = "coopunion"
    work_items = "coopunion.work.drafts"
    open_work = "coopunion.work.open_drafts"
