"""The rows of a table by place: each place in exactly one, on whichever map."""

from datetime import date

import pytest

from coopunion.models import PlaceSuccession
from reports.figures.geography import read_geography
from tests import factories

pytestmark = pytest.mark.django_db

DAY, TODAY = date(2020, 12, 31), date(2026, 11, 24)


def geography_of(*places, day=DAY, asked="", ids=None):
    ids = [place.pk for place in places] if ids is None else ids
    return read_geography(factories.yen_bai(), day, ids, TODAY, asked)


def titles(areas) -> list[str]:
    return [area.title for area in areas]


def test_commune_is_added_up_in_its_district():
    commune = factories.hong_ca()

    (area,) = geography_of(commune).areas

    assert (area.title, area.named, area.is_ours) == ("Trấn Yên", "huyện Trấn Yên", True)
    assert area.places == {commune.pk, factories.tran_yen().pk}


def test_districts_of_the_province_are_rows_even_when_empty():
    factories.tran_yen(), factories.van_yen()

    assert titles(geography_of().areas) == ["Văn Yên", "Trấn Yên"]


def test_every_place_lies_in_exactly_one_row():
    lao_cai = factories.make_place("Lào Cai", "province", code="10")
    places = [
        factories.hong_ca(),
        factories.van_yen(),
        factories.yen_bai(),
        factories.make_place("Sa Pa", "town", parent=lao_cai),
    ]
    ids = [*(place.pk for place in places), None]

    areas = geography_of(ids=ids).areas

    assert titles(areas) == ["Văn Yên", "Trấn Yên", "TX. Sa Pa", "Chỉ ghi đến cấp trên", "Không ghi địa bàn"]
    assert [area.is_ours for area in areas] == [True, True, False, False, False]
    assert [sum(place in area.places for area in areas) for place in ids] == [1, 1, 1, 1, 1]


def reform() -> tuple:
    """Hồng Ca and another commune became one on 1/7/2025; the districts ended."""
    day = date(2025, 7, 1)
    old = [factories.hong_ca(), factories.make_place("Hưng Khánh", "commune", code="04576")]
    new = factories.make_place("Hưng Khánh", "commune", code="04576", parent=factories.yen_bai(), valid_from=day)
    for place in (*old, factories.tran_yen()):
        place.valid_to = day
        place.save()
    for place in old:
        PlaceSuccession.objects.create(predecessor=place, successor=new, on=day, decision="NQ 1673")
    return old, new


def test_records_of_2020_are_drawn_on_the_map_of_2020_unless_asked():
    (old, _) = reform()

    usual, asked = geography_of(*old), geography_of(*old, asked="xa-nay")

    assert (usual.title, titles(usual.areas)) == ("Theo huyện", ["Trấn Yên"])
    assert (asked.title, titles(asked.areas)) == ("Theo xã", ["Xã Hưng Khánh"])


def test_records_after_the_districts_are_drawn_on_today_s_map():
    (_, new) = reform()

    assert titles(geography_of(new, day=date(2026, 3, 31)).areas) == ["Xã Hưng Khánh"]


def test_map_there_is_not_leaves_the_usual_one():
    assert geography_of(factories.hong_ca(), asked="sao-hoa").choice.key == "huyen-2020"


def test_redrawing_needs_no_query(django_assert_num_queries):
    (old, new) = reform()
    usual, province = geography_of(*old), factories.yen_bai()

    with django_assert_num_queries(0):
        redrawn = read_geography(province, DAY, [place.pk for place in old], TODAY, "xa-nay", usual.lineage)
        unknown = read_geography(province, DAY, [place.pk for place in old], TODAY, "sao-hoa", usual.lineage)

    assert [area.unit for area in redrawn.areas] == [new]
    assert unknown == usual


def test_two_queries_whatever_there_is(django_assert_num_queries):
    province = factories.yen_bai()
    ids = [factories.make_place("Xã", "commune").pk for _ in range(20)]

    with django_assert_num_queries(2):
        geography = read_geography(province, DAY, ids, TODAY)
        [geography.inside(area) for area in geography.areas]


def test_no_province_or_no_units_of_it_is_no_map():
    assert read_geography(None, DAY, [], TODAY) is None
    assert read_geography(factories.yen_bai(), DAY, [], TODAY) is None


def test_district_is_parted_into_its_communes_and_what_stands_for_it_as_a_whole():
    geography = geography_of(factories.hong_ca(), factories.tran_yen())
    (area,) = geography.areas

    parts = geography.inside(area)

    assert [(part.title, part.key, part.named) for part in parts] == [
        ("Xã Hồng Ca", "04570.20040101", "xã Hồng Ca, huyện Trấn Yên"),
        ("Không rõ xã", "138.20040101.chung", "huyện Trấn Yên, không rõ xã"),
    ]
    assert frozenset().union(*(part.places for part in parts)) == area.places
    assert [geography.find(part.key) for part in parts] == list(parts)


def test_address_names_a_row_by_its_key_or_its_code():
    geography = geography_of(factories.yen_bai(), factories.hong_ca())
    district, rest = geography.areas

    assert [geography.find(key) for key in ("138.20040101", "138", "cap-tren")] == [district, district, rest]


@pytest.mark.parametrize("key", ["999", "khong-ghi", "04570.19990101", "04570", "138.", "138.20040101.chung.chung"])
def test_address_of_a_place_that_is_not_there_finds_nothing(key):
    assert geography_of(factories.hong_ca()).find(key) is None
