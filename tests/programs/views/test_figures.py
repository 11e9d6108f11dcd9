"""The register of reported figures: who has reported, who has not, filters, history, constant queries."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coopunion.models import Place
from coopunion.places.loading import load_places
from programs.figures.reporting import Reports, provinces_on, reporting_places
from tests import factories
from tests.tables import cells

LIST = "/so-lieu-tong-hop/"


@pytest.fixture
def indicator(office, district, other_district):
    return factories.make_indicator(factories.make_program(), "T2", unit="tổ")


@pytest.fixture
def browser(client, staff_a, indicator):
    client.force_login(staff_a)
    return client


def shown(page) -> list[str]:
    return [str(figure) for figure in page.context["page"]]


def reports(indicator, quarter: int = 1, today: date = date(2020, 12, 31)) -> Reports:
    of = indicator.program.quarters[quarter - 1]
    figures = indicator.figures.select_related("place__parent__parent")
    return Reports(indicator, of, figures, reporting_places(of.ends_on), today=today)


# Who has reported


def test_place_without_a_total_is_named(indicator, district):
    factories.make_figure(indicator, 5, place=district)

    message = reports(indicator)

    assert (message.short, message.words, message.missing_names) == (
        "1/2",
        "1/2 huyện, thị xã, thành phố đã gửi",
        "Văn Yên",
    )


def test_total_of_a_commune_speaks_for_its_district(indicator, commune):
    factories.make_figure(indicator, 5, place=commune)

    assert reports(indicator).missing_names == "Văn Yên"


def test_total_of_the_province_leaves_nobody_owing(indicator):
    factories.make_figure(indicator, 5)

    assert (reports(indicator).words, reports(indicator).missing) == ("đã có số toàn tỉnh", [])


def test_total_of_another_quarter_is_not_this_one_s(indicator, district):
    factories.make_figure(indicator, 5, 2, place=district)

    assert (reports(indicator).short, reports(indicator, 2).short) == ("chưa có", "1/2")


def test_reported_zero_is_a_report(indicator, district):
    factories.make_figure(indicator, 0, place=district)

    assert (reports(indicator).reported, reports(indicator).total) == (1, 0)


def test_quarter_that_lies_ahead_owes_nothing_yet(indicator):
    assert reports(indicator, 4, today=date(2020, 9, 30)).lies_ahead is True


def test_district_that_is_no_more_is_not_waited_for(indicator, other_district):
    other_district.valid_to = date(2020, 2, 1)
    other_district.save()

    assert [place.name for place in reporting_places(date(2020, 3, 31))] == ["Trấn Yên"]


@pytest.mark.parametrize(
    ("province", "day", "expected"),
    [
        ("2004-01-01", date(2020, 12, 31), (["tỉnh Yên Bái"], 9, "huyện Lục Yên")),
        ("2004-01-01", date(2025, 9, 30), (["tỉnh Lào Cai"], 51, "phường Nam Cường, tỉnh Lào Cai")),
        ("2025-07-01", date(2020, 12, 31), (["tỉnh Lào Cai", "tỉnh Yên Bái"], 18, "thành phố Lào Cai")),
        ("2025-07-01", date(2025, 9, 30), (["tỉnh Lào Cai"], 99, "phường Lào Cai, tỉnh Lào Cai")),
    ],
)
def test_whichever_province_the_office_chose_the_units_of_the_quarter_report(province, day, expected, db):
    load_places()
    factories.make_office(Place.objects.get(code="15", valid_from=province))

    units = [str(place) for place in reporting_places(day)]

    assert ([str(place) for place in provinces_on(day)], len(units), expected[2] in units) == (*expected[:2], True)


# The register


def test_list_is_of_the_latest_programme_unless_another_is_asked_for(browser, indicator, district):
    factories.make_figure(indicator, 5, place=district)
    last = factories.make_indicator(factories.make_program("144", 2019), "T2")
    factories.make_figure(last, 7, place=district)

    assert shown(browser.get(LIST)) == ["T2, quý I, huyện Trấn Yên: 5"]
    assert shown(browser.get(LIST, {"chuong-trinh": "144", "nam": "2019"})) == ["T2, quý I, huyện Trấn Yên: 7"]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"quy": "2"}, ["T2, quý II, huyện Trấn Yên: 6"]),
        ({"dia-ban": "136"}, ["T2, quý I, huyện Văn Yên: 7"]),
        ({"chi-tieu": "9"}, ["9, quý I, huyện Trấn Yên: 8"]),
        ({"quy": "9", "dia-ban": "x", "chi-tieu": "x", "trang": "abc"}, None),
    ],
)
def test_list_is_filtered_by_what_it_knows(asked, left, browser, indicator, district, other_district):
    other = factories.make_indicator(indicator.program, "9")
    for each, value, quarter, place in (
        (indicator, 5, 1, district),
        (indicator, 7, 1, other_district),
        (indicator, 6, 2, district),
        (other, 8, 1, district),
    ):
        factories.make_figure(each, value, quarter, place=place)

    found = shown(browser.get(LIST, asked))

    assert found == left if left else len(found) == 4


def test_list_waits_for_indicators_that_nothing_else_counts_or_that_reported_last_year(browser, indicator):
    counted = factories.make_indicator(indicator.program, "1a", measure="cooperatives.founded_by_union")
    again = factories.make_indicator(indicator.program, "T1", measure="cooperatives.founded")
    factories.make_figure(factories.make_indicator(factories.make_program("144", 2019), "T1"), 3)

    page = browser.get(LIST)

    assert [each for each, _ in page.context["expected"]] == [indicator, again]
    assert [each for each, _ in page.context["others"]] == [counted]


def test_list_without_a_programme_says_what_to_do(client, office, staff_a):
    client.force_login(staff_a)

    assert "Chưa có chương trình nào" in client.get(LIST).content.decode()


def test_page_of_a_quarter_tells_old_and_new_values(browser, indicator, district, staff_a):
    figure = factories.make_figure(indicator, 5, place=district)
    figure.value, figure._history_user, figure._change_reason = 8, staff_a, "Huyện gửi lại"
    figure.save()

    newest = browser.get("/so-lieu-tong-hop/190/2020/1/T2/").context["changes"][0]

    assert (newest.title, newest.change.by, newest.change.reason) == (
        "huyện Trấn Yên: 8",
        str(staff_a),
        "Huyện gửi lại",
    )
    assert [(field.label, field.old, field.new) for field in newest.change.fields] == [("Giá trị", "5", "8")]


@pytest.mark.parametrize("address", [LIST, "/so-lieu-tong-hop/190/2020/1/T2/", "/so-lieu-tong-hop/190/2020/1/T2/nhap/"])
def test_page_asks_as_many_queries_for_fifty_totals_as_for_one(address, browser, indicator, district):
    factories.make_figure(indicator, 5, place=district)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for number in range(49):
        factories.make_figure(indicator, number, place=factories.make_place(f"Huyện {number}"))
        factories.make_indicator(indicator.program, f"9{number}")

    with CaptureQueriesContext(connection) as fifty:
        page = browser.get(address)

    assert (page.status_code, len(fifty)) == (200, len(one))


def test_list_is_exported_as_it_is_filtered(browser, indicator, district, other_district):
    factories.make_figure(indicator, 5, place=district)
    factories.make_figure(indicator, 7, 2, place=other_district)

    link = re.search(r'href="([^"]*xuat-excel/[^"]*)"', browser.get(LIST, {"quy": "2"}).content.decode()).group(1)
    response = browser.get(html.unescape(link))

    rows = cells(b"".join(response.streaming_content))
    assert [(row["Mã chỉ tiêu"], row["Quý"], row["Giá trị"]) for row in rows] == [("T2", "II", 7)]


def test_totals_of_units_that_are_no_more_say_what_they_are_now(browser, indicator, monkeypatch):
    old, _ = factories.dao_thinh_merged()
    factories.make_figure(indicator, 5, place=old)
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2024, 12, 31))

    pages = [browser.get(address).content.decode() for address in (LIST, "/so-lieu-tong-hop/190/2020/1/T2/")]

    assert ["Đào Thịnh, huyện Trấn Yên (nay: xã Thành Thịnh, huyện Trấn Yên)" in page for page in pages] == [True, True]
