"""Figures 3a, 3b, 3c and 4: inspections and value-chain models, just inside and outside."""

from datetime import date

import pytest

from programs.flows_and_stocks import Scope
from programs.measures import MEASURES
from tests import factories
from tests.programs.examples import DAY, count, listed

pytestmark = pytest.mark.django_db

DOSSIERS = "cooperatives.inspected_dossiers"
GROUP_DOSSIERS = "cooperatives.inspected_group_dossiers"
SITE_VISITS = "cooperatives.site_visits"
CHAINS = "cooperatives.value_chains"


def inspections() -> tuple[int, int, int]:
    return count(DOSSIERS), count(GROUP_DOSSIERS), count(SITE_VISITS)


# 3a, 3b, 3c: inspections


@pytest.mark.parametrize(
    ("make_subject", "kind", "expected"),
    [
        (factories.make_cooperative, "dossier", (1, 0, 0)),
        (factories.make_group, "dossier", (0, 1, 0)),
        (factories.make_cooperative, "site", (0, 0, 1)),
        (factories.make_group, "site", (0, 0, 1)),
    ],
)
def test_inspections_count_by_their_kind_and_subject(make_subject, kind, expected):
    factories.make_inspection(make_subject(), DAY, kind)
    assert inspections() == expected


def test_inspections_leave_out_what_is_not_completed():
    for subject in (factories.make_cooperative(), factories.make_group()):
        factories.make_inspection(subject, None, "dossier", started_on=DAY)
        factories.make_inspection(subject, None, "site", started_on=DAY)
    assert inspections() == (0, 0, 0)


def test_inspections_count_by_completion_and_not_by_start():
    factories.make_inspection(factories.make_cooperative(), date(2021, 1, 4), started_on=date(2020, 12, 30))
    assert [count(DOSSIERS, date(year, 12, 31)) for year in (2020, 2021)] == [0, 1]


def test_inspections_count_a_subject_once_a_year_at_the_first_one():
    cooperative, group = factories.make_cooperative(), factories.make_group()
    for day in (date(2020, 11, 1), DAY, date(2020, 8, 8)):
        factories.make_inspection(cooperative, day, "dossier")
        factories.make_inspection(group, day, "dossier")
        factories.make_inspection(cooperative, day, "site")
    rows = [row.completed_on for key in (DOSSIERS, GROUP_DOSSIERS, SITE_VISITS) for row in listed(key)]
    assert rows == [DAY, DAY, DAY]


def test_inspections_count_a_subject_once_for_each_kind():
    cooperative = factories.make_cooperative()
    factories.make_inspection(cooperative, DAY, "dossier")
    factories.make_inspection(cooperative, DAY, "site")
    assert inspections() == (1, 0, 1)


def test_inspections_count_a_subject_again_next_year():
    cooperative = factories.make_cooperative()
    factories.make_inspection(cooperative, date(2019, 12, 31))
    factories.make_inspection(cooperative, date(2020, 1, 1))
    assert [count(DOSSIERS, date(year, 12, 31)) for year in (2019, 2020)] == [1, 1]


def test_inspections_count_the_second_one_when_the_first_is_annulled():
    cooperative = factories.make_cooperative()
    factories.make_inspection(cooperative, date(2020, 2, 2), state="annulled")
    factories.make_inspection(cooperative, DAY)
    assert [row.completed_on for row in listed(DOSSIERS)] == [DAY]


def test_dossier_of_a_union_of_cooperatives_is_none_of_a_cooperative():
    factories.make_inspection(factories.make_cooperative(kind="union"), DAY)
    assert (count(DOSSIERS), count("cooperatives.inspected_union_dossiers"), count(GROUP_DOSSIERS)) == (0, 1, 0)


def test_site_visits_are_told_apart_by_what_was_visited():
    for subject in (factories.make_cooperative(), factories.make_cooperative(kind="union"), factories.make_group()):
        factories.make_inspection(subject, DAY, "site")
    counts = MEASURES[SITE_VISITS].counts_by_kind([DAY], Scope())
    assert {unit: sum(by_day[DAY].values()) for unit, by_day in counts.items()} == {
        "HTX": 1,
        "liên hiệp HTX": 1,
        "tổ hợp tác": 1,
    }


def test_site_visits_keep_cooperative_and_group_of_the_same_number_apart():
    cooperative = factories.make_cooperative(id=7)
    group = factories.make_group(id=7)
    factories.make_inspection(cooperative, DAY, "site")
    factories.make_inspection(group, DAY, "site")
    assert (count(SITE_VISITS), len(listed(SITE_VISITS))) == (2, 2)


# 4: value chains


def test_value_chains_leave_out_models_being_built():
    factories.make_chain(recognised_on=None)
    assert (count(CHAINS), listed(CHAINS)) == (0, [])


def test_value_chains_count_the_model_and_not_its_members():
    members = tuple(factories.make_cooperative() for _ in range(3))
    factories.make_chain(recognised_on=DAY, members=members)
    assert (count(CHAINS), len(listed(CHAINS))) == (1, 1)


def test_value_chains_count_two_models_of_one_cooperative():
    lead = factories.make_cooperative()
    factories.make_chain(recognised_on=DAY, lead=lead, members=(lead,))
    factories.make_chain(recognised_on=DAY, lead=lead, members=(lead,))
    assert count(CHAINS) == 2
