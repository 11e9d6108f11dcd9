"""A worker killed in the middle of an import, again and again: nothing half-written, nothing stuck."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress
from http.client import HTTPException

from drills.portal import Browser, Drill

ROWS, KILLS = 10_000, 12

with Drill(f"{KILLS} kills while {ROWS} rows are written leave all of them or none") as drill:
    from cooperatives.models import CooperativeGroup
    from coopunion.models import TableImport
    from coopunion.tables.importing import check, undo
    from tests import factories

    place = factories.hong_ca()
    factories.make_office(factories.yen_bai())
    person = factories.make_user("person", department=factories.make_department())
    lines = "".join(f"THT số {number:05d};{place.full_name};5\n" for number in range(ROWS))
    row = check(person, "groups", "tht.csv", f"Tên tổ hợp tác;Địa bàn;Số thành viên\n{lines}".encode())
    browser = Browser(drill)
    browser.sign_in("person", factories.PASSWORD)
    address = f"/nhap-excel/{row.pk}/ghi/"

    def confirm() -> None:
        with suppress(OSError, HTTPException):  # the worker that answers is killed
            browser.post(address)

    def busiest_worker() -> int:
        """The child of gunicorn that computes: the one with the import."""
        words = ["ps", "--ppid", str(drill.process.pid), "--sort=-pcpu", "-o", "pid="]
        return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[0])  # noqa: S603

    def state() -> tuple[int, int, str]:
        held = CooperativeGroup.objects.count(), CooperativeGroup.history.filter(history_type="+").count()
        return (*held, TableImport.objects.get(pk=row.pk).state)

    chance = random.Random(2020)  # noqa: S311 - which moment is hit
    halves, finished, killed = 0, 0, 0
    for _ in range(KILLS):
        confirming = threading.Thread(target=confirm)
        confirming.start()
        time.sleep(chance.uniform(0.3, 4))
        os.kill(busiest_worker(), signal.SIGKILL)
        confirming.join()
        groups, history, now = state()
        if (groups, now) == (0, "checked"):
            killed += 1
        elif (groups, now) == (ROWS, "applied"):  # the import was quicker: undo it and try again
            finished += 1
            undo(row.pk, user=person)
            TableImport.objects.filter(pk=row.pk).delete()
            row = check(person, "groups", "tht.csv", f"Tên tổ hợp tác;Địa bàn;Số thành viên\n{lines}".encode())
            address = f"/nhap-excel/{row.pk}/ghi/"
        else:
            halves += 1
            drill.figure("half-written", (groups, history, now))
        while browser.get("/suc-khoe/").status != 200:
            time.sleep(0.2)

    drill.figure("killed in the middle", killed)
    drill.figure("finished before the kill", finished)
    drill.expect("imports left half-written", halves, 0)
    started = time.perf_counter()
    answer = browser.post(address)
    drill.figure("seconds for the last confirmation", round(time.perf_counter() - started, 1))
    drill.expect("the import is confirmed at last", (answer.status, state()[0], state()[2]), (302, ROWS, "applied"))
