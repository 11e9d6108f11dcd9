"""What holds for every measure: its worked example counts, at its day, in its year, with its row."""

from datetime import date, timedelta

import pytest

from cooperatives.models import Cooperative
from coopunion.models import Event, SignedPeriod
from coopunion.periods import Quarter
from programs.measures import _TABLE, MEASURES
from tests import factories
from tests.programs.examples import DAY, EXAMPLES, FLOWS, STOCKS, count, counts, listed

pytestmark = pytest.mark.django_db
ALL = sorted(EXAMPLES)
RECORDS = sorted(set(EXAMPLES) - {"programs.reports_sent"})  # a reporting period has no state


def test_measures_have_one_worked_example_each():
    assert set(EXAMPLES) == set(MEASURES)


def test_measures_have_unique_keys():
    assert sorted(measure.key for measure in _TABLE) == sorted(MEASURES)


def test_measures_are_described_in_full():
    lacking = [
        (key, word)
        for key, measure in MEASURES.items()
        for word in ("name", "unit", "verb", "detail", "day", "date_field")
        if not getattr(measure, word).strip()
    ]
    assert lacking == []


def test_measures_are_flows_or_stocks_as_designed():
    assert STOCKS == ["cooperatives.effective", "cooperatives.operating"]


def test_stock_names_a_measure_as_its_base():
    bases = {key: MEASURES[key].base for key in STOCKS}
    assert bases == {"cooperatives.effective": "cooperatives.operating", "cooperatives.operating": ""}


@pytest.mark.parametrize("key", ALL)
def test_measure_of_empty_database_is_zero(key):
    assert (count(key), listed(key)) == (0, [])


@pytest.mark.parametrize("key", ALL)
def test_measure_counts_its_example_from_its_day_on(key):
    EXAMPLES[key](DAY)
    found = counts(key, [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)])
    assert list(found.values()) == [0, 1, 1]


@pytest.mark.parametrize("key", ALL)
def test_measure_counts_several_days_in_one_query(key, django_assert_num_queries):
    EXAMPLES[key](DAY)
    days = [date(2019, 12, 31), date(2020, 3, 31), DAY, DAY, date(2020, 12, 20)]
    with django_assert_num_queries(1):
        found = counts(key, days)
    assert found == {days[0]: 0, days[1]: 0, DAY: 1, days[4]: 1}


@pytest.mark.parametrize("key", sorted(set(FLOWS) - {"poverty.exited"}))  # nobody exits before being helped
def test_flow_counts_from_the_first_day_of_its_year(key):
    EXAMPLES[key](date(2020, 1, 1))
    assert (count(key, date(2019, 12, 31)), count(key, date(2020, 1, 1)), count(key)) == (0, 1, 1)


@pytest.mark.parametrize("key", FLOWS)
def test_flow_counts_to_the_last_day_of_its_year(key):
    EXAMPLES[key](date(2020, 12, 31))
    assert (count(key, date(2020, 12, 30)), count(key), count(key, date(2021, 1, 1))) == (0, 1, 0)


@pytest.mark.parametrize("key", STOCKS)
def test_stock_stays_over_new_year(key):
    EXAMPLES[key](DAY)
    assert count(key, date(2021, 1, 1)) == 1


@pytest.mark.parametrize("key", ALL)
def test_measure_counts_two_examples_as_two(key):
    EXAMPLES[key](DAY)
    if key == "programs.reports_sent":  # two things are two quarters of one programme
        factories.make_period(listed(key)[0].program, 1, sent_on=DAY)
    else:
        EXAMPLES[key](DAY)
    assert (count(key), len(listed(key))) == (2, 2)


@pytest.mark.parametrize("key", RECORDS)
@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_measure_leaves_out_drafts_and_annulled_records(key, state):
    record = EXAMPLES[key](DAY)
    record.state = state
    record.save()
    assert (count(key), listed(key)) == (0, [])


@pytest.mark.parametrize("key", RECORDS)
@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_measure_leaves_out_events_of_drafts_and_annulled_things(key, state):
    record = EXAMPLES[key](DAY)
    things = [
        thing for name in ("cooperative", "group", "household", "product") if (thing := getattr(record, name, None))
    ]
    for thing in things:
        thing.state = state
        thing.save()
    assert count(key) == (0 if things else 1)


@pytest.mark.parametrize("key", RECORDS)
def test_measure_leaves_out_deleted_records(key):
    EXAMPLES[key](DAY).delete()
    assert count(key) == 0


@pytest.mark.parametrize("key", ALL)
def test_records_are_exactly_what_is_counted(key):
    for day in (date(2019, 11, 11), date(2020, 1, 1), DAY, date(2021, 1, 1)):
        if key != "programs.reports_sent" or day == DAY:
            EXAMPLES[key](day)
    lengths = [len(listed(key, day)) for day in (DAY, date(2020, 12, 31), date(2021, 6, 30))]
    assert lengths == [count(key, day) for day in (DAY, date(2020, 12, 31), date(2021, 6, 30))]


@pytest.mark.parametrize("key", ALL)
def test_row_says_what_where_and_when(key):
    record = EXAMPLES[key](DAY)
    row = listed(key)[0]
    measure = MEASURES[key]
    place = getattr(row, measure.place_field) if measure.place_field else None
    assert (type(row.title), type(row.detail)) == (str, str)
    assert (bool(row.title), getattr(row, measure.date_field)) == (True, DAY)
    assert place == (factories.hong_ca() if isinstance(record, Event) else None)


@pytest.mark.parametrize("key", ALL)
def test_row_has_an_address(key):
    EXAMPLES[key](DAY)
    addresses = [row.get_absolute_url() for row in listed(key)]
    assert [address.startswith("/") for address in addresses] == [True]


@pytest.mark.parametrize("key", RECORDS)
def test_records_do_not_query_for_each_row(key, django_assert_num_queries):
    for _ in range(3):
        EXAMPLES[key](DAY)
    field = MEASURES[key].place_field
    with django_assert_num_queries(2 if key in STOCKS else 1):  # a stock asks for the moves of all its rows at once
        rows = [(row.title, row.detail, str(getattr(row, field))) for row in listed(key)]
    assert len(rows) == 3


@pytest.mark.parametrize("key", sorted(set(FLOWS) - {"programs.reports_sent"}))
def test_flow_lists_its_records_by_day(key):
    for day in (date(2020, 9, 9), date(2020, 2, 2), date(2020, 6, 6)):
        EXAMPLES[key](day)
    days = [getattr(row, MEASURES[key].date_field) for row in listed(key)]
    assert days == [date(2020, 2, 2), date(2020, 6, 6), date(2020, 9, 9)]


@pytest.mark.parametrize("key", STOCKS)
def test_stock_lists_its_records_by_name(key):
    for name in ("B", "A"):
        record = EXAMPLES[key](DAY)
        Cooperative.objects.filter(pk=record.cooperative_id).update(name=name)
    assert [row.title for row in listed(key)] == ["A", "B"]


# What a change may move


def signed_quarters() -> list[SignedPeriod]:
    """Every quarter of three years, cut off on its last day, as signed."""
    return [
        SignedPeriod(title=str(quarter), starts_on=quarter.starts_on, ends_on=quarter.ends_on)
        for year in (2019, 2020, 2021)
        for quarter in Quarter.of_year(year)
    ]


@pytest.mark.parametrize("key", RECORDS)
@pytest.mark.parametrize("day", [date(2019, 6, 1), date(2019, 12, 15), date(2020, 2, 1)])
def test_record_names_every_signed_quarter_whose_figure_it_moves(key, day):
    """Annulling the record moves the figure of some quarters, whatever day it bears: each of them asks the reason."""
    record = EXAMPLES[key](day)
    periods = signed_quarters()
    before = counts(key, [period.ends_on for period in periods])
    asked = [period.ends_on for period in periods if any(period.holds(days) for days in record.days())]

    record.state = "annulled"
    record.save()

    after = counts(key, [period.ends_on for period in periods])
    moved = [end for end in before if before[end] != after[end]]
    assert (moved != [], sorted(set(moved) - set(asked))) == (True, [])
