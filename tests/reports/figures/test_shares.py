"""Owners and splits of a figure: each split takes one query, and a record with two values counts under both."""

from datetime import date

import pytest

from programs.flows_and_stocks import Scope
from programs.measures import MEASURES
from reports.figures.shares import owners_and_shares, owners_text
from tests import factories

DAY = date(2020, 12, 20)
SUPPORTED, RECOGNISED = MEASURES["poverty.supported"], MEASURES["ocop.recognised"]


@pytest.mark.django_db
def test_household_helped_twice_is_in_both_kinds_and_once_in_each(django_assert_num_queries):
    household = factories.make_household()
    for kind, day in (("job", 3), ("seeds", 4), ("job", 5)):
        factories.make_support(household, date(2020, day, 1), kind=kind).donors.create(name="Hội minh họa")
    factories.make_support(household, date(2019, 5, 1), kind="school")
    factories.make_support(household, date(2020, 6, 1), kind="job")  # from nobody: its donor is known all the same
    factories.make_support(factories.make_household(), date(2020, 6, 1), kind="job")

    with django_assert_num_queries(2):
        shares = owners_and_shares(SUPPORTED, DAY, Scope())

    assert shares == [
        "Theo hình thức: việc làm 02 hộ; cây, con giống 01 hộ.",
        "Theo nguồn giúp đỡ: Hội minh họa 01 hộ; chưa ghi 01 hộ.",
    ]


@pytest.mark.django_db
def test_measure_without_owners_says_nothing_of_them():
    assert owners_text(MEASURES["cooperatives.converted"], DAY, Scope()) == ""
    assert owners_and_shares(RECOGNISED, None, Scope()) == []
