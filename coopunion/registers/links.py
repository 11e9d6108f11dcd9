"""Links that a page shows instead of a record's own name."""

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
    """The value of a link column where the record's own name would be too long."""

    text: str
    address: str

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.address


def standard_link(label: str, key: str) -> Link | None:
    """A rule's label as a link to its rows on the page of rules; None for an empty label."""
    return Link(label, f"{reverse('standards')}#{key}") if label else None
