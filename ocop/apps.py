from django.apps import AppConfig

from coopunion.extensions import Extensions


class OcopConfig(AppConfig):
    name = "ocop"
    extensions = Extensions(
        record_sections="ocop.registers.sections",
        record_moments="ocop.registers.moments",
        searched_registers=("ocop.registers.PRODUCTS", "ocop.registers.PRODUCERS"),
        other_registers=("ocop.registers.RECOGNITIONS",),
        standards={"ocop": ("Tiêu chí OCOP", "ocop.standards.CRITERIA")},
        table_resources={
            "products": "ocop.tables.ProductResource",
            "recognitions": "ocop.tables.RecognitionResource",
        },
    )
