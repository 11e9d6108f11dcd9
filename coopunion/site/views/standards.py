"""The page of the legal rules that the portal applies: each dated row with its days, its text and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.permissions import Permission, requires
from coopunion.requests import SignedInRequest
from coopunion.standards import Standard, in_force


def tables() -> Iterator[tuple[str, str, Sequence[Standard]]]:
    """Key, title and rows, the latest first, of each rule of the apps' extensions, in the order of the apps."""
    for extension in extensions():
        for key, (title, path) in extension.standards.items():
            yield key, title, import_string(path)[::-1]


@requires(Permission.VIEW_RECORDS)
def standards(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = [(key, title, rows, in_force(rows, today)) for key, title, rows in tables()]
    return render(request, "standards.html", {"tables": shown})
