"""Sentences that remember which of their figures were counted, so that a paper can lead from each to its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """Words of a sentence that stand for records: a counted figure, or the place where its list is."""

    text: str
    code: str
    """The indicator's."""


@dataclass(frozen=True)
class TextLink:
    """The letters from `start` up to, not including, `end` lead to the list behind the indicator `code`."""

    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Sentence:
    """One or more sentences and the links in them."""

    text: str
    links: Sequence[TextLink] = ()

    @classmethod
    def of(cls, pieces: Iterable[str | Counted]) -> Sentence:
        text = ""
        links = []
        for piece in pieces:
            if isinstance(piece, Counted):
                links.append(TextLink(len(text), len(text) + len(piece.text), piece.code))
                text += piece.text
            else:
                text += piece
        return cls(text, tuple(links))

    def after(self, beginning: str) -> Sentence:
        """The same, said after other words."""
        by = len(beginning)
        return Sentence(
            beginning + self.text, tuple(TextLink(each.start + by, each.end + by, each.code) for each in self.links)
        )
