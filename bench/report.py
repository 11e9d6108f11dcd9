"""The quarterly report over 1.200 records of 6 indicators: its figures, its PDF, and a table of 1.000 rows.

    DATABASE_URL=… python -m bench.report      an empty database; SQLite in memory without one

Figures: queries and time. PDF: everything that a download does (reading the records, writing the page, the Excel
file and the PDF) against WeasyPrint alone on the same HTML under the same garbage collection; wanted: at most 1,1.
Long table: our rendering of 1.000 rows against WeasyPrint as it comes, on the same HTML; wanted: at most 0,8. Times
are seconds of CPU, medians of interleaved rounds.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import ReportingPeriod
from reports.figures.year import quarter_progress
from reports.paper.elements import RecordList
from reports.paper.pdf import gc_paused, render_html, render_pdf, write_pdf
from reports.paper.quarterly import QuarterlyReport
from tests import factories
from tests.reports.papers import paper, records

ROUNDS = 5
EACH = 200  # records of each of six indicators
TODAY = date(2021, 1, 15)


def main() -> None:
    call_command("migrate", verbosity=0)
    period = fill()

    def figures() -> object:
        return quarter_progress(period.program, 4, today=TODAY, own_period=period)

    def report() -> QuarterlyReport:
        return QuarterlyReport.for_period(period, today=TODAY)

    print(f"The quarterly report over {6 * EACH} records [{connection.vendor}]")
    for name, action in (("figures", figures), ("whole report", report)):
        with CaptureQueriesContext(connection) as queries:
            action()
        (spent,) = rounds(action)
        print(f"  {name:13} {len(queries):2} queries   {spent:.3f} s")
    compare_download(report)
    compare_long_table()
    print(f"Peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def fill() -> ReportingPeriod:
    """Quarter IV of a programme whose six indicators count EACH records; every list is short enough to be printed."""
    program = factories.make_program()
    task = factories.make_task(program)
    for code, measure, unit in (
        ("1a", "cooperatives.founded_by_union", "HTX"),
        ("1b", "cooperatives.converted", "HTX"),
        ("2", "cooperatives.effective", "HTX"),
        ("4", "cooperatives.value_chains", "mô hình"),
        ("5", "ocop.recognised", "sản phẩm"),
        ("6", "poverty.supported", "hộ"),
    ):
        factories.make_indicator(program, code, measure=measure, unit=unit, target=150, task=task)
    for number in range(EACH):
        day = date(2020, 1 + number % 12, 1 + number % 20)
        factories.make_cooperative(founded_on=day)
        old = factories.make_cooperative(operating_since=date(2015, 1, 1))
        factories.make_conversion(old, day)
        factories.make_assessment(old, date(2020, 6, 1))
        factories.make_chain(recognised_on=day)
        factories.make_recognition(factories.make_product(), day)
        factories.make_support(factories.make_household(), day)
    period: ReportingPeriod = factories.make_period(program, 4)
    return period


def compare_download(report: Callable[[], QuarterlyReport]) -> None:
    html = render_html(report())
    ours, bare = rounds(lambda: render_pdf(report()), lambda: weasyprint(html, tuned=True))
    print(f"PDF of {EACH * 6} rows, s: download {ours:.2f}   WeasyPrint alone {bare:.2f}   ratio {ours / bare:.2f}")


def compare_long_table() -> None:
    lists = [RecordList(letter, letter, "HTX", "HTX", "Ngành", "Ngày", records(500)) for letter in "AB"]
    html = render_html(paper(lists=lists))
    tuned, stock = rounds(lambda: weasyprint(html, tuned=True), lambda: weasyprint(html, tuned=False))
    print(f"1.000 rows, s: tuned {tuned:.2f}   stock WeasyPrint {stock:.2f}   ratio {tuned / stock:.2f}")


def weasyprint(html: str, *, tuned: bool) -> None:
    with gc_paused() if tuned else nullcontext():
        write_pdf(html)


def rounds(*actions: Callable[[], object]) -> list[float]:
    """The median seconds of CPU of each, their rounds interleaved, after one that warms up."""
    for action in actions:
        action()
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for index, action in enumerate(actions):
            began = time.process_time()
            action()
            times[index].append(time.process_time() - began)
    return [statistics.median(seconds) for seconds in times]


if __name__ == "__main__":
    main()
