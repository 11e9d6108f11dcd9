"""The set of criteria of a decision's day, and who recognised three stars."""

from datetime import date
from decimal import Decimal

import pytest

from coopunion.standards import in_force, name_in_force
from ocop.standards import CRITERIA, stars_of


@pytest.mark.parametrize(
    ("day", "name", "recogniser"),
    [
        (date(2019, 12, 1), "Quyết định 1048/QĐ-TTg (2019)", "UBND tỉnh"),
        (date(2020, 12, 18), "Quyết định 1048/QĐ-TTg, sửa đổi bởi Quyết định 781/QĐ-TTg (2020)", "UBND tỉnh"),
        (date(2023, 2, 23), "Quyết định 1048/QĐ-TTg, sửa đổi bởi Quyết định 781/QĐ-TTg (2020)", "UBND tỉnh"),
        (date(2023, 2, 24), "Quyết định 148/QĐ-TTg (2023)", "UBND huyện"),
        (date(2025, 7, 5), "Quyết định 148/QĐ-TTg (2023)", "UBND huyện"),
        (date(2025, 7, 6), "Quyết định 1489/QĐ-TTg (2025)", "UBND tỉnh"),
    ],
)
def test_criteria_and_recogniser_of_a_day(day, name, recogniser):
    found = in_force(CRITERIA, day)
    assert found is not None
    assert (name_in_force(CRITERIA, day), found.recogniser) == (name, recogniser)


def test_decision_before_the_programme_has_no_criteria():
    assert [name_in_force(CRITERIA, day) for day in (date(2018, 1, 1), None)] == ["", ""]


@pytest.mark.parametrize(
    ("score", "stars"), [("90", 5), ("89.9", 4), ("70", 4), ("69", 3), ("50", 3), ("49.5", 2), ("30", 2), ("29", 1)]
)
def test_stars_by_points(score, stars):
    assert stars_of(Decimal(score)) == stars
