"""A signed figure that differs today is reported wherever the figure is shown, by how much and why."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Registration
from programs.models import ReportedFigure
from reports import work_items
from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from reports.lifecycle import transitions
from reports.lifecycle.rules import Kind
from reports.lifecycle.signed_drift import DAMAGED, moved_reports
from reports.models import Report
from tests import factories
from tests.reports.lives import CHAIRMAN, TODAY, approve, approved, issued, quarter_four, submit, submitted

pytestmark = pytest.mark.usefixtures("unprinted")


@pytest.fixture
def report(staff_a, leadership) -> Report:
    """Issued with 1a = 2 and 6 = 2; since then HTX Mới was added and HTX Hồng Ca annulled, and HTX Hai came late."""
    return issued(staff_a, leadership)


def move() -> None:
    factories.make_cooperative("HTX Mới", founded_on=date(2020, 12, 1))
    factories.make_cooperative("HTX Hai", founded_on=date(2020, 6, 1))
    registration = Registration.objects.get(cooperative__name="HTX Hồng Ca")
    registration.state = "annulled"
    registration.save()


WORDS = "2 → 3 (thêm vào: HTX Hai, HTX Mới; không còn: HTX Hồng Ca)"


def moved_figures(today: date = TODAY) -> list[tuple]:
    return [(moved.title, figure.code, figure.sentence) for moved in moved_reports(today) for figure in moved.figures]


def test_nothing_moved(report):
    assert moved_figures() == []


def test_figure_that_moved_names_the_records(report):
    move()
    assert moved_figures() == [("Báo cáo quý IV năm 2020", "1a", WORDS)]


def test_damaged_snapshot_is_said_and_does_not_stop_the_pages(report, leadership, client):
    with connection.cursor() as cursor:  # past the model, which never changes one
        cursor.execute("UPDATE reports_snapshot SET content = content || ' '")
    move()
    client.force_login(leadership)

    assert moved_figures() == [("Báo cáo quý IV năm 2020", "1a", f"2 → 3 ({DAMAGED})")]
    assert client.get("/").status_code == 200


def test_report_that_was_approved_and_not_yet_issued_counts_itself(staff_a, leadership):
    period = quarter_four()
    factories.make_indicator(period.program, "3", measure="programs.reports_sent", unit="báo cáo", target=4)
    report = approved(staff_a, leadership, period)
    assert moved_figures() == []
    transitions.issue(report, user=leadership, number=7, issued_on=TODAY, signature=CHAIRMAN)
    assert moved_figures() == []


def test_reported_part_alone_is_named(staff_a, leadership):
    period = quarter_four()
    indicator = factories.make_indicator(period.program, "T2", measure="cooperatives.groups_founded", unit="tổ")
    factories.make_figure(indicator, 264, quarter=4)
    factories.make_group("THT Một", notified_on=date(2020, 2, 2))
    issued(staff_a, leadership, period)
    total = ReportedFigure.objects.get()
    total.value = 263
    total.save()
    factories.make_group("THT Hai", notified_on=date(2020, 11, 3))
    assert moved_figures() == [
        (
            "Báo cáo quý IV năm 2020",
            "T2",
            "có hồ sơ 1 → 2; theo báo cáo 264 → 263 "
            f"(thêm vào: THT Hai; khác đi: số báo cáo quý IV, {total.place}: 263)",
        )
    ]


def test_base_alone_is_named(staff_a, leadership, client):
    period = quarter_four()
    factories.make_indicator(period.program, "2", measure="cooperatives.effective", target=1)
    factories.make_cooperative("HTX Cũ", operating_since=date(2020, 1, 1))
    report = issued(staff_a, leadership, period)
    factories.make_cooperative("HTX Thêm", operating_since=date(2020, 2, 1))
    assert moved_figures() == [
        ("Báo cáo quý IV năm 2020", "2", "tổng số để tính tỷ lệ 1 → 2 (thêm vào: HTX Thêm)"),
    ]
    client.force_login(leadership)
    html = " ".join(client.get(report.get_absolute_url()).content.decode().split())
    assert "<b>Tổng số, thêm vào</b>: <a" in html
    assert "HTX Thêm" in html
    assert "Không có hồ sơ nào" not in html


def test_record_that_left_figure_and_base_is_named_once(staff_a, leadership):
    period = quarter_four()
    factories.make_indicator(period.program, "2", measure="cooperatives.effective", target=1)
    cooperative = factories.make_cooperative("HTX Cũ", operating_since=date(2020, 1, 1))
    factories.make_assessment(cooperative, date(2020, 6, 1))
    issued(staff_a, leadership, period)
    cooperative.statuschanges.get().delete()
    assert moved_figures()[0][2] == "1 → 0; tổng số để tính tỷ lệ 1 → 0 (không còn: HTX Cũ)"


def test_correction_that_was_issued_is_what_counts(report, staff_a, leadership):
    move()
    transitions.take(Kind.CORRECT, report, user=staff_a, today=TODAY, remark="Bổ sung")
    correction = Report.objects.get(serial=2)
    assert [moved.url for moved in moved_reports(TODAY)] == [f"{report.get_absolute_url()}#so-da-doi"]
    submit(correction, staff_a)
    approve(correction, leadership)
    assert len(moved_figures()) == 1  # the issued one is in force
    transitions.issue(Report.objects.get(serial=2), user=leadership, number=8, issued_on=TODAY, signature=CHAIRMAN)
    assert moved_figures() == []


def test_report_under_way_is_nothing_signed(staff_a):
    submitted(staff_a)
    move()
    assert moved_figures() == []


# The pages


def test_every_page_says_it(report, staff_a, leadership, client):
    move()
    client.force_login(leadership)
    pages = {
        address: " ".join(client.get(address).content.decode().split())
        for address in ("/?chuong-trinh=190&nam=2020&quy=4", "/so-lieu/190/2020/4/1a/", "/bao-cao/", "/viec-cua-toi/")
    }
    link = f'href="{report.get_absolute_url()}#so-da-doi"'
    assert {address: link in html and "2 → 3" in html for address, html in pages.items()} == dict.fromkeys(pages, True)
    dashboard = pages["/?chuong-trinh=190&nam=2020&quy=4"]
    assert f"Khác báo cáo đã ký</a>: {WORDS}" in dashboard
    assert "Số đã ký nay khác" in dashboard  # Cần chú ý


def test_page_as_of_a_day_says_nothing_of_today(report, leadership, client):
    move()
    client.force_login(leadership)
    for address in ("/?chuong-trinh=190&nam=2020&ngay=2020-12-31", "/so-lieu/190/2020/4/1a/?ngay=2020-12-31"):
        assert "2 → 3" not in client.get(address).content.decode()


def test_part_of_a_figure_and_other_quarters_are_not_what_was_signed(report, leadership, client):
    move()
    client.force_login(leadership)
    for address in ("/so-lieu/190/2020/4/1a/?ky=quy", "/so-lieu/190/2020/3/1a/"):
        assert "Khác báo cáo đã ký" not in client.get(address).content.decode()


def test_file_and_part_of_a_figure_are_not_compared(report, leadership, client, monkeypatch):
    monkeypatch.setattr("reports.dashboard.views.moved_of", None)
    client.force_login(leadership)
    query = DashboardQuery(report.period.program, 4)
    for address in (query.figure_file("1a", "csv"), query.figure("1a", FigurePart(span=FigureSpan.QUARTER))):
        assert client.get(address).status_code == 200


def test_work_of_those_who_write_and_sign_reports(report, staff_a, leadership, administrator):
    move()
    title = "Báo cáo quý IV năm 2020: số đã ký nay khác"
    seen = {
        user.username: [item.detail for item in work_items.items(user, TODAY) if item.title == title]
        for user in (staff_a, leadership, administrator)
    }
    words = [f"Chương trình hành động 190; 1a: {WORDS}"]
    assert seen == {staff_a.username: words, leadership.username: words, administrator.username: []}


# What it costs


def test_nothing_is_counted_again_until_something_is_written(report):
    move()
    found = moved_reports(TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert moved_reports(TODAY) == found
    assert len(asked) == 1
    factories.make_cooperative("HTX Ba", founded_on=date(2020, 7, 1))
    assert "HTX Ba" in moved_figures()[0][2]


def test_queries_do_not_grow_with_records_or_signed_quarters(report, staff_a, leadership, client):
    client.force_login(leadership)
    addresses = ("/?chuong-trinh=190&nam=2020&quy=4", "/so-lieu/190/2020/4/1a/", "/bao-cao/", "/viec-cua-toi/")
    counts = []
    for number in (1, 2):
        factories.make_cooperatives(number * 5, founded_on=date(2020, 12, number))
        asked = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
        counts.append(asked)
        if number == 1:
            issued(staff_a, leadership, factories.make_period(report.period.program, 3), number=6)
    assert counts[0] == counts[1]
