"""The page of the legal rules that the portal applies: each dated row with its days, its text and its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.permissions import Permission, requires
from coopunion.requests import SignedInRequest
from coopunion.standards import Standard, in_force


@dataclass(frozen=True)
class StandardTable:
    """The rows of one rule, the latest first; `key` is its anchor on the page."""

    key: str
    title: str
    rows: Sequence[Standard]


def tables() -> list[StandardTable]:
    """As the apps' extensions declare them, in the order of the apps."""
    return [
        StandardTable(key, title, import_string(path)[::-1])
        for extension in extensions()
        for key, (title, path) in extension.standards.items()
    ]


@requires(Permission.VIEW_RECORDS)
def standards(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = [(table, in_force(table.rows, today)) for table in tables()]
    return render(request, "standards.html", {"tables": shown})
