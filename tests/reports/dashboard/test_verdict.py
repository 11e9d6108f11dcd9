"""The sentence that sums up the programme's progress."""

from datetime import date

import pytest

from reports.figures.addresses import DashboardQuery
from tests import factories
from tests.reports.dashboards import dashboard_of, make_task_figures

pytestmark = pytest.mark.django_db


def test_verdict_when_every_task_is_reached():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 16))
    make_task_figures(program, ("2", 4, 4))

    verdict = dashboard_of(program).verdict

    assert (verdict.lead, verdict.rest) == ("Cả hai nhiệm vụ đã đạt chỉ tiêu năm:", "một vượt, một đạt.")


def test_verdict_names_the_late_indicators_of_a_running_year():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 1))
    make_task_figures(program, ("2", 4, 2))

    verdict = dashboard_of(program, 2).verdict

    assert verdict.lead == "Một trong hai nhiệm vụ chậm so với tiến độ:"
    assert verdict.rest == "Chỉ tiêu 1b (1b). Một đúng tiến độ."


def test_verdict_of_a_year_that_ended_below_its_target():
    program = factories.make_program()
    make_task_figures(program, ("1", 30, 29))

    verdict = dashboard_of(program).verdict

    assert verdict.lead == "Nhiệm vụ duy nhất chưa đạt chỉ tiêu năm:"
    assert verdict.rest == "Chỉ tiêu 1 (1)."


def test_verdict_tells_many_late_indicators_by_their_codes():
    program = factories.make_program()
    make_task_figures(program, *((code, 100, 1) for code in ("1a", "1b", "1c", "1d")))

    assert dashboard_of(program).verdict.rest == "chỉ tiêu 1a, 1b, 1c và 1d."


def test_verdict_without_late_tasks_tells_how_the_others_stand():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 20))
    make_task_figures(program, ("2", 10, 8))
    make_task_figures(program, ("3", 10, None))

    verdict = dashboard_of(program, 2).verdict

    assert verdict.lead == "Không nhiệm vụ nào chậm:"
    assert verdict.rest == "một vượt, một đúng tiến độ, một chưa có số liệu so với chỉ tiêu."


def test_verdict_without_any_figure():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, None))

    assert dashboard_of(program).verdict.lead == "Chưa nhiệm vụ nào có số liệu để so với chỉ tiêu."


def test_verdict_says_up_to_when_and_how_far_the_year_is():
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))

    verdict = dashboard_of(program).verdict

    assert verdict.as_of == "Số liệu đến 20/12/2020, đã qua 97% thời gian của năm."


def test_quarter_that_lies_ahead_has_its_own_sentence_and_no_figures():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 5))

    dashboard = dashboard_of(program, 3, today=date(2020, 5, 10))
    row = dashboard.groups[0].rows[0]

    assert dashboard.verdict.lead == "Quý III chưa đến, chưa có số liệu."
    assert (dashboard.verdict.rest, dashboard.verdict.as_of) == ("", "")
    assert (row.progress.quarter_text, row.percent_whole, row.status_label, row.url) == ("–", "–", "Chưa có số", "")


def test_programme_being_set_up_is_said_to_lack_indicators_not_tasks(client, leadership):
    program = factories.make_program()
    factories.make_task(program)
    client.force_login(leadership)

    none = client.get(DashboardQuery(program, 4).dashboard)
    factories.make_indicator(program, "T1")
    beyond = client.get(DashboardQuery(program, 4).dashboard)

    assert [page.context["dashboard"].verdict.lead for page in (none, beyond)] == [
        "Chưa có chỉ tiêu nào để theo dõi.",
        "Chưa nhiệm vụ nào có chỉ tiêu để theo dõi.",
    ]
    assert f'<a href="{program.get_absolute_url()}">Xem kế hoạch</a>' in none.content.decode()
