"""Filters of the paper: what stays together on a line, links to lists, the chart and the QR code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.charts import bars
from reports.paper.elements import AppendixRow, Block
from reports.paper.quarterly import QuarterlyReport
from reports.paper.typography import NO_BREAK, unbroken_runs

register = template.Library()


@register.filter
def unbroken(text: str) -> SafeString:
    """Wraps document numbers, and numbers with their units, in <span class="unbroken">; escapes everything."""
    return _marked(text, [_kept(start, end) for start, end in unbroken_runs(text)])


@register.filter
def block_text(report: QuarterlyReport, block: Block) -> SafeString:
    """A block's text: unbroken runs, and counted figures linked to their lists.

    Inside a link a run is kept by no-break spaces: a nested element would leave the link of the PDF untagged.
    """
    links = [
        _Mark(link.start, link.end, format_html('<a href="#{}">', anchor(letter)), mark_safe("</a>"))
        for link in block.links
        if (letter := report.letters.get(link.code))
    ]
    text, runs = block.text, unbroken_runs(block.text)
    inside = [(start, end) for start, end in runs if any(link.start <= start and end <= link.end for link in links)]
    for start, end in inside:
        text = f"{text[:start]}{text[start:end].translate(NO_BREAK)}{text[end:]}"
    return _marked(text, [*links, *(_kept(start, end) for start, end in runs if (start, end) not in inside)])


@register.filter
def figure(report: QuarterlyReport, row: AppendixRow) -> list[SafeString]:
    """The cells of a row of Appendix I; counted figures are linked to their list."""
    letter = report.letters.get(row.code)
    cells = [unbroken(cell) for cell in row.cells]
    if letter:
        cells[4:6] = [format_html('<a href="#{}">{}</a>', anchor(letter), cell) for cell in cells[4:6]]
    return cells


@register.filter
def chart(report: QuarterlyReport) -> bars.Chart:
    """The figures of Appendix I as bars."""
    return bars.chart(report.progress.indicators)


@register.filter
def anchor(letter: str) -> str:
    """The id of a list's heading; screen readers read it aloud as the name of the links to it."""
    return f"danh-sach-{letter}"


@dataclass(frozen=True)
class _Mark:
    """Characters `start` to `end` of a text, to be put between two tags."""

    start: int
    end: int
    opening: SafeString
    closing: SafeString


def _kept(start: int, end: int) -> _Mark:
    return _Mark(start, end, mark_safe('<span class="unbroken">'), mark_safe("</span>"))


def _marked(text: str, marks: Sequence[_Mark]) -> SafeString:
    """The escaped text between its tags; a mark that overlaps an earlier one without lying in it is left out."""
    pieces: list[str] = []
    open_marks: list[_Mark] = []
    position = 0

    def advance(to: int) -> None:
        nonlocal position
        while open_marks and open_marks[-1].end <= to:
            pieces.extend((escape(text[position : open_marks[-1].end]), open_marks[-1].closing))
            position = open_marks.pop().end
        pieces.append(escape(text[position:to]))
        position = to

    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        advance(mark.start)
        if not open_marks or mark.end <= open_marks[-1].end:
            pieces.append(mark.opening)
            open_marks.append(mark)
    advance(len(text))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above or a tag of our own


@register.filter
def attached(report: QuarterlyReport) -> SafeString:
    """The line under an appendix's title; where it is too long it breaks before "của <the office>"."""
    return _breaking_before(report.attached_to, f"của {report.office.name})")


@register.filter
def cited_subject(report: QuarterlyReport) -> SafeString:
    """The subject's first line; where it is too long it breaks before "của <the issuer>"."""
    return _breaking_before(report.subject[0], f"của {report.program.issuer}")


def _breaking_before(text: str, tail: str) -> SafeString:
    """Keeps the tail of a text on one line, if the text ends with it."""
    head = text.removesuffix(tail)
    kept = format_html('<span class="together">{}</span>', tail) if head != text else ""
    return format_html("{}{}", unbroken(head), kept)


@register.filter
def place_lines(place: str) -> SafeString:
    """A place in a narrow column breaks before its district: "xã An Thịnh, | huyện Văn Yên"."""
    name, comma, district = place.partition(", ")
    return format_html('{}{}<span class="unbroken">{}</span>', name, comma, district) if district else escape(name)


@register.filter
def qr_code(address: str) -> SafeString:
    """The address as a QR code: inline SVG, since the paper loads no other file."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None, title=f"Mã QR: {address}")
    return mark_safe(drawing)  # noqa: S308 - drawn by segno, which escapes the title
