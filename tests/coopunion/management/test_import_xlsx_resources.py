"""`manage.py import_xlsx` and `export_xlsx` over registers: what a page would ask, an option must have answered."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cooperatives.models import CooperativeGroup
from coopunion.models import SignedPeriod
from tests import factories
from tests.commands import refusal, run
from tests.tables import cells, write_xlsx

HEADINGS = ["Tên tổ hợp tác", "Địa bàn", "Ngày thông báo với UBND xã"]
PLACE = "xã Hồng Ca, huyện Trấn Yên"


@pytest.fixture
def groups(office, commune, staff_a, tmp_path):
    """Writes a table of groups, each with the day it was notified."""

    def write(*names: str) -> str:
        return str(write_xlsx(tmp_path / "tht.xlsx", HEADINGS, [[name, PLACE, date(2020, 5, 12)] for name in names]))

    return write


def refused(*words: str) -> tuple[list[str], str, int]:
    """The lines of the errors, the last line, and the exit code."""
    lines = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(*words, stderr=lines)
    return lines.getvalue().splitlines(), str(caught.value), caught.value.returncode


def test_near_names_stop_the_command_unless_accepted(groups):
    factories.make_group("THT nuôi ong Hồng Ca")
    path = groups("THT nuôi ongg Hồng Ca")
    assert refused("import_xlsx", "groups", path, "--user", "staff_a") == (
        ["dòng 2: tên gần giống THT nuôi ong Hồng Ca"],
        "1 tên gần giống, không ghi dòng nào. Đúng là đơn vị khác thì thêm --accept-duplicates.",
        1,
    )
    assert CooperativeGroup.objects.count() == 1
    run("import_xlsx", "groups", path, "--user", "staff_a", "--accept-duplicates")
    assert CooperativeGroup.objects.count() == 2


def test_signed_period_stops_the_command_without_a_reason(groups):
    SignedPeriod.objects.create(key="190/2020/2", title="Quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    path = groups("THT A")
    assert refusal("import_xlsx", "groups", path, "--user", "staff_a") == (
        "Có dòng thuộc kỳ đã duyệt (Quý II), không ghi dòng nào: thêm --reason.",
        1,
    )
    assert CooperativeGroup.history.count() == 0
    run("import_xlsx", "groups", path, "--user", "staff_a", "--reason", "Bổ sung")
    assert CooperativeGroup.history.get().history_change_reason == "Bổ sung"


def test_notices_are_told(groups, tmp_path):
    path = write_xlsx(tmp_path / "tht.xlsx", [*HEADINGS, "Ý kiến"], [["THT A", PLACE, None, "x"]])
    said = run("import_xlsx", "groups", str(path), "--user", "staff_a")
    assert said == "Không đọc cột: Ý kiến.\nĐã nhập: 1 mới, 0 thay đổi, 0 giữ nguyên.\n"


def test_export_says_how_many_rows_it_wrote(groups, tmp_path):
    factories.make_group("THT A")
    path = tmp_path / "ra.xlsx"
    assert run("export_xlsx", "groups", "--output", str(path)) == f"Đã xuất 1 dòng ra {path}.\n"
    assert cells(path.read_bytes())[0]["Tên tổ hợp tác"] == "THT A"


def test_template_is_written_empty(office, tmp_path):
    path = tmp_path / "mau.xlsx"
    assert run("export_xlsx", "groups", "--output", str(path), "--template") == f"Đã ghi mẫu {path}.\n"
    assert cells(path.read_bytes()) == []


def test_table_there_is_not_is_refused(db, tmp_path):
    message, code = refusal("export_xlsx", "htx", "--output", str(tmp_path / "x.xlsx"))
    assert (message.startswith("Không có bảng “htx”. Có: assessments, "), code) == (True, 2)


def test_place_that_cannot_be_written_is_refused_in_one_line(office, tmp_path):
    path = tmp_path / "khong-co" / "x.xlsx"
    assert refusal("export_xlsx", "groups", "--output", str(path)) == (
        f"Không ghi được {path}: No such file or directory.",
        1,
    )
