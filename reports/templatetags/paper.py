"""Typography of the paper: what stays together on a line."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports import wording
from reports.quarterly import QuarterlyReport, RecordList

register = template.Library()
register.filter("span", wording.span)

_NUMBER = r"\d+(?:[.,]\d+)*"
_UNBROKEN = re.compile(
    rf"""
    [(“]*                                       # what opens before it moves with it
    (?<![\w/-])
    (?:
        \d+[\w.]*(?:[-/][^\W_]+(?:[.,]\d+)*)*-[^\W\d_][\w/-]*          # 190-CTr/TU
      | \d+/[^\W\d_]\w*(?:[-/]\w+)*                                    # 186/BC-LMHTX
      | (?:[Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|[Mm]ục|[Ss]ố)[ ]\d[\d/.]*(?<!\.)  # tháng 12, ngày 20/12/2020
      | [+-]?{_NUMBER}(?:/{_NUMBER})*(?:[ ]?%|[ ][^\W\d_][\w]*)?       # 65/30 HTX, 217%, 1.283 tổ
    )
    [)”.,;:]*                                   # and what closes after it
    """,
    re.VERBOSE,
)


@register.filter
def unbroken(text: str) -> SafeString:
    """Wraps document numbers, and numbers with their units, in <span class="unbroken">; escapes everything."""
    pieces: list[str] = []
    end = 0
    for match in _UNBROKEN.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        pieces.append(f'<span class="unbroken">{escape(match[0])}</span>')
        end = match.end()
    pieces.append(escape(text[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


@register.filter
def attached(report: QuarterlyReport) -> SafeString:
    """The line under an appendix's title; where it is too long it turns before "của <the office>"."""
    return _turning_before(report.attached_to, f"của {report.office.name})")


@register.filter
def cited_subject(report: QuarterlyReport) -> SafeString:
    """The subject's first line; where it is too long it turns before "của <the issuer>"."""
    return _turning_before(report.subject[0], f"của {report.program.issuer}")


def _turning_before(text: str, tail: str) -> SafeString:
    """Keeps the tail of a text on one line, if the text ends with it."""
    head = text.removesuffix(tail)
    kept = format_html('<span class="together">{}</span>', tail) if head != text else ""
    return format_html("{}{}", unbroken(head), kept)


@register.filter
def place_lines(place: str) -> SafeString:
    """A place in a narrow column turns before its district: "xã An Thịnh, | huyện Văn Yên"."""
    name, comma, district = place.partition(", ")
    return format_html('{}{}<span class="unbroken">{}</span>', name, comma, district) if district else escape(name)


@register.filter
def list_of(report: QuarterlyReport, code: str) -> RecordList | None:
    """The list in Appendix II behind an indicator's figure."""
    return next((each for each in report.lists if each.code == code), None)


@register.filter
def unpunctuated(line: str) -> str:
    """A recipient without the stop or semicolon that the form puts by itself."""
    return line.strip().rstrip(";.").rstrip()
