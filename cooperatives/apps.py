from django.apps import AppConfig

from coopunion.extensions import Extensions


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    extensions = Extensions(
        work_items="cooperatives.work_items.items",
        open_work="cooperatives.work_items.open_work",
        searched_registers=(
            "cooperatives.registers.cooperatives.COOPERATIVES",
            "cooperatives.registers.cooperatives.GROUPS",
            "cooperatives.registers.work.CHAINS",
            "cooperatives.registers.work.SUPPORTS",
            "cooperatives.registers.work.INSPECTIONS",
        ),
        other_registers=(
            "cooperatives.registers.events.CERTIFICATES",
            "cooperatives.registers.events.STATUSES",
            "cooperatives.registers.events.ASSESSMENTS",
            "cooperatives.registers.events.CONVERSIONS",
            "cooperatives.registers.events.MEMBERSHIPS",
            "cooperatives.registers.events.RELOCATIONS",
            "cooperatives.registers.events.RENAMINGS",
            "cooperatives.registers.events.REORGANISATIONS",
        ),
        standards={
            "luat": ("Luật về hợp tác xã", "cooperatives.laws.LAWS"),
            "dang-ky": ("Nơi đăng ký hợp tác xã, tổ hợp tác", "cooperatives.laws.REGISTRARS"),
            "to-hop-tac": ("Ngày tính tổ hợp tác thành lập", "cooperatives.laws.GROUP_LAWS"),
            "chuyen-doi": ("Chuyển đổi sang mô hình kiểu mới", "cooperatives.laws.CONVERSIONS"),
            "quy-mo": ("Quy mô hợp tác xã", "cooperatives.standards.SIZES"),
            "danh-gia": ("Đánh giá, xếp loại hợp tác xã", "cooperatives.standards.ASSESSMENTS"),
            "lich-xep-loai": ("Lịch xếp loại hợp tác xã hằng năm", "cooperatives.deadlines.RATINGS"),
            "lich-phan-loai": ("Lịch phân loại hợp tác xã nông nghiệp", "cooperatives.deadlines.AGRICULTURE"),
            "lich-so-lieu": ("Lịch cập nhật số liệu hằng năm", "cooperatives.deadlines.DATA"),
            "lich-to-hop-tac": ("Lịch báo cáo tổ hợp tác", "cooperatives.deadlines.GROUPS"),
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
