"""`manage.py import_xlsx`: a public interface."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coopunion.tables.resource import table_resources
from programs.models import Indicator, Program
from tests.commands import refusal, run
from tests.tables import write_xlsx

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Chương trình",
    "Năm",
    "Nhiệm vụ",
    "Tên nhiệm vụ",
    "Mã chỉ tiêu",
    "Chỉ tiêu",
    "ĐVT",
    "Cách đếm",
    "Kế hoạch",
    "Số lẻ",
]


@pytest.fixture
def plan(tmp_path):
    def write(*codes: str, year: int = 2020) -> str:
        rows = [[190, year, "", "", code, "HTX mới", "HTX", "", 30, 0] for code in codes]
        return str(write_xlsx(tmp_path / "ke-hoach.xlsx", HEADINGS, rows))

    return write


def test_import_says_what_it_did(plan):
    path = plan("1a", "1b")
    assert run("import_xlsx", "plan", path) == "Đã nhập: 2 mới, 0 thay đổi, 0 giữ nguyên.\n"
    assert run("import_xlsx", "plan", path) == "Đã nhập: 0 mới, 0 thay đổi, 2 giữ nguyên.\n"


def test_dry_run_only_checks(plan):
    said = run("import_xlsx", "plan", plan("1a"), "--dry-run")
    assert (said, Program.objects.count()) == ("Kiểm tra xong, chưa ghi: 1 mới, 0 thay đổi, 0 giữ nguyên.\n", 0)


def test_user_and_reason_go_into_the_history(plan, administrator):
    run("import_xlsx", "plan", plan("1a"), "--user", "administrator", "--reason", "Kế hoạch 2020")
    row = Indicator.history.get()
    assert (row.history_user, row.history_change_reason) == (administrator, "Kế hoạch 2020")


@pytest.mark.parametrize(
    ("table", "name", "message"),
    [
        ("groups", "leadership", "Tài khoản leadership không được phép ghi và sửa hồ sơ của phòng mình."),
        ("plan", "staff_a", "Tài khoản staff_a không được phép quản lý chương trình, chỉ tiêu và kế hoạch."),
        ("groups", "disabled", "Tài khoản disabled đã ngừng."),
    ],
)
def test_user_who_may_not_on_the_pages_may_not_here(table, name, message, staff_a, leadership, disabled):
    assert refusal("import_xlsx", table, "x.xlsx", "--user", name) == (message, 2)


def test_reason_is_the_file_s_name_where_none_is_given(plan):
    run("import_xlsx", "plan", plan("1a"))
    row = Indicator.history.get()
    assert (row.history_user, row.history_change_reason) == (None, "Nhập từ tệp ke-hoach.xlsx")


def test_errors_are_listed_and_counted_and_nothing_is_written(plan):
    errors = StringIO()
    with pytest.raises(CommandError, match=r"^2 lỗi, không ghi dòng nào\.$") as caught:
        call_command("import_xlsx", "plan", plan("1a", "", "1a"), stderr=errors)
    assert errors.getvalue().splitlines() == [
        "dòng 3, cột “Mã chỉ tiêu”: Chưa nhập.",
        "dòng 4, cột “Mã chỉ tiêu”: Chỉ tiêu 1a đã có ở dòng 2 của tệp.",
    ]
    assert (caught.value.returncode, Program.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("htx", "x.xlsx"), f"Không nhập được “htx”. Nhập được: {', '.join(sorted(table_resources()))}."),
        (("plan", "x.xlsx", "--user", "ai-do"), "Không có tài khoản ai-do."),
    ],
)
def test_wrong_words_are_refused(words, message):
    assert refusal("import_xlsx", *words) == (message, 2)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("khong-co.xlsx", None, "Không có tệp {}."),
        ("anh.png", b"x", "Chỉ đọc được tệp .xlsx và .csv."),
        ("hong.xlsx", b"x", "Tệp không phải là bảng tính .xlsx còn nguyên vẹn."),
        ("rong.csv", b"", "Tệp không có dòng nào."),
        ("sai.csv", "Năm".encode(), "Thiếu cột: Chương trình, Nhiệm vụ, Tên nhiệm vụ, Mã chỉ tiêu, Chỉ tiêu, ĐVT, "),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_one_line(name, content, message, tmp_path):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    said, code = refusal("import_xlsx", "plan", str(path))
    assert (said[: len(message.format(path))], code) == (message.format(path), 1)
