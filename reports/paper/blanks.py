"""Blanks in a report's text, "[CẦN ĐIỀN: việc – cơ quan – thời hạn]": what no record proves and a person writes."""

from __future__ import annotations

import re
from collections.abc import Iterable

BLANK = re.compile(r"\[\s*cần điền[^\]]*\]?", re.IGNORECASE)


def blank(what: str) -> str:
    return f"[CẦN ĐIỀN: {what}]"


def blanks(texts: Iterable[str]) -> tuple[str, ...]:
    """The blanks left in these texts, each once, as they are typed; one whose bracket is not closed counts too."""
    return tuple(dict.fromkeys(found for text in texts for found in BLANK.findall(text)))
