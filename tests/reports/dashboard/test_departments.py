"""Whose figures are whose, and how they stand."""

from datetime import date

import pytest

from programs.models import Assignment
from reports.dashboard.departments import department_duties
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import Status
from reports.figures.year import quarter_progress
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION, YEAR_OVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """1a is exceeded, 1b behind, 1c without a target."""
    program = factories.make_program()
    for code, target, value in (("1a", 30, 65), ("1b", 10, 1), ("1c", None, 3)):
        factories.make_figure(factories.make_indicator(program, code, target=target), value)
    return program


def assign(program, code, department, person=None):
    return Assignment.objects.create(indicator=program.indicators.get(code=code), department=department, person=person)


def duties_of(program):
    return department_duties(quarter_progress(program, 4, today=YEAR_OVER), DashboardQuery(program, 4))


def shown(departments) -> list:
    return [
        (
            each.department and each.department.name,
            [(owner.person, [duty.progress.indicator.code for duty in owner.duties]) for owner in each.owners],
        )
        for each in departments
    ]


def test_indicators_stand_under_their_department_and_person(program, department_a, staff_a, department_b):
    assign(program, "1a", department_a, staff_a)
    assign(program, "1b", department_a)
    assign(program, "1c", department_b)

    assert shown(duties_of(program)) == [
        ("Phòng Hỗ trợ phát triển", [(None, ["1c"])]),
        ("Phòng Phát triển hợp tác xã", [(staff_a, ["1a"]), (None, ["1b"])]),
    ]


def test_what_nobody_was_given_comes_last_and_the_worst_first(program, department_a):
    assign(program, "1c", department_a)

    assert shown(duties_of(program))[-1] == (None, [(None, ["1b", "1a"])])


def test_indicator_shared_by_two_departments_stands_under_both(program, department_a, department_b):
    assign(program, "1a", department_a)
    assign(program, "1a", department_b)

    found = [codes for _, owners in shown(duties_of(program))[:2] for _, codes in owners]

    assert found == [["1a"], ["1a"]]


def test_status_counts_are_the_worst_first_and_leaves_out_what_has_none(program, department_a):
    for code in ("1a", "1b", "1c"):
        assign(program, code, department_a)

    (department,) = duties_of(program)

    assert department.status_counts == ((Status.BEHIND, "1 chưa đạt"), (Status.EXCEEDED, "1 vượt"))


def test_one_query_whatever_is_assigned(program, department_a, department_b, django_assert_num_queries):
    progress = quarter_progress(program, 4, today=YEAR_OVER)
    for code in ("1a", "1b", "1c"):
        assign(program, code, department_a)
        assign(program, code, department_b)

    with django_assert_num_queries(1):
        shown(department_duties(progress, DashboardQuery(program, 4)))


def test_page_asks_as_often_whatever_there_is(program, department_a, client, leadership, django_assert_max_num_queries):
    client.force_login(leadership)
    counts = []
    for many in (1, 20):
        for place in range(many):
            indicator = factories.make_indicator(program, f"{many}-{place}", measure=FOUNDED_BY_UNION, target=30)
            factories.make_assignment(indicator, department_a)
            factories.make_cooperative(founded_on=date(2020, 2, 1))
        with django_assert_max_num_queries(40) as asked:
            client.get(DashboardQuery(program, 4).departments)
        counts.append(len(asked))

    assert counts[0] == counts[1]
