"""A report beside the quarter before it."""

from datetime import date
from decimal import Decimal

from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.previous_quarter import PreviousQuarter
from tests import factories
from tests.reports.lives import TODAY, quarter_four


def compared(report) -> dict[str, tuple]:
    before = PreviousQuarter.of(report, current_paper(report, today=TODAY), today=TODAY)
    return {pair.progress.indicator.code: (pair.now, pair.then, pair.difference) for pair in before.figures}


def test_flow_is_compared_by_what_arose_in_each_quarter(db):
    report = factories.make_report(quarter_four())
    factories.make_cooperatives(3, founded_on=date(2020, 8, 1))

    assert compared(report)["1a"] == (1, 3, -2)


def test_stock_is_compared_by_how_it_stood(db):
    period = quarter_four()
    factories.make_indicator(period.program, "2", measure="cooperatives.operating", target=2)
    factories.make_status(factories.make_cooperative("HTX Một"), "operating", date(2020, 2, 1))
    factories.make_status(factories.make_cooperative("HTX Hai"), "operating", date(2020, 11, 1))
    report = factories.make_report(period)

    assert compared(report)["2"] == (2, 1, 1)


def test_figure_that_last_year_did_not_have_has_no_difference(db):
    last = factories.make_program(year=2019)
    factories.make_figure(factories.make_indicator(last, "1a"), 4, quarter=4)
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, "1a"), 6, quarter=1)
    factories.make_indicator(program, "9", measure="cooperatives.founded", target=1)

    shown = compared(factories.make_report(factories.make_period(program, 1)))

    assert shown == {"1a": (Decimal(6), Decimal(4), Decimal(2)), "9": (0, None, None)}


def test_page_names_the_quarter_and_shows_signs(client, leadership, office):
    report = factories.make_report(quarter_four())
    client.force_login(leadership)

    paper = client.get(report.get_absolute_url()).content.decode()
    html = client.get(report.previous_url).content.decode()

    assert f'<a href="{report.previous_url}">So với quý III</a>' in paper
    assert "<b>+1</b>" in html
    assert report.url("reports:edit") not in html


def test_first_quarter_without_last_years_plan_says_so(client, leadership, office):
    report = factories.make_report(factories.make_period(factories.make_program(), 1))
    client.force_login(leadership)

    assert "Không có số liệu quý IV năm 2019" in client.get(report.previous_url).content.decode()
