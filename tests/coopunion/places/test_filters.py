"""Lists filtered by a unit of any day, and how they name units that are no more."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperatives.models import Cooperative
from coopunion.models import OfficeIdentity, OfficeTimeline, Place
from coopunion.places.filters import address_key, place_filter
from tests import factories

pytestmark = pytest.mark.django_db

THEN, TODAY = date(2020, 12, 31), date(2025, 8, 1)


@pytest.fixture
def yen_bai(real_places) -> Place:
    return Place.objects.get(code="15", valid_from="2004-01-01")


@pytest.fixture
def browser(client, yen_bai, staff_a):
    factories.make_office(yen_bai)
    client.force_login(staff_a)
    return client


@pytest.fixture
def on(monkeypatch):
    """Sets the day of looking."""
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda: day)


def offices(*provinces: Place) -> OfficeTimeline:
    return OfficeTimeline([OfficeIdentity.of_province(province) for province in provinces])


def unit(code: str, day: date = THEN) -> Place:
    return Place.objects.valid_on(day).select_related("parent").get(code=code)


def found(browser, asked: str) -> list[str]:
    return [str(row) for row in browser.get("/htx/", {"huyen": asked}).context["listing"].page]


@pytest.fixture
def three(yen_bai) -> None:
    """One in Đào Thịnh as of 2020, one in Trấn Yên of today, one in Văn Yên."""
    factories.make_cooperative("HTX Đào Thịnh", place=unit("04507"))
    factories.make_cooperative("HTX Trấn Yên mới", place=unit("04498", TODAY))
    factories.make_cooperative("HTX Văn Yên", place=unit("136"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("04498.20250701", ["HTX Trấn Yên mới", "HTX Đào Thịnh"]),  # today's commune
        ("xã Trấn Yên", ["HTX Trấn Yên mới", "HTX Đào Thịnh"]),
        ("04507.20040101", ["HTX Đào Thịnh"]),  # the commune of 2020
        ("dao thinh, tran yen", ["HTX Đào Thịnh"]),
        ("xã Không Có", ["HTX Đào Thịnh", "HTX Trấn Yên mới", "HTX Văn Yên"]),  # names no unit: no filter
        ("xã đào thịnh", ["HTX Đào Thịnh"]),
        ("138", ["HTX Đào Thịnh"]),  # the district of 2020
        ("138.20040101", ["HTX Đào Thịnh"]),
        ("136", ["HTX Văn Yên"]),
        ("04498", ["HTX Trấn Yên mới", "HTX Văn Yên", "HTX Đào Thịnh"]),  # a commune's code alone names two units
        ("xã Tân Thịnh", ["HTX Trấn Yên mới", "HTX Văn Yên", "HTX Đào Thịnh"]),  # two of that name
    ],
)
def test_list_is_filtered_by_a_unit_of_any_day(asked, expected, browser, three, on):
    on(TODAY)
    assert sorted(found(browser, asked)) == sorted(expected)


def test_queryset_in_place_follows_successions(three):
    names = [
        sorted(str(row) for row in Cooperative.objects.in_place(place))
        for place in (unit("15", TODAY), unit("15"), unit("04498", TODAY))
    ]
    assert names == [
        ["HTX Trấn Yên mới", "HTX Văn Yên", "HTX Đào Thịnh"],
        ["HTX Văn Yên", "HTX Đào Thịnh"],
        ["HTX Trấn Yên mới", "HTX Đào Thịnh"],
    ]


def test_filter_offers_districts_then_and_communes_now(yen_bai):
    offered = place_filter(offices(yen_bai), "", TODAY)
    assert [(label, len(options)) for label, options in offered.groups] == [
        ("Bản đồ năm 2020", 9),
        ("Bản đồ hiện nay", 51),
    ]
    assert offered.groups[0][1][0] == ("132.20040101", "TP. Yên Bái")


def test_filter_offers_districts_alone_while_there_are_districts(yen_bai):
    assert [(label, len(options)) for label, options in place_filter(offices(yen_bai), "", THEN).groups] == [
        ("Huyện, thị xã, thành phố", 9)
    ]


def test_filter_follows_the_office_from_its_former_province_to_that_of_today(yen_bai):
    groups = place_filter(offices(yen_bai, unit("15", TODAY)), "", TODAY).groups
    assert [(label, len(options)) for label, options in groups] == [("Bản đồ năm 2020", 9), ("Bản đồ hiện nay", 99)]


def test_filter_offers_both_maps_where_the_office_chose_the_province_of_today(yen_bai):
    lao_cai = unit("15", TODAY)
    groups = [place_filter(offices(lao_cai), "", day).groups for day in (THEN, TODAY)]
    shown = [[(label, len(options)) for label, options in each] for each in groups]
    assert shown == [
        [("Huyện, thị xã, thành phố", 18)],
        [("Bản đồ năm 2020", 18), ("Bản đồ hiện nay", 99)],
    ]


def test_filter_offers_another_unit_that_was_asked_for(yen_bai):
    asked = place_filter(offices(yen_bai), address_key(unit("04507")), TODAY)
    assert asked.groups[-1] == (
        "Đơn vị khác",
        [("04507.20040101", "xã Đào Thịnh, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)")],
    )
    assert asked.value == "04507.20040101"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (THEN, "xã Đào Thịnh, huyện Trấn Yên"),
        (date(2024, 12, 1), "xã Đào Thịnh, huyện Trấn Yên (nay: xã Thành Thịnh, huyện Trấn Yên)"),
        (TODAY, "xã Đào Thịnh, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)"),
    ],
)
def test_list_and_page_name_the_unit_as_it_was_and_as_it_is(day, expected, browser, three, on):
    on(day)
    cooperative = Cooperative.objects.get(name="HTX Đào Thịnh")
    pages = [browser.get(address).content.decode() for address in ("/htx/", cooperative.get_absolute_url())]
    assert [f">{expected}<" in page for page in pages] == [True, True]


def test_list_of_past_units_asks_as_many_queries_for_fifty_rows_as_for_one(browser, on, yen_bai):
    on(TODAY)
    communes = list(Place.objects.valid_on(THEN).filter(level="commune")[:50])
    factories.make_cooperative(place=communes[0])
    with CaptureQueriesContext(connection) as one:
        browser.get("/htx/")
    for place in communes[1:]:
        factories.make_cooperative(place=place)
    with CaptureQueriesContext(connection) as fifty:
        page = browser.get("/htx/")
    assert (len(fifty), page.content.decode().count("(nay: ")) == (len(one), 50)
