"""The report as a Word file: the same text, form and tables as the PDF (Nghị định 30/2020/NĐ-CP, Phụ lục I).

Lines have exact heights and columns fixed widths, those of static/css/report.css, so that pages end where the PDF's do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from reports.paper.archives import printable, without_clock
from reports.paper.elements import AppendixRow, Block, ListRow, RecordList
from reports.paper.quarterly import QuarterlyReport
from reports.paper.typography import tail_together, unbroken
from reports.paper.wordml import (
    BOX,
    MM,
    Cell,
    Style,
    bookmarked,
    linked,
    mm,
    paragraph,
    parsed,
    rule,
    run,
    styles,
    table,
    text,
    to_bookmark,
    twips,
)

INDENT = 12.7 * MM
STYLES = (
    Style("Normal", "Normal"),
    Style("Header", "header", align="center"),
    Style("Draft", "Dự thảo", 13, 18, bold=True, align="center"),
    Style("Parent", "Cơ quan chủ quản", 13, 17, align="center"),
    Style("Office", "Cơ quan ban hành", 13, 17, bold=True, align="center"),
    Style("Motto", "Tiêu ngữ", 14, 17, bold=True, align="center"),
    Style("Rule", "Đường kẻ", 1, 1, align="center", before=2),
    Style("Number", "Số, ký hiệu", 13, 17, align="center", before=7),
    Style("DateLine", "Địa danh, ngày tháng", 14, 17, italic=True, align="center", before=7),
    Style("Title", "Title", bold=True, align="center", before=15.9, with_next=True, outline=0),
    Style("Subject", "Trích yếu", bold=True, align="center", with_next=True),
    Style("TitleRule", "Đường kẻ dưới trích yếu", 1, 1, align="center", before=3),
    Style("Addressee", "Kính gửi", align="center", before=11, after=12),
    Style("Addressees", "Kính gửi nhiều nơi", before=11),
    Style("AddresseeLine", "Nơi được gửi"),
    Style("BodyText", "Body Text", align="both", after=6, first_line=INDENT),
    Style("Closing", "Đoạn kết", align="both", after=6, first_line=INDENT, with_next=True, whole=True),
    Style("Heading1", "heading 1", bold=True, align="both", after=6, first_line=INDENT, with_next=True, outline=0),
    Style("Heading2", "heading 2", bold=True, align="both", after=6, first_line=INDENT, with_next=True, outline=1),
    Style("SignatureGap", "Khoảng cách trước chữ ký", 1, 10, with_next=True),
    Style("RecipientsTitle", "Nơi nhận", 12, 18, bold=True, italic=True, with_next=True),
    Style("Recipient", "Nơi nhận, mục", 11, 13, with_next=True),
    Style("Verify", "Kiểm tra văn bản", 9, 11, with_next=True),
    Style("Signer", "Chức vụ người ký", bold=True, align="center", with_next=True),
    Style("SignerName", "Họ tên người ký", bold=True, align="center", before=30 * MM, with_next=True),
    Style("End", "Hết phần", 1, 1),
    Style("Appendix", "Phụ lục", bold=True, align="center", with_next=True, outline=0),
    Style("AppendixName", "Tên phụ lục", bold=True, align="center", with_next=True),
    Style("Attached", "Kèm theo", italic=True, align="center", with_next=True),
    Style("FiguresGap", "Khoảng cách trước bảng", 1, 10.4, with_next=True),
    Style("FigureHeading", "Bảng, tên cột", 12, 14.4, bold=True, align="center", with_next=True),
    Style("FigureGroup", "Bảng, nhóm", 12, 14.4, bold=True, with_next=True),
    Style("Figure", "Bảng, chữ", 12, 14.4),
    Style("FigureMiddle", "Bảng, giữa", 12, 14.4, align="center"),
    Style("FigureNumber", "Bảng, số", 12, 14.4, align="right"),
    Style("Remark", "Ghi chú", 12, 15, italic=True, align="both", before=6),
    Style("ListTitle", "Tên danh sách", 13, 18, bold=True, before=12, after=5, with_next=True, outline=1),
    Style("ListHeading", "Danh sách, tên cột", 11, 13, bold=True, align="center", with_next=True),
    Style("Row", "Danh sách, chữ", 11, 13),
    Style("RowMiddle", "Danh sách, giữa", 11, 13, align="center"),
    Style("RowNumber", "Danh sách, số", 11, 13, align="right"),
    Style("None", "Danh sách, lời dẫn", 11, 13, italic=True, after=4),
)
FIGURE_STYLES = ("FigureMiddle", "Figure", "FigureMiddle", *["FigureNumber"] * 6, "Figure")
RECORD_STYLES = ("RowMiddle", "Row", "Row", "Row", "RowMiddle")
OFFICE_MM, STATE_MM = 66, 99
HALF_MM = 82.5
FIGURES_MM = (9, 65.5, 21, 19, 18, 18, 20, 19, 20, 42.5)
RECORDS_MM = {
    "detailed": (9, 36, 54, 45, 21),
    "even": (9, 43, 54, 38, 21),
    "named": (9, 54, 54, 27, 21),
    "placeless": (9, 84, 51, 21),
}
TOTALS_MM = (9, 66, 25)
NUMBER_SIDE_MM = 1.89  # figures are 1.8 mm from a line
QR_MM = 20
# In the top margin, where it moves no line of the paper. It is anchored to the paragraph after it: LibreOffice drops a
# frame that is followed by a table.
DRAFT_FRAME = (
    f'<w:framePr w:w="{mm(27)}" w:hRule="exact" w:h="{twips(18)}" w:wrap="around" w:hAnchor="page" w:vAnchor="page" '
    f'w:x="{mm(30)}" w:y="{mm(9)}"/>{BOX}'
)
PAGE_NUMBER = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
# Of python-docx's example file.
UNWANTED = {"stylesWithEffects", "customXml", "numbering", "thumbnail"}
# Word 2013 layout, no compatibility mode: tables begin at the margin and lines break by the present rules.
WORD_2013 = (
    f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
)
# Fonts of the same metrics that replace Times New Roman where it is missing.
WORD_FONTS = {"Liberation Serif": "Times New Roman", "Tinos": "Times New Roman"}


def render_docx(report: QuarterlyReport) -> bytes:
    """The file; the same report gives the same bytes."""
    document = Document()
    _prepare(document, report)
    document.element.body[:] = parsed(_DocxBody(report, document).body())
    written = BytesIO()
    document.save(written)
    return without_clock(written.getvalue())


def _prepare(document: WordDocument, report: QuarterlyReport) -> None:
    """Replace the styles of python-docx's example file, drop its other parts, set Word 2013 mode and Vietnamese."""
    part, font = document.part, report.font
    part.styles.element[:] = list(parse_xml(styles(printable(WORD_FONTS.get(font, font)), STYLES)))
    for relations in (part.rels, part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.rpartition("/")[2] in UNWANTED]:
            del relations[key]
    settings = document.settings.element
    settings.find(qn("w:compat"))[:] = [parse_xml(WORD_2013)]
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "vi-VN")
    properties = document.core_properties
    properties.title, properties.language, properties.comments = report.title, "vi-VN", ""
    properties.author = properties.last_modified_by = report.office.name
    properties.created = properties.modified = datetime.combine(report.dated_on, time())
    header = document.sections[0].header
    header.is_linked_to_previous = False
    header._element[:] = parsed(paragraph("Header", PAGE_NUMBER))


class _DocxBody:
    """The body of the file as XML: three sections, each with its own page numbers."""

    def __init__(self, report: QuarterlyReport, document: WordDocument) -> None:
        self.report, self.part = report, document.part
        (self.header,) = document.element.body.sectPr.findall(qn("w:headerReference"))
        self.bookmarks = {code: f"danh_sach_{letter}" for code, letter in report.letters.items()}

    def body(self) -> str:
        """The properties of a section are in its last paragraph, those of the last section at the end."""
        numbered = f'<w:headerReference w:type="default" r:id="{self.header.get(qn("r:id"))}"/>'
        letter, figures = _section(header=numbered), _section(landscape=True)
        xml = self._letter() + paragraph("End", extra=letter) + self._figures()
        remark = run(self.report.figure_remark)
        if not self.report.lists:
            return xml + paragraph("Remark", remark) + figures
        # Word wants a paragraph after a table that ends the file.
        return xml + paragraph("Remark", remark, figures) + self._lists() + text("End", "") + _section()

    # ---- The letter ----

    def _letter(self) -> str:
        report = self.report
        first, second = report.subject
        return "".join(
            (
                self._letterhead(),
                paragraph("Draft", run("DỰ THẢO"), DRAFT_FRAME) if report.is_draft else "",
                text("Title", "BÁO CÁO"),
                text("Subject", tail_together(unbroken(first), f"của {report.program.issuer}")),
                text("Subject", unbroken(second)),
                rule("TitleRule", 55, OFFICE_MM + STATE_MM),
                self._addressees(),
                text("BodyText", unbroken(report.opening)),
                *(self._block(block) for block in report.blocks),
                text("Closing", unbroken(report.closing)),
                text("SignatureGap", ""),
                self._signature(),
            )
        )

    def _addressees(self) -> str:
        lines = self.report.addressee_lines
        if not lines:
            return text("Addressee", f"Kính gửi: {self.report.office.addressee}")
        head = paragraph("Addressees", run("Kính gửi:"), f'<w:ind w:left="{mm(38)}"/>')
        aside = f'<w:ind w:left="{mm(53)}" w:hanging="{mm(3)}"/>'
        gap = f'<w:spacing w:after="{twips(12)}"/>'
        return head + "".join(
            paragraph("AddresseeLine", run(f"- {line}"), (gap if line is lines[-1] else "") + aside) for line in lines
        )

    def _letterhead(self) -> str:
        report = self.report
        parent = report.office.parent_name.upper()
        office = [
            *([text("Parent", parent)] if parent else []),
            *(text("Office", line) for line in report.office.letterhead.splitlines()),
            rule("Rule", 20, OFFICE_MM),
        ]
        state = [
            text("Office", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            text("Motto", "Độc lập - Tự do - Hạnh phúc"),
            rule("Rule", 60.5, STATE_MM),
        ]
        return table(
            (OFFICE_MM, STATE_MM),
            (
                (Cell("".join(office)), Cell("".join(state))),
                (Cell(text("Number", report.number_line)), Cell(text("DateLine", report.date_line))),
            ),
        )

    def _block(self, block: Block) -> str:
        style = {"chapter": "Heading1", "heading": "Heading2", "paragraph": "BodyText"}[block.kind]
        return paragraph(style, linked(unbroken(block.text), block.links, self.bookmarks))

    def _signature(self) -> str:
        """Both halves in one table row, which is never split between pages."""
        report = self.report
        recipients = [text("RecipientsTitle", "Nơi nhận:")]
        recipients += [text("Recipient", f"- {line}") for line in report.recipients]
        if report.verify_url:
            recipients += [self._verification(), text("End", "")]
        lines = [text("Signer", line) for line in report.signer_title.splitlines()]
        signer = "".join(lines) + text("SignerName", report.signer_name)
        return table((HALF_MM, HALF_MM), ((Cell("".join(recipients), right_mm=4), Cell(signer)),))

    def _verification(self) -> str:
        """The QR code beside its address."""
        address = self.report.verify_url
        picture = BytesIO()
        segno.make(address, error="m", micro=False).save(picture, kind="png", scale=8, border=0)
        picture.seek(0)
        inline = self.part.new_pic_inline(picture, Mm(QR_MM), Mm(QR_MM))
        for edge in ("distT", "distB", "distL", "distR"):
            inline.set(edge, "0")
        inline.docPr.set("name", "Mã QR")
        inline.docPr.set("descr", f"Mã QR: {address}")
        drawing = f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
        target = self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        lead = text("Verify", "Kiểm tra văn bản tại:")
        link = paragraph("Verify", f'<w:hyperlink r:id="{target}" w:history="1">{run(address)}</w:hyperlink>')
        code = paragraph("Verify", drawing, '<w:spacing w:before="160" w:line="240" w:lineRule="auto"/>')
        return table((QR_MM + 3, HALF_MM - QR_MM - 7), ((Cell(code), Cell(lead + link, middle=True)),))

    # ---- The appendices ----

    def _heads(self, number: str, name: str) -> str:
        attached = tail_together(unbroken(self.report.attached_to), f"của {self.report.office.name})")
        return text("Appendix", f"Phụ lục {number}") + text("AppendixName", name) + text("Attached", attached)

    def _figures(self) -> str:
        report = self.report
        rows = [_cells(["FigureHeading"] * len(FIGURES_MM), map(run, report.figure_headings))]
        for group in report.groups:
            title = Cell(text("FigureGroup", group.title), span=len(FIGURES_MM) - 1)
            rows.append((Cell(text("FigureHeading", group.numeral)), title))
            rows += [self._figure(row) for row in group.rows]
        return self._heads("I", report.figures_title) + text("FiguresGap", "") + table(FIGURES_MM, rows, padding=2)

    def _figure(self, row: AppendixRow) -> tuple[Cell, ...]:
        cells = [run(unbroken(cell)) for cell in row.cells]
        if bookmark := self.bookmarks.get(row.code):
            cells[4:6] = [to_bookmark(unbroken(cell), bookmark) for cell in row.cells[4:6]]
        return _cells(FIGURE_STYLES, cells)

    def _lists(self) -> str:
        heads = self._heads("II", self.report.lists_title)
        return heads + "".join(self._list(number, records) for number, records in enumerate(self.report.lists))

    def _list(self, number: int, records: RecordList) -> str:
        heading = bookmarked(run(unbroken(records.heading)), number, self.bookmarks[records.code])
        xml = paragraph("ListTitle", heading)
        if not records.rows:
            return xml + text("None", self.report.none_occurred)
        if records.is_long:
            return xml + text("None", records.long_note) + self._totals(records)
        rows = [_record(row, keep=row is records.rows[0]) for row in records.rows]
        shown = [cells if records.has_places else (*cells[:2], *cells[3:]) for cells in rows]
        return xml + self._table(RECORDS_MM[records.widths], records.headings, shown)

    def _totals(self, records: RecordList) -> str:
        rows = [_cells(("RowMiddle", "Row", "RowNumber"), map(run, cells)) for cells in records.totals]
        return self._table(TOTALS_MM, self.report.total_headings, rows)

    def _table(self, widths: Sequence[float], headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
        head = _cells(["ListHeading"] * len(headings), map(run, headings))
        return table(widths, [head, *rows], padding=1.4)


def _cells(styles: Iterable[str], contents: Iterable[str], extra: str = "") -> tuple[Cell, ...]:
    """Cells of one paragraph each; the contents are runs."""
    return tuple(
        Cell(paragraph(style, content, extra), right_mm=NUMBER_SIDE_MM if style.endswith("Number") else None)
        for style, content in zip(styles, contents, strict=True)
    )


def _record(row: ListRow, *, keep: bool) -> tuple[Cell, ...]:
    """A row of a list; the first one is kept with the next."""
    number, title, place, detail, happened_on = row.cells
    name, comma, district = place.partition(", ")
    texts = (number, title, tail_together(place, district) if comma else name, detail, happened_on)
    return _cells(RECORD_STYLES, map(run, texts), "<w:keepNext/>" if keep else "")


def _section(*, landscape: bool = False, header: str = "") -> str:
    """A4, margins 20/20/30/15 mm, pages counted from 1, the first without its number."""
    width, height = (297, 210) if landscape else (210, 297)
    orientation = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr>{header}<w:type w:val="nextPage"/><w:pgSz w:w="{mm(width)}" w:h="{mm(height)}"{orientation}/>'
        f'<w:pgMar w:top="{mm(20)}" w:right="{mm(15)}" w:bottom="{mm(20)}" w:left="{mm(30)}" '
        f'w:header="{mm(8.2)}" w:footer="{mm(8)}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
