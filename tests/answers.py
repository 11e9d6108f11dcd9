"""What an answer says, whatever kind of file it is."""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pdfminer.high_level import extract_text


def text_of(answer: Any) -> str:
    """A page's text; a Word or Excel file's with everything inside it; what a PDF shows."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(content)) as book:
            return unescape("".join(book.read(part).decode(errors="ignore") for part in book.namelist()))
    if content.startswith(b"%PDF-") and b"%%EOF" in content:  # tests attach less than a whole one
        return _text_of_pdf(content)
    return content.decode()


@lru_cache(maxsize=16)
def _text_of_pdf(content: bytes) -> str:
    """Reading a PDF takes as long as printing it, and several people are given the same bytes."""
    return extract_text(BytesIO(content))
