"""What can be imported and exported, as the apps' extensions declare it."""

from __future__ import annotations

from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.tables.resource import TableResource


def table_resources() -> dict[str, type[TableResource]]:
    """Name → class, in the order of the apps."""
    return {name: import_string(path) for each in extensions() for name, path in each.table_resources.items()}
