"""The dashboard as a whole: its groups, its choices, its reports; that it is fresh and asks the database as often."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from coopunion.models import OfficeIdentity
from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from reports.figures.progress import Status
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION, dashboard_of, make_task_figures

pytestmark = pytest.mark.django_db


def test_task_stands_as_its_weakest_indicator():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 9), ("1c", None, 3))

    (group,) = dashboard_of(program).groups

    assert (group.task.status, group.status_label) == (Status.BEHIND, "Chưa đạt")
    assert [row.progress.indicator.code for row in group.rows] == ["1a", "1b", "1c"]


def test_only_a_task_of_several_indicators_has_a_heading():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 9))
    make_task_figures(program, ("2", 250, 265))

    assert [group.has_heading for group in dashboard_of(program).groups] == [True, False]


def test_figures_of_the_province_stand_outside_the_counted_tasks():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 5))
    make_task_figures(program, ("2", 10, 5))
    factories.make_indicator(program, "T1", target=60)

    dashboard = dashboard_of(program)

    assert dashboard.beyond_title == "Số toàn tỉnh, ngoài hai nhiệm vụ"
    assert [row.progress.indicator.code for row in dashboard.beyond] == ["T1"]


def test_choices_lead_to_every_quarter_and_programme():
    program, last = factories.make_program(), factories.make_program("144", 2019)

    dashboard = dashboard_of(program, 2, today=date(2020, 5, 1), programs=[program, last])

    quarters = [(each.label, each.active, each.lies_ahead) for each in dashboard.quarters]
    assert quarters == [
        ("I", False, False),
        ("II", True, False),
        ("III", False, True),
        ("IV", False, True),
    ]
    assert [(each.label, each.active) for each in dashboard.programs] == [
        ("Chương trình hành động 190, năm 2020", True),
        ("Chương trình hành động 144, năm 2019", False),
    ]
    assert dashboard.programs[1].url == DashboardQuery(last, 2).dashboard


def test_address_of_a_dashboard_names_programme_year_and_quarter():
    program = factories.make_program("190 A")

    address = urlsplit(DashboardQuery(program, 3).dashboard)

    assert address.path == reverse("reports:dashboard")
    assert parse_qs(address.query) == {"chuong-trinh": ["190 A"], "nam": ["2020"], "quy": ["3"]}


def test_reports_of_the_year_tell_sent_due_overdue_and_ahead():
    program = factories.make_program()
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))

    periods = dashboard_of(program, 3, today=date(2020, 8, 20)).periods

    assert [(line.period.span.roman, line.state.label, line.state.text) for line in periods] == [
        ("I", "Đã gửi", "08/04/2020"),
        ("II", "Quá hạn", "hạn 15/07/2020"),
        ("III", "Chưa gửi", "hạn 15/10/2020, còn 56 ngày"),
        ("IV", "Chưa đến kỳ", "hạn 15/01/2021"),
    ]
    assert [line.url for line in periods] == [
        *(reverse("reports:report", args=["190", 2020, quarter]) for quarter in (1, 2, 3)),
        "",
    ]
    assert [line.pdf_url for line in periods] == [
        *(reverse("reports:report-pdf", args=["190", 2020, quarter]) for quarter in (1, 2, 3)),
        "",
    ]


@pytest.mark.parametrize(
    ("today", "state", "label", "text"),
    [
        (date(2020, 4, 9), "draft", "Đang soạn", "hạn 15/04/2020, còn 6 ngày"),
        (date(2020, 4, 9), "submitted", "Chờ duyệt", "hạn 15/04/2020, còn 6 ngày"),
        (date(2020, 4, 16), "approved", "Quá hạn", "hạn 15/04/2020, đã duyệt, chờ phát hành"),
    ],
)
def test_unsent_report_says_how_far_it_has_come(today, state, label, text):
    program = factories.make_program()
    factories.make_report(factories.make_period(program, 1), state=state)

    line = dashboard_of(program, 1, today=today).periods[0]

    assert (line.state.label, line.state.text, line.replacement) == (label, text, None)


def test_report_on_its_way_to_replace_a_sent_one_is_shown_beside_it_today_only():
    program = factories.make_program()
    period = factories.make_period(program, 1, sent_on=date(2020, 4, 8))
    new = factories.make_report(period, serial=2, state="submitted")

    lines = [dashboard_of(program, 1, today=date(2020, 5, 1), day=day).periods[0] for day in (None, date(2020, 4, 9))]

    assert [(line.state.label, line.replacement) for line in lines] == [("Đã gửi", new), ("Đã gửi", None)]
    assert f'<a href="{new.get_absolute_url()}">Lần 2: chờ duyệt</a>' in shown(
        dashboard_of(program, 1, today=date(2020, 5, 1))
    )


# ---- Speed and the page ----


def shown(dashboard) -> str:
    return render_to_string(
        "reports/dashboard.html", {"dashboard": dashboard, "office": OfficeIdentity(), "version": ""}
    )


@pytest.mark.parametrize("many", [1, 50])
def test_number_of_queries_does_not_depend_on_records_places_indicators_or_matters(many, django_assert_num_queries):
    program = factories.make_program()
    task = factories.make_task(program)
    first, *_ = [
        factories.make_indicator(program, f"{place:02}", task=task, measure=FOUNDED_BY_UNION, target=3000)
        for place in range(many)
    ]
    for _ in range(many):
        place = factories.make_place("Xã mới", "commune", parent=factories.make_place("Huyện mới"))
        factories.make_cooperative(founded_on=date(2020, 2, 1), place=place)
        factories.make_figure(first, 1, place=place)
        factories.make_recognition(factories.make_product(), date(2018, 2, 1), place=place)
        factories.make_recommendation(factories.make_inspection(factories.make_group(), date(2020, 5, 5)))
    for quarter in range(1, min(many, 4) + 1):
        factories.make_period(program, quarter)

    province = factories.yen_bai()

    # five of the year and one of its measure, two of the map, recognitions, recommendations, reports under way, and
    # two of what was signed: the newest changes and, after a change, the signed reports
    with django_assert_num_queries(13):
        dashboard = dashboard_of(program, province=province)
        shown(dashboard)

    assert dashboard.groups[0].rows[0].progress.actual == many * 2
    assert len(dashboard.areas.rows) == many + 1  # and Trấn Yên, where everything else of the tests happens


def test_page_asks_as_often_whatever_there_is(client, leadership, office, django_assert_max_num_queries):
    """As a browser asks, with as many kinds of count at the end as at the beginning."""
    program = factories.make_program()
    measures = (FOUNDED_BY_UNION, "cooperatives.effective", "cooperatives.groups_founded", "")
    client.force_login(leadership)
    counts = []
    for many in (4, 40):
        task = factories.make_task(program, str(many))
        for place in range(many):
            code = f"{many}-{place}"
            indicator = factories.make_indicator(program, code, task=task, measure=measures[place % 4], target=30)
            factories.make_target(indicator, 40, kind="own_aim")
            commune = factories.make_place("Xã", "commune", parent=factories.make_place("Huyện"))
            factories.make_figure(indicator, 2, place=commune)
            factories.make_cooperative(founded_on=date(2020, 2, 1), place=commune)
        with django_assert_max_num_queries(60) as asked:
            client.get(DashboardQuery(program, 4).dashboard)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_page_links_each_figure_to_the_records_it_counts_and_shows_zero_as_zero(client, leadership):
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure=FOUNDED_BY_UNION, target=30)
    client.force_login(leadership)
    dashboard_query = DashboardQuery(program, 4)

    page = client.get(dashboard_query.dashboard).content.decode()

    def links(part: FigurePart) -> int:
        return page.count(
            f'<a class="figure" href="{dashboard_query.figure("1a", part)}"><span class="figure-number">0</span>'
        )

    assert (links(FigurePart()), links(FigurePart(span=FigureSpan.QUARTER))) == (
        1,
        2,
    )  # the quarter in its column and under the total


def test_page_shows_a_new_record_after_one_reload(client, leadership):
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure=FOUNDED_BY_UNION, target=30, unit="HTX")
    client.force_login(leadership)
    before = client.get(DashboardQuery(program, 4).dashboard)

    factories.make_cooperative(founded_on=date(2020, 2, 1))
    after = client.get(DashboardQuery(program, 4).dashboard)

    rows = [answer.context["dashboard"].rows[0].progress.actual for answer in (before, after)]
    assert rows == [0, 1]


def test_page_needs_no_style_attribute_and_no_script_of_its_own(client, leadership):
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 200), ("1b", 10, 1), ("1c", None, 3))
    client.force_login(leadership)

    page = client.get(DashboardQuery(program, 4).dashboard).content.decode()

    assert [word for word in ("style=", "javascript:") if word in page] == []
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/js/page.js" defer>']  # what every page has


def test_day_that_cannot_be_chosen_is_said_and_not_used(client, leadership):
    program = factories.make_program()
    client.force_login(leadership)

    page = client.get(reverse("reports:dashboard"), {"ngay": "31/02/2020"})

    assert page.context["dashboard"].dashboard_query.day is None
    assert page.context["dashboard"].progress.program == program
    assert (
        "Ngày 31/02/2020 không có thật. Ghi lại theo ngày/tháng/năm. Đang xem quý IV năm 2020" in page.content.decode()
    )
