"""Where things stand in a finished PDF, in millimetres from the sheet's top left corner."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber

CLOSE = 1.0  # mm, within which the form is met
LEFT, RIGHT, CENTRE = 30, 195, 112.5


def open_pdf(content: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(BytesIO(content))


def mm(points: float) -> float:
    return points / 72 * 25.4


def baseline(character: dict[str, Any], page: pdfplumber.page.Page) -> float:
    return mm(float(page.height) - character["matrix"][5])


def find(page: pdfplumber.page.Page, text: str) -> dict[str, Any]:
    """Where the text's only or first occurrence is printed: x0, x1, y of the baseline, font and size."""
    found = page.search(text, regex=False)
    assert found, f"“{text}” is not on page {page.page_number}"
    first, last = found[0]["chars"][0], found[0]["chars"][-1]
    return {
        "x0": mm(first["x0"]),
        "x1": mm(last["x1"]),
        "y": baseline(first, page),
        "size": round(first["size"], 2),
        "font": first["fontname"].partition("+")[2],
    }


def page_with(pdf: pdfplumber.PDF, text: str) -> pdfplumber.page.Page:
    return next(page for page in pdf.pages if page.search(text, regex=False))


def page_numbers(pdf: pdfplumber.PDF) -> list[str]:
    """The text in each page's top margin."""
    return [page.crop((0, 0, page.width, 19 / 25.4 * 72)).extract_text().strip() for page in pdf.pages]


def appendix(pdf: pdfplumber.PDF, title: str) -> int:
    """The index of the appendix's first page; the letter only mentions it."""
    return next(place for place, page in enumerate(pdf.pages) if page.extract_text_lines()[0]["text"] == title)
