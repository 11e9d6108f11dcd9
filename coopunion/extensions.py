"""What an app gives to pages of lower apps that cannot know it: the `extensions` of its AppConfig.

Everything is named by its dotted path and imported at first use, since models are not loaded yet when an AppConfig is
read. A misspelt attribute is a TypeError at start; a path that leads nowhere is an error of
`manage.py check` (coopunion/site/checks.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Extensions:
    """Dotted paths, by what they are for."""

    work_items: str = ""
    """(user, today) → Iterable[WorkItem]: what the user has to do."""
    open_work: str = ""
    """(user) → Iterable[OpenWork]: what somebody else must take over when the user leaves."""
    record_sections: str = ""
    """(record) → Iterable[Section]: further tables on the page of a lower app's record."""
    record_moments: str = ""
    """(record) → Iterable[Moment]: further moments in its timeline."""
    searched_registers: tuple[str, ...] = ()
    """Registers that the search over every page looks into."""
    other_registers: tuple[str, ...] = ()
    """Registers whose records show on the pages of others."""
    table_resources: Mapping[str, str] = field(default_factory=dict)
    """Name of an Excel table → its TableResource."""
    standards: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Key → title and dated rows of a rule."""
    waiting_counts: Mapping[str, str] = field(default_factory=dict)
    """View name of a menu entry → (user) → int: how many tasks wait on that page. Cheap: every page calls it."""

    def paths(self) -> Iterator[str]:
        """Every dotted path in any of the fields."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, str):
                yield from [value] if value else []
            elif isinstance(value, tuple):
                yield from value
            else:
                yield from (path if isinstance(path, str) else path[-1] for path in value.values())


def extensions() -> Iterator[Extensions]:
    """The extensions of every app that has any, lowest app first."""
    for config in apps.get_app_configs():
        found = getattr(config, "extensions", None)
        if found is None:
            continue
        if not isinstance(found, Extensions):
            raise ImproperlyConfigured(f"{type(config).__name__}.extensions must be an Extensions, not {found!r}.")
        yield found


def refuse_unknown_attributes() -> None:
    """Called at start. ImproperlyConfigured for an extension written beside `extensions`: it would never be used."""
    known = {"name", "label", "verbose_name", "default_auto_field", "extensions", "ready"}
    for config in apps.get_app_configs():
        if hasattr(config, "extensions"):
            unknown = [name for name in vars(type(config)) if not name.startswith("_") and name not in known]
            if unknown:
                raise ImproperlyConfigured(f"{type(config).__name__} has unknown attributes: {', '.join(unknown)}.")


@cache
def extension_functions(name: str) -> tuple[Any, ...]:
    """The functions that the apps give under `name`, lowest app first; AttributeError for an unknown name.

    Their signatures are beside the fields of `Extensions`; the caller, who knows `name`, annotates the result.
    """
    paths = [getattr(extension, name) for extension in extensions()]
    return tuple(import_string(path) for path in paths if path)
