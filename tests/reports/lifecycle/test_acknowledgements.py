"""What has to be acknowledged before a report is submitted, sentence by sentence."""

import pytest
from django.utils import timezone

from reports.lifecycle.acknowledgements import points_to_acknowledge
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.passages import save_passage
from reports.models import SECTIONS, Report
from reports.paper.sections import STANDING
from tests import factories
from tests.reports.lives import TODAY, draft, quarter_four


@pytest.fixture
def report(office, staff_a) -> Report:
    """1a is behind, 6 is not."""
    return draft(staff_a, quarter_four())


def points(report: Report) -> list[str]:
    return points_to_acknowledge(report, current_paper(report, today=TODAY))


def write_all(report: Report, staff, text: str = "Đã viết.") -> None:
    for key in SECTIONS:
        save_passage(report, key, text, 0, user=staff)


def test_untouched_texts_are_listed_one_by_one(report, staff_a):
    untouched = "Mục “{}” chưa ai sửa: báo cáo in câu của cổng."
    listed = [untouched.format(label) for key, label in SECTIONS.items() if key != "overview"]
    assert [point for point in points(report) if "chưa ai sửa" in point] == listed
    save_passage(report, "proposals", "Không có.", 0, user=staff_a)
    assert [point for point in points(report) if "chưa ai sửa" in point] == listed[:-1]


def test_standing_phrase_that_was_kept_is_listed(report, staff_a):
    write_all(report, staff_a)
    save_passage(report, "directions", f"1. Mở lớp.\n2. {STANDING[0]}", 1, user=staff_a)
    assert f"Mục “{SECTIONS['directions']}” còn câu mẫu: “{STANDING[0]}”" in points(report)


def test_cause_that_nobody_gave_is_listed(report, staff_a):
    write_all(report, staff_a)
    assert points(report) == ["1a. Chỉ tiêu 1a: đang chậm, chưa phòng nào ghi nguyên nhân."]
    report.confirmations.create(
        indicator=report.period.program.indicators.get(code="1a"),
        department=staff_a.department,
        cause="Thiếu hồ sơ",
        cause_kind="subjective",
        confirmed_by=staff_a,
        confirmed_at=timezone.now(),
    )
    assert points(report) == []


def test_missing_figures_and_silent_places_are_listed(report, staff_a, district, other_district):
    write_all(report, staff_a)
    program = report.period.program
    program.indicators.get(code="1a").delete()
    factories.make_indicator(program, "T1", name="Hội viên", unit="người")
    groups = factories.make_indicator(program, "T2", name="Tổ hợp tác", unit="tổ")
    for quarter, place in ((3, district), (3, other_district), (4, other_district)):
        factories.make_figure(groups, 5, quarter=quarter, place=place)
    assert points(report) == [
        "T1. Hội viên: chưa có số liệu.",
        "T2. Tổ hợp tác: đã gửi số quý trước, chưa gửi số quý IV: huyện Trấn Yên.",
    ]


def test_unusual_totals_that_were_confirmed_are_listed(report, staff_a, district):
    write_all(report, staff_a)
    program = report.period.program
    program.indicators.get(code="1a").delete()
    groups = factories.make_indicator(program, "T2", name="Tổ hợp tác", unit="tổ")
    factories.make_figure(groups, 999999, quarter=4, place=district, confirmed_because="Đã hỏi huyện")

    assert points(report) == ["T2. Tổ hợp tác: huyện Trấn Yên, quý IV: 999.999 khác thường, đã xác nhận: Đã hỏi huyện"]


def test_blanks_are_listed(report, staff_a):
    write_all(report, staff_a, "Việc: [CẦN ĐIỀN: việc].")
    assert points(report)[-1] == "Còn chỗ trống [CẦN ĐIỀN: việc]: lãnh đạo chưa duyệt được."


def test_points_take_two_queries(report, django_assert_num_queries):
    paper = current_paper(report, today=TODAY)
    with django_assert_num_queries(2):  # a third one for the names of silent places
        points_to_acknowledge(report, paper)
