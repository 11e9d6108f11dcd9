"""The command `report`: a quarter's report in a file."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from programs.models import Program
from tests import factories
from tests.commands import refusal, run


@pytest.fixture
def program(office) -> Program:
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union", target=30)
    factories.make_cooperative("HTX Hồng Ca", founded_on=date(2020, 2, 5))
    return program


def words(path: Path, *, quarter: str = "4", year: str = "2020", program: str = "190", kind: str = "pdf") -> list[str]:
    return [
        "report", "--program", program, "--year", year, "--quarter", quarter, "--format", kind, "--output", str(path)
    ]  # fmt: skip


def test_pdf_is_written_and_named(program, tmp_path):
    path = tmp_path / "q4.pdf"
    assert run(*words(path)) == f"Đã ghi Báo cáo quý IV năm 2020, Chương trình hành động 190 vào {path}.\n"
    assert path.read_bytes()[:5] == b"%PDF-"


def test_html_stands_alone(program, tmp_path):
    path = tmp_path / "q4.html"
    run(*words(path, kind="html"))
    html = path.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "HTX Hồng Ca" in html
    assert "@page" in html
    assert ("<link" in html, "<script" in html, "<img" in html) == (False, False, False)


def test_quarter_that_lies_ahead_has_no_report(office, tmp_path):
    program = factories.make_program(year=2099)
    assert refusal(*words(tmp_path / "a.pdf", year="2099")) == ("Quý IV năm 2099 chưa đến, chưa có báo cáo.", 2)
    assert list(tmp_path.iterdir()) == []
    assert program.periods.count() == 0


@pytest.mark.parametrize("given", [{"quarter": "5"}, {"quarter": "một"}, {"year": "1999"}, {"program": "191"}])
def test_wrong_argument_is_refused(program, tmp_path, given):
    message, code = refusal(*words(tmp_path / "a.pdf", **given))
    assert code == 2
    assert message.endswith(".")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["odt", "PDF", "", "../../etc/passwd", "../pdf", "pdf\x00"])
def test_unknown_format_is_refused(program, tmp_path, kind):
    message, code = refusal(*words(tmp_path / "a.odt", kind=kind))
    assert message == f"Không có dạng tệp “{kind}”. Các dạng: pdf, docx, xlsx, html."
    assert code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("kind", "member"), [("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")])
def test_office_files_are_written(program, tmp_path, kind, member):
    path = tmp_path / f"q4.{kind}"
    assert run(*words(path, kind=kind)).endswith(f"vào {path}.\n")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert member in archive.namelist()


@pytest.mark.parametrize(("name", "reason"), [("missing/a.pdf", "No such file or directory"), (".", "Is a directory")])
def test_unwritable_file_is_one_clear_line(program, tmp_path, name, reason):
    path = tmp_path / name
    assert refusal(*words(path)) == (f"Không ghi được tệp {path}: {reason}.", 1)
