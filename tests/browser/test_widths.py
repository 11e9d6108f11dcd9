"""The dashboard on the windows of an office: tablets, laptops, desks."""

import pytest

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
