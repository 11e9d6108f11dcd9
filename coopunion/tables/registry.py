"""What can be imported and exported, as the apps declare it in their AppConfig's `table_resources`."""

from __future__ import annotations

from django.apps import apps
from django.utils.module_loading import import_string

from coopunion.tables.resource import TableResource


def table_resources() -> dict[str, type[TableResource]]:
    """Name → class, in the order of the apps."""
    return {
        name: import_string(path)
        for config in apps.get_app_configs()
        for name, path in getattr(config, "table_resources", {}).items()
    }
