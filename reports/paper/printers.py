"""The file formats of a report by name, for the downloads and the command."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reports.paper.docx import render_docx
from reports.paper.pdf import render_html, render_pdf
from reports.paper.quarterly import QuarterlyReport
from reports.paper.xlsx import render_xlsx

OFFICE_XML = "application/vnd.openxmlformats-officedocument"


class Printer(NamedTuple):
    content_type: str
    extension: str
    render: Callable[[QuarterlyReport], bytes]


def _html_bytes(report: QuarterlyReport) -> bytes:
    return render_html(report).encode()


PRINTERS = {
    "pdf": Printer("application/pdf", "pdf", render_pdf),
    "docx": Printer(f"{OFFICE_XML}.wordprocessingml.document", "docx", render_docx),
    "xlsx": Printer(f"{OFFICE_XML}.spreadsheetml.sheet", "xlsx", render_xlsx),
    "html": Printer("text/html; charset=utf-8", "html", _html_bytes),
}
