from django.apps import AppConfig


class CoopunionConfig(AppConfig):
    name = "coopunion"
