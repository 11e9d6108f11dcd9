from django.apps import AppConfig


class OcopConfig(AppConfig):
    name = "ocop"
    table_resources = {
        "products": "ocop.resources.ProductResource",
        "recognitions": "ocop.resources.RecognitionResource",
    }
