"""The next year opened from this one: the plan is carried over and adjusted, figures and reports stay behind."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from coopunion.models import User
from programs.models import Indicator, Program, ReportedFigure, Target
from programs.next_year import NextYearForm, next_programme
from tests import factories

ADDRESS = "/chuong-trinh/190/2020/nam-sau/"


@pytest.fixture
def browser(client, office, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def program(staff_a) -> Program:
    """Two tasks and a figure of the province; a target changed in the year, an aim, figures and a sent report."""
    program = factories.make_program()
    first, second = (factories.make_task(program, number) for number in ("1", "2"))
    founded = factories.make_indicator(program, "1a", task=first, measure="cooperatives.founded_by_union", target=25)
    factories.make_target(founded, 30, effective_from=date(2020, 7, 1), share_q1=10, share_q2=20, share_q3=60)
    factories.make_target(founded, 35, kind="own_aim")
    factories.make_assignment(founded, staff_a)
    factories.make_indicator(program, "2", task=second, target=250)
    factories.make_figure(factories.make_indicator(program, "T2", unit="tổ", target=1000), 1283)
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))
    return program


def sent(program: Program, **changed: str) -> dict[str, str]:
    """The form as the page offers it, with these fields changed and those set to "" left out."""
    form = NextYearForm(instance=next_programme(program), user=User())
    values = {field.html_name: "on" if field.value() is True else field.value() or "" for field in form}
    values |= {"effective_from": "01/01/2021"}
    return {name: str(value) for name, value in (values | changed).items() if value != ""}


def key(code: str, part: str) -> str:
    return f"indicator-{Indicator.objects.get(program__year=2020, code=code).pk}-{part}"


def test_next_year_carries_the_plan_over(browser, program, staff_a):
    page = browser.post(ADDRESS, sent(program, decision="Quyết định 01/QĐ-TU"))

    opened = Program.objects.get(year=2021)
    founded = opened.indicators.get(code="1a")
    assert page.url == "/chuong-trinh/190/2021/"
    assert [str(task) for task in opened.tasks.all()] == ["1. Nhiệm vụ 1", "2. Nhiệm vụ 2"]
    assert [(each.code, each.measure, each.unit) for each in opened.indicators.all()] == [
        ("1a", "cooperatives.founded_by_union", "HTX"),
        ("2", "", "HTX"),
        ("T2", "", "tổ"),
    ]
    assert [(each.kind, each.value, each.share_q3, each.decision) for each in founded.targets.all()] == [
        ("assigned", 30, Decimal(60), "Quyết định 01/QĐ-TU"),
        ("own_aim", 35, None, "Quyết định 01/QĐ-TU"),
    ]
    assert founded.assignments.get().person == staff_a


def test_next_year_has_its_usual_periods_and_no_figure(browser, program):
    browser.post(ADDRESS, sent(program))

    opened = Program.objects.get(year=2021)
    assert [(each.cut_off_on, each.due_on, each.sent_on) for each in opened.periods.all()] == [
        (date(2021, 3, 31), date(2021, 4, 15), None),
        (date(2021, 6, 30), date(2021, 7, 15), None),
        (date(2021, 9, 30), date(2021, 10, 15), None),
        (date(2021, 12, 31), date(2022, 1, 15), None),
    ]
    assert ReportedFigure.objects.filter(indicator__program=opened).count() == 0


def test_next_year_takes_other_tasks_and_targets(browser, program):
    task = program.tasks.get(number="1")
    changed = {
        f"task-{task.pk}-name": "Thành lập mới HTX",
        f"task-{program.tasks.get(number='2').pk}-keep": "",
        key("1a", "assigned"): "1.040,5",
        key("1a", "own_aim"): "",
        key("T2", "keep"): "",
    }
    browser.post(ADDRESS, sent(program, **changed))

    opened = Program.objects.get(year=2021)
    assert [str(each) for each in opened.tasks.all()] == ["1. Thành lập mới HTX"]
    assert [(str(each.indicator), each.value) for each in Target.objects.filter(indicator__program=opened)] == [
        ("1a Chỉ tiêu 1a", Decimal("1040.5"))
    ]


def test_next_year_shows_every_target_beside_its_new_one(browser, program):
    rows = [row for group in browser.get(ADDRESS).context["form"].rows for row in group.indicators]

    assert [(row.plan.indicator.code, row.plan.assigned_value, row.assigned.value()) for row in rows] == [
        ("1a", 30, "30"),
        ("2", 250, "250"),
        ("T2", 1000, "1.000"),
    ]


def test_assignment_of_somebody_who_left_goes_to_the_department(browser, program, staff_a):
    staff_a.is_active = False
    staff_a.save()

    browser.post(ADDRESS, sent(program))

    carried = Program.objects.get(year=2021).indicators.get(code="1a").assignments.get()
    assert (carried.department, carried.person) == (staff_a.department, None)


def test_next_year_that_exists_is_refused(browser, program):
    factories.make_program(year=2021)

    page = browser.get(ADDRESS, follow=True)
    browser.post(ADDRESS, sent(program))

    assert "Chương trình 190 đã có trong năm 2021." in page.content.decode()
    assert Program.objects.get(year=2021).tasks.count() == 0


def test_second_of_two_who_open_the_next_year_keeps_what_they_typed(browser, program):
    typed = sent(program, **{key("1a", "assigned"): "77"})
    browser.post(ADDRESS, sent(program))

    page = browser.post(ADDRESS, typed)

    assert page.context["form"].errors == {"__all__": ["Chương trình này đã có trong năm đó."]}
    assert page.context["form"][key("1a", "assigned")].value() == "77"
    assert 30 in Target.objects.filter(indicator__program__year=2021).values_list("value", flat=True)


def test_next_year_sent_twice_leads_to_the_one_that_was_opened(browser, program):
    values = sent(program)

    addresses = [browser.post(ADDRESS, values).url for _ in range(2)]

    assert (addresses, Program.objects.count()) == (["/chuong-trinh/190/2021/"] * 2, 2)


def test_wrong_target_is_told_beside_its_cell_and_nothing_is_written(browser, program):
    page = browser.post(ADDRESS, sent(program, **{key("1a", "assigned"): "ba mươi", key("2", "assigned"): "-1"}))

    assert set(page.context["form"].errors) == {key("1a", "assigned"), key("2", "assigned")}
    assert 'value="ba mươi"' in page.content.decode()
    assert Program.objects.count() == 1


def test_every_carried_row_says_where_it_came_from(browser, program, administrator):
    browser.post(ADDRESS, sent(program))

    row = Target.history.latest()
    assert (row.history_user, row.history_change_reason) == (
        administrator,
        "Mở từ Chương trình hành động 190 năm 2020",
    )


def test_both_years_stand_side_by_side_in_progress(browser, program):
    factories.make_cooperative(founded_on=date(2020, 5, 5))
    for _ in range(2):
        factories.make_cooperative(founded_on=date(2021, 2, 2))
    browser.post(ADDRESS, sent(program, **{key("1a", "assigned"): "40"}))

    figures = {year: progress(year)["1a"] for year in ("2020", "2021")}

    assert {year: (each["actual"], each["target"], each["previous_year"]) for year, each in figures.items()} == {
        "2020": (1, 30, None),
        "2021": (2, 40, 1),
    }


def progress(year: str) -> dict[str, dict]:
    out = StringIO()
    call_command("progress", program="190", year=year, quarter="4", format="json", stdout=out)
    return {each["code"]: each for each in json.loads(out.getvalue())["indicators"]}


def test_programme_list_leads_to_both_years(browser, program):
    browser.post(ADDRESS, sent(program))

    page = browser.get(reverse("programs:list")).content.decode()

    assert ("/chuong-trinh/190/2021/" in page, "/chuong-trinh/190/2020/" in page) == (True, True)
