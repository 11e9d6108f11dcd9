"""The public page behind the QR code."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.models import FrozenFile, Report
from reports.models.report import new_token
from tests import factories
from tests.reports.lives import approved, issued

PDF = b"%PDF-1.7 the issued paper"


@pytest.fixture
def report(staff_a, leadership, unprinted) -> Report:
    report = issued(staff_a, leadership)
    FrozenFile.from_content(PDF, report=report, format="pdf").save()
    return report


def address(report: Report) -> str:
    return reverse("reports:verify", args=[report.token])


def send(report: Report, content: bytes) -> str:
    return Client().post(address(report), {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()


def test_anybody_sees_number_day_and_hash_and_nothing_of_the_report(report):
    answer = Client().get(address(report))
    html = answer.content.decode()
    assert (answer["X-Robots-Tag"], "07" in html, "15/01/2021" in html) == ("noindex", True, True)
    assert FrozenFile.objects.get().sha256 in html
    assert [word for word in ("HTX Hồng Ca", "Người Ký", "quý IV", "Lê Thị Chi") if word in html] == []


def test_paper_is_verified_under_the_name_it_was_issued_under(report):
    factories.make_office(from_on=date(2021, 1, 16), name="Tên sau")
    html = Client().get(address(report)).content.decode()
    assert "<dd>Liên minh Hợp tác xã tỉnh Yên Bái</dd>" in html
    assert '<span class="masthead-name">Tên sau</span>' in html


def test_issued_file_is_recognised(report):
    assert "Đúng tệp đã phát hành (PDF)." in send(report, PDF)


def test_any_other_file_is_not(report):
    html = send(report, PDF + b" ")
    assert "Không phải tệp đã phát hành." in html
    assert "Đúng tệp" not in html


def test_empty_form_and_too_large_a_file_are_told(report, monkeypatch):
    assert "Chưa chọn tệp nào." in Client().post(address(report)).content.decode()
    monkeypatch.setattr("reports.lifecycle.views.verification.LARGEST", 10)
    assert "Tệp lớn hơn 25 MB" in send(report, PDF)


def test_file_is_not_kept_anywhere(report, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file was opened to be written")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    assert "Không phải tệp" in send(report, b"x" * 5_000_000)


def test_form_of_the_page_is_protected(report):
    client = Client(enforce_csrf_checks=True)
    refused = client.post(address(report), {"file": SimpleUploadedFile("x.pdf", PDF)})
    page = client.get(address(report)).content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    taken = client.post(address(report), {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("x.pdf", PDF)})
    assert (refused.status_code, "Đúng tệp" in taken.content.decode()) == (403, True)


@pytest.mark.parametrize("token", ["", "x", "../../etc", "SAUHmot_4H6XJZcal7NuJA"])
def test_token_of_no_issued_report_is_404(report, token):
    assert Client().get(f"/xac-minh/{token}/").status_code == 404


def test_approved_report_that_was_not_issued_has_no_page_yet(staff_a, leadership, unprinted):
    assert Client().get(address(approved(staff_a, leadership))).status_code == 404


def test_tokens_are_long_and_never_the_same():
    tokens = {new_token() for _ in range(1000)}
    assert (len(tokens), min(len(token) for token in tokens) >= 22) == (1000, True)
