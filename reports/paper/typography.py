"""Which words stay together on a line of the paper, in every file format."""

from __future__ import annotations

import re

LONGEST = 40  # characters; a longer run would not fit its column
NO_BREAK = str.maketrans({" ": "\u00a0", "-": "\u2011"})

# Whole words, with the marks that open and close them: no line may break inside a run, nor right beside it.
_RUN = re.compile(
    r"""
    (?<!\S)
    (?: (?:[Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|[Mm]ục)[ ][\dIVX]\S*      # tháng 12, quý IV
      | [Mm]ục[ ][A-Z]{1,2}\b | Phụ[ ]lục[ ][IVX]+\b              # Mục A, Phụ lục II: no stop, it lies in a link
      | [(“+-]*\d+(?:[.,/]\d+)*[ ](?:%|[^\W\d])\S*                # 65/30 HTX, 1.283 tổ, 217 %
      | \S*\w[-/]\w\S*                                            # 190-CTr/TU, 186/BC-LMHTX
      | \(\d+\)[ ]\S+                                             # (1) HTX
    )
    """,
    re.VERBOSE,
)


def unbroken_runs(text: str) -> list[tuple[int, int]]:
    """Where document numbers, and numbers with their units, begin and end."""
    return [run.span() for run in _RUN.finditer(text) if len(run[0]) <= LONGEST]


def unbroken(text: str) -> str:
    """The text with no-break spaces and hyphens inside its runs; its length does not change."""
    for start, end in unbroken_runs(text):
        text = text[:start] + text[start:end].translate(NO_BREAK) + text[end:]
    return text


def tail_together(text: str, tail: str) -> str:
    """The text with its tail on one line, if it ends with it."""
    head = text.removesuffix(tail)
    return text if head == text else head + tail.translate(NO_BREAK)
