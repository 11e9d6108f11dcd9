"""Where things stand on the page: buttons clear of lines, filters in one row, tables in the same columns."""

import pytest

from tests.browser.test_reading import sign_in

pytestmark = pytest.mark.browser


def box(page, selector: str, nth: int = 0) -> dict:
    return page.locator(selector).nth(nth).bounding_box()


def bottom(found: dict) -> float:
    return round(found["y"] + found["height"])


def test_button_that_adds_a_row_stands_clear_of_the_next_section(page):
    sign_in(page)
    page.goto("/htx/them/")

    button, section = box(page, "[data-rows-add]"), box(page, "[data-rows]")

    assert bottom(section) - bottom(button) >= 8


def test_filters_of_the_journal_share_a_row_where_there_is_room(page):
    sign_in(page)
    page.goto("/nhat-ky/")

    rows = {bottom(box(page, f".filters {each}")) for each in ("#q", "#so", "#nguoi", "#tu", "#den")}

    assert len(rows) == 1 or page.viewport_size["width"] < 1000


def test_reports_of_all_years_stand_in_the_same_columns(page):
    sign_in(page)
    page.goto("/bao-cao/")
    heads = page.locator(".report-list thead th:nth-child(3)")

    columns = {round(head.bounding_box()["x"]) for head in heads.all()}

    assert (heads.count(), len(columns)) == (2, 1)
