"""Which row of a table by place a record belongs to."""

from datetime import date

import pytest

from reports.geography import district_of, districts, find_area, places_of
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2020, 12, 31)


def titles(areas) -> list[str]:
    return [area.title for area in areas]


def test_commune_belongs_to_its_district_and_a_district_to_itself():
    province = factories.yen_bai()

    assert district_of(factories.hong_ca(), province) == factories.tran_yen()
    assert district_of(factories.tran_yen(), province) == factories.tran_yen()


def test_province_and_other_provinces_belong_to_no_district():
    elsewhere = factories.make_place("Sa Pa", parent=factories.make_place("Lào Cai", "province", code="10"))

    assert [district_of(place, factories.yen_bai()) for place in (factories.yen_bai(), elsewhere)] == [None, None]


def test_commune_directly_below_a_province_is_its_own_row():
    """Since 1/7/2025 there are no districts."""
    commune = factories.make_place("Trấn Yên", "commune", parent=factories.yen_bai(), valid_from=date(2025, 7, 1))

    assert district_of(commune, factories.yen_bai()) == commune


def test_districts_in_force_are_rows_even_when_empty():
    factories.hong_ca(), factories.van_yen()
    factories.make_place("Cũ", code="130", valid_to=date(2010, 1, 1))

    assert titles(districts(factories.yen_bai(), DAY, [])) == ["Văn Yên", "Trấn Yên"]


def test_every_place_lies_in_exactly_one_row():
    lao_cai = factories.make_place("Lào Cai", "province", code="10")
    places = [
        factories.hong_ca(),
        factories.van_yen(),
        factories.yen_bai(),
        factories.make_place("Sa Pa", parent=lao_cai),
    ]
    ids = [*(place.pk for place in places), None]

    areas = districts(factories.yen_bai(), DAY, ids)

    assert titles(areas) == ["Văn Yên", "Trấn Yên", "Không rõ huyện"]
    assert [sum(place in area.places for area in areas) for place in ids] == [1, 1, 1, 1, 1]


def test_units_of_one_code_are_told_apart_in_addresses():
    factories.tran_yen()
    old = factories.make_place("Trấn Yên cũ", code="138", valid_from=date(1990, 1, 1), valid_to=date(2004, 1, 1))

    areas = districts(factories.yen_bai(), DAY, [old.pk])

    assert [area.code for area in areas] == ["138", "138.19900101"]
    assert [find_area(areas, area.code, DAY) for area in areas] == list(areas)


def test_district_is_parted_into_its_communes_and_what_stands_for_it_as_a_whole():
    ids = [factories.hong_ca().pk, factories.tran_yen().pk]
    (area,) = districts(factories.yen_bai(), DAY, ids)

    parts = places_of(area, DAY)

    assert [(part.title, part.code, part.named) for part in parts] == [
        ("Xã Hồng Ca", "04570", "xã Hồng Ca, huyện Trấn Yên"),
        ("Không rõ xã", "138.chung", "huyện Trấn Yên, không rõ xã"),
    ]
    assert frozenset().union(*(part.places for part in parts)) == area.places
    assert [find_area([area], part.code, DAY) for part in parts] == list(parts)


@pytest.mark.parametrize("code", ["999", "khac", "04570.19990101", "138.", "138.chung.chung"])
def test_address_of_a_place_that_is_not_there_finds_nothing(code):
    (area,) = [each for each in districts(factories.yen_bai(), DAY, [factories.hong_ca().pk]) if each.code == "138"]

    assert find_area([area], code, DAY) is None
