"""Following units through mergers, divisions and the end of districts; how a past unit is named today."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from coopunion.models import Place, PlaceSuccession
from coopunion.models.lineage import Lineage
from tests import factories

pytestmark = pytest.mark.django_db

MERGER, REFORM = date(2024, 12, 1), date(2025, 7, 1)
THEN, TODAY = date(2020, 12, 31), date(2026, 8, 1)


@pytest.fixture
def reform(province, district) -> dict[str, Place]:
    """Đào Thịnh and Việt Thành → Thành Thịnh → Trấn Yên; Hồng Ca is divided between Hưng Khánh and Trấn Yên."""
    lao_cai = factories.make_place("Lào Cai", "province", code="15", valid_from=REFORM)
    units = {
        "Lào Cai": lao_cai,
        "Thành Thịnh": factories.make_commune("Thành Thịnh", "04510", MERGER, REFORM),
        "Trấn Yên": factories.make_commune("Trấn Yên", "04498", REFORM, parent=lao_cai),
        "Hưng Khánh": factories.make_commune("Hưng Khánh", "04576", REFORM, parent=lao_cai),
    }
    for name, code in (("Đào Thịnh", "04507"), ("Việt Thành", "04510")):
        units[name] = factories.make_commune(name, code, factories.LONG_AGO, MERGER)
        factories.make_succession(units[name], units["Thành Thịnh"])
    units["Hồng Ca"] = factories.make_commune("Hồng Ca", "04570", factories.LONG_AGO, REFORM)
    factories.make_succession(units["Hồng Ca"], units["Hưng Khánh"], "part")
    factories.make_succession(units["Hồng Ca"], units["Trấn Yên"], "part")
    factories.make_succession(units["Thành Thịnh"], units["Trấn Yên"])
    Place.objects.filter(pk__in=(province.pk, district.pk)).update(valid_to=REFORM)
    factories.make_succession(Place.objects.get(pk=province.pk), lao_cai)
    return {place.name: place for place in Place.objects.select_related("parent") if place.name in units} | {
        "Yên Bái": Place.objects.get(pk=province.pk),
        "huyện Trấn Yên": Place.objects.get(pk=district.pk),
        "Trấn Yên": Place.objects.get(code="04498"),
    }


def names(places) -> list[str]:
    return [place.name for place in places]


def test_unit_is_followed_forward_step_by_step(reform):
    lineage = Lineage()
    days = (THEN, MERGER, REFORM)
    assert [names(lineage.on(reform["Đào Thịnh"], day)) for day in days] == [
        ["Đào Thịnh"],
        ["Thành Thịnh"],
        ["Trấn Yên"],
    ]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Đào Thịnh", ["Thành Thịnh", "Trấn Yên", "huyện Trấn Yên", "Đào Thịnh"]),  # not Việt Thành beside it
        ("Hưng Khánh", ["Hưng Khánh", "Hồng Ca", "huyện Trấn Yên"]),
        (
            "huyện Trấn Yên",
            ["Hưng Khánh", "Hồng Ca", "Thành Thịnh", "Trấn Yên", "Việt Thành", "huyện Trấn Yên", "Đào Thịnh"],
        ),
        ("Yên Bái", ["Lào Cai", "Yên Bái"]),
    ],
)
def test_spot_may_be_written_down_in_what_a_unit_came_from_became_or_lay_in(place, expected, reform):
    known = {unit.pk: name for name, unit in reform.items()}
    assert sorted(known[pk] for pk in Lineage().sharing(reform[place].pk)) == expected


def test_unit_is_followed_back_to_all_it_was_joined_from(reform):
    assert names(Lineage().on(reform["Trấn Yên"], THEN)) == ["Hồng Ca", "Việt Thành", "Đào Thịnh"]


def test_divided_unit_is_followed_to_every_part(reform):
    assert names(Lineage().on(reform["Hồng Ca"], TODAY)) == ["Hưng Khánh", "Trấn Yên"]


def test_district_that_ended_is_followed_through_its_communes(reform):
    assert names(Lineage().on(reform["huyện Trấn Yên"], TODAY)) == ["Hưng Khánh", "Trấn Yên"]


def test_district_that_ended_without_communes_is_lost(reform, other_district):
    Place.objects.filter(pk=other_district.pk).update(valid_to=REFORM)
    [lost] = Lineage().lost([Place.objects.get(pk=other_district.pk)], TODAY)
    assert (lost.place, lost.reason) == (other_district, "không còn từ 01/07/2025, chưa ghi nhập vào đơn vị nào")


def test_title_tells_what_a_past_unit_is_on_the_day_of_looking(reform):
    lineage = Lineage()
    looked = (THEN, MERGER, TODAY)
    assert [lineage.title(reform["Đào Thịnh"], day) for day in looked] == [
        "xã Đào Thịnh, huyện Trấn Yên",
        "xã Đào Thịnh, huyện Trấn Yên (nay: xã Thành Thịnh, huyện Trấn Yên)",
        "xã Đào Thịnh, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)",
    ]


def test_title_of_divided_units_districts_and_provinces(reform):
    lineage = Lineage()
    assert [lineage.title(reform[name], TODAY) for name in ("Hồng Ca", "huyện Trấn Yên", "Yên Bái", "Trấn Yên")] == [
        "xã Hồng Ca, huyện Trấn Yên (nay thuộc xã Hưng Khánh hoặc xã Trấn Yên, tỉnh Lào Cai)",
        "huyện Trấn Yên (nay thuộc xã Hưng Khánh hoặc xã Trấn Yên, tỉnh Lào Cai)",
        "tỉnh Yên Bái (nay: tỉnh Lào Cai)",
        "xã Trấn Yên, tỉnh Lào Cai",
    ]


def test_title_of_more_parts_than_are_named_tells_their_number(reform):
    for number in range(3):
        part = factories.make_commune(f"Xã mới {number}", f"0990{number}", REFORM, parent=reform["Lào Cai"])
        factories.make_succession(reform["Hồng Ca"], part, "part")
    shown = Lineage().title(reform["Hồng Ca"], TODAY)
    assert shown == "xã Hồng Ca, huyện Trấn Yên (nay thuộc 5 đơn vị, tỉnh Lào Cai)"


def test_title_of_a_unit_that_only_took_in_another_stays_its_name(district):
    before = factories.make_commune("Hồng Ca", "04570", factories.LONG_AGO, MERGER)
    factories.make_succession(before, factories.make_commune("Hồng Ca", "04570", MERGER))
    assert Lineage().title(before, TODAY) == "xã Hồng Ca, huyện Trấn Yên"


def test_title_without_succession_tells_the_last_day(district):
    lost = factories.make_commune("Nghĩa Sơn", "04663", factories.LONG_AGO, MERGER)
    assert Lineage().title(lost, TODAY) == "xã Nghĩa Sơn, huyện Trấn Yên (không còn từ 01/12/2024)"


def test_within_reaches_what_ended_in_the_unit_and_what_lay_under_it(reform):
    lineage = Lineage()
    found = [
        names(sorted((lineage.places[pk] for pk in lineage.within(reform[name])), key=str))
        for name in ("Trấn Yên", "huyện Trấn Yên", "Hưng Khánh")
    ]
    assert found == [
        ["Hồng Ca", "Thành Thịnh", "Trấn Yên", "Việt Thành", "Đào Thịnh"],
        ["Trấn Yên", "Hồng Ca", "Thành Thịnh", "Việt Thành", "Đào Thịnh"],
        ["Hưng Khánh", "Hồng Ca"],
    ]


def test_lineage_asks_the_database_twice_however_much_is_asked(reform, django_assert_num_queries):
    with django_assert_num_queries(2):
        lineage = Lineage()
        shown = [lineage.title(place, TODAY) for place in reform.values()]
    assert len(shown) == len(reform)


def test_succession_on_another_day_than_its_units_is_refused(reform):
    wrong = PlaceSuccession(
        predecessor=reform["Đào Thịnh"], successor=reform["Trấn Yên"], on=REFORM, extent="part", decision="NQ 1673"
    )
    with pytest.raises(ValidationError) as caught:
        wrong.full_clean()
    assert caught.value.message_dict == {"on": ["xã Đào Thịnh hết hiệu lực từ 01/12/2024."]}


def test_succession_between_levels_is_refused(reform):
    wrong = PlaceSuccession(
        predecessor=reform["huyện Trấn Yên"], successor=reform["Trấn Yên"], on=REFORM, decision="NQ 1673"
    )
    with pytest.raises(ValidationError, match="cùng cấp"):
        wrong.full_clean()


def test_unit_cannot_end_wholly_in_two(reform):
    with pytest.raises(IntegrityError):
        factories.make_succession(reform["Đào Thịnh"], reform["Trấn Yên"])


@pytest.mark.parametrize("day", [date(1999, 6, 1), date(2003, 12, 31)])
def test_unit_is_followed_back_to_the_table_s_first_units_for_any_earlier_day(day, reform):
    lineage = Lineage()
    assert names(lineage.on(reform["Đào Thịnh"], day)) == ["Đào Thịnh"]
    assert names(lineage.on(reform["Thành Thịnh"], day)) == ["Việt Thành", "Đào Thịnh"]
    assert lineage.lost([reform["Hồng Ca"]], day) == []
