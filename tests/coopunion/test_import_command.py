"""The command that offices script against: exit codes, one clear line, nothing written on error."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from programs.models import Indicator
from programs.resources import PlanResource

ROW = ["190", 2020, "1", "Phát triển HTX", "1a", "HTX mới", "HTX", "cooperatives.founded", 30, 0]


@pytest.fixture
def plan_file(tmp_path) -> Path:
    book = Workbook()
    book.active.append(list(PlanResource.headings))
    book.active.append([190.0, *ROW[1:]])  # Excel keeps the code 190 as a number
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return path


def run(*arguments: object, **options) -> str:
    out = StringIO()
    call_command("import_xlsx", *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue().strip()


def test_import_of_a_workbook_says_what_it_did(db, plan_file):
    assert run("plan", plan_file) == "Đã nhập: 1 mới, 0 thay đổi, 0 giữ nguyên."
    assert Indicator.objects.get().program.code == "190"


def test_import_keeps_the_user_and_the_reason(staff_a, plan_file):
    run("plan", plan_file, user="staff_a", reason="Giao kế hoạch")

    change = Indicator.history.get()
    assert (change.history_user, change.history_change_reason) == (staff_a, "Giao kế hoạch")


def test_import_dry_run_writes_nothing(db, plan_file):
    assert run("plan", plan_file, dry_run=True) == "Kiểm tra xong, chưa ghi: 1 mới, 0 thay đổi, 0 giữ nguyên."
    assert Indicator.objects.count() == 0


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_import_reads_csv_with_a_byte_order_mark(db, tmp_path, delimiter):
    lines = [delimiter.join(PlanResource.headings), delimiter.join(map(str, ROW))]
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")

    assert run("plan", path) == "Đã nhập: 1 mới, 0 thay đổi, 0 giữ nguyên."


def test_import_of_a_wrong_file_fails_with_one(db, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_text("không phải bảng tính")

    with pytest.raises(CommandError, match="không phải là bảng tính") as failure:
        run("plan", path)
    assert failure.value.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "options"), [(("plans", "x.xlsx"), {}), (("plan", "x.xlsx"), {"user": "nobody"})]
)
def test_import_with_a_wrong_argument_fails_with_two(db, arguments, options):
    with pytest.raises(CommandError) as failure:
        run(*arguments, **options)
    assert failure.value.returncode == 2
