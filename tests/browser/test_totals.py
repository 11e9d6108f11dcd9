"""A quarter's totals and a year's assessments entered by keyboard alone; the plan's pages without a serious fault."""

import pytest
from playwright.sync_api import expect

from cooperatives.models import Assessment
from programs.models import Indicator, ReportedFigure
from tests.browser.conftest import DESKTOP
from tests.browser.page_faults import faults_of, serious
from tests.browser.test_reading import sign_in

pytestmark = pytest.mark.browser

GRID = "/so-lieu-tong-hop/190/2020/3/T1/nhap/"
READ_PAGES = (
    "/chuong-trinh/",
    "/chuong-trinh/190/2020/",
    "/chuong-trinh/190/2020/lich-su/",
    "/so-lieu-tong-hop/",
    "/so-lieu-tong-hop/190/2020/4/T2/",
    "/viec-cua-toi/",
    GRID,
)
MANAGED_PAGES = (
    "/chuong-trinh/them/",
    "/chuong-trinh/190/2020/nam-sau/",
    "/chuong-trinh/190/2020/ky-bao-cao/4/",
    "/chuong-trinh/190/2020/xoa/",
)


def stored() -> dict[str, int]:
    figures = ReportedFigure.objects.filter(indicator__code="T1", quarter=3, indicator__program__code="190")
    return {figure.place.name: int(figure.value) for figure in figures.order_by("place__code")}


def test_totals_are_entered_down_the_column_by_keyboard(page):
    sign_in(page)
    page.goto(GRID)
    page.get_by_label("Nguồn chung").fill("Công văn của huyện")
    page.get_by_label("Lý do").fill("Số đến sau khi báo cáo quý III đã duyệt")
    page.get_by_label("Giá trị, huyện Lục Yên").focus()
    for value in ("4", "x", "0"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Lưu").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Giá trị, huyện Văn Yên: “x” không phải là số")
    expect(page.get_by_label("Giá trị, huyện Lục Yên")).to_have_value("4")
    assert (serious(page), stored()) == ([], {})

    page.get_by_role("link", name="Giá trị, huyện Văn Yên").press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("6")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.get_by_role("button", name="Lưu").press("Enter")

    expect(page.locator(".notice-success")).to_contain_text("Đã lưu 3 số.")
    assert stored() == {"Lục Yên": 4, "Văn Yên": 6, "Mù Cang Chải": 2}


def test_column_pasted_from_a_spreadsheet_spreads_downwards(page):
    sign_in(page)
    page.goto(GRID)
    page.get_by_label("Giá trị, thành phố Yên Bái").evaluate(
        """input => {
          const data = new DataTransfer();
          data.setData("text", "1\\tBáo cáo thành phố\\n2\\tBáo cáo thị xã\\n");
          input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )

    expect(page.get_by_label("Giá trị, thị xã Nghĩa Lộ")).to_have_value("2")
    expect(page.get_by_label("Nguồn, thành phố Yên Bái")).to_have_value("Báo cáo thành phố")


def test_assessments_are_filled_row_by_row_with_the_keyboard(page):
    sign_in(page)
    page.goto("/htx/danh-gia/2021/")
    page.get_by_label("Ngày đánh giá").fill("15/01/2021")
    first, second = (page.locator("tbody tr").nth(number) for number in (0, 1))
    names = [row.locator("th a").inner_text() for row in (first, second)]
    first.get_by_label("Hiệu quả, ").focus()
    page.keyboard.type("C")
    page.keyboard.press("Enter")
    page.keyboard.type("K")
    second.get_by_label("Điểm, ").focus()
    page.keyboard.type("45,5")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("86")
    page.get_by_role("button", name="Lưu tất cả").last.press("Enter")

    expect(page.locator(".notice-success")).to_contain_text("2")
    stored = Assessment.objects.filter(valid_on="2021-01-15").order_by("-score")
    assert [(each.cooperative.name, each.effective, str(each.score)) for each in stored] == [
        (names[0], True, "86.00"),
        (names[1], False, "45.50"),
    ]


@pytest.mark.parametrize("page", [DESKTOP], indirect=True, ids=["both windows"])
def test_pages_everybody_reads_have_no_serious_fault(page):
    sign_in(page)

    assert faults_of(page, READ_PAGES) == []


@pytest.mark.parametrize("page", [DESKTOP], indirect=True, ids=["both windows"])
def test_pages_of_the_administrator_have_no_serious_fault(page):
    sign_in(page, "quantri")
    number = Indicator.objects.get(program__code="190", code="1a").pk
    own = tuple(f"/chuong-trinh/190/2020/chi-tieu/{number}/{part}" for part in ("", "sua/", "xoa/", "ke-hoach/them/"))

    assert faults_of(page, (*MANAGED_PAGES, *own)) == []


def test_next_year_is_opened_with_another_target(page):
    sign_in(page, "quantri")
    page.goto("/chuong-trinh/190/2020/")
    page.get_by_role("link", name="Mở chương trình năm sau").click()
    page.get_by_label("1a: tỉnh giao năm 2021").fill("40")
    page.get_by_role("button", name="Mở chương trình năm 2021").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Chương trình hành động 190 năm 2021")
    row = page.locator("tr", has_text="1a HTX thành lập mới")
    expect(row).to_contain_text("40")
