"""Figures 1a, 1b, 2, T1 and T2: what counts as founded, converted, operating and effective, just inside and outside."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.programs.examples import DAY, YEAR_END, count, listed

pytestmark = pytest.mark.django_db

FOUNDED = "cooperatives.founded_by_union"
FOUNDED_BY_ALL = "cooperatives.founded"
CONVERTED = "cooperatives.converted"
EFFECTIVE = "cooperatives.effective"
OPERATING = "cooperatives.operating"
GROUPS = "cooperatives.groups_founded"
NOT_OPERATING = ["suspended", "not_at_address", "revoked", "dissolving", "dissolved"]


# 1a and T1: founded


def test_founded_by_union_leaves_out_cooperatives_led_by_others():
    factories.make_cooperative(founded_on=DAY, lead="other")
    factories.make_cooperative(founded_on=DAY, lead="union")
    assert (count(FOUNDED), count(FOUNDED_BY_ALL)) == (1, 2)


def test_founded_leaves_out_unions_of_cooperatives():
    factories.make_cooperative(kind="union", founded_on=DAY)
    assert (count(FOUNDED), count(FOUNDED_BY_ALL)) == (0, 0)


@pytest.mark.parametrize("kind", ["change", "reissue", "reregistration"])
def test_founded_leaves_out_later_certificates(kind):
    cooperative = factories.make_cooperative(founded_on=date(2015, 4, 1))
    factories.make_registration(cooperative, DAY, kind)
    assert (count(FOUNDED), count(FOUNDED_BY_ALL)) == (0, 0)


def test_founded_counts_once_when_a_certificate_is_reissued_in_the_same_year():
    cooperative = factories.make_cooperative(founded_on=DAY)
    factories.make_registration(cooperative, date(2020, 9, 1), "reissue")
    assert [row.issued_on for row in listed(FOUNDED)] == [DAY]


def test_founded_leaves_out_conversions():
    factories.make_conversion(factories.make_cooperative(founded_on=date(2015, 4, 1)), DAY)
    assert (count(FOUNDED), count(FOUNDED_BY_ALL)) == (0, 0)


@pytest.mark.parametrize("status", NOT_OPERATING)
def test_founded_stays_after_later_end_of_the_cooperative(status):
    cooperative = factories.make_cooperative(founded_on=DAY)
    factories.make_status(cooperative, status, date(2020, 11, 1))
    assert (count(FOUNDED), count(FOUNDED_BY_ALL)) == (1, 1)


def test_founded_is_taken_back_by_annulment_of_the_cooperative():
    cooperative = factories.make_cooperative(founded_on=DAY)
    cooperative.state = "annulled"
    cooperative.save()
    assert (count(FOUNDED), count(FOUNDED_BY_ALL)) == (0, 0)


def test_founded_counts_certificate_that_replaces_an_annulled_one():
    cooperative = factories.make_cooperative(founded_on=date(2020, 2, 1))
    cooperative.registrations.update(state="annulled")
    factories.make_registration(cooperative, DAY)
    assert [row.issued_on for row in listed(FOUNDED)] == [DAY]


def test_founded_stays_at_its_place_after_the_cooperative_moves(commune, other_district):
    cooperative = factories.make_cooperative(founded_on=DAY, place=commune)
    cooperative.place = other_district
    cooperative.save()
    assert [row.place for row in listed(FOUNDED)] == [commune]


# 1b: converted


def test_converted_leaves_out_unfinished_conversions():
    cooperative = factories.make_cooperative(founded_on=date(2010, 1, 1))
    factories.make_conversion(cooperative, None, started_on=date(2020, 1, 10))
    assert (count(CONVERTED), listed(CONVERTED)) == (0, [])


@pytest.mark.parametrize(
    ("founded_on", "expected"),
    [(date(2019, 12, 31), 1), (date(2020, 1, 1), 0), (date(2020, 12, 31), 0), (date(2021, 1, 1), 1)],
)
def test_converted_leaves_out_cooperatives_founded_that_year(founded_on, expected):
    factories.make_conversion(factories.make_cooperative(founded_on=founded_on), DAY)
    assert count(CONVERTED) == expected


def test_converted_counts_cooperative_whose_founding_that_year_was_annulled():
    cooperative = factories.make_cooperative(founded_on=date(2020, 2, 1))
    cooperative.registrations.update(state="annulled")
    factories.make_conversion(cooperative, DAY)
    assert count(CONVERTED) == 1


def test_converted_counts_a_cooperative_once_ever():
    cooperative = factories.make_cooperative(founded_on=date(2010, 1, 1))
    factories.make_conversion(cooperative, date(2018, 5, 5))
    factories.make_conversion(cooperative, DAY)
    assert [count(CONVERTED, date(year, 12, 31)) for year in (2018, 2019, 2020)] == [1, 0, 0]


def test_converted_counts_once_at_the_first_of_two_conversions_of_a_year():
    cooperative = factories.make_cooperative(founded_on=date(2010, 1, 1))
    factories.make_conversion(cooperative, date(2020, 9, 9))
    factories.make_conversion(cooperative, DAY)
    assert [row.completed_on for row in listed(CONVERTED)] == [DAY]


def test_converted_counts_once_of_two_conversions_on_one_day():
    cooperative = factories.make_cooperative(founded_on=date(2010, 1, 1))
    first, _ = factories.make_conversion(cooperative, DAY), factories.make_conversion(cooperative, DAY)
    assert listed(CONVERTED) == [first]


def test_converted_counts_anew_after_an_earlier_conversion_was_annulled():
    cooperative = factories.make_cooperative(founded_on=date(2010, 1, 1))
    factories.make_conversion(cooperative, date(2018, 5, 5), state="annulled")
    factories.make_conversion(cooperative, DAY)
    assert count(CONVERTED) == 1


def test_converted_leaves_out_unions_of_cooperatives():
    factories.make_conversion(factories.make_cooperative(kind="union"), DAY)
    assert count(CONVERTED) == 0


def test_converted_stays_after_later_dissolution():
    cooperative = factories.make_cooperative(founded_on=date(2010, 1, 1))
    factories.make_conversion(cooperative, DAY)
    factories.make_status(cooperative, "dissolved", date(2020, 8, 1))
    assert count(CONVERTED) == 1


# 2: effective, and operating, of which it is a share


@pytest.mark.parametrize("status", NOT_OPERATING)
def test_operating_ends_on_the_day_another_status_begins(status):
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, date(2020, 3, 3))
    factories.make_status(cooperative, status, DAY)
    on_days = [(count(OPERATING, day), count(EFFECTIVE, day)) for day in (DAY - timedelta(days=1), DAY, YEAR_END)]
    assert on_days == [(1, 1), (0, 0), (0, 0)]


def test_operating_counts_again_after_a_suspension():
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_status(cooperative, "suspended", date(2020, 2, 1))
    factories.make_status(cooperative, "operating", DAY)
    days = (date(2020, 1, 31), date(2020, 2, 1), DAY - timedelta(days=1), DAY)
    assert [count(OPERATING, day) for day in days] == [1, 0, 0, 1]


def test_operating_leaves_out_cooperatives_without_a_status():
    factories.make_assessment(factories.make_cooperative(founded_on=date(2015, 1, 1)), DAY)
    assert (count(OPERATING), count(EFFECTIVE)) == (0, 0)


@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_operating_ignores_a_change_of_status_that_does_not_count(state):
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_status(cooperative, "dissolved", DAY, state=state)
    assert count(OPERATING) == 1


def test_operating_and_effective_leave_out_unions_of_cooperatives():
    cooperative = factories.make_cooperative(kind="union", operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, DAY)
    assert (count(OPERATING), count(EFFECTIVE)) == (0, 0)


def test_operating_lists_since_when():
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_status(cooperative, "suspended", date(2019, 2, 1))
    factories.make_status(cooperative, "operating", date(2019, 6, 1))
    assert [row.status_since for row in listed(OPERATING)] == [date(2019, 6, 1)]


@pytest.mark.parametrize(
    ("valid_on", "expected"),
    [
        (date(2019, 12, 20), 0),  # a day too old
        (date(2019, 12, 21), 1),  # the first day of the 12 months
        (date(2020, 12, 20), 1),  # the day itself
        (date(2020, 12, 21), 0),  # not known yet
    ],
)
def test_effective_asks_for_an_assessment_of_the_twelve_months_up_to_the_day(valid_on, expected):
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, valid_on)
    assert count(EFFECTIVE, date(2020, 12, 20)) == expected


@pytest.mark.parametrize(("valid_on", "expected"), [(date(2020, 2, 28), 0), (date(2020, 2, 29), 1)])
def test_effective_window_at_the_end_of_february_of_a_leap_year(valid_on, expected):
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, valid_on)
    assert count(EFFECTIVE, date(2021, 2, 28)) == expected


@pytest.mark.parametrize(("earlier", "later", "expected"), [(True, False, 0), (False, True, 1)])
def test_effective_goes_by_the_latest_assessment(earlier, later, expected):
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, date(2020, 9, 1), effective=later)
    factories.make_assessment(cooperative, date(2020, 3, 1), effective=earlier)
    assert count(EFFECTIVE) == expected


def test_effective_goes_by_the_latest_assessment_up_to_that_day():
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, date(2020, 3, 1), effective=True)
    factories.make_assessment(cooperative, date(2020, 9, 1), effective=False)
    assert [count(EFFECTIVE, day) for day in (date(2020, 8, 31), date(2020, 9, 1))] == [1, 0]


@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_effective_ignores_a_later_assessment_that_does_not_count(state):
    cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, date(2020, 3, 1), effective=True)
    factories.make_assessment(cooperative, date(2020, 9, 1), effective=False, state=state)
    assert [row.assessed_on for row in listed(EFFECTIVE)] == [date(2020, 3, 1)]


def test_effective_goes_by_the_finding_and_not_by_the_rating():
    good, weak = (factories.make_cooperative(operating_since=date(2015, 1, 1)) for _ in range(2))
    factories.make_assessment(good, DAY, effective=False, rating="good")
    factories.make_assessment(weak, DAY, effective=True, rating="weak")
    assert listed(EFFECTIVE) == [weak]


# T2: groups


def test_groups_founded_leaves_out_groups_not_notified_to_the_commune():
    factories.make_group(contract_on=DAY)
    assert (count(GROUPS), listed(GROUPS)) == (0, [])


def test_groups_founded_counts_by_notification_and_not_by_contract():
    factories.make_group(contract_on=date(2019, 12, 30), notified_on=date(2020, 1, 2))
    assert [count(GROUPS, date(year, 12, 31)) for year in (2019, 2020)] == [0, 1]


def test_groups_founded_stays_after_the_group_ended():
    factories.make_group(notified_on=DAY, ended_on=date(2020, 6, 6))
    assert count(GROUPS) == 1
