"""Plans and totals from Excel: everything goes in, or nothing and every error with its row and column."""

from datetime import date
from decimal import Decimal

import pytest
import tablib

from coopunion.imports import WrongHeadings, counts
from programs.models import Indicator, Program, ReportedFigure, Target, Task
from programs.resources import FiguresResource, PlanResource
from tests import factories

PLAN = PlanResource.headings
FIGURES = FiguresResource.headings
FOUNDED = ("190", 2020, "1", "Phát triển HTX", "1a", "HTX mới", "HTX", "cooperatives.founded_by_union", 30, 0)
GROUPS = ("190", 2020, "", "", "T2", "THT mới", "tổ", "", "1.000", 1)


def table(headings: tuple[str, ...], *rows: tuple) -> tablib.Dataset:
    return tablib.Dataset(*rows, headers=list(headings))


def plan(*rows: tuple, dry_run: bool = False, **kwargs) -> tuple[list[str], dict[str, int]]:
    """What a plan's import says: its errors, and its counts."""
    resource = PlanResource(**kwargs)
    result = resource.run(table(PLAN, *rows), dry_run=dry_run)
    return [str(error) for error in resource.errors(result)], counts(result)


def figures(*rows: tuple) -> tuple[list[str], dict[str, int]]:
    resource = FiguresResource()
    result = resource.run(table(FIGURES, *rows))
    return [str(error) for error in resource.errors(result)], counts(result)


@pytest.fixture
def groups(office, district, other_district) -> Indicator:
    return factories.make_indicator(factories.make_program(), "T2", target=1000)


def row(value: object, place: str, quarter: object = 1, code: str = "T2") -> tuple:
    return ("190", 2020, quarter, code, value, place, "Báo cáo của huyện")


def test_plan_makes_programme_task_indicator_and_target(db):
    assert plan(FOUNDED, GROUPS) == ([], {"new": 2, "changed": 0, "unchanged": 0})

    founded, groups = Indicator.objects.order_by("position")
    assert (str(founded.program), founded.task.name) == ("Chương trình hành động 190 năm 2020", "Phát triển HTX")
    assert (founded.measure, founded.decimals, groups.task, groups.measure) == (FOUNDED[7], 0, None, "")
    assert [(target.value, target.effective_from) for target in Target.objects.order_by("value")] == [
        (30, date(2020, 1, 1)),
        (1000, date(2020, 1, 1)),
    ]


def test_plan_imported_twice_changes_nothing(db):
    plan(FOUNDED, GROUPS)
    before = [model.history.count() for model in (Program, Task, Indicator, Target)]

    assert plan(FOUNDED, GROUPS) == ([], {"new": 0, "changed": 0, "unchanged": 2})
    assert [model.history.count() for model in (Program, Task, Indicator, Target)] == before


def test_plan_with_another_target_changes_that_row_alone(db):
    plan(FOUNDED, GROUPS)

    assert plan((*FOUNDED[:8], 40, 0), GROUPS) == ([], {"new": 0, "changed": 1, "unchanged": 1})
    assert Target.objects.get(indicator__code="1a").value == 40


def test_plan_keeps_who_and_why(staff_a):
    plan(FOUNDED, user=staff_a, reason="Kế hoạch năm")

    change = Indicator.history.get()
    assert (change.history_user, change.history_change_reason) == (staff_a, "Kế hoạch năm")


def test_plan_checked_only_writes_nothing(db):
    assert plan(FOUNDED, dry_run=True) == ([], {"new": 1, "changed": 0, "unchanged": 0})
    assert Program.objects.count() == 0


def test_plan_says_everything_wrong_at_once_and_writes_nothing(db):
    errors, _ = plan(
        FOUNDED,
        ("190", 20, "1", "", "1b", "", "HTX", "cooperatives.unknown", "nhiều", 9),
        ("190", 2020, "2", "Hiệu quả", "2", "HTX hiệu quả", "HTX", "", -5, 1),
    )

    assert errors == [
        "dòng 3, cột “Chỉ tiêu”: Chưa nhập.",
        "dòng 3, cột “Cách đếm”: Không có cách đếm “cooperatives.unknown”.",
        "dòng 3, cột “Kế hoạch”: “nhiều” không phải là số: viết 1.283 hoặc 153,3.",
        "dòng 3, cột “Năm”: Phải là số nguyên từ 2000 đến 2100.",
        "dòng 3, cột “Số lẻ”: Phải là số nguyên từ 0 đến 4.",
        "dòng 3, cột “Tên nhiệm vụ”: Chưa nhập.",
        "dòng 4, cột “Kế hoạch”: Không được nhỏ hơn 0.",
    ]
    assert (Program.objects.count(), Indicator.objects.count()) == (0, 0)


def test_plan_with_the_same_indicator_twice_is_refused(db):
    errors, _ = plan(FOUNDED, FOUNDED)

    assert errors == ["dòng 3, cột “Mã chỉ tiêu”: Chỉ tiêu 1a đã có ở dòng 2 của tệp."]
    assert Indicator.objects.count() == 0


def test_plan_without_a_column_is_refused(db):
    with pytest.raises(WrongHeadings, match="Thiếu cột: Kế hoạch, Số lẻ"):
        PlanResource().run(table(PLAN[:8], FOUNDED[:8]))


def test_figures_stand_under_indicator_quarter_and_place(groups, district):
    assert figures(row("1.283", "Huyện Trấn Yên", "IV")) == ([], {"new": 1, "changed": 0, "unchanged": 0})

    figure = ReportedFigure.objects.get()
    assert (figure.indicator, figure.quarter, figure.place, figure.value) == (groups, 4, district, Decimal(1283))


def test_figures_imported_twice_change_nothing(groups):
    rows = [row(20, "Trấn Yên"), row(30, "Văn Yên")]
    figures(*rows)

    assert figures(*rows) == ([], {"new": 0, "changed": 0, "unchanged": 2})
    assert ReportedFigure.history.count() == 2


def test_figures_with_a_new_value_replace_the_old_and_history_keeps_it(groups):
    figures(row(20, "Trấn Yên"))

    figures(row(25, "Trấn Yên"))

    assert ReportedFigure.objects.get().value == 25
    assert [change.value for change in ReportedFigure.history.order_by("history_id")] == [20, 25]


def test_figures_say_everything_wrong_at_once_and_write_nothing(groups):
    factories.make_place("Yên Bái", "city")

    errors, _ = figures(row(20, "Trấn Yên"), row("", "Yên Bái"), row(5, "Sa Pa", 5, "T9"))

    assert errors == [
        "dòng 3, cột “Giá trị”: Chưa nhập.",
        "dòng 3, cột “Địa bàn”: “Yên Bái” có thể là: thành phố Yên Bái; tỉnh Yên Bái. Hãy viết rõ.",
        "dòng 4, cột “Mã chỉ tiêu”: Chương trình 190 năm 2020 không có chỉ tiêu T9.",
        "dòng 4, cột “Quý”: Phải là số nguyên từ 1 đến 4.",
        "dòng 4, cột “Địa bàn”: Không có địa bàn “Sa Pa”.",
    ]
    assert ReportedFigure.objects.count() == 0


def test_figures_of_province_and_district_together_are_refused(groups):
    errors, _ = figures(row(20, "Trấn Yên"), row(100, ""))

    assert [error.partition(": ")[0] for error in errors] == ["dòng 3, cột “Địa bàn”"]
    assert ReportedFigure.objects.count() == 0


def test_figures_of_the_same_place_twice_are_refused(groups):
    errors, _ = figures(row(20, "Trấn Yên"), row(25, "huyện Trấn Yên"))

    assert errors == ["dòng 3: Chỉ tiêu, quý và địa bàn này đã có ở dòng 2 của tệp."]


def test_figures_without_the_day_received_leave_it_as_it_is(groups, district):
    factories.make_figure(groups, 20, place=district, received_on=date(2020, 4, 6), source="Báo cáo của huyện")

    figures(row(21, "Trấn Yên"))

    assert ReportedFigure.objects.get().received_on == date(2020, 4, 6)
