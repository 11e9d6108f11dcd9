"""Sentences with links: which figures were counted, so that a paper can link each to its list of records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """A linked part of a sentence: a counted figure, or the words that name its list."""

    text: str
    code: str
    """The indicator's."""


@dataclass(frozen=True)
class TextLink:
    """Characters `start` to `end` (exclusive) link to the list behind the indicator `code`."""

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
        """The same sentence with a text put before it, its links moved along."""
        shift = len(beginning)
        links = tuple(TextLink(link.start + shift, link.end + shift, link.code) for link in self.links)
        return Sentence(beginning + self.text, links)
