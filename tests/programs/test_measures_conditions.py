"""Over thousands of random records: nothing counts with a reason against it, nothing else is left without one."""

from collections import defaultdict
from datetime import date

import pytest

from coopunion.models.conditions import first_unmet, reason_of
from programs.counted_in import lines, marks
from programs.eligibility import ELIGIBILITIES
from programs.flows_and_stocks import Scope
from programs.measures import MEASURES
from programs.models import Program, ReportingPeriod
from tests import factories
from tests.programs.examples import count
from tests.programs.generated import generate

pytestmark = pytest.mark.django_db

AS_OF, CUT_OFF = date(2020, 10, 20), date(2020, 12, 20)
SAMPLE = 15


@pytest.fixture
def records():
    generate(seed=190)


def explained(key: str) -> tuple[set[int], dict[int, str], dict[int, int]]:
    """The rows that count, the reasons of the others, and how many conditions each of these meets."""
    measure = MEASURES[key]
    conditions = measure.conditions_on(AS_OF, Scope(), CUT_OFF)
    rows = {row: first_unmet(row, conditions) for row in measure.explained(AS_OF, Scope(), conditions)}
    reasons = {row.pk: reason_of(unmet, row) for row, unmet in rows.items() if unmet}
    return (
        {row.pk for row, unmet in rows.items() if unmet is None},
        reasons,
        {row.pk: conditions.index(unmet) for row, unmet in rows.items() if unmet},
    )


def dropped(key: str) -> dict[int, int]:
    """The rows that do not count: which of the conditions, added one by one to a WHERE, first leaves each out."""
    measure = MEASURES[key]
    conditions = measure.conditions_on(AS_OF, Scope(), CUT_OFF)
    rows = measure.explained(AS_OF, Scope(), ()).order_by()
    left, by = set(rows.values_list("pk", flat=True)), {}
    for index, condition in enumerate(conditions):
        rows = rows.filter(condition.query)
        kept = set(rows.values_list("pk", flat=True))
        by.update(dict.fromkeys(left - kept, index))
        left = kept
    return by


def test_a_row_counts_or_has_a_reason(records):
    for key, measure in MEASURES.items():
        counted, reasons, _ = explained(key)

        assert counted == {row.pk for row in measure.records(AS_OF, Scope())}, key
        assert len(counted) == count(key, AS_OF), key
        assert [pk for pk, reason in reasons.items() if not reason.strip().endswith(".")] == [], key


def test_reason_is_that_of_the_condition_that_leaves_the_row_out(records):
    """Of records so varied that for every measure some count, and others fail for at least three conditions."""
    for key in MEASURES:
        counted, _, unmet = explained(key)

        assert unmet == dropped(key), key
        assert (len(counted) >= 3, len(set(unmet.values())) >= 3) == (True, True), key


def test_page_of_a_record_and_its_mark_in_a_list_agree(records):
    program = Program.objects.get(code="190", year=2020)
    ReportingPeriod.objects.filter(program=program, quarter=4).update(cut_off_on=CUT_OFF)
    for number, key in enumerate(MEASURES):
        factories.make_indicator(program, str(number), measure=key)
    models = {eligibility.model for eligibility in ELIGIBILITIES}
    wrong = defaultdict(list)
    for model in models:
        sample = list(model.objects.order_by("pk")[:SAMPLE])
        marked = marks(sample, program, ELIGIBILITIES, AS_OF).indicators
        for record in sample:
            found = lines(record, program, ELIGIBILITIES, AS_OF)
            if [line.indicator for line in found if line.counted] != marked[record.pk] or not all(
                line.why.endswith(".") for line in found
            ):
                wrong[model].append(record)

    assert wrong == {}
