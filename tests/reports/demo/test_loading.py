"""The demonstration counts exactly what the public article of 2020 says."""

from datetime import date
from io import BytesIO, StringIO

import pdfplumber
import pytest
from django.core.management import call_command

from cooperatives.models import Cooperative, Registration
from coopunion.models import OfficeIdentity
from programs.figures.reporting import reporting_places
from programs.models import Assignment, Program, ReportingPeriod, Target
from reports.figures.progress import Status
from reports.figures.year import ProgramYear
from reports.paper.pdf import render_pdf
from reports.paper.quarterly import QuarterlyReport

TODAY = date(2021, 6, 1)
# code: actual, target, percent, status at quarter IV of 2020
YEAR_2020 = {
    "1a": (65, 30, "217%", "exceeded"),
    "1b": (16, 10, "160%", "exceeded"),
    "2": (265, 250, "106%", "exceeded"),
    "3": (4, 4, "100%", "met"),
    "3a": (41, None, "–", None),
    "3b": (62, None, "–", None),
    "3c": (7, None, "–", None),
    "4": (5, 3, "166,7%", "exceeded"),
    "5": (8, 5, "160%", "exceeded"),
    "6": (107, 30, "356,7%", "exceeded"),
    "6a": (38, None, "–", None),
    "T1": (92, 60, "153,3%", "exceeded"),
    "T2": (1283, 1000, "128,3%", "exceeded"),
}


@pytest.fixture
def demo(demonstration):
    return ProgramYear.read(Program.objects.get(code="190", year=2020), today=TODAY).quarters()


def test_demo_gives_the_figures_of_the_article(demo):
    found = {
        each.indicator.code: (each.actual, each.target, each.percent_text, each.status and each.status.value)
        for each in demo[4].indicators
    }

    assert found == YEAR_2020
    assert (demo[4]["2"].base, demo[4]["2"].base_share_text) == (372, "71,2%")
    assert (demo[4]["T2"].counted, demo[4]["T2"].reported, demo[4]["T2"].reported_places) == (70, 1213, 9)


def test_demo_gives_every_indicator_of_2020_to_a_department(demo):
    program = Program.objects.get(code="190", year=2020)
    people = {each.person.username for each in Assignment.objects.filter(person__isnull=False)}

    assert [each.code for each in program.indicators.all() if not each.assignments.exists()] == []
    assert people == {"canbo", "canbo2"}


def test_demo_plans_2019_as_published_and_has_no_own_aim(demo):
    """Four values of 144-CTr/TU were published; an own aim never was."""
    plan = Target.objects.filter(indicator__program__year=2019).values_list("indicator__code", "value")

    assert dict(plan) == {"1a": 10, "1b": 10, "2": 200, "6": 50}
    assert not Target.objects.filter(kind=Target.Kind.OWN_AIM).exists()


def test_demo_exceeds_five_tasks_and_meets_one(demo):
    assert [(task.task.number, task.status) for task in demo[4].tasks] == [
        ("1", Status.EXCEEDED),
        ("2", Status.EXCEEDED),
        ("3", Status.MET),
        ("4", Status.EXCEEDED),
        ("5", Status.EXCEEDED),
        ("6", Status.EXCEEDED),
    ]


def test_demo_lists_as_many_records_as_it_counts_in_every_quarter(demo):
    for quarter in demo.values():
        listed = {
            each.indicator.code: each.measure.records(quarter.as_of, quarter.scope).count()
            for each in quarter.indicators
        }
        assert listed == {each.indicator.code: each.counted for each in quarter.indicators}


def test_demo_flows_never_fall(demo):
    for code in YEAR_2020:
        if not demo[1][code].is_stock:
            cumulative = [demo[number][code].actual for number in (1, 2, 3, 4)]
            assert cumulative == sorted(cumulative)


def test_demo_ends_on_the_cut_off_day(demo):
    assert demo[4].as_of == date(2020, 12, 20)
    assert Registration.objects.filter(issued_on__gt=date(2020, 12, 20)).count() == 0


def test_load_demo_twice_changes_nothing(demo):
    before = (Cooperative.objects.count(), Cooperative.history.count(), Program.history.count())

    call_command("load_demo", stdout=StringIO())

    assert (Cooperative.objects.count(), Cooperative.history.count(), Program.history.count()) == before


def test_demo_is_the_office_of_yen_bai_until_june_2025_and_of_lao_cai_since(demo):
    names = {each.from_on: each.name for each in OfficeIdentity.objects.all()}
    paper = QuarterlyReport.for_period(ReportingPeriod.objects.get(program__code="190", quarter=4), today=TODAY)

    assert names == {
        date(2004, 1, 1): "Liên minh Hợp tác xã tỉnh Yên Bái",
        date(2025, 7, 1): "Liên minh Hợp tác xã tỉnh Lào Cai",
    }
    assert (paper.office.dateline_place, paper.office.signed_until) == ("Yên Bái", date(2020, 12, 31))
    assert [len(reporting_places(day)) for day in (date(2020, 12, 31), date(2026, 12, 31))] == [9, 99]


def test_demo_report_tells_every_figure_of_the_article_on_a4(demo):
    period = ReportingPeriod.objects.get(program__code="190", quarter=4)

    with pdfplumber.open(BytesIO(render_pdf(QuarterlyReport.for_period(period, today=TODAY)))) as paper:
        sizes = {tuple(sorted((round(page.width), round(page.height)))) for page in paper.pages}
        text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())

    shown = (
        "65/30 HTX, đạt 217% so với kế hoạch",
        "16/10 HTX, đạt 160%",
        "265/250 HTX hoạt động hiệu quả, đạt 106%",
        "chiếm 71,2% tổng số 372 HTX",
        "04/04 báo cáo, đạt 100%",
        "41 hồ sơ",
        "62 hồ sơ",
        "07 HTX",
        "05/03 mô hình, đạt 166,7%",
        "08/05 sản phẩm, đạt 160%",
        "107/30 hộ, đạt 356,7%",
        "92/60 HTX, đạt 153,3%",
        "1.283/1.000 tổ, đạt 128,3%",
    )
    assert sizes == {(595, 842)}
    assert [phrase for phrase in shown if phrase not in text] == []
    assert "HTX Lũng Lô" in text
    assert "(minh họa)" not in text.split("Phụ lục I")[0]
