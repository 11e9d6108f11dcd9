"""The dashboard on the windows of an office: tablets, laptops, desks."""

import pytest

from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_reading import sign_in

pytestmark = pytest.mark.browser

WIDTHS = (768, 834, 959, 960, 1024, 1199, 1200, 1280, 1366, 1439, 1440, 1920)
NARROWEST_BAR = "Math.min(...[...document.querySelectorAll('.plan .bullet')].map(bar => bar.clientWidth))"
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('.table-scroll')]
  .map(each => each.scrollWidth - each.clientWidth)"""


@pytest.fixture
def page(chromium, live_server, demo):
    context = chromium.new_context(locale="vi-VN", base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_bars_keep_their_room_and_nothing_scrolls_sideways(page):
    sign_in(page, "lanhdao")
    page.goto("/?quy=4")
    bars, beyond = {}, {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        bars[width] = page.evaluate(NARROWEST_BAR)
        beyond[width] = page.evaluate(SIDEWAYS)

    assert {width: bar for width, bar in bars.items() if bar < 120} == {}
    assert {width: wide for width, wide in beyond.items() if any(wide)} == {}


def test_comparison_of_four_fits_a_laptop_and_a_phone_shows_where_one_is(page):
    for year in (2018, 2021):
        factories.make_indicator(factories.make_program("190", year), "1a", target=30)
    sign_in(page, "lanhdao")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/so-sanh/?ct=190/2018&ct=144/2019&ct=190/2020&ct=190/2021&quy=4")
    assert (page.locator(".compare thead th").count(), page.evaluate(SIDEWAYS)) == (5, [0, 0])

    page.set_viewport_size(PHONE)
    for address in ("/so-sanh/", "/dia-ban/190/2020/4/138/"):
        page.goto(address)
        active = page.locator(".tabs [aria-current]").bounding_box()
        assert active["x"] + active["width"] <= PHONE["width"]
