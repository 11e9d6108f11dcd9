"""Every measure by place: on the map of 2020 and on the map of today the lines add up to the province's figure."""

from collections import Counter
from datetime import date

import pytest

from coopunion.models import Place
from coopunion.places.maps import PlaceMap, Rest, map_choices
from programs.flows_and_stocks import Scope
from programs.measures import MEASURES
from tests import factories
from tests.places import counts_on
from tests.programs.examples import EXAMPLES, count

pytestmark = pytest.mark.django_db

DAY, TODAY = date(2020, 5, 5), date(2026, 8, 1)
MAPS = map_choices(TODAY)


def unit(code: str, day: date = DAY) -> Place:
    return Place.objects.valid_on(day).get(code=code)


def spread(key: str) -> None:
    """The measure's example in a commune, in another district's, in a whole district, in the province, nowhere."""
    for place in (unit("04507"), unit("04375"), unit("140"), unit("15"), unit("04498", TODAY)):
        record = EXAMPLES[key](DAY)
        if not MEASURES[key].place_field:
            return
        holder = getattr(record, "cooperative", None) if MEASURES[key].kind == "stock" else record
        type(holder).objects.filter(pk=holder.pk).update(place=place)


def by_place(key: str) -> Counter[int | None]:
    measure = MEASURES[key]
    rows = measure.records(date(2020, 12, 31), Scope())
    places = [getattr(row, measure.place_field) if measure.place_field else None for row in rows]
    return Counter(place.pk if place else None for place in places)


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_lines_by_old_district_and_by_new_commune_add_up_to_the_figure(key, real_places):
    spread(key)
    counts, province = by_place(key), unit("15")
    sums = [sum(counts_on(PlaceMap(province, choice.day, choice.level), counts).values()) for choice in MAPS]
    assert sums == [count(key)] * len(MAPS)


def test_lines_name_where_each_record_falls_on_each_map(real_places):
    spread("cooperatives.founded")
    counts, province = by_place("cooperatives.founded"), unit("15")
    lines = [counts_on(PlaceMap(province, choice.day, choice.level), counts) for choice in MAPS]
    assert lines == [
        {"huyện Trấn Yên": 2, "huyện Văn Yên": 1, "huyện Văn Chấn": 1, Rest.COARSE: 1},
        {
            "xã Đào Thịnh, huyện Trấn Yên": 1,
            "thị trấn Mậu A, huyện Văn Yên": 1,
            Rest.COARSE: 2,
            Rest.DIVIDED: 1,
        },
        {"xã Trấn Yên, tỉnh Lào Cai": 2, "xã Mậu A, tỉnh Lào Cai": 1, Rest.COARSE: 2},
    ]


def test_moved_cooperative_is_counted_where_it_was_on_the_day(real_places):
    cooperative = factories.make_cooperative(place=unit("04507"), operating_since=date(2019, 1, 1))
    factories.make_move(cooperative, unit("04375"), date(2020, 6, 1))
    districts = PlaceMap(unit("15"), DAY, "district")
    shown = [
        [str(districts.of(row.seat.pk)) for row in MEASURES["cooperatives.operating"].records(day, Scope())]
        for day in (date(2020, 5, 31), date(2020, 6, 1))
    ]
    assert shown == [["huyện Trấn Yên"], ["huyện Văn Yên"]]


def test_cooperative_older_than_the_table_of_places_is_counted_where_it_stands(real_places):
    since = date(1999, 6, 1)
    cooperative = factories.make_cooperative(operating_since=since, founded_on=since, place=unit("04507", since))
    counts, province = by_place("cooperatives.operating"), unit("15")

    lines = counts_on(PlaceMap(province, MAPS[0].day, MAPS[0].level), counts)

    assert cooperative.place.valid_from == date(2004, 1, 1)
    assert (list(lines), sum(counts.values())) == (["huyện Trấn Yên"], 1)
    assert count("cooperatives.operating", date(2003, 12, 31)) == 1
