"""A newcomer's first walk: sign in, see 65/30, open the 65, open one of them, read the report."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from coopunion.models import User
from tests.browser.conftest import DESKTOP
from tests.browser.page_faults import faults_of, serious

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/?quy=1",
    "/so-lieu/190/2020/4/1a/",
    "/so-lieu/190/2020/4/T2/",
    "/htx/",
    "/htx/?q=hong+ca",
    "/kiem-tra/",
    "/ocop/",
    "/ho-ngheo/",
    "/bao-cao/",
    "/bao-cao/190/2020/4/",
    "/bao-cao/190/2020/4/lan-1/so-voi-quy-truoc/",
)


def sign_in(page: Page, name: str = "canbo") -> None:
    """Gives the browser a session of this account; no page is opened."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    key = client.session.session_key
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])


def sign_in_by_hand(page: Page, name: str = "canbo") -> None:
    """Through the page, and lands on the dashboard."""
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill("demo-2020")
    page.get_by_role("button", name="Đăng nhập").click()


def test_newcomer_finds_the_65_cooperatives_behind_the_figure(page):
    sign_in_by_hand(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chương trình hành động 190")
    assert "217%" in page.locator("main").inner_text().replace("\n", "")

    page.locator('a[href="/so-lieu/190/2020/4/1a/"]').filter(has_text="65").first.click()
    expect(page.locator("tbody tr")).to_have_count(65)

    page.get_by_role("link", name="HTX nông lâm nghiệp Xanh 27/7").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("HTX nông lâm nghiệp Xanh 27/7")
    expect(page.locator("main")).to_contain_text("xã An Thịnh, huyện Văn Yên")


def test_report_is_read_as_a_page_and_downloaded_as_pdf(page):
    sign_in(page, "lanhdao")
    page.goto("/bao-cao/190/2020/4/")
    expect(page.locator("main")).to_contain_text("lũy kế từ đầu năm 65/30 HTX, đạt 217% so với kế hoạch")

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").first.click()

    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"


@pytest.mark.parametrize("page", [DESKTOP], indirect=True, ids=["both windows"])
def test_pages_fit_the_screen_and_have_no_serious_accessibility_fault(page):
    sign_in(page)

    assert faults_of(page, PAGES) == []


def test_skip_link_leads_to_the_content_by_keyboard(page):
    sign_in(page)
    page.goto("/htx/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_menus_of_a_record_open_inside_the_window_and_close(page):
    sign_in(page)
    page.goto("/htx/?q=hong+ca")
    page.get_by_role("link", name="HTX DVTH Hồng Ca").click()
    menus = page.locator(".toolbar .menu")

    for number in range(menus.count()):
        menus.nth(number).locator("summary").click()
        box = menus.nth(number).locator(".menu-body").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]
    expect(page.locator("details.menu[open]")).to_have_count(1)  # one closes the other

    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)


def test_one_search_leads_from_anywhere_to_every_register(page):
    sign_in(page)
    page.goto("/bao-cao/")
    page.keyboard.press("/")
    if page.locator("#tim-nhanh").is_visible():
        expect(page.locator("#tim-nhanh")).to_be_focused()
        page.keyboard.type("minh hoa 001")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="Tìm trong các sổ").click()
        page.get_by_role("searchbox").last.fill("minh hoa 001")
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Hợp tác xã", "Tổ hợp tác", "Hỗ trợ HTX, THT", "Kiểm tra", "Sản phẩm OCOP", "Chủ thể OCOP", "Hộ nghèo"]
    )
    assert serious(page) == []
