"""Carrying places to the units of one map: every place falls on one unit or into one rest, and sums stay."""

from datetime import date

import pytest

from coopunion.models import Place, PlaceSuccession
from coopunion.places.maps import PlaceMap, Rest, map_choices
from tests.places import counts_on

pytestmark = pytest.mark.usefixtures("real_places")

THEN, TODAY = date(2020, 12, 31), date(2026, 8, 1)


@pytest.fixture
def yen_bai(real_places) -> Place:
    return Place.objects.get(code="15", valid_from="2004-01-01")


def unit(code: str, day: date = THEN) -> Place:
    return Place.objects.valid_on(day).get(code=code)


def test_maps_have_the_units_of_the_province(yen_bai):
    sizes = [
        len(PlaceMap(yen_bai, day, level).units)
        for day, level in ((THEN, "district"), (THEN, "commune"), (TODAY, "commune"), (TODAY, "province"))
    ]
    assert sizes == [9, 173, 51, 1]


def test_map_of_the_province_of_today_holds_both_old_ones(yen_bai):
    lao_cai = unit("15", TODAY)
    sizes = [len(PlaceMap(lao_cai, day, level).units) for day, level in ((THEN, "district"), (TODAY, "commune"))]
    assert sizes == [18, 99]


def test_commune_falls_on_its_district_then_and_its_successor_now(yen_bai):
    dao_thinh = unit("04507")
    then, now = PlaceMap(yen_bai, THEN, "district"), PlaceMap(yen_bai, TODAY, "commune")
    assert (str(then.of(dao_thinh.pk)), str(now.of(dao_thinh.pk))) == ("huyện Trấn Yên", "xã Trấn Yên, tỉnh Lào Cai")


def test_commune_of_today_falls_on_the_district_it_was_joined_from(yen_bai):
    then = PlaceMap(yen_bai, THEN, "district")
    assert str(then.of(unit("04498", TODAY).pk)) == "huyện Trấn Yên"


def test_commune_of_today_joined_from_several_falls_on_no_commune_of_then(yen_bai):
    then = PlaceMap(yen_bai, THEN, "commune")
    assert then.of(unit("04498", TODAY).pk) is Rest.DIVIDED


def test_commune_moved_to_another_district_falls_on_the_district_of_the_map(yen_bai):
    before = Place.objects.get(name="Sơn A", valid_from="2004-01-01")
    days = (date(2020, 1, 31), date(2020, 2, 1))
    assert [str(PlaceMap(yen_bai, day, "district").of(before.pk)) for day in days] == [
        "huyện Văn Chấn",
        "thị xã Nghĩa Lộ",
    ]


def test_place_coarser_than_the_map_is_told_apart(yen_bai):
    now = PlaceMap(yen_bai, TODAY, "commune")
    then = PlaceMap(yen_bai, THEN, "district")
    assert (now.of(unit("138").pk), now.of(yen_bai.pk), then.of(yen_bai.pk)) == (Rest.COARSE,) * 3
    assert (str(then.of(unit("138").pk)), now.of(None)) == ("huyện Trấn Yên", Rest.NOWHERE)


def test_divided_commune_is_undetermined_unless_the_parts_lie_together(yen_bai):
    PlaceSuccession.objects.filter(predecessor__code="04507").update(extent="part")
    PlaceSuccession.objects.create(
        predecessor=unit("04507"), successor=unit("04498", date(2024, 12, 1)), on=date(2024, 12, 1), extent="part"
    )
    eve = date(2024, 12, 1)
    levels = ("commune", "district", "province")
    found = [PlaceMap(yen_bai, eve, level).of(unit("04507").pk) for level in levels]
    assert [str(each) for each in found] == [Rest.DIVIDED, "huyện Trấn Yên", "tỉnh Yên Bái"]


def test_unit_without_succession_is_unknown(yen_bai):
    PlaceSuccession.objects.filter(predecessor__code="04507").delete()
    assert PlaceMap(yen_bai, TODAY, "commune").of(unit("04507").pk) is Rest.UNKNOWN


@pytest.mark.parametrize(("day", "level"), [(THEN, "district"), (TODAY, "commune"), (THEN, "commune")])
def test_counts_of_units_and_rests_add_up_on_every_map(yen_bai, day, level):
    counts: dict[int | None, int] = {place.pk: number for number, place in enumerate(Place.objects.all(), 1)}
    counts[None] = 5
    on_map = PlaceMap(yen_bai, day, level)
    lines = counts_on(on_map, counts)
    assert sum(lines.values()) == sum(counts.values())
    assert len(lines) == len({on_map.of(place_id) for place_id in counts})  # no two units of one name


def test_map_names_every_unit_of_the_province_in_the_order_of_codes(yen_bai):
    on_map = PlaceMap(yen_bai, THEN, "district")
    assert [str(unit) for unit in on_map.units] == [
        "thành phố Yên Bái",
        "thị xã Nghĩa Lộ",
        "huyện Lục Yên",
        "huyện Văn Yên",
        "huyện Mù Cang Chải",
        "huyện Trấn Yên",
        "huyện Trạm Tấu",
        "huyện Văn Chấn",
        "huyện Yên Bình",
    ]
    assert counts_on(on_map, {unit("04507").pk: 2, yen_bai.pk: 3, None: 1}) == {
        "huyện Trấn Yên": 2,
        "chỉ ghi đến cấp trên": 3,
        "không ghi địa bàn": 1,
    }


def test_map_of_a_level_that_is_no_more_has_no_units(yen_bai):
    assert list(PlaceMap(yen_bai, TODAY, "district").units) == []


def test_map_asks_the_database_twice(yen_bai, django_assert_num_queries):
    with django_assert_num_queries(2):
        PlaceMap(yen_bai, THEN, "district").of(yen_bai.pk)


def test_choices_offer_the_map_of_today_once_there_is_another():
    assert [choice.key for choice in map_choices(THEN)] == ["huyen-2020", "xa-2020"]
    assert [choice.key for choice in map_choices(TODAY)] == ["huyen-2020", "xa-2020", "xa-nay"]
