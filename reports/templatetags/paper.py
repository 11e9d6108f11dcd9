"""Typography of the paper: what stays together on a line, and how wide the columns are."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from reports import wording
from reports.quarterly import QuarterlyReport, RecordList

register = template.Library()
register.filter("span", wording.span)

LONGEST = 40  # a longer run would stick out of its column

# Whole words, with the marks that open and close them: no line may turn inside a run, nor right beside it.
_RUN = re.compile(
    r"""
    (?<!\S)
    (?: (?:[Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|[Mm]ục)[ ][\dIVX]\S*      # tháng 12, quý IV
      | [(“+-]*\d+(?:[.,/]\d+)*[ ](?:%|[^\W\d])\S*                # 65/30 HTX, 1.283 tổ, 217 %
      | \S*\w[-/]\w\S*                                            # 190-CTr/TU, 186/BC-LMHTX
    )
    """,
    re.VERBOSE,
)


@register.filter
def unbroken(text: str) -> SafeString:
    """Wraps document numbers, and numbers with their units, in <span class="unbroken">; escapes everything."""
    pieces: list[str] = []
    end = 0
    for run in _RUN.finditer(text):
        if len(run[0]) <= LONGEST:
            pieces += [text[end : run.start()], format_html('<span class="unbroken">{}</span>', run[0])]
            end = run.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))


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
def widths(records: RecordList) -> str:
    """The column set of a list: more room for names where they, and not the details, are long."""
    names = sum(len(row.title) for row in records.rows)
    details = sum(len(row.detail) for row in records.rows)
    return "records-named" if 2 * names > 3 * details else ""


@register.filter
def unpunctuated(line: str) -> str:
    """A recipient without the stop or semicolon that the form puts by itself."""
    return line.strip().rstrip(";.").rstrip()
