"""Figures 6 and 6a: households supported, and those of them that left poverty, just inside and outside."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.programs.examples import DAY, count, listed

pytestmark = pytest.mark.django_db

SUPPORTED = "poverty.supported"
EXITED = "poverty.exited"


# 6: supported


@pytest.mark.parametrize("classified", ["near_poor", "not_poor", ""])
def test_supported_leaves_out_households_not_classified_poor(classified):
    factories.make_support(factories.make_household(classified=classified), DAY)
    assert (count(SUPPORTED), listed(SUPPORTED)) == (0, [])


@pytest.mark.parametrize("year", [2019, 2021])
def test_supported_leaves_out_households_poor_in_another_year(year):
    factories.make_support(factories.make_household(year=year), DAY)
    assert count(SUPPORTED) == 0


@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_supported_leaves_out_households_whose_classification_does_not_count(state):
    household = factories.make_household(classified="")
    factories.make_classification(household, "poor", 2020, state=state)
    factories.make_support(household, DAY)
    assert count(SUPPORTED) == 0


def test_supported_leaves_out_supports_organised_by_others():
    factories.make_support(factories.make_household(), DAY, organiser="other")
    assert (count(SUPPORTED), listed(SUPPORTED)) == (0, [])


def test_supported_counts_at_the_first_support_by_the_union():
    household = factories.make_household()
    factories.make_support(household, date(2020, 2, 2), organiser="other")
    factories.make_support(household, DAY)
    assert [row.supported_on for row in listed(SUPPORTED)] == [DAY]


def test_supported_counts_a_household_once_a_year():
    household = factories.make_household()
    for day in (date(2020, 12, 1), DAY, date(2020, 7, 7), DAY):
        factories.make_support(household, day)
    assert (count(SUPPORTED), [row.supported_on for row in listed(SUPPORTED)]) == (1, [DAY])


def test_supported_counts_a_household_again_next_year():
    household = factories.make_household(year=2019)
    factories.make_classification(household, "poor", 2020)
    factories.make_support(household, date(2019, 12, 31))
    factories.make_support(household, date(2020, 1, 1))
    assert [count(SUPPORTED, date(year, 12, 31)) for year in (2019, 2020)] == [1, 1]


def test_supported_counts_children_to_their_household():
    household = factories.make_household()
    factories.make_support(household, DAY, "school")
    factories.make_support(household, DAY, "school")
    factories.make_support(household, DAY, "seeds")
    assert count(SUPPORTED) == 1


def test_supported_counts_a_household_helped_only_through_its_children():
    factories.make_support(factories.make_household(), DAY, "school")
    assert count(SUPPORTED) == 1


def test_supported_counts_a_household_helped_in_two_districts_at_its_first_place(commune, other_district):
    household = factories.make_household(place=commune)
    factories.make_support(household, date(2020, 9, 9), place=other_district)
    factories.make_support(household, DAY, place=commune)
    assert [(row.supported_on, row.place) for row in listed(SUPPORTED)] == [(DAY, commune)]


def test_supported_stays_at_its_place_after_the_household_moves(commune, other_district):
    household = factories.make_household(place=commune)
    factories.make_support(household, DAY, place=commune)
    household.place = other_district
    household.save()
    assert [row.place for row in listed(SUPPORTED)] == [commune]


@pytest.mark.parametrize(("after_exit", "expected"), [(-1, 1), (1, 0)])
def test_supported_leaves_out_households_that_left_poverty_before(after_exit, expected):
    household = factories.make_household()
    factories.make_exit(household, DAY)
    factories.make_support(household, DAY + timedelta(days=after_exit))
    assert count(SUPPORTED) == expected


@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_supported_ignores_an_exit_that_does_not_count(state):
    household = factories.make_household()
    factories.make_exit(household, date(2020, 2, 2), state=state)
    factories.make_support(household, DAY)
    assert count(SUPPORTED) == 1


def test_supported_counts_a_household_poor_again_after_an_exit_last_year():
    household = factories.make_household(year=2020)
    factories.make_exit(household, date(2019, 12, 1))
    factories.make_support(household, DAY)
    assert count(SUPPORTED) == 1


def test_supported_stays_after_a_later_exit():
    household = factories.make_household()
    factories.make_support(household, DAY)
    factories.make_exit(household, date(2020, 11, 30))
    assert count(SUPPORTED) == 1


# 6a: exited


def test_exited_leaves_out_households_never_supported():
    factories.make_exit(factories.make_household(), DAY)
    assert (count(EXITED), listed(EXITED)) == (0, [])


def test_exited_leaves_out_households_supported_only_afterwards():
    household = factories.make_household()
    factories.make_exit(household, DAY)
    factories.make_support(household, DAY + timedelta(days=1))
    assert (count(SUPPORTED), count(EXITED)) == (0, 0)


@pytest.mark.parametrize(
    "support",
    [
        {"organiser": "other"},
        {"state": "draft"},
        {"state": "annulled"},
        {"supported_on": date(2019, 11, 11)},
    ],
)
def test_exited_leaves_out_households_not_among_the_supported(support):
    household = factories.make_household()
    factories.make_support(household, **{"supported_on": date(2020, 3, 3), **support})
    factories.make_exit(household, DAY)
    assert count(EXITED) == 0


def test_exited_leaves_out_near_poor_households():
    household = factories.make_household(classified="near_poor")
    factories.make_support(household, date(2020, 3, 3))
    factories.make_exit(household, DAY)
    assert count(EXITED) == 0


def test_exited_leaves_out_households_supported_only_the_year_before():
    household = factories.make_household(year=2019)
    factories.make_classification(household, "poor", 2020)
    factories.make_support(household, date(2019, 12, 31))
    factories.make_exit(household, DAY)
    assert [(count(SUPPORTED, day), count(EXITED, day)) for day in (date(2019, 12, 31), DAY)] == [(1, 0), (0, 0)]


def test_exited_counts_by_the_day_of_the_decision():
    household = factories.make_household()
    factories.make_support(household, DAY)
    factories.make_exit(household, date(2020, 11, 30))
    days = (date(2020, 11, 29), date(2020, 11, 30))
    assert [(count(SUPPORTED, day), count(EXITED, day)) for day in days] == [(1, 0), (1, 1)]


def test_exited_counts_a_household_once_a_year():
    household = factories.make_household()
    factories.make_support(household, date(2020, 3, 3))
    factories.make_exit(household, DAY)
    factories.make_exit(household, date(2020, 11, 30))
    assert [row.decided_on for row in listed(EXITED)] == [DAY]


def test_exited_is_never_more_than_supported():
    for support_on, exit_on in ((DAY, date(2020, 11, 30)), (DAY, None), (date(2020, 12, 1), date(2020, 11, 30))):
        household = factories.make_household()
        factories.make_support(household, support_on)
        if exit_on:
            factories.make_exit(household, exit_on)
    assert (count(SUPPORTED), count(EXITED)) == (2, 1)
