from django.apps import AppConfig


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    work_items = "cooperatives.work.items"
    open_work = "cooperatives.work.open_work"
    searched_registers = (
        "cooperatives.registers.COOPERATIVES",
        "cooperatives.registers.GROUPS",
        "cooperatives.registers.CHAINS",
        "cooperatives.registers.SUPPORTS",
        "cooperatives.registers.INSPECTIONS",
    )
    other_registers = (
        "cooperatives.registers.CERTIFICATES",
        "cooperatives.registers.STATUSES",
        "cooperatives.registers.ASSESSMENTS",
        "cooperatives.registers.CONVERSIONS",
        "cooperatives.registers.MEMBERSHIPS",
        "cooperatives.registers.RELOCATIONS",
        "cooperatives.registers.RENAMINGS",
        "cooperatives.registers.REORGANISATIONS",
    )
    standards = {
        "quy-mo": ("Quy mô hợp tác xã", "cooperatives.standards.SIZES"),
        "danh-gia": ("Đánh giá, xếp loại hợp tác xã", "cooperatives.standards.ASSESSMENTS"),
    }
    table_resources = {
        "cooperatives": "cooperatives.resources.CooperativeResource",
        "groups": "cooperatives.resources.GroupResource",
        "assessments": "cooperatives.resources_events.AssessmentResource",
        "conversions": "cooperatives.resources_events.ConversionResource",
        "value-chains": "cooperatives.resources_events.ValueChainResource",
        "supports": "cooperatives.resources_events.SupportResource",
        "inspections": "cooperatives.resources_events.InspectionResource",
    }
