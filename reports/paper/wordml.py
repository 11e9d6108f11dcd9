"""WordprocessingML: the few elements the Word report is written with. Lengths are points unless a name says mm.

A long list is thousands of cells: written as text and parsed once, they take a hundredth of the time of
python-docx's own tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.paper.archives import printable
from reports.paper.elements import TextLink

Align = Literal["left", "center", "right", "both"]
MM = 72 / 25.4
BUILT_IN = {"Normal", "Title", "Body Text", "header", "heading 1", "heading 2"}  # Word's own names for its styles
LINE = 6  # eighths of a point: the letterhead's rules
CELL_SIDE_MM = 1.19  # words are 1.1 mm from a line; Word measures from the middle of the line
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
# Of a table: half a point.
LINES = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in EDGES)
LINES = f"<w:tblBorders>{LINES}</w:tblBorders>"
# Around a paragraph.
BOX = "".join(f'<w:{edge} w:val="single" w:sz="{LINE}" w:space="0" w:color="000000"/>' for edge in EDGES[:4])
BOX = f"<w:pBdr>{BOX}</w:pBdr>"


def twips(points: float) -> int:
    return round(points * 20)


def mm(millimetres: float) -> int:
    """Millimetres in twips."""
    return twips(millimetres * MM)


@dataclass(frozen=True)
class Style:
    """A paragraph style. `line` is exact: pages then break where the PDF's do."""

    key: str
    name: str
    size: float = 14
    line: float = 18
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    before: float = 0
    after: float = 0
    first_line: float = 0
    with_next: bool = False
    whole: bool = False
    """Its lines stay on one page."""
    outline: int | None = None
    """Its level in Word's navigation, from 0."""

    @property
    def xml(self) -> str:
        flags = ("<w:keepNext/>" if self.with_next else "") + ("<w:keepLines/>" if self.whole else "")
        level = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        default = ' w:default="1"' if self.key == "Normal" else ""
        kind = "" if self.name in BUILT_IN else ' w:customStyle="1"'
        based = "" if default else '<w:basedOn w:val="Normal"/>'
        weight = ("<w:b/><w:bCs/>" if self.bold else "") + ("<w:i/><w:iCs/>" if self.italic else "")
        size = round(self.size * 2)
        return (
            f'<w:style w:type="paragraph"{default}{kind} w:styleId="{self.key}"><w:name w:val={quoteattr(self.name)}/>'
            f"{based}<w:qFormat/><w:pPr>{flags}<w:widowControl/>"
            f'<w:spacing w:before="{twips(self.before)}" w:after="{twips(self.after)}" w:line="{twips(self.line)}" '
            f'w:lineRule="exact"/><w:ind w:firstLine="{twips(self.first_line)}"/><w:jc w:val="{self.align}"/>{level}'
            f'</w:pPr><w:rPr>{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        )


def styles(font: str, table: Iterable[Style]) -> str:
    """The whole style sheet: one typeface, Vietnamese, and the table's styles."""
    face = quoteattr(font)
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
        f"<w:rFonts w:ascii={face} w:hAnsi={face} w:eastAsia={face} w:cs={face}/>"
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr></w:style>{''.join(style.xml for style in table)}</w:styles>"
    )


def run(text: str) -> str:
    """Text with its spaces kept; U+2011 becomes Word's own unbreakable hyphen, which every typeface has."""
    pieces = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in printable(text).split("\u2011"))
    return f"<w:r>{'<w:noBreakHyphen/>'.join(pieces)}</w:r>"


def linked(text: str, links: Sequence[TextLink], targets: dict[str, str]) -> str:
    """The text as runs; a link whose code is among `targets` points to that bookmark."""
    xml, end = "", 0
    for link in sorted(links, key=lambda link: link.start):
        if link.code in targets:
            xml += run(text[end : link.start]) + to_bookmark(text[link.start : link.end], targets[link.code])
            end = link.end
    return xml + run(text[end:])


def to_bookmark(text: str, name: str) -> str:
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{run(text)}</w:hyperlink>'


def bookmarked(content: str, number: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, content: str = "", extra: str = "") -> str:
    """`content` is runs; `extra` is added to the paragraph's properties after its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def text(style: str, words: str) -> str:
    return paragraph(style, run(words))


def rule(style: str, width_mm: float, within_mm: float) -> str:
    """A drawn line in the middle of its column: the upper border of an empty paragraph."""
    aside = mm((within_mm - width_mm) / 2)
    border = f'<w:pBdr><w:top w:val="single" w:sz="{LINE}" w:space="0" w:color="000000"/></w:pBdr>'
    return paragraph(style, extra=f'{border}<w:ind w:left="{aside}" w:right="{aside}"/>')


@dataclass(frozen=True)
class Cell:
    """A table cell: its paragraphs and their position."""

    content: str
    span: int = 1
    right_mm: float | None = None
    """Its own padding on the right."""
    middle: bool = False


def table(widths_mm: Sequence[float], rows: Iterable[Sequence[Cell]], *, padding: float | None = None) -> str:
    """A table of fixed columns, of which no row is split.

    With a `padding` above and below it has lines, and its first row is repeated on each page; else it is for layout.
    """
    lined, widths = padding is not None, [mm(width) for width in widths_mm]
    above, aside = twips(padding or 0), mm(CELL_SIDE_MM) if lined else 0
    margins = (("top", above), ("left", aside), ("bottom", above), ("right", aside))
    margin = "".join(_dxa(edge, width) for edge, width in margins)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = (_row(row, widths, middle=lined, heading=lined and index == 0) for index, row in enumerate(rows))
    return (
        f"<w:tbl><w:tblPr>{_dxa('tblW', sum(widths))}{_dxa('tblInd', 0)}{LINES if lined else ''}"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margin}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(written)}</w:tbl>"
    )


def _dxa(tag: str, width: int) -> str:
    return f'<w:{tag} w:w="{width}" w:type="dxa"/>'


def _row(cells: Sequence[Cell], widths: Sequence[int], *, middle: bool, heading: bool) -> str:
    written, column = [], 0
    for cell in cells:
        form = _dxa("tcW", sum(widths[column : column + cell.span]))
        column += cell.span
        if cell.span > 1:
            form += f'<w:gridSpan w:val="{cell.span}"/>'
        if cell.right_mm is not None:
            form += f"<w:tcMar>{_dxa('right', mm(cell.right_mm))}</w:tcMar>"
        if middle or cell.middle:
            form += '<w:vAlign w:val="center"/>'
        written.append(f"<w:tc><w:tcPr>{form}</w:tcPr>{cell.content}</w:tc>")
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(written)}</w:tr>"


def parsed(xml: str) -> list[BaseOxmlElement]:
    """The elements of some paragraphs and tables."""
    return list(parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:body>"))
