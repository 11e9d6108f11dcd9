"""What a frozen report would say differently today, and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from cooperatives.models import Cooperative, Registration
from coopunion.models import User
from poverty.models import Support
from programs.models import ReportedFigure, Target
from reports.lifecycle.drift import Drift, drift
from reports.lifecycle.paper_source import current_paper, last_snapshot, report_paper
from reports.models import Report
from tests import factories
from tests.reports.lives import TODAY, approved, issued, quarter_four

pytestmark = pytest.mark.usefixtures("unprinted")


def drifted(report: Report, user: User) -> Drift:
    since = last_snapshot(report).taken_at
    return drift(report_paper(report, today=TODAY), current_paper(report, today=TODAY), since=since, user=user)


@pytest.fixture
def report(staff_a, leadership) -> Report:
    return approved(staff_a, leadership)


def write(record, user: User, reason: str = "") -> None:
    record._history_user, record._change_reason = user, reason
    record.save()


def shown(drift: Drift) -> list[tuple]:
    return [(each.code, each.then, each.now, [(row.how, row.title) for row in each.records]) for each in drift.figures]


def test_nothing_moved(report, leadership, django_assert_num_queries):
    then, now = report_paper(report, today=TODAY), current_paper(report, today=TODAY)
    with django_assert_num_queries(0):
        found = drift(then, now, since=timezone.now(), user=leadership)
    assert (bool(found), len(found)) == (False, 0)


def test_record_that_came_late_says_who_entered_it_and_why(report, staff_b, leadership):
    cooperative = factories.make_cooperative("HTX Mới")
    write(
        Registration(
            cooperative=cooperative,
            kind="first",
            issued_on=date(2020, 12, 1),
            place=cooperative.place,
            department=cooperative.department,
        ),
        staff_b,
        "Hồ sơ đến muộn",
    )
    figure = drifted(report, leadership).figures[0]
    assert (figure.code, figure.then, figure.now) == ("1a", 2, 3)
    assert [(row.how, row.title) for row in figure.records] == [("thêm vào", "HTX Mới")]
    cause = figure.records[0].causes[0]
    assert (cause.kind, cause.by, cause.reason) == ("Tạo", "Trần Văn Bình", "Hồ sơ đến muộn")
    assert figure.records[0].url == cooperative.get_absolute_url()


def test_annulled_record_went_with_what_changed_in_it(report, staff_a, leadership):
    registration = Registration.objects.get(cooperative__name="HTX Hồng Ca")
    registration.state = "annulled"
    write(registration, staff_a, "Trùng")
    figure = drifted(report, leadership).figures[0]
    assert shown(drifted(report, leadership)) == [("1a", 2, 1, [("không còn", "HTX Hồng Ca")])]
    cause = figure.records[0].causes[0]
    assert [(field.label, field.old, field.new) for field in cause.fields] == [
        ("Tình trạng hồ sơ", "đã ghi sổ", "đã hủy")
    ]
    assert (cause.by, cause.reason) == ("Nguyễn Thị An", "Trùng")


def test_deleted_record_still_says_who_deleted_it(report, staff_a, leadership):
    registration = Registration.objects.get(cooperative__name="HTX Hồng Ca")
    registration._history_user, registration._change_reason = staff_a, "Nhập nhầm"
    registration.delete()
    moved = drifted(report, leadership).figures[0].records[0]
    assert (moved.how, moved.title, moved.url) == ("không còn", "HTX Hồng Ca", "")
    assert (moved.causes[0].kind, moved.causes[0].reason) == ("Xóa", "Nhập nhầm")


def test_renamed_cooperative_is_told_by_what_the_certificate_hangs_on(report, staff_a, leadership):
    cooperative = Cooperative.objects.get(name="HTX Hồng Ca")
    cooperative.name = "HTX Hồng Ca Mới"
    write(cooperative, staff_a, "Đổi tên theo GCN")
    figure = drifted(report, leadership).figures[0]
    assert (figure.then, figure.now, figure.records[0].how, figure.records[0].title) == (
        2,
        2,
        "khác đi",
        "HTX Hồng Ca Mới",
    )
    assert [(field.old, field.new) for field in figure.records[0].causes[0].fields] == [
        ("HTX Hồng Ca", "HTX Hồng Ca Mới")
    ]


def test_cooperative_no_longer_effective_is_told_by_its_assessment(staff_a, leadership):
    period = quarter_four()
    factories.make_indicator(period.program, "2", measure="cooperatives.effective", target=1)
    cooperative = factories.make_cooperative("HTX Tốt", operating_since=date(2020, 1, 1))
    assessment = factories.make_assessment(cooperative, date(2020, 6, 1))
    report = approved(staff_a, leadership, period)
    assessment.effective = False
    write(assessment, staff_a, "Đánh giá lại")
    found = drifted(report, leadership)
    assert shown(found) == [("2", 1, 0, [("không còn", "HTX Tốt")])]
    assert found.figures[0].records[0].causes[0].reason == "Đánh giá lại"


def test_changed_target_and_total_are_told_by_the_figure(staff_a, leadership):
    period = quarter_four()
    indicator = factories.make_indicator(period.program, "T2", target=1000, unit="tổ")
    factories.make_figure(indicator, 400, quarter=4)
    report = approved(staff_a, leadership, period)
    for row, value in ((Target.objects.get(indicator=indicator), 900), (ReportedFigure.objects.get(), 420)):
        row.value = value
        write(row, leadership, "Số của huyện sửa")
    figure = drifted(report, leadership).figures[0]
    assert (figure.then, figure.now, figure.target_then, figure.target_now) == (400, 420, 1000, 900)
    assert [(each.how, each.title) for each in figure.totals] == [
        ("khác đi", "kế hoạch tỉnh giao 900, có hiệu lực từ 01/01/2020"),
        ("khác đi", f"số báo cáo quý IV, {ReportedFigure.objects.get().place}: 420"),
    ]
    assert [cause.reason for each in figure.totals for cause in each.causes] == ["Số của huyện sửa"] * 2


def test_reported_total_that_came_or_went_is_named_with_its_page(staff_a, leadership):
    period = quarter_four()
    indicator = factories.make_indicator(period.program, "T2", target=1000, unit="tổ")
    factories.make_figure(indicator, 400, quarter=4)
    report = approved(staff_a, leadership, period)
    ReportedFigure.objects.get().delete()
    late = factories.make_figure(indicator, 120, quarter=1)
    totals = drifted(report, leadership).figures[0].totals
    assert [each.how for each in totals] == ["thêm vào", "không còn"]
    assert totals[0].title == f"số báo cáo quý I, {late.place}: 120"
    assert totals[0].url == late.get_absolute_url()


def test_changed_words_are_shown_where_no_figure_moved(report, leadership):
    report.period.program.tasks.update(name="Nhiệm vụ đổi tên")
    found = drifted(report, leadership)
    assert (list(found.figures), found.sentences) == ([], [("1. Nhiệm vụ 1", "1. Nhiệm vụ đổi tên")])


def test_heading_tells_numbers_from_lists(client, report, staff_a, leadership):
    cooperative = Cooperative.objects.get(name="HTX Hồng Ca")
    cooperative.name = "HTX Hồng Ca Mới"
    write(cooperative, staff_a)
    client.force_login(leadership)
    assert "1 danh sách đã đổi sau khi duyệt" in client.get(report.get_absolute_url()).content.decode()
    factories.make_cooperatives(1, founded_on=date(2020, 12, 1))
    assert "1 số đã đổi sau khi duyệt" in client.get(report.get_absolute_url()).content.decode()


def test_household_of_another_department_keeps_its_changes_to_itself(report, staff_a, staff_b, leadership):
    support = Support.objects.get(household__department=staff_a.department)
    support.state = "annulled"
    write(support, staff_a, "Bí mật")
    told_to = {user: drifted(report, user).figures[0].records[0] for user in (staff_a, staff_b, leadership)}
    assert [[cause.reason for cause in moved.causes] for moved in told_to.values()] == [["Bí mật"], [], ["Bí mật"]]
    assert told_to[staff_b].url == ""


def test_long_lists_are_counted_beyond_ten(report, leadership):
    factories.make_cooperatives(25, founded_on=date(2020, 12, 1))
    figure = drifted(report, leadership).figures[0]
    assert (figure.now, len(figure.records), figure.unnamed) == (27, 10, 15)


def test_queries_do_not_grow_with_the_records_that_moved(report, leadership, django_assert_max_num_queries):
    factories.make_cooperatives(1, founded_on=date(2020, 12, 1))
    then = report_paper(report, today=TODAY)
    counts = []
    for more in (0, 9):
        factories.make_cooperatives(more, founded_on=date(2020, 12, 2)) if more else None
        now = current_paper(report, today=TODAY)
        with django_assert_max_num_queries(30) as queries:
            drift(then, now, since=last_snapshot(report).taken_at, user=leadership)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_page_of_an_issued_report_shows_its_drift(client, staff_a, leadership):
    report = issued(staff_a, leadership)
    write(factories.Cooperative.objects.get(name="HTX Hồng Ca"), staff_a)
    registration = Registration.objects.get(cooperative__name="HTX Hồng Ca")
    registration.state = "annulled"
    write(registration, staff_a, "Trùng")
    client.force_login(leadership)
    html = client.get(report.get_absolute_url()).content.decode()
    assert "1 số đã đổi sau khi duyệt" in html
    assert "Lý do: Trùng" in html
    assert "Lập báo cáo thay thế" not in html  # staff do that
    assert Decimal(2) == report_paper(report, today=TODAY).progress["1a"].actual
