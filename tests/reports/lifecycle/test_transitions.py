"""The steps of a report's life: who, when, what is checked, what is left behind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from coopunion.models import JournalEntry, SignedPeriod
from programs.models import ReportingPeriod
from reports.lifecycle import transitions
from reports.lifecycle.acknowledgements import points_to_acknowledge
from reports.lifecycle.paper_source import current_paper, last_snapshot, report_paper
from reports.lifecycle.rules import RULES, AlreadyTaken, Kind, Refused, Stale, possible
from reports.models import Delegation, Passage, Report, Step
from reports.models.appendonly import WrittenOnce
from reports.models.report import State
from reports.paper.quarterly import QuarterlyReport
from tests import factories
from tests.reports.lives import (
    CHAIRMAN,
    TODAY,
    approve,
    approved,
    draft,
    fill_blanks,
    issued,
    quarter_four,
    submit,
    submitted,
)

pytestmark = pytest.mark.usefixtures("unprinted")


def kinds(report: Report) -> list[str]:
    return list(report.steps.values_list("kind", flat=True))


def test_whole_life_leaves_its_journal(staff_a, leadership):
    report = issued(staff_a, leadership)
    assert (report.state, report.number, report.issued_on) == (State.ISSUED, 7, TODAY)
    assert kinds(report) == ["create", "submit", "approve", "issue"]
    assert list(report.snapshots.values_list("stage", flat=True)) == ["submitted", "approved", "issued"]
    assert (report.signer_title, report.signer_name) == ("CHỦ TỊCH", "Người Ký")
    assert ReportingPeriod.objects.get().sent_on == TODAY


def test_every_state_says_what_each_role_may_do(staff_a, leadership, administrator):
    report = Report(state=State.SUBMITTED)
    assert possible(report, staff_a) == [Kind.CONFIRM, Kind.WITHDRAW]
    assert possible(report, leadership) == [Kind.REFRESH, Kind.APPROVE, Kind.RETURN]
    assert [possible(Report(state=state), administrator) for state in State] == [[]] * len(State)
    assert [possible(Report(state=state), staff_a) for state in (State.REPLACED, State.DISCARDED)] == [[Kind.SCAN], []]


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if kind not in (Kind.ISSUE,)])
def test_step_without_its_permission_is_refused(kind, staff_a, administrator):
    report = draft(staff_a)
    with pytest.raises(PermissionDenied):
        transitions.take(kind, report, user=administrator, today=TODAY)
    assert kinds(report) == ["create"]


def test_submission_waits_for_the_cut_off_day(staff_a):
    report = draft(staff_a)
    with pytest.raises(Refused, match="Chưa đến ngày chốt số liệu 31/12/2020"):
        submit(report, staff_a, today=date(2020, 12, 30))


def test_submission_with_an_unknown_field_is_refused_by_its_name(staff_a):
    report = draft(staff_a)
    Passage.objects.create(report=report, key="causes", text="Đạt {{1a.số lạ}}.")
    with pytest.raises(Refused, match=r"\{\{1a.số lạ\}\}"):
        submit(report, staff_a)
    assert Report.objects.get().state == State.DRAFT


def test_submission_says_who_has_not_confirmed(staff_a, department_a):
    report = draft(staff_a)
    indicators = report.period.program.indicators.order_by("code")
    for indicator in indicators:
        factories.make_assignment(indicator, department_a)
    step = submit(report, staff_a, "Kính trình.")
    assert step.remark == "Kính trình.\nChưa chốt số: Phòng Phát triển hợp tác xã (1a, 6)."


def test_blank_stops_the_approval_until_a_person_filled_it(staff_a, leadership):
    report = draft(staff_a)
    submit(report, staff_a)
    with pytest.raises(Refused, match=r"Còn chỗ trống chưa điền: \[CẦN ĐIỀN: văn bản đã ban hành"):
        approve(report, leadership)
    transitions.take(Kind.RETURN, report, user=leadership, today=TODAY, remark="Điền cho đủ.")
    report = Report.objects.with_period().get()
    fill_blanks(report, staff_a)
    submit(report, staff_a)
    assert approve(report, leadership).state == State.APPROVED


def test_submission_without_one_acknowledgement_is_refused_and_names_it(staff_a):
    report = draft(staff_a)
    points = points_to_acknowledge(report, current_paper(report, today=TODAY))
    for left_out in points:
        with pytest.raises(Refused) as refusal:
            transitions.take(
                Kind.SUBMIT, report, user=staff_a, today=TODAY, acknowledged=[p for p in points if p != left_out]
            )
        assert str(refusal.value) == f"Chưa xác nhận: {left_out}"
    step = submit(report, staff_a)
    assert step.acknowledged.splitlines() == points


def test_return_needs_a_remark_and_opens_the_draft_again(staff_a, leadership):
    report = submitted(staff_a)
    with pytest.raises(Refused, match="ý kiến"):
        transitions.take(Kind.RETURN, report, user=leadership, today=TODAY)
    transitions.take(Kind.RETURN, report, user=leadership, today=TODAY, remark="Nêu rõ hơn.")
    assert Report.objects.get().state == State.RETURNED
    assert report.steps.last().remark == "Nêu rõ hơn."
    submit(report, staff_a)
    assert Report.objects.get().state == State.SUBMITTED


def test_withdrawn_report_is_a_draft_again(staff_a):
    report = submitted(staff_a)
    transitions.take(Kind.WITHDRAW, report, user=staff_a, today=TODAY)
    assert Report.objects.get().is_writable


def test_approval_from_an_older_page_is_refused(staff_a, leadership):
    report = submitted(staff_a)
    seen = last_snapshot(report).fingerprint
    factories.make_cooperative("HTX Mới", founded_on=date(2020, 12, 1))
    transitions.take(Kind.REFRESH, report, user=leadership, today=TODAY)
    with pytest.raises(Stale, match="không còn là bản trình hiện nay"):
        transitions.take(Kind.APPROVE, report, user=leadership, today=TODAY, seen=seen)
    assert Report.objects.get().state == State.SUBMITTED


def test_approval_of_figures_that_moved_is_refused_until_they_are_taken(staff_a, leadership):
    report = submitted(staff_a)
    factories.make_cooperative("HTX Mới", founded_on=date(2020, 12, 1))
    with pytest.raises(Stale, match="đã đổi sau khi trình"):
        approve(report, leadership)
    transitions.take(Kind.REFRESH, report, user=leadership, today=TODAY)
    assert JournalEntry.objects.get().title == "Báo cáo quý IV năm 2020 đã lấy số hiện nay"
    assert report_paper(approve(report, leadership), today=TODAY).progress["1a"].actual == 3


def test_renamed_cooperative_also_makes_the_approval_stale(staff_a, leadership):
    report = submitted(staff_a)
    factories.Cooperative.objects.filter(name="HTX Hồng Ca").update(name="HTX Hồng Ca 2")
    with pytest.raises(Stale):
        approve(report, leadership)


def test_second_approval_says_it_is_done_and_leaves_one_row(staff_a, leadership):
    report = approved(staff_a, leadership)
    with pytest.raises(AlreadyTaken, match=r"đã được duyệt lúc \d\d:\d\d ngày .* \(Lê Thị Chi\)"):
        approve(report, leadership)
    assert kinds(report).count("approve") == 1


def test_approval_signs_the_days_of_the_period(staff_a, leadership):
    period = quarter_four()
    period.cut_off_on = date(2020, 12, 20)
    period.save()
    approved(staff_a, leadership, period)
    signed = SignedPeriod.objects.get()
    assert (signed.key, signed.starts_on, signed.ends_on) == ("190/2020/4", date(2020, 10, 1), date(2020, 12, 20))


def test_approved_report_no_longer_follows_the_records(staff_a, leadership):
    report = approved(staff_a, leadership)
    factories.make_cooperative("HTX Mới", founded_on=date(2020, 12, 1))
    paper = report_paper(report, today=TODAY)
    assert (paper.progress["1a"].actual, [row.title for row in paper.lists[0].rows]) == (
        2,
        ["HTX Hồng Ca", "HTX Đào Thịnh"],
    )
    assert (paper.is_draft, paper.number_line) == (False, "Số:      /BC-LMHTX")


def test_issued_paper_has_number_day_signer_and_place_of_verification(staff_a, leadership, settings):
    settings.PORTAL_URL = "https://portal.example.vn"
    report = approved(staff_a, leadership)
    deputy = factories.make_delegation("Người Phó", authority="KT", principal="Chủ tịch", title="Phó Chủ tịch")
    transitions.issue(report, user=leadership, number=5, issued_on=TODAY, signature=deputy.signature)
    report = Report.objects.with_period().get()
    paper = report_paper(report, today=TODAY)
    assert (paper.number_line, paper.date_line) == ("Số: 05/BC-LMHTX", "Yên Bái, ngày 15 tháng 01 năm 2021")
    assert (paper.signer_title, paper.signer_name) == ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Người Phó")
    assert paper.verify_url == f"https://portal.example.vn/xac-minh/{report.token}/"
    assert paper.attached_to.startswith("(Kèm theo Báo cáo số 05/BC-LMHTX ngày 15 tháng 01 năm 2021")


def test_issued_report_lists_itself_with_its_day(staff_a, leadership):
    period = quarter_four()
    factories.make_indicator(period.program, "3", measure="programs.reports_sent", target=4, unit="báo cáo")
    paper = report_paper(issued(staff_a, leadership, period), today=TODAY)
    assert [(row.title, row.detail) for row in paper.lists[-1].rows] == [("Báo cáo quý IV năm 2020", "15/01/2021")]


def test_correction_has_its_own_number_and_says_what_it_replaces(staff_a, leadership):
    old = issued(staff_a, leadership)
    with pytest.raises(Refused, match="lý do"):
        transitions.take(Kind.CORRECT, old, user=staff_a, today=TODAY)
    transitions.take(Kind.CORRECT, old, user=staff_a, today=TODAY, remark="Sót một HTX.")
    new = Report.objects.with_period().get(serial=2)
    assert Report.objects.current(old.period) == old
    submit(new, staff_a)
    new = approve(new, leadership)
    transitions.issue(new, user=leadership, number=9, issued_on=TODAY, signature=CHAIRMAN)

    old, new = Report.objects.with_period().order_by("serial")
    assert (old.state, old.number, new.state, new.number) == (State.REPLACED, 7, State.ISSUED, 9)
    assert Report.objects.current(old.period) == new
    assert report_paper(new, today=TODAY).opening.endswith(
        " (thay thế Báo cáo số 07/BC-LMHTX ngày 15 tháng 01 năm 2021), như sau:"
    )
    assert report_paper(old, today=TODAY).number_line == "Số: 07/BC-LMHTX"
    assert kinds(old)[-2:] == ["correct", "replace"]


def test_correction_starts_with_the_words_of_the_old_report(staff_a, leadership):
    report = draft(staff_a)
    Passage.objects.create(report=report, key="causes", text="Mưa lũ.")
    fill_blanks(report, staff_a)
    submit(report, staff_a)
    old = approve(report, leadership)
    transitions.take(Kind.CORRECT, old, user=staff_a, today=TODAY, remark="Sai số.")
    assert list(Passage.objects.filter(key="causes").values_list("report__serial", "key", "text")) == [
        (1, "causes", "Mưa lũ."),
        (2, "causes", "Mưa lũ."),
    ]


def test_only_the_latest_report_of_a_period_is_corrected(staff_a, leadership):
    old = issued(staff_a, leadership)
    transitions.take(Kind.CORRECT, old, user=staff_a, today=TODAY, remark="Sai số.")
    with pytest.raises(Refused, match="đã có báo cáo sau"):
        transitions.take(Kind.CORRECT, old, user=staff_a, today=TODAY, remark="Sai nữa.")


def test_discarded_draft_leaves_the_period_free(staff_a):
    report = draft(staff_a)
    transitions.take(Kind.DISCARD, report, user=staff_a, today=TODAY, remark="Lập nhầm.")
    assert Report.objects.current(report.period) is None
    assert transitions.create(report.period, user=staff_a).serial == 2


def test_period_gets_one_report(staff_a, staff_b):
    report = draft(staff_a)
    with pytest.raises(Refused, match="đã có báo cáo"):
        transitions.create(report.period, user=staff_b)


def test_period_reported_outside_the_portal_gets_none(staff_a):
    period = quarter_four()
    period.sent_on = date(2020, 12, 24)
    with pytest.raises(Refused, match="ngoài cổng"):
        transitions.create(period, user=staff_a)


def test_unopened_period_is_opened_with_its_first_report(staff_a):
    program = factories.make_program()
    report = transitions.create(ReportingPeriod.standard(program, program.quarters[0]), user=staff_a)
    assert (report.period.cut_off_on, report.period.history.get().history_user) == (date(2020, 3, 31), staff_a)


def test_two_who_make_the_first_report_at_once_make_one(staff_a, staff_b, monkeypatch):
    report = draft(staff_a)
    monkeypatch.setattr(Report.objects.none().__class__, "last", lambda self: None)  # as the second one saw it
    with pytest.raises(Refused, match="đã có báo cáo"):
        transitions.create(report.period, user=staff_b)


def test_number_that_another_report_took_meanwhile_is_refused(staff_a, leadership):
    report = approved(staff_a, leadership)
    factories.make_report(
        factories.make_period(report.period.program, 3), state="issued", number=7, issued_on=date(2021, 1, 5)
    )
    with pytest.raises(Refused, match="Số 7 đã dùng cho một báo cáo khác trong năm 2021"):
        transitions.issue(report, user=leadership, number=7, issued_on=TODAY, signature=CHAIRMAN)
    assert (Report.objects.get(pk=report.pk).state, kinds(report)[-1]) == (State.APPROVED, "approve")


def test_database_itself_allows_one_open_and_one_issued_report(staff_a):
    report = draft(staff_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(period=report.period, serial=2)
    factories.make_report(report.period, serial=3, state="issued", number=1, issued_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_report(report.period, serial=4, state="issued", number=2, issued_on=TODAY)


def test_journal_and_frozen_rows_are_written_once(staff_a):
    report = submitted(staff_a)
    for row in (report.steps.first(), report.snapshots.first()):
        for change in (
            row.save,
            row.delete,
            type(row).objects.all().delete,
            lambda row=row: type(row).objects.update(),
        ):
            with pytest.raises(WrittenOnce):
                change()
    assert Step.objects.count() == 2


def test_history_says_who_took_the_step_and_which(staff_a, leadership):
    report = approved(staff_a, leadership)
    assert list(report.history.values_list("history_user__username", "history_change_reason")) == [
        ("leadership", "Duyệt báo cáo"),
        ("staff_a", "Trình lãnh đạo"),
        ("staff_a", "Lập dự thảo"),
    ]


def test_draft_follows_the_records(staff_a):
    report = draft(staff_a)
    factories.make_cooperative("HTX Mới", founded_on=date(2020, 12, 1))
    paper = report_paper(report, today=TODAY)
    assert (paper.progress["1a"].actual, paper.is_draft) == (3, True)
    assert paper == QuarterlyReport.for_period(report.period, today=TODAY)


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"title": "Chủ tịch"}, ("CHỦ TỊCH",)),
        ({"authority": "KT", "principal": "Chủ tịch", "title": "Phó Chủ tịch"}, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ({"authority": "Q", "principal": "Chủ tịch"}, ("Q. CHỦ TỊCH",)),
        ({"authority": "TL", "principal": "Chủ tịch", "title": "Chánh Văn phòng"}, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ({"authority": "TM", "principal": "Ban Thường vụ", "title": "Chủ tịch"}, ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH")),
    ],
)
def test_authority_is_written_over_the_name(fields, lines):
    assert Delegation(**fields).lines == lines
