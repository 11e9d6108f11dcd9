"""A year's plan from a table: the programme, its tasks, indicators and targets."""

from datetime import date

import pytest
from django.core.management.base import CommandError

from coopunion.models import SignedPeriod
from coopunion.tables.import_row import WrongHeadings
from programs.models import Indicator, Program, Target, Task
from programs.tables import PlanResource
from tests import factories
from tests.commands import run
from tests.tables import imported, write_xlsx

pytestmark = pytest.mark.django_db

ROW = {
    "Chương trình": 190,
    "Năm": 2020,
    "Nhiệm vụ": 1,
    "Tên nhiệm vụ": "Phát triển hợp tác xã",
    "Mã chỉ tiêu": "1a",
    "Chỉ tiêu": "HTX thành lập mới",
    "ĐVT": "HTX",
    "Cách đếm": "cooperatives.founded_by_union",
    "Kế hoạch": 30,
    "Số lẻ": 0,
    "Tên chương trình": "Chương trình hành động 190",
    "Số văn bản": "190-CTr/TU",
    "Phấn đấu": None,
    "Hiệu lực từ": None,
}
HEADINGS = list(ROW)
REPORTED = {"Mã chỉ tiêu": "T2", "Chỉ tiêu": "THT toàn tỉnh", "ĐVT": "tổ", "Cách đếm": None, "Nhiệm vụ": None}


@pytest.fixture
def table(tmp_path):
    """Writes a table: each row is the usual one with these cells."""

    def write(*rows: dict):
        cells = [[{**ROW, **row}[heading] for heading in HEADINGS] for row in rows]
        return write_xlsx(tmp_path / "ke-hoach.xlsx", HEADINGS, cells)

    return write


def history() -> list[int]:
    return [model.history.count() for model in (Program, Task, Indicator, Target)]


def targets() -> list[tuple]:
    return list(
        Target.objects.order_by("indicator__code", "kind", "effective_from").values_list(
            "indicator__code", "kind", "value", "effective_from"
        )
    )


def test_plan_brings_programme_task_indicator_and_target(table):
    assert imported(PlanResource(), table({})) == {"new": 1, "changed": 0, "unchanged": 0}
    program, task, indicator = Program.objects.get(), Task.objects.get(), Indicator.objects.get()
    assert (program.code, program.year, program.name, program.number) == (
        "190",
        2020,
        "Chương trình hành động 190",
        "190-CTr/TU",
    )
    assert (task.program, task.number, task.name) == (program, "1", "Phát triển hợp tác xã")
    assert (indicator.program, indicator.task, indicator.code, indicator.name) == (
        program,
        task,
        "1a",
        "HTX thành lập mới",
    )
    assert (indicator.unit, indicator.measure, indicator.decimals) == ("HTX", "cooperatives.founded_by_union", 0)
    assert targets() == [("1a", "assigned", 30, date(2020, 1, 1))]


def test_indicators_keep_the_order_of_the_file_and_share_their_task(table):
    imported(PlanResource(), table({"Mã chỉ tiêu": "1b"}, {"Mã chỉ tiêu": "1a"}, REPORTED))
    codes = list(Indicator.objects.values_list("code", "task__number"))
    assert (codes, Task.objects.count()) == ([("1b", "1"), ("1a", "1"), ("T2", None)], 1)


def test_blank_measure_is_an_indicator_of_reported_figures(table):
    imported(PlanResource(), table(REPORTED))
    assert Indicator.objects.get().measure == ""


def test_blank_target_is_no_target(table):
    imported(PlanResource(), table({"Kế hoạch": None}))
    assert (Indicator.objects.count(), targets()) == (1, [])


def test_target_of_zero_is_a_target(table):
    imported(PlanResource(), table({"Kế hoạch": 0}))
    assert targets() == [("1a", "assigned", 0, date(2020, 1, 1))]


def test_own_aim_stands_beside_the_target_from_its_own_day(table):
    imported(PlanResource(), table({"Phấn đấu": "1.283", "Hiệu lực từ": "01/07/2020"}))
    assert targets() == [("1a", "assigned", 30, date(2020, 7, 1)), ("1a", "own_aim", 1283, date(2020, 7, 1))]


def test_decimals_are_one_where_none_are_given(table):
    imported(PlanResource(), table({"Số lẻ": None}))
    assert Indicator.objects.get().decimals == 1


def test_same_code_in_two_years_is_two_indicators(table):
    imported(PlanResource(), table({}, {"Năm": 2021}))
    assert list(Indicator.objects.order_by("program__year").values_list("program__year", "code")) == [
        (2020, "1a"),
        (2021, "1a"),
    ]


def test_command_writes_no_target_of_a_signed_quarter_without_a_reason(table, department_a):
    run("import_xlsx", "plan", table({}))
    factories.make_period(Program.objects.get(), 4)
    SignedPeriod.objects.create(key="190/2020/4", title="Quý IV", starts_on="2020-10-01", ends_on="2020-12-31")

    with pytest.raises(CommandError, match="Quý IV"):
        run("import_xlsx", "plan", table({"Kế hoạch": 99}))

    assert Target.objects.get().value == 30


# Again


def test_same_file_twice_changes_nothing(table):
    path = table({"Phấn đấu": 50}, {"Mã chỉ tiêu": "1b", "Kế hoạch": "10,5"}, REPORTED)
    imported(PlanResource(), path)
    before = history()
    assert imported(PlanResource(), path) == {"new": 0, "changed": 0, "unchanged": 3}
    assert (history(), before) == ([1, 1, 3, 4], [1, 1, 3, 4])


def test_changed_target_alone_changes_only_the_target(table):
    imported(PlanResource(), table({}))
    assert imported(PlanResource(), table({"Kế hoạch": 35})) == {"new": 0, "changed": 1, "unchanged": 0}
    assert (targets(), Target.history.count()) == ([("1a", "assigned", 35, date(2020, 1, 1))], 2)


def test_target_from_a_later_day_stands_beside_the_earlier(table):
    imported(PlanResource(), table({}))
    imported(PlanResource(), table({"Kế hoạch": 35, "Hiệu lực từ": date(2020, 7, 1)}))
    assert targets() == [("1a", "assigned", 30, date(2020, 1, 1)), ("1a", "assigned", 35, date(2020, 7, 1))]


def test_target_blanked_is_taken_away_and_history_keeps_it(table):
    imported(PlanResource(), table({}))
    imported(PlanResource(), table({"Kế hoạch": None}))
    assert (targets(), [row.history_type for row in Target.history.all()]) == ([], ["-", "+"])


def test_changed_names_are_changed(table):
    imported(PlanResource(), table({}))
    imported(PlanResource(), table({"Chỉ tiêu": "HTX mới", "Tên nhiệm vụ": "Phát triển HTX"}))
    assert (Indicator.objects.get().name, Task.objects.get().name) == ("HTX mới", "Phát triển HTX")


def test_history_says_who_and_why(table, staff_a):
    imported(PlanResource(user=staff_a, reason="Kế hoạch năm 2020"), table({}))
    shown = [
        (row.history_user, row.history_change_reason)
        for model in (Program, Task, Indicator, Target)
        for row in model.history.all()
    ]
    assert shown == [(staff_a, "Kế hoạch năm 2020")] * 4


def test_dry_run_writes_nothing(table):
    assert imported(PlanResource(), table({}), dry_run=True) == {"new": 1, "changed": 0, "unchanged": 0}
    assert (Program.objects.count(), Task.objects.count(), history()) == (0, 0, [0, 0, 0, 0])


# Refusals


def test_every_error_is_told_at_once_with_row_and_column(table):
    path = table(
        {"Năm": 1990, "Số lẻ": 5, "Kế hoạch": -1},
        {"Mã chỉ tiêu": "1b"},
        {"Mã chỉ tiêu": None, "Chỉ tiêu": " ", "ĐVT": None, "Cách đếm": "htx.moi"},
        {"Mã chỉ tiêu": "1c", "Tên nhiệm vụ": None, "Hiệu lực từ": "01/01/2021", "Phấn đấu": "nhiều"},
    )
    assert imported(PlanResource(), path) == [
        "dòng 2, cột “Kế hoạch”: Không được nhỏ hơn 0.",
        "dòng 2, cột “Năm”: Phải là số nguyên từ 2000 đến 2100.",
        "dòng 2, cột “Số lẻ”: Phải là số nguyên từ 0 đến 4.",
        "dòng 4, cột “Chỉ tiêu”: Chưa nhập.",
        "dòng 4, cột “Cách đếm”: Không có cách đếm “htx.moi”.",
        "dòng 4, cột “Mã chỉ tiêu”: Chưa nhập.",
        "dòng 4, cột “ĐVT”: Chưa nhập.",
        "dòng 5, cột “Hiệu lực từ”: Ngày có hiệu lực không được sau năm 2020.",
        "dòng 5, cột “Phấn đấu”: “nhiều” không phải là số: viết 1.283 hoặc 153,3.",
        "dòng 5, cột “Tên nhiệm vụ”: Chưa nhập.",
    ]


def test_one_error_leaves_everything_unwritten(table):
    imported(PlanResource(), table({}, {"Mã chỉ tiêu": "1b", "Cách đếm": "htx.moi"}))
    assert (Program.objects.count(), Task.objects.count(), history()) == (0, 0, [0, 0, 0, 0])


def test_same_indicator_twice_in_a_file_is_refused(table):
    assert imported(PlanResource(), table({}, {"Mã chỉ tiêu": "1b"}, {"Kế hoạch": 31})) == [
        "dòng 4, cột “Mã chỉ tiêu”: Chỉ tiêu 1a đã có ở dòng 2 của tệp."
    ]
    assert Program.objects.count() == 0


def test_missing_columns_are_named(tmp_path):
    headings = [heading for heading in HEADINGS if heading not in ("Kế hoạch", "ĐVT")]
    path = write_xlsx(tmp_path / "thieu.xlsx", headings, [[ROW[heading] for heading in headings]])
    with pytest.raises(WrongHeadings, match=r"^Thiếu cột: ĐVT, Kế hoạch\.$"):
        imported(PlanResource(), path)


def test_file_without_the_optional_columns_is_enough(tmp_path):
    headings = [column.heading for column in PlanResource.columns if column.present]
    path = write_xlsx(tmp_path / "du.xlsx", headings, [[ROW[heading] for heading in headings]])
    assert imported(PlanResource(), path) == {"new": 1, "changed": 0, "unchanged": 0}


def test_unknown_columns_are_ignored(tmp_path):
    path = write_xlsx(tmp_path / "thua.xlsx", [*HEADINGS, "Ghi chú"], [[*ROW.values(), "xem lại"]])
    assert imported(PlanResource(), path) == {"new": 1, "changed": 0, "unchanged": 0}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Kế hoạch", 10**15),
        ("Phấn đấu", "0,00001"),
        ("Chỉ tiêu", "x" * 301),
        ("Tên nhiệm vụ", "x" * 301),
        ("Nhiệm vụ", "12345678901"),
        ("Chương trình", "x" * 21),
        ("Tên chương trình", "x" * 301),
        ("Số văn bản", "x" * 51),
    ],
)
def test_cell_too_long_for_the_database_is_refused_by_its_column(column, cell, table):
    errors = imported(PlanResource(), table({column: cell}))
    assert [error.partition(":")[0] for error in errors] == [f"dòng 2, cột “{column}”"]


def test_table_of_the_demonstration_is_a_plan(settings):
    imported_rows = run(
        "import_xlsx", "plan", str(settings.BASE_DIR / "reports" / "demo" / "data" / "plan.csv"), "--dry-run"
    )
    assert imported_rows.startswith("Kiểm tra xong, chưa ghi: ")


def test_rows_that_name_one_task_differently_are_refused(table):
    path = table({}, {"Mã chỉ tiêu": "1b", "Tên nhiệm vụ": "Phát triển HTX"}, {"Mã chỉ tiêu": "1c"})
    assert imported(PlanResource(), path) == ["dòng 3, cột “Tên nhiệm vụ”: Khác với dòng 2: “Phát triển hợp tác xã”."]
    assert Program.objects.count() == 0


def test_target_counts_from_new_year_in_a_file_without_the_column_of_days(tmp_path):
    headings = [column.heading for column in PlanResource.columns if column.present]
    path = write_xlsx(tmp_path / "du.xlsx", headings, [[ROW[heading] for heading in headings]])
    imported(PlanResource(), path)
    assert targets() == [("1a", "assigned", 30, date(2020, 1, 1))]


def test_indicator_may_move_to_another_task(table):
    imported(PlanResource(), table({}))
    moved = {"Nhiệm vụ": 2, "Tên nhiệm vụ": "Nhiệm vụ khác"}
    assert imported(PlanResource(), table(moved)) == {"new": 0, "changed": 1, "unchanged": 0}
    assert Indicator.objects.get().task.number == "2"
