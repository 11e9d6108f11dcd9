"""How much of the dashboard's time the database takes: the page, the same page without its queries, the bare SQL.

    .venv/bin/python bench/dashboard.py [--rounds 15]

Loads the demonstration into a database of its own (SQLite in memory; PostgreSQL where DATABASE_URL names one, in a
test database beside it), then measures in turn, round by round, so that a busy machine slows all three alike:

- page: the view, from the request to the bytes of its HTML;
- without queries: the same view over the same objects, read once before;
- bare SQL: the page's own statements through the driver's cursor, every row fetched.

Prints the median wall and CPU milliseconds of each (CPU of this process: PostgreSQL's own is not in it) and the ratios
page / without queries and (page less without queries) / bare SQL: what Django's objects cost over the driver.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bench  # noqa: F401 - sets Django up
from coopunion.models import OfficeIdentity, User
from coopunion.site import navigation
from programs.models import Program
from reports.dashboard import attention, board, period_lines
from reports.dashboard import views as pages
from reports.figures.geography import read_geography
from reports.figures.year import ProgramYear

Execute = Callable[[str, object, bool, dict[str, object]], object]
"""As `connection.execute_wrapper` passes it."""
ADDRESS = {"chuong-trinh": "190", "nam": "2020", "quy": "4"}


def request() -> HttpRequest:
    """The first page as leadership asks for it, signed in."""
    page_request = RequestFactory().get("/", ADDRESS)
    page_request.user = User.objects.get(username="lanhdao")
    return page_request


@contextmanager
def without_queries() -> Iterator[None]:
    """Everything the view reads is read once; inside, the view gets the same objects without the database."""
    program = Program.objects.get(code="190", year=2020)
    last_day = program.quarters[3].ends_on
    programs, office = list(Program.objects.latest_first()), OfficeIdentity.on(last_day)
    year = ProgramYear.read(program, today=last_day)
    geography = read_geography(office.province, last_day, year.place_ids, last_day)
    expiring = tuple(attention.expiring_recognitions(last_day))
    open_ones = tuple(attention.inspections_without_follow_up(last_day))
    with ExitStack() as stack:
        for target, name, answer in (
            (Program.objects, "latest_first", programs),
            (OfficeIdentity, "on", office),
            (ProgramYear, "read", year),
            (board, "read_geography", geography),
            (attention, "expiring_recognitions", expiring),
            (attention, "inspections_without_follow_up", open_ones),
            (period_lines, "_waiting", {}),
            (navigation, "waiting_counts", {}),
        ):
            stack.enter_context(patch.object(target, name, return_value=answer))
        yield


def bare_sql(statements: list[tuple[str, object]]) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            for sql, parameters in statements:
                cursor.cursor.execute(sql, parameters)
                cursor.cursor.fetchall()

    return run


def statements_of(view: Callable[[], object]) -> list[tuple[str, object]]:
    """The SQL statements of the view, as the driver received them."""
    caught: list[tuple[str, object]] = []

    def note(execute: Execute, sql: str, parameters: object, many: bool, context: dict[str, object]) -> object:
        caught.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        view()
    if connection.vendor == "sqlite":  # its cursor wants "?" where Django writes "%s"
        return [(sql.replace("%s", "?").replace("%%", "%"), parameters) for sql, parameters in caught]
    return caught


def time_once(action: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU milliseconds."""
    wall, cpu = perf_counter(), process_time()
    action()
    return (perf_counter() - wall) * 1000, (process_time() - cpu) * 1000


def measure(rounds: int) -> dict[str, tuple[float, float]]:
    page_request = request()

    def page() -> bytes:
        return pages.dashboard(page_request).content

    with CaptureQueriesContext(connection) as queries:
        page()
    print(f"{connection.vendor}: {len(queries)} statements, {len(page()):,} bytes of HTML, {rounds} rounds")
    actions = {"page": page, "bare SQL": bare_sql(statements_of(page))}
    times: dict[str, list[tuple[float, float]]] = {"page": [], "without queries": [], "bare SQL": []}
    for _ in range(rounds):
        for name, action in actions.items():
            times[name].append(time_once(action))
        with without_queries():
            page()  # the first call reads what the objects hold lazily
            with CaptureQueriesContext(connection) as left:
                times["without queries"].append(time_once(page))
        if len(left):
            raise SystemExit(f"The page without queries still sent {len(left)}: {left[0]['sql'][:200]}")
    return {name: (median(wall for wall, _ in taken), median(cpu for _, cpu in taken)) for name, taken in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    settings.DEMO = True
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_demo", stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as PostgreSQL does by itself a minute later
        figures = measure(rounds)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    for what, (wall, cpu) in figures.items():
        print(f"{what:16} {wall:8.1f} ms   CPU {cpu:8.1f} ms")
    page, without, bare = (figures[name] for name in ("page", "without queries", "bare SQL"))
    print(f"page / without queries               {page[0] / without[0]:6.2f}   CPU {page[1] / without[1]:6.2f}")
    own = [(page[kind] - without[kind]) / bare[kind] for kind in (0, 1)]
    print(f"(page - without queries) / bare SQL  {own[0]:6.2f}   CPU {own[1]:6.2f}")


if __name__ == "__main__":
    main()
