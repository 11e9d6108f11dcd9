"""Every register's list: constant queries, search without diacritics, filters and pages that withstand nonsense."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coopunion.templatetags.records import page_numbers
from tests import factories

LISTS = {
    "cooperatives:list": lambda: factories.make_cooperative(
        founded_on=date(2020, 1, 9), operating_since=date(2020, 1, 9)
    ),
    "cooperatives:group-list": lambda: factories.make_group(notified_on=date(2020, 1, 9)),
    "cooperatives:inspection-list": lambda: factories.make_inspection(factories.make_cooperative(), date(2020, 1, 9)),
    "cooperatives:chain-list": lambda: factories.make_chain(recognised_on=date(2020, 1, 9)),
    "cooperatives:support-list": lambda: factories.make_cooperative_support(
        factories.make_cooperative(), date(2020, 1, 9)
    ),
    "cooperatives:reorganisation-list": lambda: factories.make_reorganisation(
        "merger",
        [factories.make_cooperative(), factories.make_cooperative()],
        [factories.make_cooperative()],
        date(2020, 1, 9),
    ),
    "ocop:producer-list": lambda: factories.make_producer("", "cooperative", cooperative=factories.make_cooperative()),
    "ocop:list": lambda: factories.make_recognition(factories.make_product(), date(2020, 1, 9)),
    "poverty:list": lambda: factories.make_household(),
}


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


def rows(page) -> list[str]:
    return [str(row) for row in page.context["listing"].page]


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_many_queries_for_fifty_rows_as_for_one(name, browser):
    LISTS[name]()
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(reverse(name))
    for _ in range(49):
        LISTS[name]()

    with CaptureQueriesContext(connection) as fifty:
        page = browser.get(reverse(name))

    assert (len(fifty), len(rows(page))) == (len(one), 50)


@pytest.mark.parametrize("words", ["htx dvth hong ca", "HTX DVTH Hồng Ca", "hop tac xa dich vu", "hồng  ca", "Hòa"])
def test_list_finds_names_without_diacritics_and_by_abbreviation(words, browser):
    factories.make_cooperative("HTX dịch vụ tổng hợp Hồng Ca", short_name="HTX Hoà Bình")
    factories.make_cooperative("Quỹ tín dụng Lục Yên")

    assert rows(browser.get("/htx/", {"q": words})) == ["HTX Hoà Bình"]


def test_list_of_a_district_includes_its_communes(browser, district, commune, other_district):
    factories.make_cooperative("HTX Một", place=commune)
    factories.make_cooperative("HTX Hai", place=district)
    factories.make_cooperative("HTX Ba", place=other_district)

    assert rows(browser.get("/htx/", {"huyen": district.code})) == ["HTX Hai", "HTX Một"]


def test_list_is_narrowed_by_department_state_and_days(browser, department_a, department_b):
    factories.make_group("THT Một", notified_on=date(2020, 3, 31))
    factories.make_group("THT Hai", notified_on=date(2020, 4, 1), department=department_b)
    factories.make_group("THT Ba", state="draft")

    assert rows(browser.get("/tht/", {"phong": department_b.pk})) == ["THT Hai"]
    assert rows(browser.get("/tht/", {"ho-so": "draft"})) == ["THT Ba"]
    assert rows(browser.get("/tht/", {"tu": "01/04/2020", "den": "30/06/2020"})) == ["THT Hai"]
    assert rows(browser.get("/tht/", {"tu": "32/13/2020"})) == ["THT Ba", "THT Hai", "THT Một"]


def test_conditions_in_force_are_named_and_taken_away_one_by_one(browser, department_b):
    factories.make_group("THT Một", notified_on=date(2020, 3, 31), department=department_b)
    asked = {"q": "tht", "phong": department_b.pk, "tu": "01/01/2020"}

    conditions = browser.get("/tht/", asked).context["listing"].conditions

    assert conditions == [
        (f"Phòng phụ trách: {department_b}", "?q=tht&tu=01%2F01%2F2020"),
        ("Từ ngày: 01/01/2020", f"?q=tht&phong={department_b.pk}"),
    ]


@pytest.mark.parametrize(("number", "shown"), [("1", [1, 2, "…", 5]), ("3", [1, 2, 3, 4, 5]), ("99", [1, "…", 4, 5])])
def test_foot_of_a_list_leads_to_pages_by_number(number, shown, browser):
    factories.make_cooperatives(201, founded_on=date(2020, 1, 9))

    page = browser.get("/htx/", {"trang": number})

    assert page_numbers(page.context["listing"].page) == shown
    assert page.content.decode().count('<a class="pages-number"') == len([each for each in shown if each != "…"]) - 1


@pytest.mark.parametrize(("count", "message"), [(50, []), (80, ["Dòng 1–50 trong 80"])])
def test_printed_list_says_which_rows_it_holds(count, message, browser, district):
    for number in range(count):
        factories.make_group(f"THT {number:03d}")

    page = browser.get("/tht/").content.decode()

    assert re.findall(r'<p class="note print-only">(.*?)</p>', page) == message


def test_list_ignores_what_it_does_not_know(browser):
    factories.make_cooperative("HTX Một")

    page = browser.get("/htx/", {"sap-xep": "department__users__password", "loai": "x", "huyen": "0", "trang": "abc"})

    assert (page.status_code, rows(page)) == (200, ["HTX Một"])


def test_list_sorts_by_an_allowed_column_both_ways(browser):
    factories.make_cooperative("HTX Một", members=9)
    factories.make_cooperative("HTX Hai", members=20)

    assert rows(browser.get("/htx/", {"sap-xep": "members"})) == ["HTX Một", "HTX Hai"]
    assert rows(browser.get("/htx/", {"sap-xep": "-members"})) == ["HTX Hai", "HTX Một"]


def test_list_says_what_to_do_when_nothing_matches(browser):
    factories.make_cooperative("HTX Một")

    assert "Bỏ tất cả điều kiện" in browser.get("/htx/", {"q": "không có"}).content.decode()


def test_empty_register_says_so(browser):
    assert "Chưa có hợp tác xã nào trong sổ." in browser.get("/htx/").content.decode()


def test_name_with_markup_is_shown_as_text(browser):
    factories.make_cooperative("<script>alert(1)</script>")

    page = browser.get("/htx/").content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_detail_tells_a_cooperatives_whole_life(browser, commune):
    cooperative = factories.make_cooperative(founded_on=date(2015, 3, 5), operating_since=date(2015, 3, 5))
    factories.make_assessment(cooperative, date(2020, 12, 1), rating="good")
    factories.make_conversion(cooperative, date(2020, 6, 1))
    factories.make_inspection(cooperative, date(2020, 4, 2))

    moments = browser.get(cooperative.get_absolute_url()).context["moments"]

    assert [(moment.on, moment.title) for moment in moments] == [
        (date(2020, 12, 1), "Đánh giá: Hoạt động hiệu quả"),
        (date(2020, 6, 1), "Chuyển đổi sang mô hình kiểu mới"),
        (date(2020, 4, 2), "Kiểm tra hồ sơ"),
        (date(2015, 3, 5), "Giấy chứng nhận cấp lần đầu"),
        (date(2015, 3, 5), "Đang hoạt động"),
    ]


def test_page_names_in_one_line_what_there_is_not(browser):
    cooperative = factories.make_cooperative(founded_on=date(2015, 3, 5))

    page = browser.get(cooperative.get_absolute_url())

    titles = ("giấy chứng nhận đăng ký", "trạng thái", "thành viên Liên minh", "hồ sơ đã gộp vào")
    assert [title in page.context["missing"] for title in titles] == [False, True, True, False]


@pytest.mark.parametrize(
    "make",
    [
        lambda cooperative: factories.make_inspection(cooperative, date(2020, 4, 2)),
        lambda cooperative: factories.make_cooperative_support(cooperative, date(2020, 4, 2)),
        lambda cooperative: factories.make_conversion(cooperative, None),
    ],
)
def test_page_asks_as_many_queries_for_fifty_events_as_for_one(make, browser):
    cooperative = factories.make_cooperative(founded_on=date(2015, 3, 5))
    make(cooperative)
    browser.get(cooperative.get_absolute_url())  # a process looks content types up once
    with CaptureQueriesContext(connection) as one:
        browser.get(cooperative.get_absolute_url())
    for _ in range(49):
        make(cooperative)

    with CaptureQueriesContext(connection) as fifty:
        browser.get(cooperative.get_absolute_url())

    assert len(fifty) == len(one)
