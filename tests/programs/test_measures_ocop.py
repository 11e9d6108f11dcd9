"""Figure 5: products recognised with three stars or more, just inside and outside."""

from datetime import date

import pytest

from tests import factories
from tests.programs.examples import DAY, count, listed

pytestmark = pytest.mark.django_db

KEY = "ocop.recognised"


@pytest.mark.parametrize(("stars", "expected"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1)])
def test_recognised_counts_from_three_stars(stars, expected):
    factories.make_recognition(factories.make_product(), DAY, stars)
    assert (count(KEY), len(listed(KEY))) == (expected, expected)


@pytest.mark.parametrize("kind", ["renewal", "upgrade"])
def test_recognised_leaves_out_renewals_and_upgrades(kind):
    product = factories.make_product()
    factories.make_recognition(product, date(2017, 5, 5), 3)
    factories.make_recognition(product, DAY, 4, kind)
    assert [count(KEY, date(year, 12, 31)) for year in (2017, 2020)] == [1, 0]


@pytest.mark.parametrize("kind", ["renewal", "upgrade"])
def test_recognised_leaves_out_renewals_and_upgrades_whose_first_decision_is_not_recorded(kind):
    factories.make_recognition(factories.make_product(), DAY, 4, kind)
    assert (count(KEY), listed(KEY)) == (0, [])


def test_recognised_leaves_out_upgrade_of_the_same_year():
    product = factories.make_product()
    factories.make_recognition(product, date(2020, 3, 3), 3)
    factories.make_recognition(product, date(2020, 9, 9), 4, "upgrade")
    assert [(row.decided_on, row.stars) for row in listed(KEY)] == [(date(2020, 3, 3), 3)]


def test_recognised_leaves_out_products_the_union_did_not_help():
    factories.make_recognition(factories.make_product(helped=False), DAY, 5)
    assert (count(KEY), listed(KEY)) == (0, [])


def test_recognised_counts_the_first_decision_of_three_stars_after_one_of_two():
    product = factories.make_product()
    factories.make_recognition(product, date(2019, 5, 5), 2)
    factories.make_recognition(product, DAY, 3)
    assert [count(KEY, date(year, 12, 31)) for year in (2019, 2020)] == [0, 1]


def test_recognised_counts_a_product_once_ever():
    product = factories.make_product()
    factories.make_recognition(product, date(2019, 5, 5), 3)
    factories.make_recognition(product, DAY, 4)
    assert [count(KEY, date(year, 12, 31)) for year in (2019, 2020)] == [1, 0]


def test_recognised_counts_the_decision_that_replaces_an_annulled_one():
    product = factories.make_product()
    factories.make_recognition(product, date(2019, 5, 5), 3, state="annulled")
    factories.make_recognition(product, DAY, 3)
    assert [count(KEY, date(year, 12, 31)) for year in (2019, 2020)] == [0, 1]


def test_recognised_counts_the_same_name_of_two_producers_as_two():
    for _ in range(2):
        factories.make_recognition(factories.make_product("Chè Shan tuyết"), DAY)
    assert count(KEY) == 2


def test_recognised_counts_two_products_of_one_producer_as_two():
    producer = factories.make_producer()
    for _ in range(2):
        factories.make_recognition(factories.make_product(producer=producer), DAY)
    assert count(KEY) == 2


@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_recognised_leaves_out_products_of_a_producer_that_does_not_count(state):
    producer = factories.make_producer(state=state)
    factories.make_recognition(factories.make_product(producer=producer), DAY)
    assert count(KEY) == 0


def test_recognised_stays_after_its_36_months():
    recognition = factories.make_recognition(factories.make_product(), date(2017, 1, 2))
    assert (recognition.valid_until, count(KEY, date(2017, 12, 31))) == (date(2020, 1, 2), 1)
