"""What was issued stays byte for byte, whatever happens to the records, the office and the signers."""

from datetime import date, datetime
from hashlib import sha256

import pytest
from django.urls import reverse

from cooperatives.models import Cooperative, Registration
from coopunion.models import OfficeIdentity
from reports.lifecycle.paper_source import last_snapshot, report_paper
from reports.models import FrozenFile, Report, Snapshot
from reports.models.appendonly import Damaged
from reports.paper.quarterly import QuarterlyReport
from reports.paper.serialization import deserialize, serialize
from reports.paper.snapshot import UnknownSchema, fingerprint, frozen_paper, snapshot_of
from tests import factories
from tests.reports.lives import TODAY, approved, draft, issued, quarter_four


def download(client, report: Report, format: str = "pdf") -> bytes:
    return client.get(report.url("reports:final-file", format)).content


@pytest.fixture
def a_thousand_cooperatives(office):
    """In the figures of the quarter, beside the two that are always there."""
    period = quarter_four()
    factories.make_cooperatives(1000, founded_on=date(2020, 11, 2))
    return period


@pytest.fixture
def short_lists(monkeypatch):
    """The paper prints totals of lists longer than this: a thousand rows take long to lay out."""
    monkeypatch.setattr("reports.paper.elements.LONGEST_PRINTED", 10)


def test_issued_files_outlive_a_thousand_edits_a_new_name_a_deletion_and_a_new_signer(
    client, staff_a, leadership, a_thousand_cooperatives, short_lists
):
    factories.make_delegation()
    report = issued(staff_a, leadership, a_thousand_cooperatives)
    client.force_login(leadership)
    files = {each.format: (each.sha256, download(client, report, each.format)) for each in FrozenFile.objects.all()}
    paper = serialize(report_paper(report, today=TODAY))

    edited = Cooperative.objects.filter(name__startswith="HTX loạt").update(name="HTX sửa", state="annulled")
    Cooperative.objects.filter(name="HTX Hồng Ca").update(name="HTX Đổi Tên")
    Registration.objects.filter(cooperative__name="HTX Đào Thịnh").delete()
    OfficeIdentity.objects.update(name="Cơ quan khác", symbol="KHAC", signer_name="Người Khác")
    report.period.program.indicators.all().update(name="Chỉ tiêu đổi tên")
    report.passages.all().delete()
    factories.Delegation.objects.update(name="Người Khác")

    assert (edited, "pdf" in files) == (1000, True)
    for format, (digest, content) in files.items():
        assert download(client, report, format) == content
        assert sha256(content).hexdigest() == digest
    assert serialize(report_paper(report, today=TODAY)) == paper
    live = QuarterlyReport.for_period(report.period, today=TODAY)
    assert (live.progress["1a"].actual, report_paper(report, today=TODAY).progress["1a"].actual) == (1, 1002)


def test_signed_paper_keeps_its_office_which_is_not_edited_any_more(staff_a, leadership, unprinted):
    report = issued(staff_a, leadership)
    paper = serialize(report_paper(report, today=TODAY))
    office = OfficeIdentity.objects.get()
    later = factories.make_office(from_on=date(2025, 7, 1), name="Tên sau", addressee="Nơi khác")

    assert (office.signed_until, later.signed_until) == (TODAY, None)
    assert serialize(report_paper(report, today=date(2026, 1, 1))) == paper
    live = QuarterlyReport.for_period(report.period, today=date(2026, 1, 1), report=report)
    assert (live.office, fingerprint(live)) == (office, last_snapshot(report).fingerprint)


def test_approval_alone_signs_the_office(staff_a, leadership):
    report = approved(staff_a, leadership)
    assert OfficeIdentity.objects.get().signed_until == report.period.due_on


def test_snapshot_gives_back_the_whole_paper(staff_a):
    paper = QuarterlyReport.for_period(draft(staff_a).period, today=TODAY)
    back = frozen_paper(snapshot_of(paper))
    assert serialize(back) == serialize(paper)
    assert (back.progress["1a"].percent_text, back.progress["1a"].status) == (
        paper.progress["1a"].percent_text,
        paper.progress["1a"].status,
    )
    assert [task.task.name for task in back.progress.tasks] == [task.task.name for task in paper.progress.tasks]


def test_snapshot_knows_the_record_behind_every_row(staff_a):
    report = draft(staff_a)
    back = frozen_paper(snapshot_of(QuarterlyReport.for_period(report.period, today=TODAY)))
    rows = {row.source: row.title for row in back.lists[0].rows}
    assert rows == {f"cooperatives.registration:{each.pk}": each.title for each in Registration.objects.all()}


def test_fingerprint_is_of_what_the_paper_says_not_of_its_head(staff_a):
    period = draft(staff_a).period
    before = fingerprint(QuarterlyReport.for_period(period, today=TODAY))
    OfficeIdentity.objects.update(name="Cơ quan khác", signer_name="Người Khác")
    assert fingerprint(QuarterlyReport.for_period(period, today=TODAY)) == before
    Cooperative.objects.filter(name="HTX Hồng Ca").update(name="HTX Khác")
    assert fingerprint(QuarterlyReport.for_period(period, today=TODAY)) != before


def test_damaged_bytes_are_never_handed_out(client, staff_a, leadership, unprinted):
    report = issued(staff_a, leadership)
    FrozenFile.from_content(b"%PDF-1.7 ...", report=report, format="pdf").save()
    kept = FrozenFile.objects.get()
    assert kept.verified() == b"%PDF-1.7 ..."
    kept.content = b"%PDF-1.7 ,,,"
    with pytest.raises(Damaged):
        kept.verified()
    snapshot = last_snapshot(report)
    snapshot.content += " "
    with pytest.raises(Damaged):
        snapshot.verified()


def test_snapshot_of_a_later_portal_is_not_guessed_at(staff_a):
    paper = QuarterlyReport.for_period(draft(staff_a).period, today=TODAY)
    text = snapshot_of(paper).content.replace('"schema":1', '"schema":2')
    later = Snapshot(content=text, sha256=sha256(text.encode()).hexdigest())
    with pytest.raises(UnknownSchema, match="cấu trúc 2"):
        frozen_paper(later)


def test_what_has_no_plain_form_is_not_frozen():
    with pytest.raises(TypeError, match="dict"):
        serialize({datetime: 1})
    assert deserialize(date | None, None) is None


def test_file_printed_once_is_the_same_through_every_address(client, staff_a, leadership):
    report = issued(staff_a, leadership)
    client.force_login(staff_a)
    period = [report.period.program.code, 2020, 4]
    through_period = client.get(reverse("reports:report-pdf", args=period))
    assert through_period.content == download(client, report) == FrozenFile.objects.get(format="pdf").verified()
    assert through_period["Content-Disposition"] == 'attachment; filename="bao-cao-190-2020-quy-4.pdf"'
