"""The table of units in the repository: its traps, its chains, and that every commune of 2020 is found today."""

from datetime import date

import pytest

from coopunion.models import Place, PlaceSuccession
from coopunion.models.lineage import Lineage
from coopunion.places.loading import Loaded, load_places
from tests.commands import run

pytestmark = pytest.mark.django_db

YEAR_2020 = date(2020, 12, 31)
TODAY = date(2026, 8, 1)
REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)


@pytest.fixture
def table(real_places) -> Loaded:
    return real_places


def communes(day: date, province: str) -> list[Place]:
    rows = Place.objects.valid_on(day).filter(level="commune").select_related("parent__parent")
    return [place for place in rows if (place.parent.parent or place.parent).code == province]


def unit(code: str, day: date = YEAR_2020) -> Place:
    return Place.objects.valid_on(day).select_related("parent").get(code=code)


def now(code: str, since: date = YEAR_2020, day: date = TODAY) -> list[str]:
    return [place.full_name for place in Lineage().on(unit(code, since), day)]


def test_table_is_loaded_once_with_its_history(table):
    again = load_places()
    assert (table, again) == (Loaded(473, 0, 355), Loaded(0, 0, 0))
    assert (Place.history.count(), PlaceSuccession.history.count()) == (473, 355)


def test_table_closes_a_unit_that_has_since_ended(table):
    Place.objects.filter(code="138").update(valid_to=None)
    assert load_places() == Loaded(0, 1, 0)
    assert unit("138").history.first().history_change_reason == "Nạp bảng đơn vị hành chính"


def test_counts_of_communes_are_the_ones_of_the_resolutions(table):
    days = (date(2020, 1, 31), date(2020, 2, 1), date(2024, 12, 1), EVE)
    assert [len(communes(day, "15")) for day in days] == [180, 173, 168, 168]
    assert [len(communes(day, "10")) for day in (date(2020, 3, 1), date(2024, 11, 1), EVE)] == [152, 151, 151]
    assert len(communes(REFORM, "15")) == 99


def test_every_succession_ends_one_row_and_opens_another_on_its_day(table):
    wrong = [
        str(each)
        for each in PlaceSuccession.objects.select_related("predecessor__parent", "successor__parent")
        if (each.predecessor.valid_to, each.successor.valid_from) != (each.on, each.on)
    ]
    assert wrong == []


def test_every_commune_of_2020_is_found_today(table):
    old = [*communes(YEAR_2020, "15"), *communes(YEAR_2020, "10")]
    lineage = Lineage()
    found = [lineage.on(place, TODAY) for place in old]
    assert (len(old), lineage.lost(old, TODAY)) == (325, [])
    assert {len(units) for units in found} == {1}
    assert len({units[0].pk for units in found}) == 99


def test_units_of_today_that_come_from_yen_bai(table):
    lineage = Lineage()
    assert len({lineage.on(place, TODAY)[0].pk for place in communes(YEAR_2020, "15")}) == 51


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("04417", "xã Mậu A, tỉnh Lào Cai"),  # An Thịnh
        ("04507", "xã Trấn Yên, tỉnh Lào Cai"),  # Đào Thịnh, by way of Thành Thịnh
        ("04570", "xã Hưng Khánh, tỉnh Lào Cai"),  # Hồng Ca
        ("04696", "xã Chấn Thịnh, tỉnh Lào Cai"),  # Tân Thịnh, Văn Chấn
        ("04492", "xã Púng Luông, tỉnh Lào Cai"),
    ],
)
def test_places_of_the_article_today(code, expected, table):
    assert now(code) == [expected]


def test_dao_thinh_goes_in_two_steps(table):
    steps = [now("04507", day=day) for day in (YEAR_2020, date(2024, 11, 30), date(2024, 12, 1), EVE, REFORM)]
    assert steps == [
        ["xã Đào Thịnh, huyện Trấn Yên"],
        ["xã Đào Thịnh, huyện Trấn Yên"],
        ["xã Thành Thịnh, huyện Trấn Yên"],
        ["xã Thành Thịnh, huyện Trấn Yên"],
        ["xã Trấn Yên, tỉnh Lào Cai"],
    ]


def test_code_15_is_yen_bai_then_lao_cai(table):
    assert [unit("15", day).title for day in (EVE, REFORM)] == ["tỉnh Yên Bái", "tỉnh Lào Cai"]
    assert (unit("10", EVE).title, Place.objects.valid_on(REFORM).filter(code="10").count()) == ("tỉnh Lào Cai", 0)
    assert now("15") == ["tỉnh Lào Cai"]


@pytest.mark.parametrize(
    ("code", "then", "today", "successor"),
    [
        ("04429", "Đại Sơn", "Tân Hợp", "Tân Hợp"),
        ("04606", "Pá Hu", "Trạm Tấu", "Trạm Tấu"),
        ("04744", "Xuân Lai", "Yên Thành", "Yên Thành"),
    ],
)
def test_code_reused_under_another_name_is_another_unit(code, then, today, successor, table):
    assert [unit(code, day).name for day in (YEAR_2020, TODAY)] == [then, today]
    assert now(code) == [f"xã {successor}, tỉnh Lào Cai"]
    assert Place.objects.filter(code=code).count() > 1


def test_code_of_viet_thanh_is_thanh_thinh_later(table):
    assert [unit("04510", day).name for day in (YEAR_2020, date(2024, 12, 1))] == ["Việt Thành", "Thành Thịnh"]


def test_two_tan_thinh_stay_two(table):
    pair = [unit("04279"), unit("04696")]
    assert [place.full_name for place in pair] == ["xã Tân Thịnh, thành phố Yên Bái", "xã Tân Thịnh, huyện Văn Chấn"]
    assert now("04279") != now("04696")


def test_names_carry_their_tone_mark_as_written(table):
    assert [unit(code, date(2021, 1, 1)).name for code in ("02863", "03019")] == ["Hoàng Thu Phố", "Hoàng Liên"]


def test_units_without_predecessor_before_2020_are_told_with_a_reason(table):
    [lost] = [
        each
        for each in Lineage().lost(communes(date(2020, 3, 1), "10"), date(2019, 6, 1))
        if each.place.code == "03001"
    ]
    assert lost.reason == "có từ 01/01/2020, chưa ghi tách ra hay nhập từ đơn vị nào"


def test_places_command_lists_where_each_unit_is_and_how_many_are_unknown(table):
    lines = run("places", "--from", "2020-12-31", "--to", "2025-08-01").splitlines()
    assert "04507 xã Đào Thịnh, huyện Trấn Yên → xã Trấn Yên, tỉnh Lào Cai" in lines
    assert (len(lines), lines[-1]) == (326, "325 đơn vị cấp xã, 0 không rõ.")


def test_places_command_names_unknown_units_with_their_reason(table):
    PlaceSuccession.objects.filter(predecessor__code="04507").delete()
    shown = run("places", "--from", "2020-12-31", "--to", "2025-08-01", "--unknown").splitlines()
    assert shown == [
        "04507 xã Đào Thịnh, huyện Trấn Yên: không còn từ 01/12/2024, chưa ghi nhập vào đơn vị nào",
        "325 đơn vị cấp xã, 1 không rõ.",
    ]
