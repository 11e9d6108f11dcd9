"""The report put together from records: what it asks the database, and what its parts know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coopunion.models import OfficeIdentity, Place
from programs.models import ReportingPeriod
from reports.figures.year import quarter_progress
from reports.models import Report
from reports.paper.quarterly import QuarterlyReport, punctuated
from tests import factories

TODAY = date(2021, 1, 15)


@pytest.fixture
def period(office) -> ReportingPeriod:
    """Quarter IV of a programme with six counted indicators."""
    program = factories.make_program()
    task = factories.make_task(program)
    for code, measure in (
        ("1a", "cooperatives.founded_by_union"),
        ("1b", "cooperatives.converted"),
        ("2", "cooperatives.effective"),
        ("4", "cooperatives.value_chains"),
        ("5", "ocop.recognised"),
        ("6", "poverty.supported"),
    ):
        factories.make_indicator(program, code, measure=measure, target=30, task=task)
    return factories.make_period(program, 4)


def fill(count: int) -> None:
    """As many records for each indicator."""
    day = date(2020, 11, 5)
    for _ in range(count):
        cooperative = factories.make_cooperative(founded_on=day, operating_since=day)
        factories.make_assessment(cooperative, day)
        factories.make_conversion(factories.make_cooperative(), day)
        factories.make_chain(recognised_on=day)
        factories.make_recognition(factories.make_product(), day)
        factories.make_support(factories.make_household(), day)


def report(period: ReportingPeriod) -> QuarterlyReport:
    return QuarterlyReport.for_period(period, today=TODAY)


def test_figures_of_six_indicators_take_at_most_fifteen_queries(period, django_assert_max_num_queries):
    fill(1)
    with django_assert_max_num_queries(15):
        quarter_progress(period.program, 4, today=TODAY, own_period=period)


def test_queries_do_not_grow_with_the_records(period):
    asked = []
    for count in (1, 49):
        fill(count)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lists = report(period).lists
        asked.append(len(captured))
    assert [len(each.rows) for each in lists] == [50] * 6
    assert asked[0] == asked[1]


def test_every_counted_figure_has_its_list_and_every_list_its_figures(period):
    fill(2)
    paper = report(period)
    rows = {row.code: row.cumulative for group in paper.groups for row in group.rows}
    assert {each.code: len(each.rows) for each in paper.lists} == rows == dict.fromkeys(rows, 2)
    assert paper.letters == {"1a": "A", "1b": "B", "2": "C", "4": "D", "5": "E", "6": "G"}


def test_links_of_the_text_lead_to_lists_that_are_there(period):
    fill(9)
    paper = report(period)
    linked = {link.code for block in paper.blocks for link in block.links}
    assert linked == set(paper.letters)


def test_issued_report_carries_its_day(period):
    Report.objects.create(period=period, state="issued", number=5, issued_on=date(2020, 12, 21))
    paper = report(period)
    assert (paper.issued_on, paper.dated_on, paper.verify_url) == (date(2020, 12, 21), date(2020, 12, 21), "")
    assert paper.number_line == "Số: 05/BC-LMHTX"


HEADS = {
    2020: ("LIÊN MINH HỢP TÁC XÃ\nTỈNH YÊN BÁI", ["Thường trực Tỉnh ủy Yên Bái"], "Yên Bái,", "BC-LMHTX"),
    2026: ("LIÊN MINH HỢP TÁC XÃ\nTỈNH LÀO CAI", ["Thường trực Tỉnh ủy Lào Cai"], "Lào Cai,", "BC-LMLC"),
}


@pytest.fixture
def renamed(period) -> OfficeIdentity:
    """From 01/07/2025 the office is another province's."""
    lao_cai = factories.make_place("Lào Cai", "province", valid_from=date(2025, 7, 1))
    office = OfficeIdentity.of_province(lao_cai)
    office.symbol, office.signer_name = "LMLC", "Người Ký Mới"
    office.save()
    return office


@pytest.mark.parametrize("year", HEADS)
def test_paper_bears_the_office_of_its_own_day_whenever_it_is_printed(year, period, renamed):
    """Out of one database, and looked at in 2026: letterhead, addressee, date line, symbol and signer."""
    program = period.program if year == 2020 else factories.make_program("191", year=2026)
    paper = QuarterlyReport.for_period(ReportingPeriod.standard(program, program.quarters[3]), today=date(2026, 12, 31))
    letterhead, addressees, place, symbol = HEADS[year]
    assert (paper.office.letterhead, paper.office.addressees) == (letterhead, addressees)
    assert (paper.date_line.startswith(place), symbol in paper.number_line) == (True, True)
    assert (paper.office.name in paper.opening, addressees[0] in paper.closing) == (True, True)
    assert paper.signer_name == ("(Họ và tên)" if year == 2020 else "Người Ký Mới")


@pytest.mark.parametrize(("due_on", "place"), [(date(2025, 6, 30), "Yên Bái"), (date(2025, 7, 10), "Lào Cai")])
def test_draft_bears_the_office_of_the_day_it_is_due(due_on, place, renamed):
    program = factories.make_program("191", year=2025)
    quarter = factories.make_period(program, 2, cut_off_on=date(2025, 6, 30), due_on=due_on)
    paper = QuarterlyReport.for_period(quarter, today=date(2025, 7, 2))
    assert paper.office.dateline_place == place


def test_correction_bears_the_office_of_today_and_names_the_old_number_as_it_was(period, renamed):
    old = Report.objects.create(period=period, state="issued", number=5, issued_on=date(2020, 12, 21))
    new = factories.make_report(period, serial=2, state="draft", replaces=old)
    paper = QuarterlyReport.for_period(period, today=date(2026, 11, 25), report=new)
    assert (paper.office, "BC-LMLC" in paper.number_line) == (renamed, True)
    assert "thay thế Báo cáo số 05/BC-LMHTX ngày 21 tháng 12 năm 2020" in paper.opening


def test_draft_carries_the_day_it_counts_to(period):
    paper = report(period)
    assert (paper.issued_on, paper.dated_on) == (None, period.cut_off_on)


def test_household_is_listed_by_code_and_commune_alone(period):
    household = factories.make_household("YB-00007")
    factories.make_support(household, date(2020, 5, 1))
    (row,) = next(each for each in report(period).lists if each.code == "6").rows
    assert (row.title, row.place, row.area) == ("Hộ YB-00007", "xã Hồng Ca, huyện Trấn Yên", "huyện Trấn Yên")


def test_place_without_a_district_is_added_up_by_itself(period):
    ward = factories.make_place("Văn Phú", "ward", parent=Place.objects.get(level="province"))
    factories.make_cooperative(founded_on=date(2020, 5, 1), place=ward)
    (row,) = report(period).lists[0].rows
    assert row.area == "phường Văn Phú"


def test_row_of_the_appendix_prints_what_it_holds(period):
    row = report(period).groups[0].rows[0]
    assert row.cumulative == Decimal(0)
    assert row.cells == ("1a", "Chỉ tiêu 1a", "HTX", "30", "0", "0", "0", "–", "–", "")


def test_recipients_get_their_stops_from_the_form():
    assert punctuated(["Như trên", "Ủy ban; ", "", " Sở Nội vụ.", "Lưu: VT;"]) == [
        "Như trên;",
        "Ủy ban;",
        "Sở Nội vụ;",
        "Lưu: VT.",
    ]
    assert punctuated(["Lưu: VT"]) == ["Lưu: VT."]
    assert punctuated([]) == []
