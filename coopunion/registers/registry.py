"""Every register of every app, also those without a list of their own, by the model they keep."""

from __future__ import annotations

from functools import cache

from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.models import Record
from coopunion.registers.register import Register


def register_of(model: type[Record]) -> Register[Record]:
    return _registers()[model]


@cache
def register_at(view_name: str) -> Register[Record] | None:
    """The register of whose records the page of that name shows one, or its history."""
    pages = ((register, register.prefix) for register in _registers().values())
    return next((register for register, prefix in pages if view_name in (f"{prefix}detail", f"{prefix}history")), None)


@cache
def _registers() -> dict[type[Record], Register[Record]]:
    """As the apps' extensions name them: those that are searched, and the others."""
    paths = [path for app in extensions() for path in (*app.searched_registers, *app.other_registers)]
    return {register.model: register for register in map(import_string, paths)}


def searched_registers() -> list[Register[Record]]:
    """As the apps' extensions declare them, in the order of the apps."""
    return [import_string(path) for app in extensions() for path in app.searched_registers]
