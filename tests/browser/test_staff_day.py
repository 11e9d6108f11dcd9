"""What a staff member does in a day, ending with the figure that has risen by one; then the same by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_faults import serious
from tests.browser.test_reading import sign_in, sign_in_by_hand

pytestmark = pytest.mark.browser

REASON = "Hồ sơ đến sau khi báo cáo quý đã duyệt"
PDF = {"name": "giay-chung-nhan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 ban quet"}


def founded(page: Page, count: int) -> None:
    """The dashboard's figure of cooperatives founded by the union in 2020."""
    page.goto("/?chuong-trinh=190&nam=2020&quy=4")
    expect(page.get_by_role("link", name=re.compile(rf"^{count}$")).first).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Lưu( thay đổi)?$")).click()


def begin(page: Page, title: str) -> None:
    """The button of the record's page, wherever its width has put it."""
    link = page.get_by_role("link", name=title, exact=True)
    if not link.first.is_visible():
        page.locator(".toolbar summary, .page-head summary").first.click()
    link.first.click()


def test_day_of_a_staff_member(page):
    sign_in_by_hand(page, "canbo")
    founded(page, 65)

    page.goto("/htx/them/")
    page.get_by_label("Tên hợp tác xã").fill("HTX minh họa Suối Giàng")
    page.get_by_label("Chủ trì thành lập").select_option("Liên minh HTX tỉnh")
    page.get_by_label("Địa bàn trụ sở").press_sequentially("suoi giang")
    page.get_by_role("option", name=re.compile("xã Suối Giàng, huyện Văn Chấn")).first.click()
    page.get_by_label("Số thành viên").fill("7")
    faults = serious(page)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("HTX minh họa Suối Giàng")
    cooperative = page.url

    begin(page, "Ghi giấy chứng nhận đăng ký")
    page.get_by_role("textbox", name="Ngày cấp").fill("15/12/2020")
    save(page)
    expect(page.locator(".notice-error")).to_contain_text("kỳ đã duyệt")
    faults += serious(page)
    page.get_by_label("Lý do", exact=True).fill(REASON)
    save(page)
    founded(page, 66)

    page.goto(cooperative)
    page.get_by_role("link", name="Thêm tệp").click()
    page.get_by_label("Tệp", exact=False).first.set_input_files(PDF)
    page.get_by_label("Nội dung").fill("Giấy chứng nhận đăng ký")
    faults += serious(page)
    page.get_by_role("button", name="Đính kèm").click()
    expect(page.locator("#minh-chung")).to_contain_text("giay-chung-nhan.pdf")

    begin(page, "Ghi kiểm tra")
    page.get_by_label("Ngày kết thúc").fill("20/01/2021")
    page.get_by_label("Kết luận").fill("Hồ sơ đầy đủ")
    save(page)
    page.goto(cooperative)
    begin(page, "Ghi hỗ trợ")
    page.get_by_label("Hình thức").select_option(label="tư vấn, hướng dẫn")
    page.get_by_label("Ngày hỗ trợ").fill("22/01/2021")
    faults += serious(page)
    save(page)

    page.goto(f"{cooperative}sua/")
    page.get_by_label("Số thành viên").fill("9")
    page.get_by_label("Lý do", exact=True).fill("Đếm nhầm")
    save(page)
    expect(page.locator(".changes").first).to_contain_text("Số thành viên: 7")
    expect(page.locator(".timeline")).to_contain_text("Kiểm tra")
    faults += serious(page)
    founded(page, 66)
    assert faults == []


def test_form_is_filled_by_keyboard_alone_and_leaving_it_warns(page):
    sign_in(page, "canbo")
    page.goto("/tht/them/")
    page.get_by_label("Tên tổ hợp tác").focus()
    page.keyboard.type("Tổ hợp tác minh họa mới")
    page.keyboard.press("Tab")
    page.keyboard.type("hong ca")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Địa bàn")).to_have_value("xã Hồng Ca, huyện Trấn Yên")

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Hủy", exact=True).click()
    expect(page.get_by_label("Tên tổ hợp tác")).to_have_value("Tổ hợp tác minh họa mới")
    assert asked == ["beforeunload"]

    page.get_by_role("button", name="Lưu", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổ hợp tác minh họa mới")
