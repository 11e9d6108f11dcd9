"""Leadership's morning: how it stands, what is behind, where, and the record that says so; on paper for the meeting."""

from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import expect

from cooperatives.models import ValueChain
from tests import factories
from tests.browser.conftest import DESKTOP
from tests.browser.page_faults import faults_of, serious
from tests.browser.test_reading import sign_in

pytestmark = pytest.mark.browser

HONG_CA = "HTX dịch vụ tổng hợp Hồng Ca"

PAGES = (
    "/",
    "/?ngay=15/08/2020",
    "/?ngay=31/02/2020",
    "/?chuong-trinh=144&nam=2019&quy=1",
    "/?quy=4&ban-do=xa-nay",
    "/dia-ban/190/2020/4/138/",
    "/theo-thang/190/2020/4/",
    "/theo-phong/190/2020/3/",
    "/so-sanh/",
    "/so-lieu/190/2020/4/2/?ky=quy&dia-ban=138",
    "/so-lieu/190/2020/4/T2/?thang=7",
)


def test_from_what_is_behind_to_the_paper_behind_it(page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    factories.make_evidence(ValueChain.objects.get(name=HONG_CA), name="quyet-dinh.pdf")
    sign_in(page, "lanhdao")
    page.goto("/")
    page.locator("summary").filter(has_text="Tính đến ngày").click()
    page.get_by_label("Tính đến ngày").fill("15/08/2020")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator(".verdict")).to_contain_text("Bốn trong sáu nhiệm vụ chậm so với tiến độ")
    faults = serious(page)

    page.get_by_role("region", name="Cần chú ý").get_by_role("link", name="4. Mô hình").click()
    expect(page.locator(".verdict")).to_contain_text("Lũy kế đến 15/08/2020: 2 / 3 mô hình")
    faults += serious(page)

    page.get_by_role("region", name="Theo địa bàn").get_by_role("link", name="Trấn Yên").click()
    expect(page.locator(".verdict")).to_contain_text("Chỉ phần huyện Trấn Yên, lũy kế đến 15/08/2020: 2 mô hình")
    expect(page.locator("tbody tr")).to_have_count(2)
    faults += serious(page)

    page.get_by_role("link", name=HONG_CA).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HONG_CA)
    faults += serious(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="quyet-dinh.pdf").click()

    assert (faults, Path(download.value.path()).read_bytes()[:5]) == ([], b"%PDF-")


def test_district_s_cell_opens_its_records(page):
    sign_in(page, "lanhdao")
    page.goto("/?quy=4")

    page.get_by_role("region", name="Theo huyện").get_by_role("link", name="Trấn Yên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huyện Trấn Yên")
    page.locator('a[href="/so-lieu/190/2020/4/1a/?dia-ban=138.20040101"]').first.click()

    expect(page.locator("tbody tr")).to_have_count(10)


@pytest.mark.parametrize("page", [DESKTOP], indirect=True, ids=["both windows"])
def test_pages_fit_and_have_no_serious_accessibility_fault(page):
    sign_in(page, "lanhdao")

    assert faults_of(page, PAGES) == []


def test_dashboard_works_without_a_script(chromium, live_server, demo):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN", base_url=live_server.url)
    page = context.new_page()
    sign_in(page, "lanhdao")
    page.goto("/")
    page.locator("summary").filter(has_text="Tính đến ngày").click()
    page.get_by_label("Tính đến ngày").fill("15/08/2020")
    page.get_by_role("button", name="Xem").click()

    expect(page.locator(".verdict")).to_contain_text("Số liệu đến 15/08/2020")
    context.close()


@pytest.fixture
def sheets_of(chromium, live_server, demo, tmp_path):
    """Prints a page; the words of its sheets."""
    context = chromium.new_context(viewport=DESKTOP, locale="vi-VN", base_url=live_server.url)
    page = context.new_page()
    sign_in(page, "lanhdao")

    def printed(address: str) -> list[str]:
        page.goto(address)
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        with pdfplumber.open(tmp_path / "page.pdf") as paper:
            return [" ".join(sheet.extract_text().split()) for sheet in paper.pages]

    yield printed
    context.close()


def test_meeting_gets_two_sheets_of_a4(chromium, live_server, demo, tmp_path):
    context = chromium.new_context(viewport=DESKTOP, locale="vi-VN", base_url=live_server.url)
    page = context.new_page()
    sign_in(page, "lanhdao")
    page.goto("/?ngay=15/08/2020")
    page.pdf(path=tmp_path / "dashboard.pdf", prefer_css_page_size=True)
    context.close()

    with pdfplumber.open(tmp_path / "dashboard.pdf") as paper:
        sheets = [(round(sheet.width), round(sheet.height), sheet.extract_text()) for sheet in paper.pages]

    assert [(width, height) for width, height, _ in sheets] == [(595, 842), (595, 842)]
    words = [" ".join(text.split()) for _, _, text in sheets]
    assert "Số liệu đến 15/08/2020" in words[0]
    assert "Cần chú ý" in words[1]
    assert [text.count("Toàn tỉnh 37 9 244") for text in words] == [0, 1]
    assert [name for name in ("Bảng điều hành", "Tính đến ngày", "Tải PDF") if name in " ".join(words)] == []


PRINTED = {
    "/?quy=1": (2, "Toàn tỉnh 11 2 240"),
    "/?quy=2": (2, "Toàn tỉnh 27 6 250"),
    "/?quy=3": (2, "Toàn tỉnh 47 12 258"),
    "/?quy=4": (2, "và 7 việc nữa, xem trên cổng"),
    "/?quy=4&ban-do=xa-nay": (3, "Phường Yên Bái 6 2 12"),
}


def test_sheets_break_between_the_parts_of_the_page(sheets_of):
    printed = {address: sheets_of(address) for address in PRINTED}

    assert {address: len(words) for address, words in printed.items()} == {
        address: sheets for address, (sheets, _) in PRINTED.items()
    }
    assert [address for address, words in printed.items() if "Cần chú ý" in words[0]] == []
    assert [address for address, words in printed.items() if not words[1].startswith("Cần chú ý")] == []
    assert [address for address, (_, shown) in PRINTED.items() if shown not in printed[address][1]] == []
