from django.apps import AppConfig


class PovertyConfig(AppConfig):
    name = "poverty"
