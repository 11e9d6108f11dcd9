"""Sections I, III, IV and V of programmes that have other tasks than that of 2020, well and badly done."""

from datetime import date

import pytest
from django.utils import timezone

from coopunion.models import OfficeIdentity, User
from programs.models import ReportingPeriod
from reports.lifecycle.paper_source import current_paper
from reports.models import Report
from reports.paper.blanks import blanks
from reports.paper.quarterly import QuarterlyReport
from reports.paper.sections import STANDING, standing_phrases
from tests import factories
from tests.reports.lives import draft

TODAY = date(2020, 10, 15)
FOREIGN = ("chuỗi giá trị", "OCOP", "hộ", "nghèo", "hợp tác xã", "HTX mới", "đồng bộ", "quyết liệt", "địa bàn rộng")


@pytest.fixture
def period(office) -> ReportingPeriod:
    """Quarter III of a programme of two tasks: training (two figures) and site visits, with targets of 10 each."""
    OfficeIdentity.objects.update(short_name="Liên minh X", addressee="Ủy ban nhân dân tỉnh")
    program = factories.make_program("12", name="Chương trình 12")
    training = factories.make_task(program, "1", name="Bồi dưỡng cán bộ")
    visits = factories.make_task(program, "2", name="Kiểm tra thực tế")
    factories.make_indicator(program, "1a", name="Lớp đã mở", unit="lớp", target=10, task=training)
    factories.make_indicator(program, "1b", name="Lượt người học", unit="lượt", target=10, task=training)
    factories.make_indicator(
        program, "2", name="Cuộc kiểm tra", measure="cooperatives.site_visits", unit="cuộc", target=10, task=visits
    )
    return factories.make_period(program, 3)


def report_figures(period: ReportingPeriod, **values: int) -> None:
    for code, value in values.items():
        factories.make_figure(period.program.indicators.get(code=code.removeprefix("f")), value, quarter=1)


def chapters(paper: QuarterlyReport) -> dict[str, list[str]]:
    """The paragraphs under each chapter and heading."""
    found: dict[str, list[str]] = {}
    for block in paper.blocks:
        if block.kind == "paragraph":
            found[next(reversed(found))].append(block.text)
        else:
            found[block.text] = []
    return found


def texts(period: ReportingPeriod, report: Report | None = None) -> dict[str, list[str]]:
    return chapters(QuarterlyReport.for_period(period, today=TODAY, report=report))


def test_nothing_foreign_to_the_programme_is_said(period):
    report_figures(period, f1a=1, f1b=1)
    found = texts(period)
    results = ("II.", "1. Bồi", "2. Kiểm")
    own = [text for title, lines in found.items() if not title.startswith(results) for text in lines]
    assert own
    assert [(word, text) for word in FOREIGN for text in own if word in text] == []
    assert [text for text in own if "Tỉnh ủy" in text] == []  # this office reports to another body


def test_year_in_which_all_is_behind_is_not_praised(period):
    report_figures(period, f1a=1, f1b=2)
    found = texts(period)
    assert found["1. Kết quả nổi bật"] == [
        "Đến ngày 30/09/2020, chưa có chỉ tiêu nào trong 03 chỉ tiêu có giao kế hoạch hoàn thành kế hoạch năm."
    ]
    assert found["2. Tồn tại, hạn chế"] == [
        "Chỉ tiêu chậm tiến độ: (1) Lớp đã mở: 01/10 lớp, đạt 10% kế hoạch; (2) Lượt người học: 02/10 lượt, đạt 20% kế "
        "hoạch; (3) Cuộc kiểm tra: 0/10 cuộc, đạt 0% kế hoạch."
    ]
    assert found["3. Nguyên nhân"] == ["Chưa ghi nguyên nhân: (1) Lớp đã mở; (2) Lượt người học; (3) Cuộc kiểm tra."]
    assert found["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV NĂM 2020"] == [
        "1. Bồi dưỡng cán bộ: Lớp đã mở còn 09 lớp để đạt kế hoạch năm; Lượt người học còn 08 lượt để đạt kế hoạch "
        "năm. Biện pháp: [CẦN ĐIỀN: biện pháp – phòng, đơn vị thực hiện – thời hạn; Bồi dưỡng cán bộ].",
        "2. Kiểm tra thực tế: còn 10 cuộc để đạt kế hoạch năm. "
        "Biện pháp: [CẦN ĐIỀN: biện pháp – phòng, đơn vị thực hiện – thời hạn; Kiểm tra thực tế].",
        f"3. {STANDING[0]}",
    ]


def test_year_without_a_figure_behind_has_no_cause_and_no_remedy(period):
    report_figures(period, f1a=12, f1b=30)
    period.program.indicators.get(code="2").delete()
    found = texts(period)
    assert found["1. Kết quả nổi bật"] == [
        "Đến ngày 30/09/2020, 02/02 chỉ tiêu có giao kế hoạch đạt hoặc vượt kế hoạch năm. Vượt kế hoạch nhiều nhất: "
        "(1) Lượt người học: 30/10 lượt, đạt 300% kế hoạch; (2) Lớp đã mở: 12/10 lớp, đạt 120% kế hoạch."
    ]
    assert found["2. Tồn tại, hạn chế"] == ["Không có chỉ tiêu nào chậm tiến độ."]
    assert "3. Nguyên nhân" not in found
    assert found["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV NĂM 2020"] == [f"1. {STANDING[0]}"]


def test_figure_on_time_is_neither_praised_nor_blamed(period):
    report_figures(period, f1a=8)
    period.program.indicators.exclude(code="1a").delete()
    found = texts(period)
    assert found["1. Kết quả nổi bật"][0].endswith(
        "chưa có chỉ tiêu nào trong 01 chỉ tiêu có giao kế hoạch hoàn thành kế hoạch năm; 01 chỉ tiêu đúng tiến độ."
    )
    assert found["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV NĂM 2020"][0] == (
        "1. Bồi dưỡng cán bộ: còn 02 lớp để đạt kế hoạch năm."
    )


def test_leadership_names_assignments_and_reports_sent(period, department_a, department_b):
    for code, departments in (("1a", (department_a,)), ("1b", (department_a, department_b))):
        for department in departments:
            factories.make_assignment(period.program.indicators.get(code=code), department)
    for quarter, sent_on in ((1, date(2020, 4, 8)), (2, date(2020, 7, 8))):
        factories.make_period(period.program, quarter, sent_on=sent_on)
    *lines, last = texts(period)["I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TRIỂN KHAI THỰC HIỆN"]
    assert lines == [
        "Liên minh X đã giao 02 chỉ tiêu của chương trình cho 02 phòng, đơn vị, trong đó 01 chỉ tiêu giao chung: "
        "Phòng Hỗ trợ phát triển (01 chỉ tiêu); Phòng Phát triển hợp tác xã (02 chỉ tiêu).",
        "Đã gửi 02 báo cáo định kỳ: quý I (ngày 08/04/2020); quý II (ngày 08/07/2020).",
    ]
    assert blanks([last]) == (last,)


def test_open_recommendations_are_counted_where_the_programme_inspects(period):
    visit = factories.make_inspection(factories.make_cooperative(), date(2020, 5, 6), kind="site")
    visit.recommendations.create(text="Lập sổ", due_on=date(2020, 6, 1))
    visit.recommendations.create(text="Họp thành viên")
    visit.recommendations.create(text="Đã xong", done_on=date(2020, 9, 1))
    left = "02 kiến nghị kiểm tra chưa thực hiện xong, trong đó 01 kiến nghị quá hạn."
    assert texts(period)["2. Tồn tại, hạn chế"][-1] == f"Còn {left}"
    assert f"2. Đôn đốc thực hiện {left}" in texts(period)["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV NĂM 2020"]
    visit.recommendations.filter(due_on=None).delete()
    assert texts(period)["2. Tồn tại, hạn chế"][-1] == "Còn 01 kiến nghị kiểm tra chưa thực hiện xong, đều quá hạn."
    period.program.indicators.get(code="2").delete()
    assert "kiến nghị kiểm tra" not in str(texts(period))


def test_causes_stand_apart_by_kind(period, staff_a: User, staff_b: User):
    report_figures(period, f1a=1, f1b=1)
    report = draft(staff_a, period)
    for code, staff, cause, kind in (
        ("1a", staff_a, "Mưa lũ.", "objective"),
        ("1a", staff_b, "Thiếu người dạy", "subjective"),
        ("2", staff_a, "Chưa xếp lịch", "subjective"),
    ):
        report.confirmations.create(
            indicator=period.program.indicators.get(code=code),
            department=staff.department,
            cause=cause,
            cause_kind=kind,
            confirmed_by=staff,
            confirmed_at=timezone.now(),
        )
    assert chapters(current_paper(report, today=TODAY))["3. Nguyên nhân"] == [
        "a) Nguyên nhân khách quan: Lớp đã mở: Mưa lũ.",
        "b) Nguyên nhân chủ quan: (1) Lớp đã mở: Thiếu người dạy; (2) Cuộc kiểm tra: Chưa xếp lịch.",
        "c) Chưa ghi nguyên nhân: Lượt người học.",
    ]


def test_fourth_quarter_asks_a_person_for_next_year(period):
    fourth = factories.make_period(period.program, 4)
    paper = QuarterlyReport.for_period(fourth, today=date(2021, 1, 15))
    assert chapters(paper)["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2021"][0] == (
        "1. [CẦN ĐIỀN: nhiệm vụ, chỉ tiêu năm 2021 – phòng, đơn vị thực hiện – thời hạn]"
    )
    assert chapters(paper)["2. Tồn tại, hạn chế"][0].startswith("Chỉ tiêu chưa đạt kế hoạch năm: ")


def test_figure_that_should_stay_low_is_compared_with_its_limit(period):
    indicator = period.program.indicators.get(code="1a")
    indicator.direction = "at_most"
    indicator.save()
    report_figures(period, f1a=12)
    found = texts(period)
    assert "(1) Lớp đã mở: 12 lớp, mức tối đa 10 lớp;" in found["2. Tồn tại, hạn chế"][0]
    assert "Lớp đã mở giữ trong mức tối đa 10 lớp" in str(found)


def test_figure_without_a_report_is_named(period):
    assert texts(period)["2. Tồn tại, hạn chế"][-1] == (
        "Chỉ tiêu chưa có số liệu báo cáo: (1) Lớp đã mở; (2) Lượt người học."
    )


def test_standing_phrase_is_known_inside_an_edited_text():
    assert standing_phrases(f"1. Việc khác.\n2. {STANDING[0]}") == STANDING
    assert standing_phrases("1. Việc khác.") == ()
