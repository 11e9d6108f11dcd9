from django.apps import AppConfig


class PovertyConfig(AppConfig):
    name = "poverty"
    table_resources = {
        "households": "poverty.resources.HouseholdResource",
        "household-supports": "poverty.resources.SupportResource",
        "exits": "poverty.resources.ExitResource",
    }
