"""Every register of every app, also those without a list of their own, by the model they keep."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from coopunion.registers import Register


def register_of(model: type[Any]) -> Register:
    return _registers()[model]


@cache
def _registers() -> dict[type[Any], Register]:
    """As the apps name them in their AppConfig: those that are searched, and the others."""
    paths = [
        path
        for config in apps.get_app_configs()
        for attribute in ("searched_registers", "other_registers")
        for path in getattr(config, attribute, ())
    ]
    return {register.model: register for register in map(import_string, paths)}
