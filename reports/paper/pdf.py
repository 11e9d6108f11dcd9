"""The report as one HTML page and as PDF. The only module that uses WeasyPrint."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from coopunion.tables.gc_pause import fewer_gc_runs
from reports.paper.quarterly import QuarterlyReport
from reports.paper.xlsx import render_xlsx

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint import Attachment, Document
    from weasyprint.urls import URLFetcher

# Archival and tagged: kept for decades, readable aloud, and allowed to contain the data it was made from.
VARIANT = "pdf/a-3a"
# And accessible (PDF/UA-1), which the file claims in its metadata; PDF/A wants a claim of another standard explained.
ACCESSIBLE = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_one_at_a_time = Lock()


def render_html(report: QuarterlyReport) -> str:
    """The paper as one page of HTML that needs no other file."""
    context = {"report": report, "css": _stylesheet("css/report.css"), "font": safe_font(report.font)}
    return render_to_string("reports/paper_pdf.html", context)


def safe_font(name: str) -> str:
    """The office's typeface, safe inside a style sheet: letters, digits and spaces only."""
    return "".join(letter for letter in name if letter.isalnum() or letter == " ").strip()


def render_pdf(report: QuarterlyReport) -> bytes:
    """The paper as PDF/A, with its data as an Excel file inside; the same report gives the same bytes."""
    from weasyprint import Attachment  # inline: slow to import, and needed by few requests

    html, made_on = render_html(report), datetime.combine(report.dated_on, time())
    data = Attachment(
        file_obj=BytesIO(render_xlsx(report)),
        url_fetcher=no_fetcher(),
        name=f"{report.file_name}.xlsx",
        description="Số liệu và danh sách của báo cáo",
        created=made_on,
        modified=made_on,
        relationship="Data",
    )
    with gc_paused():
        return write_pdf(html, attachments=[data], finisher=_claim_accessibility)


def write_pdf(
    html: str, *, attachments: Sequence[Attachment] = (), finisher: Callable[[Document, PDF], None] | None = None
) -> bytes:
    """WeasyPrint's own work, in a function of its own: when it returns, all that it built is garbage."""
    from weasyprint import HTML  # inline: slow to import, and needed by few requests

    page = HTML(string=html, url_fetcher=no_fetcher())
    content: bytes = page.write_pdf(pdf_variant=VARIANT, attachments=list(attachments), finisher=finisher)
    return content


def _claim_accessibility(_document: Document, pdf: PDF) -> None:
    """A finisher: adds the claim of PDF/UA to the metadata, before </rdf:RDF>."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>")]


def no_fetcher() -> URLFetcher:
    """A fetcher that refuses every URL: whatever a text contains, no file and no address is opened."""
    from weasyprint.urls import URLFetcher  # inline: slow to import, and needed by few requests

    return URLFetcher(allowed_protocols=[], allow_redirects=False)


def _stylesheet(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(f"Không có tệp {name}.")
    return Path(path).read_text(encoding="utf-8")


@contextmanager
def gc_paused() -> Iterator[None]:
    """One rendering at a time, with the garbage collector paused: WeasyPrint's many small objects all live to the end,
    and scanning them again and again costs a third of the time. Afterwards they are collected at once: otherwise the
    process would grow by a hundred megabytes a report."""
    with _one_at_a_time:
        gc.freeze()
        try:
            with fewer_gc_runs():
                yield
        finally:
            gc.collect()  # only what was made since: the rest is frozen
            gc.unfreeze()
