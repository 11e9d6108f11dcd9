"""The Excel tables of all apps, as their extensions declare them."""

from __future__ import annotations

from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.tables.resource import TableResource


def table_resources() -> dict[str, type[TableResource]]:
    """Name → class, in the order of the apps."""
    return {name: import_string(path) for app in extensions() for name, path in app.table_resources.items()}
