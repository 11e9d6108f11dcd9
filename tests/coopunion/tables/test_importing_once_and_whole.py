"""An import is written once and whole, whoever confirms at the same moment and wherever the writing breaks off.

`make drills` asks the same of a running portal (import_race, import_kill).
"""

import pkgutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cooperatives.models import Cooperative, CooperativeGroup, Registration, StatusChange
from coopunion.models import JournalEntry, TableImport
from coopunion.tables.importing import apply, check
from tests.workbooks import workbook

PLACE = "xã Hồng Ca, huyện Trấn Yên"
DAY = "12/05/2020"
TIMES = 10


@pytest.fixture
def database(transactional_db, tmp_path) -> Iterator[None]:
    """Transactions that are really committed or rolled back, and threads that wait for each other's.

    The tables of SQLite in memory, which threads share, refuse instead of waiting: they move into a file meanwhile.
    """
    if connection.vendor != "sqlite":
        yield
        return
    named, memory = connection.settings_dict["NAME"], connection.connection
    file = tmp_path / "portal.sqlite3"
    _copy(memory, file)
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, named


def _copy(memory: sqlite3.Connection, file: Path) -> None:
    copy = sqlite3.connect(file)
    memory.backup(copy)
    copy.close()


@pytest.fixture
def staff(database, office, commune, staff_a):
    """Who brings the files, once there is what they name."""
    return staff_a


def written() -> list[int]:
    """How many records, rows of history and lines of the journal there are."""
    models = (Cooperative, Registration, StatusChange, CooperativeGroup)
    rows = [each.objects for each in models] + [each.history for each in models] + [JournalEntry.objects]
    return [each.count() for each in rows]


def test_confirming_ten_times_at_once_writes_once(staff):
    row = check(
        staff, "groups", "tht.xlsx", workbook(["Tên tổ hợp tác", "Địa bàn"], ["THT A", PLACE], ["THT B", PLACE])
    )
    gate, browsers = Barrier(TIMES), [Client() for _ in range(TIMES)]
    for browser in browsers:
        browser.force_login(staff)

    def confirm(browser: Client) -> str:
        gate.wait()
        try:
            return browser.post(reverse("import-apply", args=[row.pk])).url
        finally:
            connection.close()  # this thread's own

    with ThreadPoolExecutor(TIMES) as threads:
        answers = list(threads.map(confirm, browsers))

    assert answers == [row.get_absolute_url()] * TIMES
    assert written() == [0, 0, 0, 2, 0, 0, 0, 2, 1]
    assert TableImport.objects.get().state == "applied"


@pytest.mark.parametrize(
    ("broken", "nth"),
    [
        ("coopunion.tables.writing._record", 1),  # cooperatives without their history
        ("coopunion.tables.writing._record", 3),  # all but the history of the statuses
        ("coopunion.tables.importing.JournalEntry.write", 1),  # all, and the import marked as written
    ],
)
def test_writing_that_breaks_off_leaves_nothing_and_can_be_confirmed_again(broken, nth, staff, monkeypatch):
    headings = ["Tên hợp tác xã", "Địa bàn", "Ngày cấp GCN lần đầu", "Trạng thái", "Trạng thái từ ngày"]
    rows = [[f"HTX {name}", PLACE, DAY, "đang hoạt động", DAY] for name in ("Một", "Hai", "Ba")]
    row = check(staff, "cooperatives", "htx.xlsx", workbook(headings, *rows))
    before = TableImport.objects.get()

    with monkeypatch.context() as patched:
        patched.setattr(broken, _stopped(broken, nth))
        with pytest.raises(SystemExit):
            apply(row.pk)

    after = TableImport.objects.get()
    assert (written(), after.state, after.written) == ([0] * 9, "checked", {})
    assert (after.file, after.preview) == (before.file, before.preview)
    apply(row.pk)
    assert (written(), TableImport.objects.get().state) == ([3, 3, 3, 0, 3, 3, 3, 0, 1], "applied")


def _stopped(path: str, nth: int):
    """The function, whose `nth` call ends the worker as the server does."""
    calls, real = [], pkgutil.resolve_name(path)

    def stopped(*args, **kwargs):
        calls.append(args)
        if len(calls) == nth:
            raise SystemExit(1)
        return real(*args, **kwargs)

    return stopped
