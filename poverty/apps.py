from django.apps import AppConfig


class PovertyConfig(AppConfig):
    name = "poverty"
    searched_registers = ("poverty.registers.HOUSEHOLDS",)
    table_resources = {
        "households": "poverty.resources.HouseholdResource",
        "household-supports": "poverty.resources.SupportResource",
        "exits": "poverty.resources.ExitResource",
    }
