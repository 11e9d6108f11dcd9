"""Two leaders approve the same report at the same moment, and a clerk changes the records while one of them does.

- 60 reports, each approved by two people at once: each is approved once, with one row in its journal and one snapshot,
  and the other person is shown who was faster.
- 40 reports, each approved while a cooperative is entered that would change its figure: what is approved is what was
  submitted, with as many records listed as counted, or the approval is refused; never something in between.
- 20 approved reports, each issued twice at once under one number: one paper, and its files once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

from drills.portal import Answer, Browser, Drill, together

TWICE, AMID, ISSUED = 60, 40, 20

with Drill(f"{TWICE + AMID + ISSUED} reports: whoever comes second changes nothing") as drill:
    from reports.lifecycle.rules import Kind
    from reports.models import FrozenFile, Report, Snapshot, Step
    from reports.paper.snapshot import frozen_paper
    from tests import factories
    from tests.reports import lives

    factories.make_office(factories.yen_bai())
    clerk = factories.make_user("clerk", department=factories.make_department("PTHTX", "Phòng Phát triển hợp tác xã"))
    signer = factories.make_delegation()
    leaders = []
    for number in (1, 2):
        factories.make_user(f"leader{number}", "leadership")
        browser = Browser(drill)
        browser.sign_in(f"leader{number}", factories.PASSWORD)
        leaders.append(browser)

    def submitted(number: int, measure: str) -> Report:
        """Of a programme of its own, with one cooperative in its figure."""
        program = factories.make_program(f"C{number}")
        factories.make_indicator(program, "1a", measure=measure, target=30)
        report: Report = lives.submitted(clerk, factories.make_period(program, 4))
        return report

    def snapshot_of(report: Report) -> Snapshot:
        return report.snapshots.latest("pk")

    def approve(browser: Browser, report: Report) -> Callable[[], Answer]:
        seen = snapshot_of(report).fingerprint
        return lambda: browser.post(report.url("reports:approve"), seen=seen)

    def issue(browser: Browser, report: Report, number: int) -> Callable[[], Answer]:
        fields = {"number": str(number), "issued_on": f"{lives.TODAY:%d/%m/%Y}", "signer": str(signer.pk)}
        return lambda: browser.post(report.url("reports:issue"), **fields)

    def rows(kind: Kind, reports: list[Report]) -> Counter[int]:
        """How many reports have so many journal rows of the kind."""
        return Counter(Step.objects.filter(report=report, kind=kind).count() for report in reports)

    factories.make_cooperative("HTX Hồng Ca", founded_on=date(2020, 2, 5))
    twice = [submitted(number, "cooperatives.founded_by_union") for number in range(TWICE)]
    informed = 0
    for report in twice:
        together([approve(browser, report) for browser in leaders])
        informed += sum("không ghi lại nữa" in browser.get(report.get_absolute_url()).body for browser in leaders)
    approved = Counter(Snapshot.objects.filter(report=report, stage="approved").count() for report in twice)
    drill.expect("reports by their rows of approval", dict(rows(Kind.APPROVE, twice)), {1: TWICE})
    drill.expect("reports by their approved snapshots", dict(approved), {1: TWICE})
    drill.expect("second persons shown who was faster", informed, TWICE)

    # A conversion counts in these alone: every one of the forty starts from what the one before left.
    outcomes: Counter[str] = Counter()
    halves = 0
    for number in range(TWICE, TWICE + AMID):
        report = submitted(number, "cooperatives.converted")
        before = frozen_paper(snapshot_of(report)).progress["1a"].actual
        cooperative = factories.make_cooperative(f"HTX {number}")

        actions: list[Callable[[], object]] = [
            approve(leaders[0], report),
            partial(factories.make_conversion, cooperative, date(2020, 12, 1)),
        ]
        together(actions)
        state = Report.objects.get(pk=report.pk).state
        outcomes[state] += 1
        if state == "approved":
            paper = frozen_paper(snapshot_of(report))
            halves += not paper.progress["1a"].actual == before == len(paper.lists[0].rows)
    drill.figure("approved before the record, refused after it", f"{outcomes['approved']}, {outcomes['submitted']}")
    drill.expect("reports in any other state", AMID - outcomes["approved"] - outcomes["submitted"], 0)
    drill.expect("approved papers that are neither before nor after", halves, 0)

    for number, report in enumerate(twice[:ISSUED], 1):
        together([issue(browser, report, number) for browser in leaders])
    files = Counter(FrozenFile.objects.filter(report=report).count() for report in twice[:ISSUED])
    drill.expect("reports by their rows of issue", dict(rows(Kind.ISSUE, twice[:ISSUED])), {1: ISSUED})
    drill.expect("reports by their files", dict(files), {3: ISSUED})
