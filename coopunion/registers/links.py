"""Links that a page shows in place of a record's own name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.urls import reverse


@runtime_checkable
class HasPage(Protocol):
    """What has a page of its own: a record, a link."""

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class Link:
    """What a link column shows where the record's own name would say too much."""

    text: str
    address: str

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.address


def standard_link(told: str, key: str) -> Link | None:
    """Where a page names a rule: the name leads to its rows."""
    return Link(told, f"{reverse('standards')}#{key}") if told else None
