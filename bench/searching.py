"""Search over 100.000 names, and a list page at 1.000 and 100.000 rows.

    DATABASE_URL=… python -m bench.searching      an empty database; SQLite in memory without one

Search: the register's own query (words folded, index used, first 25 by name) against the same query written by hand
for the driver over the same index, and against the scan without an index. A rare term and a common one. List page: the
whole answers of /tht/ and of /htx/, whose rows say which figures of a programme they count for, through Django's
handler. Times are milliseconds by the clock, medians of
interleaved rounds, the database server's share included.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from django.core.management import call_command
from django.db import connection
from django.test import Client

from cooperatives.models import Cooperative, CooperativeGroup
from coopunion.models import Department, OfficeIdentity, User
from tests import factories

ROUNDS = 15
NAMES = 100_000
PLACES = ("Hồng Ca", "Tân Thịnh", "Đào Thịnh", "Minh Quán", "Lâm Giang", "Mậu A", "Nghĩa Lộ", "Púng Luông")
KINDS = ("dịch vụ tổng hợp", "chăn nuôi", "trồng rừng", "nuôi ong", "chế biến chè")
PAGES = ("/tht/", "/htx/")
MEASURES = (
    "cooperatives.founded_by_union",
    "cooperatives.converted",
    "cooperatives.effective",
    "cooperatives.inspected_dossiers",
    "cooperatives.site_visits",
    "cooperatives.groups_founded",
)
RARE, COMMON = "vanh khuyen 77777", "chan nuoi"


def main() -> None:
    call_command("migrate", verbosity=0)
    print(f"Search over {NAMES} names, ms [{connection.vendor}]")
    set_up()
    fill(1_000)
    small = page_times()
    fill(NAMES)
    analyse()
    for term, words in (("rare", RARE), ("common", COMMON)):
        ours, driver, scan = rounds(partial(register, words), partial(by_hand, words), partial(unindexed, words))
        print(f"  {term:7} register {ours:7.2f}   driver {driver:7.2f}   ratio {ours / driver:5.2f}   scan {scan:7.2f}")
    for address, few, many in zip(PAGES, small, page_times(), strict=True):
        print(f"List page {address}, ms: 1.000 rows {few:.1f}   {NAMES} rows {many:.1f}   ratio {many / few:.2f}")


def set_up() -> None:
    factories.make_group("THT vành khuyên 77777")
    program = factories.make_program()
    for number, measure in enumerate(MEASURES):
        factories.make_indicator(program, str(number), measure=measure)


def fill(count: int) -> None:
    place, department = factories.hong_ca(), Department.objects.get()
    factories.make_cooperatives(count - Cooperative.objects.count(), founded_on=date(2020, 5, 5))
    rows = [
        CooperativeGroup(
            name=f"THT {KINDS[number % 5]} {PLACES[number % 8]} {number}", place=place, department=department
        ).prepare()
        for number in range(CooperativeGroup.objects.count(), count)
    ]
    CooperativeGroup.objects.bulk_create(rows, batch_size=1_000)


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def register(words: str) -> list[int]:
    return list(CooperativeGroup.objects.matching(words).order_by("pk").values_list("pk", flat=True)[:25])


def by_hand(words: str) -> list[int]:
    table, pieces = "cooperatives_cooperativegroup", words.split()
    if connection.vendor == "sqlite":
        condition = " AND ".join([f"id IN (SELECT rowid FROM {table}_search WHERE search_text MATCH ?)"] * len(pieces))
        values = [f'"{piece}"' for piece in pieces]
    else:
        condition, values = " AND ".join(["search_text LIKE %s"] * len(pieces)), [f"%{piece}%" for piece in pieces]
    with connection.cursor() as cursor:
        raw = cursor.cursor if connection.vendor != "sqlite" else connection.connection.cursor()
        raw.execute(f"SELECT id FROM {table} WHERE {condition} ORDER BY id LIMIT 25", values)
        return [pk for (pk,) in raw.fetchall()]


def unindexed(words: str) -> list[int]:
    table, pieces = "cooperatives_cooperativegroup", words.split()
    condition = " AND ".join(["search_text || '' LIKE %s"] * len(pieces))  # the expression keeps the index out
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE {condition} ORDER BY id LIMIT 25",
            [f"%{piece}%" for piece in pieces],
        )
        return [pk for (pk,) in cursor.fetchall()]


def page_times() -> list[float]:
    if not OfficeIdentity.objects.exists():
        factories.make_office(factories.yen_bai())
    user = User.objects.filter(username="reader").first() or factories.make_user(
        "reader", department=Department.objects.get()
    )
    client = Client()
    client.force_login(user)
    return [rounds(partial(client.get, address))[0] for address in PAGES]


def rounds(*actions: Callable[[], object]) -> list[float]:
    """The median milliseconds of each, their rounds interleaved, after one that warms up."""
    answers = [action() for action in actions]
    if len(actions) > 1 and any(answer != answers[0] for answer in answers):
        raise AssertionError("The sides do not answer the same.")
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for index, action in enumerate(actions):
            began = time.perf_counter()
            action()
            times[index].append((time.perf_counter() - began) * 1000)
    return [statistics.median(milliseconds) for milliseconds in times]


if __name__ == "__main__":
    main()
