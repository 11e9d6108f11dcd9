"""Administrative units between their days, and what lies within them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from coopunion.models import Place
from coopunion.places.loading import load_places
from coopunion.text import search_key
from tests import factories

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)  # no districts from that day on


def titles(places) -> list[str]:
    return [place.title for place in places]


def test_valid_on_is_from_the_first_day_to_the_day_before_the_end(province):
    factories.make_place("Trấn Yên", valid_from=date(2020, 1, 1), valid_to=REFORM)
    days = (date(2019, 12, 31), date(2020, 1, 1), REFORM - timedelta(days=1), REFORM)
    assert [Place.objects.districts().valid_on(day).count() for day in days] == [0, 1, 1, 0]


def test_valid_on_tells_units_that_share_a_code_apart(district):
    factories.make_place("Nông trường Nghĩa Lộ", "township", code="04624", valid_to=date(2020, 2, 1))
    factories.make_place("Nghĩa Lộ", "commune", code="04624", valid_from=date(2020, 2, 1))
    found = [titles(Place.objects.valid_on(day).filter(code="04624")) for day in (date(2020, 1, 31), date(2020, 2, 1))]
    assert found == [["thị trấn Nông trường Nghĩa Lộ"], ["xã Nghĩa Lộ"]]


def test_same_code_from_the_same_day_is_refused(province):
    factories.make_place("Trấn Yên", code="138")
    with pytest.raises(IntegrityError):
        factories.make_place("Văn Yên", code="138")


def test_end_before_the_beginning_is_refused(province):
    with pytest.raises(IntegrityError):
        factories.make_place("Trấn Yên", valid_from=REFORM, valid_to=REFORM)


def test_within_is_the_place_itself_and_everything_under_it(province, district, other_district, commune):
    elsewhere = factories.make_place("Lào Cai", "province", code="10")
    factories.make_place("Sa Pa", "town", parent=elsewhere)
    found = [titles(Place.objects.within(place)) for place in (province, district, commune)]
    assert found == [
        ["xã Hồng Ca", "huyện Văn Yên", "huyện Trấn Yên", "tỉnh Yên Bái"],
        ["xã Hồng Ca", "huyện Trấn Yên"],
        ["xã Hồng Ca"],
    ]


def test_names_of_places(province, district, commune):
    city = factories.make_place("Yên Bái", "city")
    read = [(place.title, place.short_title, place.full_name) for place in (province, city, district, commune)]
    assert read == [
        ("tỉnh Yên Bái", "Yên Bái", "tỉnh Yên Bái"),
        ("thành phố Yên Bái", "TP. Yên Bái", "thành phố Yên Bái"),
        ("huyện Trấn Yên", "Trấn Yên", "huyện Trấn Yên"),
        ("xã Hồng Ca", "Hồng Ca", "xã Hồng Ca, huyện Trấn Yên"),
    ]


def test_district_of_a_place(province, district, commune):
    after_reform = factories.make_place("Trấn Yên", "commune", parent=province, valid_from=REFORM)
    assert [place.district for place in (province, district, commune, after_reform)] == [None, district, district, None]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("xã trấn yên", ["xã Trấn Yên, tỉnh Lào Cai"]),
        ("đào thịnh, trấn yên", ["xã Đào Thịnh, huyện Trấn Yên"]),
        ("xã Hồng Ca, huyện Trấn Yên", ["xã Hồng Ca, huyện Trấn Yên"]),
        ("huyện trấn", ["huyện Trấn Yên"]),
        ("trấn yên", ["xã Trấn Yên, tỉnh Lào Cai", "huyện Trấn Yên"]),  # before what lay in the district
        ("xà hồ", ["xã Xà Hồ, huyện Trạm Tấu"]),  # no kind, though it reads like one
    ],
)
def test_place_is_suggested_by_any_words_of_its_full_name(typed, first, db):
    load_places()
    found = list(dict.fromkeys(str(place) for place in Place.objects.named_like(search_key(typed))))
    assert found[: len(first)] == first
