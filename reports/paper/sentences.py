"""Sentences with links: which figures were counted, so that a paper can link each to its list of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from coopunion.periods import Quarter


@dataclass(frozen=True)
class Piece:
    """A part of a sentence that is a link to a list, or a field in the editor, or both."""

    text: str
    code: str = ""
    """Of the indicator whose list it links to."""
    field: str = ""
    """Its name in the editor, as in "1a.lũy kế"."""


Pieces: TypeAlias = "list[str | Piece]"


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
    with_fields: str = field(default="", compare=False)
    """The text that editing starts from: filling its fields gives `text` again."""

    @classmethod
    def of(cls, pieces: Pieces) -> Sentence:
        text = with_fields = ""
        links = []
        for piece in pieces:
            if isinstance(piece, str):
                piece = Piece(piece)
            if piece.code:
                links.append(TextLink(len(text), len(text) + len(piece.text), piece.code))
            text += piece.text
            with_fields += written(piece.field) if piece.field else piece.text
        return cls(text, tuple(links), with_fields)

    def after(self, beginning: str) -> Sentence:
        """The same sentence with a text put before it, its links moved along."""
        shift = len(beginning)
        links = tuple(TextLink(link.start + shift, link.end + shift, link.code) for link in self.links)
        return Sentence(beginning + self.text, links)


def written(name: str) -> str:
    """A field as it is typed into a text."""
    return f"{{{{{name}}}}}"


def numbered(names: Sequence[str]) -> str:
    """As in "(1) HTX A; (2) HTX B"."""
    return "; ".join(f"({position}) {name}" for position, name in enumerate(names, 1))


def span(quarter: Quarter) -> str:
    """As in "quý III năm 2020"; quarter IV's report is the year's: "quý IV và năm 2020"."""
    return f"quý IV và năm {quarter.year}" if quarter.number == 4 else str(quarter)


def span_ahead(quarter: Quarter) -> str:
    return f"năm {quarter.year + 1}" if quarter.number == 4 else str(quarter.next)
