from django.apps import AppConfig

from coopunion.extensions import Extensions


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    extensions = Extensions(
        work_items="cooperatives.work_items.items",
        open_work="cooperatives.work_items.open_work",
        searched_registers=(
            "cooperatives.registers.COOPERATIVES",
            "cooperatives.registers.GROUPS",
            "cooperatives.registers.CHAINS",
            "cooperatives.registers.SUPPORTS",
            "cooperatives.registers.INSPECTIONS",
        ),
        other_registers=(
            "cooperatives.registers.CERTIFICATES",
            "cooperatives.registers.STATUSES",
            "cooperatives.registers.ASSESSMENTS",
            "cooperatives.registers.CONVERSIONS",
            "cooperatives.registers.MEMBERSHIPS",
            "cooperatives.registers.RELOCATIONS",
            "cooperatives.registers.RENAMINGS",
            "cooperatives.registers.REORGANISATIONS",
        ),
        standards={
            "quy-mo": ("Quy mô hợp tác xã", "cooperatives.standards.SIZES"),
            "danh-gia": ("Đánh giá, xếp loại hợp tác xã", "cooperatives.standards.ASSESSMENTS"),
        },
        table_resources={
            "cooperatives": "cooperatives.tables.organisations.CooperativeResource",
            "groups": "cooperatives.tables.organisations.GroupResource",
            "assessments": "cooperatives.tables.events.AssessmentResource",
            "conversions": "cooperatives.tables.events.ConversionResource",
            "value-chains": "cooperatives.tables.events.ValueChainResource",
            "supports": "cooperatives.tables.events.CooperativeSupportResource",
            "inspections": "cooperatives.tables.events.InspectionResource",
        },
    )
