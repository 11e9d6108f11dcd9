"""Which place a text means."""

from datetime import date

import pytest

from coopunion.models import Place
from coopunion.places.loading import load_places
from coopunion.places.names import PlaceFinder
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def finder(province, district, other_district, commune):
    """Trấn Yên with Hồng Ca and Việt Hồng, Văn Yên with a commune of the same name, and the city of Yên Bái."""
    factories.make_place("Yên Bái", "city", code="132")
    factories.make_place("Việt Hồng", "commune", parent=district)
    factories.make_place("Việt Hồng", "commune", parent=other_district)
    return PlaceFinder(province, date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trấn Yên", "huyện Trấn Yên"),
        ("trấn yên", "huyện Trấn Yên"),
        ("Tran Yen", "huyện Trấn Yên"),
        ("  huyện  Trấn Yên ", "huyện Trấn Yên"),
        ("138", "huyện Trấn Yên"),
        ("Hồng Ca", "xã Hồng Ca, huyện Trấn Yên"),
        ("xã Hồng Ca", "xã Hồng Ca, huyện Trấn Yên"),
        ("xã Hồng Ca, huyện Trấn Yên", "xã Hồng Ca, huyện Trấn Yên"),
        ("Hồng Ca, Trấn Yên", "xã Hồng Ca, huyện Trấn Yên"),
        ("04570", "xã Hồng Ca, huyện Trấn Yên"),
        ("xã Việt Hồng, Văn Yên", "xã Việt Hồng, huyện Văn Yên"),
        ("TP. Yên Bái", "thành phố Yên Bái"),
        ("Thành phố Yên Bái", "thành phố Yên Bái"),
        ("tỉnh Yên Bái", "tỉnh Yên Bái"),
        ("Toàn tỉnh", "tỉnh Yên Bái"),
        ("cấp tỉnh", "tỉnh Yên Bái"),
        ("", "tỉnh Yên Bái"),
    ],
)
def test_place_is_found_by_name_or_code(text, expected, finder):
    assert str(finder.find(text)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Yên Bái", "“Yên Bái” có thể là: thành phố Yên Bái; tỉnh Yên Bái. Hãy viết rõ."),
        (
            "Việt Hồng",
            "“Việt Hồng” có thể là: xã Việt Hồng, huyện Trấn Yên; xã Việt Hồng, huyện Văn Yên. Hãy viết rõ.",
        ),
        ("Trấn", "Không có địa bàn “Trấn”."),
        ("huyện Hồng Ca", "Không có địa bàn “huyện Hồng Ca”."),
        ("Hồng Ca, Văn Yên", "Không có địa bàn “Hồng Ca, Văn Yên”."),
        ("999", "Không có địa bàn “999”."),
    ],
)
def test_place_that_is_none_or_several_is_never_guessed(text, message, finder):
    with pytest.raises(ValueError, match=r"^“|^Không") as caught:
        finder.find(text)
    assert str(caught.value) == message


def test_places_of_other_days_and_provinces_are_not_found(province):
    factories.make_place("Nghĩa Tâm", "district", valid_to=date(2020, 2, 1))
    elsewhere = factories.make_place("Lào Cai", "province", code="10")
    factories.make_place("Sa Pa", "town", parent=elsewhere)
    finder = PlaceFinder(province, date(2020, 12, 31))
    for text in ("Nghĩa Tâm", "Sa Pa", "Lào Cai"):
        with pytest.raises(ValueError, match=f"^Không có địa bàn “{text}”"):
            finder.find(text)


def test_finding_asks_the_database_once(province, commune, django_assert_num_queries):
    with django_assert_num_queries(1):
        finder = PlaceFinder(province, date(2020, 12, 31))
        found = [str(finder.find(text)) for text in ("Hồng Ca", "Trấn Yên", "04570")]
    assert found == ["xã Hồng Ca, huyện Trấn Yên", "huyện Trấn Yên", "xã Hồng Ca, huyện Trấn Yên"]


# The real table: names that were abolished, or come later, are refused with what they are that day.


def hint(text: str, day: date) -> str:
    province = Place.objects.get(code="15", valid_from="2004-01-01")
    with pytest.raises(ValueError, match=r"^Không có địa bàn|^“") as caught:
        PlaceFinder(province, day).find(text)
    return str(caught.value)


def test_abolished_commune_is_refused_with_its_successor(db):
    load_places()
    assert [hint("xã Đào Thịnh", day) for day in (date(2024, 12, 31), date(2025, 8, 1))] == [
        "Không có địa bàn “xã Đào Thịnh” vào ngày 31/12/2024: xã Đào Thịnh, huyện Trấn Yên đã bãi bỏ từ 01/12/2024, "
        "nay thuộc xã Thành Thịnh, huyện Trấn Yên.",
        "Không có địa bàn “xã Đào Thịnh” vào ngày 01/08/2025: xã Đào Thịnh, huyện Trấn Yên đã bãi bỏ từ 01/12/2024, "
        "nay thuộc xã Trấn Yên, tỉnh Lào Cai.",
    ]


def test_abolished_district_is_refused_with_the_communes_it_became(db):
    load_places()
    assert hint("huyện Trạm Tấu", date(2025, 8, 1)) == (
        "Không có địa bàn “huyện Trạm Tấu” vào ngày 01/08/2025: huyện Trạm Tấu đã bãi bỏ từ 01/07/2025, nay thuộc "
        "xã Hạnh Phúc, tỉnh Lào Cai; xã Phình Hồ, tỉnh Lào Cai; xã Trạm Tấu, tỉnh Lào Cai; xã Tà Xi Láng, tỉnh Lào Cai."
    )


def test_name_of_a_unit_to_come_is_refused_with_what_it_was(db):
    load_places()
    assert hint("xã Thành Thịnh", date(2020, 12, 31)) == (
        "Không có địa bàn “xã Thành Thịnh” vào ngày 31/12/2020: xã Thành Thịnh, huyện Trấn Yên chỉ có từ 01/12/2024, "
        "khi đó là xã Việt Thành, huyện Trấn Yên; xã Đào Thịnh, huyện Trấn Yên."
    )


def test_two_tan_thinh_are_never_guessed(db):
    load_places()
    assert hint("Tân Thịnh", date(2020, 12, 31)) == (
        "“Tân Thịnh” có thể là: xã Tân Thịnh, huyện Văn Chấn; xã Tân Thịnh, thành phố Yên Bái. Hãy viết rõ."
    )


def test_old_province_finds_the_places_of_the_new_one_after_the_reform(db):
    load_places()
    finder = PlaceFinder(Place.objects.get(code="15", valid_from="2004-01-01"), date(2025, 8, 1))
    assert [str(finder.find(text)) for text in ("xã Trấn Yên", "04498", "")] == [
        "xã Trấn Yên, tỉnh Lào Cai",
        "xã Trấn Yên, tỉnh Lào Cai",
        "tỉnh Lào Cai",
    ]


def test_code_means_the_unit_of_the_day(db):
    load_places()
    province = Place.objects.get(code="15", valid_from="2004-01-01")
    found = [str(PlaceFinder(province, day).find("04429")) for day in (date(2020, 12, 31), date(2025, 8, 1))]
    assert found == ["xã Đại Sơn, huyện Văn Yên", "xã Tân Hợp, tỉnh Lào Cai"]


@pytest.mark.parametrize("text", ["Trấn Yên", "tran yen", "Yên Bái", "Lục Yên", "Nghĩa Lộ"])
def test_bare_name_of_a_commune_that_named_a_whole_district_before_is_never_guessed(text, db):
    load_places()
    message = hint(text, date(2025, 8, 1))
    assert (
        message
        == {
            "Trấn Yên": "“Trấn Yên” có thể là: xã Trấn Yên, tỉnh Lào Cai; huyện Trấn Yên cũ. Hãy viết rõ.",
            "tran yen": "“tran yen” có thể là: xã Trấn Yên, tỉnh Lào Cai; huyện Trấn Yên cũ. Hãy viết rõ.",
            "Yên Bái": (
                "“Yên Bái” có thể là: phường Yên Bái, tỉnh Lào Cai; thành phố Yên Bái cũ; tỉnh Yên Bái cũ. Hãy viết rõ."
            ),
            "Lục Yên": "“Lục Yên” có thể là: xã Lục Yên, tỉnh Lào Cai; huyện Lục Yên cũ. Hãy viết rõ.",
            "Nghĩa Lộ": "“Nghĩa Lộ” có thể là: phường Nghĩa Lộ, tỉnh Lào Cai; thị xã Nghĩa Lộ cũ. Hãy viết rõ.",
        }[text]
    )


def test_bare_name_that_means_one_commune_alone_is_found(db):
    load_places()
    finder = PlaceFinder(Place.objects.get(code="15", valid_from="2004-01-01"), date(2025, 8, 1))
    assert [str(finder.find(text)) for text in ("Mậu A", "xã Trấn Yên")] == [
        "xã Mậu A, tỉnh Lào Cai",
        "xã Trấn Yên, tỉnh Lào Cai",
    ]


@pytest.mark.parametrize("day", [date(1999, 6, 1), date(2003, 12, 31)])
def test_day_before_the_table_is_named_by_the_table_s_first_units(day, db):
    load_places()
    province = Place.objects.get(code="15", valid_from="2004-01-01")
    finder = PlaceFinder(province, day)

    assert finder.find("xã Hồng Ca, huyện Trấn Yên").valid_from == date(2004, 1, 1)
    with pytest.raises(ValueError, match=r"vào ngày \d\d/\d\d/\d{4}: xã Trấn Yên, tỉnh Lào Cai chỉ có từ 01/07/2025"):
        finder.find("xã Trấn Yên, tỉnh Lào Cai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trấn Yênn", "huyện Trấn Yên"),
        ("Hông Cac", "xã Hồng Ca, huyện Trấn Yên"),
        ("xã Hồng Cah, huyện Trấn Yên", "xã Hồng Ca, huyện Trấn Yên"),
        ("xã Hồng Cah, h. Trấn Yênn", "xã Hồng Ca, huyện Trấn Yên"),
        ("thôn 3, xã Hồng Ca, huyện Trấn Yên", "xã Hồng Ca, huyện Trấn Yên"),
        ("xã Việt Hồngg, Văn Yên", "xã Việt Hồng, huyện Văn Yên"),
        ("xã Việt Hồngg", ""),  # in two districts
        ("xã Đào Thịnh, huyện Trấn Yên", ""),  # like its neighbours in all but its own name
        ("xã Hồng Ca, huyện Lục Yên", ""),
        ("", ""),
    ],
)
def test_misspelled_place_is_offered_in_full_where_it_is_like_one_alone(text, expected, finder):
    assert finder.near(text) == expected


@pytest.mark.parametrize("text", ["xã Hưng Thịnh, huyện Trấn Yên", "xã Hưng Thịnh, Trấn Yên", "Hưng Thịnh, Trấn Yên"])
def test_commune_that_is_no_more_is_found_with_its_district_however_that_is_written(text, office):
    load_places()
    assert str(PlaceFinder.on(None).find(text)) == "xã Hưng Thịnh, huyện Trấn Yên"


@pytest.mark.parametrize("text", ["xã Minh Quán, huyện Trấn Yên", "xã Minh Quân, huyện Trấn Yên"])
def test_communes_that_are_no_more_are_told_apart_by_an_accent(text, office):
    load_places()
    assert str(PlaceFinder.on(None).find(text)) == text


def test_name_without_accents_of_two_communes_that_are_no_more_is_never_guessed(office):
    load_places()
    with pytest.raises(ValueError, match="có thể là: xã Minh Quán, huyện Trấn Yên; xã Minh Quân, huyện Trấn Yên"):
        PlaceFinder.on(None).find("xã Minh Quan, huyện Trấn Yên")
