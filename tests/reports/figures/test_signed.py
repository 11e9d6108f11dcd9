"""What last year's signed reports froze, and the comparison of the year after with it."""

from datetime import date

import pytest

from programs.models import Indicator, Program
from reports.figures.signed import PRINTED, SignedFigures
from reports.figures.year import ProgramYear, quarter_progress
from reports.lifecycle.paper_source import last_snapshot
from reports.models import Report
from reports.paper.snapshot import frozen_paper
from tests import factories
from tests.reports.lives import approved, draft, issued


def test_snapshot_repeats_every_printed_number(staff_a, leadership, unprinted):
    snapshot = last_snapshot(issued(staff_a, leadership))
    assert SignedFigures.read(snapshot.figures) == SignedFigures.of(frozen_paper(snapshot).progress)
    assert (snapshot.figures["as_of"], snapshot.figures["by_code"]["1a"]["actual"]) == ("2020-12-31", "2")


@pytest.fixture
def year_after(staff_a, leadership, unprinted) -> Program:
    """2021, after a report of quarter IV of 2020 that was signed with two cooperatives of 1a."""
    issued(staff_a, leadership)
    program = factories.make_program(year=2021)
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union")
    return program


def previous(program: Program, number: int, **options) -> tuple:
    own = quarter_progress(program, number, today=date(2022, 1, 15), **options)["1a"]
    return own.previous_year, own.previous_source


def test_cut_off_day_is_compared_with_the_signed_report_whatever_records_say_since(year_after):
    factories.make_cooperative(founded_on=date(2020, 7, 7))

    assert previous(year_after, 4) == (2, "báo cáo đã ký, số đến 31/12/2020")
    assert previous(year_after, 3) == (2, "sổ hiện nay")  # nobody signed that one
    assert previous(year_after, 4, as_of=date(2021, 12, 30)) == (3, "sổ hiện nay")


def test_another_thing_counted_under_the_same_code_is_not_compared(year_after):
    Indicator.objects.filter(program=year_after).update(measure="", unit="lớp", accumulation="flow")
    factories.make_figure(Indicator.objects.get(program=year_after), 5, 4)

    assert previous(year_after, 4) == (None, "")


def test_cut_off_days_that_differ_are_compared_all_the_same(year_after):
    """The report of a year says the year, whichever day it was closed on."""
    factories.make_period(year_after, 4, cut_off_on=date(2021, 12, 20))
    factories.make_cooperative(founded_on=date(2020, 12, 5))

    assert previous(year_after, 4) == (2, "báo cáo đã ký, số đến 31/12/2020")


def test_districts_are_compared_with_records(year_after):
    year = ProgramYear.read(year_after, today=date(2022, 1, 15))
    district = year.quarters(places=[factories.hong_ca().pk])[4]["1a"]
    assert (district.previous_year, district.previous_source) == (2, "sổ hiện nay")


def test_correction_that_is_not_issued_yet_leaves_the_issued_report_in_force(year_after, staff_a, leadership):
    old = Report.objects.get()
    factories.make_cooperative(founded_on=date(2020, 7, 7))
    correction = Report.objects.create(period=old.period, serial=2, replaces=old)
    correction.snapshots.model.objects.create(
        report=correction,
        stage="approved",
        content="",
        figures={"as_of": "2020-12-31", "by_code": {"1a": dict.fromkeys(PRINTED, "3")}},
        taken_by=leadership,
    )
    for state, expected in (("submitted", 2), ("approved", 2)):
        Report.objects.filter(pk=correction.pk).update(state=state)
        assert previous(year_after, 4)[0] == expected


def test_draft_of_last_year_is_no_signed_report(staff_a, leadership):
    draft(staff_a)
    program = factories.make_program(year=2021)
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union")
    assert previous(program, 4) == (2, "sổ hiện nay")


def test_approved_report_is_signed_too(staff_a, leadership):
    approved(staff_a, leadership)
    program = factories.make_program(year=2021)
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union")
    assert previous(program, 4) == (2, "báo cáo đã ký, số đến 31/12/2020")


def test_records_behind_the_comparison_say_where_they_differ_from_the_report(year_after, client, leadership):
    factories.make_cooperative(founded_on=date(2020, 7, 7))
    client.force_login(leadership)
    html = client.get("/so-lieu/190/2021/4/1a/?ky=cung-ky").content.decode()
    assert "Theo sổ hiện nay; báo cáo đã ký, số đến 31/12/2020, ghi 2." in html
