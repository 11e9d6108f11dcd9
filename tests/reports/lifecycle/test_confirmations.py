"""A department confirms its figure: what it confirms, when that no longer holds, what a report says of it."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from programs.models import Assignment
from reports.lifecycle.confirmations import missing_sentence, parts_of
from reports.lifecycle.paper_source import current_paper
from reports.models import Confirmation, Report
from tests import factories
from tests.reports.lives import TODAY, draft, quarter_four

LACKING = {"cause-1a": "Thiếu hồ sơ", "kind-1a": "subjective"}
LATE = {"cause-1a": "Hồ sơ đến muộn.", "kind-1a": "objective"}


@pytest.fixture
def report(office, staff_a, department_a, department_b) -> Report:
    """1a is department A's, 6 is shared."""
    period = quarter_four()
    for code, departments in (("1a", (department_a,)), ("6", (department_a, department_b))):
        for department in departments:
            factories.make_assignment(period.program.indicators.get(code=code), department)
    return draft(staff_a, period)


def parts(report: Report) -> list[tuple]:
    return [
        (part.code, part.department.code, part.value, part.shared, part.is_confirmed)
        for part in parts_of(report, current_paper(report, today=TODAY))
    ]


def sent(report: Report, *codes: str, **values: str) -> dict[str, str]:
    """The form as the page shows it, with these figures ticked."""
    data = {f"confirm-{code}": "on" for code in codes}
    for part in parts_of(report, current_paper(report, today=TODAY)):
        data[f"seen-{part.code}"] = str(part.value) if part.code != "6" else "1"
    return data | values


def test_shared_figure_is_told_by_whose_records_it_counts(report):
    assert parts(report) == [
        ("1a", "PTHTX", 2, False, False),
        ("6", "HTPT", 1, True, False),
        ("6", "PTHTX", 1, True, False),
    ]


def test_shared_total_without_records_is_everybody_s_whole(report, department_a, department_b):
    total = factories.make_indicator(report.period.program, "T2", unit="tổ")
    factories.make_figure(total, 400, quarter=4)
    for department in (department_a, department_b):
        factories.make_assignment(total, department)
    assert [each[2] for each in parts(report) if each[0] == "T2"] == [400, 400]


def test_staff_confirm_the_figures_of_their_department(client, report, staff_a):
    client.force_login(staff_a)
    answer = client.post(report.url("reports:confirm"), sent(report, "1a", "6", **LACKING))
    assert answer.url == report.get_absolute_url()
    kept = Confirmation.objects.order_by("indicator__code")
    assert [(each.indicator.code, each.value, each.cause, each.cause_kind, each.confirmed_by) for each in kept] == [
        ("1a", 2, "Thiếu hồ sơ", "subjective", staff_a),
        ("6", 1, "", "", staff_a),
    ]
    assert report.steps.last().remark == "Phòng Phát triển hợp tác xã. 1a: 2 (Thiếu hồ sơ); 6: 1"


def test_figure_that_is_behind_needs_a_cause(client, report, staff_a):
    client.force_login(staff_a)
    html = client.post(report.url("reports:confirm"), sent(report, "1a")).content.decode()
    assert "Chỉ tiêu đang chậm: hãy ghi nguyên nhân." in html
    assert Confirmation.objects.count() == 0


def test_cause_needs_its_kind(client, report, staff_a):
    client.force_login(staff_a)
    html = client.post(report.url("reports:confirm"), sent(report, "1a", **LACKING | {"kind-1a": ""})).content.decode()
    assert "Hãy chọn khách quan hoặc chủ quan." in html
    assert Confirmation.objects.count() == 0


@pytest.mark.parametrize(("cause", "kind"), [("Mưa lũ", ""), ("", "objective")])
def test_database_keeps_cause_and_kind_together(report, staff_a, cause, kind):
    indicator = report.period.program.indicators.get(code="1a")
    given = Confirmation(report=report, indicator=indicator, department=staff_a.department, confirmed_by=staff_a)
    given.cause, given.cause_kind, given.confirmed_at = cause, kind, timezone.now()
    with pytest.raises(IntegrityError, match="confirmation_cause_has_kind"):
        given.save()


def test_value_that_moved_under_the_page_is_not_confirmed_unseen(client, report, staff_a):
    data = sent(report, "1a", **LACKING)
    factories.make_cooperative(founded_on=date(2020, 12, 1))
    client.force_login(staff_a)
    html = client.post(report.url("reports:confirm"), data).content.decode()
    assert "Số vừa đổi, nay là 3. Xem lại rồi chốt." in html
    assert Confirmation.objects.count() == 0


def test_confirmed_figure_that_moved_waits_again(client, report, staff_a):
    client.force_login(staff_a)
    client.post(report.url("reports:confirm"), sent(report, "1a", **LACKING))
    factories.make_cooperative(founded_on=date(2020, 12, 1))
    part = parts_of(report, current_paper(report, today=TODAY))[0]
    assert (part.is_confirmed, part.has_changed, part.label) == (False, True, "Đã chốt 2, nay 3")


def test_cause_stands_in_the_report_s_own_sentence(client, report, staff_a):
    client.force_login(staff_a)
    client.post(report.url("reports:confirm"), sent(report, "1a", **LATE))
    shown = next(block.text for block in current_paper(report, today=TODAY).blocks if "Nguyên nhân:" in block.text)
    assert shown.endswith("Nguyên nhân: Hồ sơ đến muộn.")


def test_cause_confirmed_after_the_text_was_written_is_added_to_it(client, report, staff_a):
    report.passages.create(key="result.1a", text="Đã có {{1a.lũy kế}} HTX.", updated_by=staff_a)
    client.force_login(staff_a)
    client.post(report.url("reports:confirm"), sent(report, "1a", **LATE))

    shown = [block.text for block in current_paper(report, today=TODAY).blocks if "Nguyên nhân:" in block.text]

    assert [each.partition("Đã có")[2] for each in shown] == [" 02 HTX. Nguyên nhân: Hồ sơ đến muộn."]


def test_cause_that_two_departments_give_alike_is_told_once(report, staff_a, staff_b):
    for staff, causes in ((staff_a, "Hồ sơ đến muộn."), (staff_b, "Hồ sơ đến muộn")):
        report.confirmations.create(
            indicator=report.period.program.indicators.get(code="1a"),
            department=staff.department,
            value=1,
            cause=causes,
            cause_kind="objective",
            confirmed_by=staff,
            confirmed_at=timezone.now(),
        )

    shown = next(block.text for block in current_paper(report, today=TODAY).blocks if "Nguyên nhân:" in block.text)

    assert shown.endswith("Nguyên nhân: Hồ sơ đến muộn.")


def test_nothing_ticked_is_said(client, report, staff_a):
    client.force_login(staff_a)
    html = client.post(report.url("reports:confirm"), {}).content.decode()
    assert "Chưa chọn số nào để chốt." in html


def test_department_without_a_figure_is_told_so_and_may_not_post(client, report, staff_b):
    Assignment.objects.filter(department=staff_b.department).delete()
    client.force_login(staff_b)
    assert "không được giao chỉ tiêu nào" in client.get(report.url("reports:confirm")).content.decode()
    assert client.post(report.url("reports:confirm"), sent(report, "6")).status_code == 403


def test_missing_departments_are_named_once(report):
    assert missing_sentence(report, current_paper(report, today=TODAY)) == (
        "Chưa chốt số: Phòng Phát triển hợp tác xã (1a, 6); Phòng Hỗ trợ phát triển (6)."
    )


def test_page_shows_each_department_s_part(client, report, leadership):
    client.force_login(leadership)
    html = client.get(reverse("reports:report", args=["190", 2020, 4])).content.decode()
    assert "6: phần của phòng 1 / 2 hộ" in html
    assert "Đã chốt 0/2 số" in html
