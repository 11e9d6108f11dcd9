"""Which place a text means."""

from datetime import date

import pytest

from coopunion.placenames import PlaceFinder
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
