from django.apps import AppConfig


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    work_items = "cooperatives.work.items"
    open_work = "cooperatives.work.open_work"
