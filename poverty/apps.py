from django.apps import AppConfig

from coopunion.extensions import Extensions


class PovertyConfig(AppConfig):
    name = "poverty"
    extensions = Extensions(
        searched_registers=("poverty.registers.HOUSEHOLDS",),
        other_registers=(
            "poverty.registers.CLASSIFICATIONS",
            "poverty.registers.SUPPORTS",
            "poverty.registers.EXITS",
            "poverty.registers.REQUESTS",
        ),
        work_items="poverty.work_items.items",
        standards={
            "chuan-ngheo": ("Chuẩn hộ nghèo", "poverty.standards.STANDARDS"),
            "ra-soat": ("Rà soát hộ nghèo", "poverty.standards.REVIEWS"),
            "du-lieu-ca-nhan": ("Bảo vệ dữ liệu cá nhân", "poverty.standards.PERSONAL_DATA"),
        },
        table_resources={
            "households": "poverty.tables.HouseholdResource",
            "household-supports": "poverty.tables.HouseholdSupportResource",
            "exits": "poverty.tables.ExitResource",
        },
    )
