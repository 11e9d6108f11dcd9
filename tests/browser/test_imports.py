"""A list kept in Excel: brought in, looked at, mended, written, taken back; at desktop and phone width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cooperatives.models import Cooperative
from tests.browser.test_reading import sign_in
from tests.tables import edited, exported
from tests.workbooks import workbook

pytestmark = pytest.mark.browser

HEADINGS = ["Tên hợp tác xã", "Địa bàn", "Số thành viên", "Ngày cấp GCN lần đầu"]
PLACE = "xã Hồng Ca, huyện Trấn Yên"


def bring_in(page: Page, content: bytes, name: str = "HTX_quy4_2020.xlsx", table: str = "cooperatives") -> None:
    page.locator("#id_resource").select_option(table)
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/xlsx", "buffer": content})
    page.get_by_role("button", name="Kiểm tra tệp").click()


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")] + ["wide"] * wide


def test_list_is_mended_written_and_taken_back(page):
    sign_in(page)
    page.goto("/nhap-excel/")
    seen = [faults(page)]
    rows = [["HTX minh họa mới 1", PLACE, 9, "08/11/2020"], ["HTX minh họa mới 2", PLACE, "chín", "31/02/2020"]]
    bring_in(page, workbook(HEADINGS, *rows))

    expect(page.get_by_role("heading", level=1)).to_have_text("Tệp có lỗi, chưa ghi gì")
    expect(page.locator("main")).to_contain_text("Ô D3, Ngày cấp GCN lần đầu: Ngày 31/02/2020 không có thật")
    expect(page.get_by_role("button", name="vào sổ")).to_have_count(0)
    seen.append(faults(page))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp đã đánh dấu lỗi").click()
    marked = download.value.path().read_bytes()

    bring_in(page, edited(marked, {(3, "Số thành viên"): 9, (3, "Ngày cấp GCN lần đầu"): "28/02/2020"}))
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước khi ghi")
    page.get_by_role("link", name="Mới").click()
    expect(page.locator("tbody tr.row-new:not(.row-told)")).to_have_count(2)
    seen.append(faults(page))
    expect(page.locator("main")).to_contain_text("cần ghi lý do, một lý do cho cả tệp")
    page.get_by_label("Lý do").fill("Bổ sung quý IV")
    before = Cooperative.objects.count()
    page.get_by_role("button", name="Ghi 2 dòng vào sổ").click()

    expect(page.locator("main")).to_contain_text("Đã ghi 2 dòng mới, 0 dòng thay đổi")
    assert Cooperative.objects.count() == before + 2
    seen.append(faults(page))
    page.get_by_label("Lý do").fill("Nhầm tệp")
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã hoàn tác")
    assert Cooperative.objects.count() == before
    assert seen == [[]] * 4


def test_changed_cells_are_seen_and_near_names_confirmed(page):
    content = exported("cooperatives")
    row = next(number for number, name in enumerate(_names(content), 2) if name == "HTX dịch vụ tổng hợp Hồng Ca")
    sign_in(page)
    page.goto("/nhap-excel/")
    bring_in(page, edited(content, {(row, "Số thành viên"): 88}))
    expect(page.locator("td.cell-changed:visible")).to_have_count(1)
    expect(page.locator("td.cell-changed:visible")).to_contain_text("88")
    page.get_by_role("button", name="Bỏ tệp này").click()

    bring_in(page, workbook(HEADINGS, ["HTX Hồng Ca 1", PLACE, 9, ""], ["Hợp tác xã Hồng Ca", PLACE, 9, ""]))
    expect(page.locator("main")).to_contain_text("Tên gần giống: HTX dịch vụ tổng hợp Hồng Ca.")
    assert faults(page) == []
    page.get_by_role("button", name="Ghi 2 dòng vào sổ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước khi ghi")
    page.get_by_label("Tôi đã xem: đó là những đơn vị khác nhau.").check()
    page.get_by_role("button", name="Ghi 2 dòng vào sổ").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Đã ghi")


def test_near_word_is_taken_with_one_click_and_taken_back(page):
    sign_in(page)
    page.goto("/nhap-excel/")
    bring_in(page, workbook(["Tên hợp tác xã", "Địa bàn", "Lĩnh vực"], ["HTX Chè Mới", PLACE, "trồng trọtt"]))
    seen = [faults(page)]

    page.get_by_role("button", name="Dùng trồng trọt").click()
    expect(page.locator("main")).to_contain_text("Lĩnh vực: “trồng trọtt” → “trồng trọt”, 1 ô (C2)")
    expect(page.get_by_role("button", name="Ghi 1 dòng vào sổ")).to_be_visible()
    seen.append(faults(page))
    page.get_by_role("button", name="Bỏ thay “trồng trọtt”").click()

    expect(page.get_by_role("button", name="Dùng trồng trọt")).to_be_visible()
    assert seen == [[], []]


def test_list_gives_its_excel_file(page):
    sign_in(page)
    page.goto("/htx/?q=hong+ca")
    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất 1 dòng", exact=True).click()

    assert _names(download.value.path().read_bytes()) == ["HTX dịch vụ tổng hợp Hồng Ca"]


def _names(content: bytes) -> list[str]:
    from tests.tables import cells

    return [row["Tên hợp tác xã"] for row in cells(content)]
