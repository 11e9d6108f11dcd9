"""What apps give to pages of lower apps that cannot know them: functions named in their AppConfig."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@cache
def supplied(attribute: str) -> tuple[Callable[..., Iterable[Any]], ...]:
    """The functions that the apps name under the attribute, lowest app first."""
    named = [getattr(app, attribute, None) for app in apps.get_app_configs()]
    return tuple(import_string(name) for name in named if name)
