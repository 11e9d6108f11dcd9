"""The pages and files of reports: what an address answers at each point of a report's life (catalogue 71 to 75)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coopunion.models import OfficeIdentity
from reports.lifecycle import transitions
from reports.lifecycle.paper_source import last_snapshot
from reports.lifecycle.report_list import years_of_reports
from reports.lifecycle.rules import Kind
from reports.models import FrozenFile, Report, SignedScan
from tests import factories
from tests.reports.lives import TODAY, approved, draft, issued, quarter_four, submit, submitted

PDF = b"%PDF-1.7 da ky"


@pytest.fixture
def reader(client, leadership):
    client.force_login(leadership)
    return client


def page(client, report: Report) -> str:
    return client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize("address", ["190/2020/5/", "190/0/1/", "190/99999/1/", "190/2020/0/", "191/2020/1/"])
def test_quarter_there_is_not_is_404(reader, address):
    quarter_four()
    assert reader.get(f"/bao-cao/{address}").status_code == 404


def test_quarter_that_lies_ahead_has_no_report(reader, client, staff_a):
    factories.make_program(year=2099)
    answers = [reader.get(f"/bao-cao/190/2099/1/{name}").status_code for name in ("", "bao-cao.pdf", "lan-1/")]
    client.force_login(staff_a)
    assert [*answers, client.post("/bao-cao/190/2099/1/lap/").status_code] == [404] * 4


def test_period_without_a_report_offers_staff_to_begin_one(client, staff_a):
    program = factories.make_program()
    client.force_login(staff_a)

    html = client.get(f"/bao-cao/{program.code}/2020/4/").content.decode()

    assert f'action="/bao-cao/{program.code}/2020/4/lap/"' in html


def test_final_file_is_404_until_the_approval(reader, staff_a, leadership, unprinted):
    report = submitted(staff_a)
    before = reader.get(report.url("reports:final-file", "pdf")).status_code
    transitions.take(Kind.APPROVE, report, user=leadership, today=TODAY, seen=last_snapshot(report).fingerprint)
    after = reader.get(report.url("reports:final-file", "pdf"))
    assert (before, after.status_code, after.content[:5]) == (404, 200, b"%PDF-")


def test_draft_downloads_say_so(reader, staff_a):
    report = draft(staff_a)
    address = [report.period.program.code, 2020, 4]
    names = [
        reader.get(reverse("reports:period-file", args=[*address, format]))["Content-Disposition"]
        for format in ("pdf", "docx", "xlsx", "html")
    ]
    assert names == [
        f'attachment; filename="du-thao-bao-cao-190-2020-quy-4.{format}"' for format in ("pdf", "docx", "xlsx", "html")
    ]
    html = reader.get(reverse("reports:period-file", args=[*address, "html"])).content.decode()
    assert "DỰ THẢO" in html


@pytest.mark.parametrize("format", ["exe", "..", "..%2F..%2Fetc%2Fpasswd", "pdf/../../x", "PDF"])
def test_format_there_is_not_is_404(reader, staff_a, leadership, unprinted, format):
    report = issued(staff_a, leadership)
    own = report.get_absolute_url()
    answers = [reader.get(f"{base}bao-cao.{format}").status_code for base in (own, "/bao-cao/190/2020/4/")]
    assert answers == [404, 404]


def test_second_approval_by_the_page_is_told_and_leaves_one_row(reader, staff_a):
    report = submitted(staff_a)
    seen = {"seen": last_snapshot(report).fingerprint}
    first, second = (reader.post(report.url("reports:approve"), seen, follow=True) for _ in range(2))
    assert "đã được duyệt." in first.content.decode()
    assert "không ghi lại nữa" in second.content.decode()
    assert list(report.steps.values_list("kind", flat=True)) == ["create", "submit", "approve"]


def test_approval_asks_first_and_names_the_figures_nobody_confirmed(reader, staff_a, department_a):
    report = submitted(staff_a)
    factories.make_assignment(report.period.program.indicators.get(code="1a"), department_a)
    html = page(reader, report)
    box = html[html.index('<summary class="btn btn-primary">') :].split("</details>")[0]
    seen = last_snapshot(report).fingerprint
    assert f'<input type="hidden" name="seen" value="{seen}">' in box
    assert f"<b>Chưa chốt số: {department_a} (1a).</b> Duyệt xong, số liệu và lời văn" in box


def test_report_with_blanks_shows_them_and_cannot_be_approved(reader, staff_a):
    report = draft(staff_a)
    submit(report, staff_a)
    html = page(reader, report)
    assert "Còn chỗ trống phải điền, chưa duyệt được" in html
    assert "Còn chỗ trống chưa điền: trả lại để người soạn điền." in html
    assert report.url("reports:approve") not in html


def test_stale_page_is_refused_and_shows_what_changed(reader, staff_a):
    report = submitted(staff_a)
    seen = {"seen": last_snapshot(report).fingerprint}
    factories.make_cooperative("HTX Mới", founded_on=date(2020, 12, 1))
    html = reader.post(report.url("reports:approve"), seen, follow=True).content.decode()
    assert "Số liệu đã đổi sau khi trình nên chưa duyệt." in html
    assert "1 số đã đổi sau khi trình" in html
    assert "HTX Mới" in html
    assert "Lấy số hiện nay" in html
    assert Report.objects.get().state == "submitted"


def test_staff_make_submit_and_are_told_who_is_missing(client, staff_a, department_a):
    period = quarter_four()
    factories.make_assignment(period.program.indicators.get(code="1a"), department_a)
    client.force_login(staff_a)
    made = client.post(reverse("reports:create", args=["190", 2020, 4]), follow=True)
    assert "đã được lập" in made.content.decode()
    report = Report.objects.get()
    address, missing = report.url("reports:submit"), "Chưa chốt số: Phòng Phát triển hợp tác xã (1a)."
    page = client.get(address)
    assert missing in page.content.decode()
    ticked = {field.html_name: "on" for field in page.context["form"].acknowledgements}
    first = next(iter(ticked))
    again = client.post(address, {name: "on" for name in ticked if name != first})
    assert (again.content.decode().count("Hãy xác nhận điều này."), Report.objects.get().state) == (2, "draft")
    html = client.post(address, ticked, follow=True).content.decode()
    assert (missing in html, Report.objects.get().state) == (True, "submitted")
    assert "Mục “V. Kiến nghị, đề xuất” chưa ai sửa: báo cáo in câu của cổng." in html


def test_leadership_issues_with_the_delegation_in_force(reader, staff_a, leadership, unprinted):
    report = approved(staff_a, leadership)
    today = date.today()  # noqa: DTZ011 - the form's own
    over = factories.make_delegation("Người Cũ", to_on=today - timedelta(days=1))
    deputy = factories.make_delegation("Người Phó", authority="KT", principal="CHỦ TỊCH", title="PHÓ CHỦ TỊCH")
    address = report.url("reports:issue")
    sent = {"number": "12", "issued_on": f"{today:%d/%m/%Y}", "signer": str(over.pk)}
    assert "không có hiệu lực" in reader.post(address, sent).content.decode()
    assert f'<option value="{deputy.pk}" selected>' in reader.get(address).content.decode()
    html = reader.post(address, sent | {"signer": str(deputy.pk)}, follow=True).content.decode()
    assert ("KT. CHỦ TỊCH" in html, "PHÓ CHỦ TỊCH" in html, "Số: 12/BC-LMHTX" in html) == (True, True, True)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"number": "0"}, "Số phải từ 1 trở lên."),
        ({"number": "7"}, "Số 7 đã dùng cho một báo cáo khác trong năm 2021."),
        ({"issued_on": "31/12/2999"}, "không được sau hôm nay"),
        ({"issued_on": "30/12/2020"}, "Không được trước ngày chốt số liệu, 31/12/2020."),
        ({"issued_on": "31/02/2021"}, "ngày"),
        ({"signer": "office"}, "office"),
    ],
)
def test_issue_refuses_what_no_paper_may_say(reader, staff_a, leadership, unprinted, sent, shown):
    report = approved(staff_a, leadership)
    other = factories.make_period(report.period.program, 3)
    factories.make_report(other, state="issued", number=7, issued_on=date(2021, 1, 5))
    signer = factories.make_delegation()
    data = {"number": "8", "issued_on": "15/01/2021", "signer": str(signer.pk)} | sent
    answer = reader.post(report.url("reports:issue"), data)
    assert (answer.status_code, Report.objects.get(pk=report.pk).state) == (200, "approved")
    assert shown in answer.content.decode()


def test_without_anybody_to_sign_the_form_says_where_to_name_them(reader, staff_a, leadership, unprinted):
    report = approved(staff_a, leadership)
    data = {"number": "8", "issued_on": "15/01/2021", "signer": "office"}
    assert "Chưa khai ai được ký" in reader.post(report.url("reports:issue"), data).content.decode()
    OfficeIdentity.objects.update(signer_name="Người Ký")
    reader.post(report.url("reports:issue"), data)
    assert Report.objects.get().signer_name == "Người Ký"


@pytest.mark.parametrize(("from_on", "state"), [(date(2021, 1, 15), "approved"), (date(2021, 1, 16), "issued")])
def test_paper_is_not_issued_on_a_day_of_another_name(from_on, state, reader, staff_a, leadership, unprinted):
    """The name approved is that of the day it was due, before 15/01/2021."""
    report = approved(staff_a, leadership)
    factories.make_office(from_on=from_on, name="Tên sau")
    data = {"number": "8", "issued_on": "15/01/2021", "signer": str(factories.make_delegation().pk)}
    html = reader.post(report.url("reports:issue"), data, follow=True).content.decode()
    refused = "Ngày 15/01/2021 cơ quan là Tên sau; bản đã duyệt mang tên Liên minh Hợp tác xã tỉnh Yên Bái." in html
    assert (Report.objects.get().state, refused) == (state, state == "approved")


def test_signed_paper_is_attached_later_and_changes_no_file(client, staff_a, leadership, unprinted):
    report = issued(staff_a, leadership)
    client.force_login(staff_a)
    client.post(report.url("reports:scan"), {"file": SimpleUploadedFile("../../scan.exe", PDF)})
    answer = client.get(report.url("reports:scan-file"))
    assert (answer.content, answer["Content-Disposition"]) == (
        PDF,
        'attachment; filename="ban-da-ky-190-2020-quy-4.pdf"',
    )
    assert report.steps.last().kind == "scan"
    assert FrozenFile.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"", "rỗng"),
        (b"MZ\x90 not a paper", "Không nhận ra kiểu tệp. Nhận: PDF, ảnh JPEG hoặc PNG."),
        (b"<html>", "Không nhận ra kiểu tệp. Nhận: PDF, ảnh JPEG hoặc PNG."),
    ],
)
def test_scan_that_is_no_paper_is_refused(client, staff_a, leadership, unprinted, content, shown):
    report = issued(staff_a, leadership)
    client.force_login(staff_a)
    answer = client.post(report.url("reports:scan"), {"file": SimpleUploadedFile("scan.pdf", content)})
    assert shown in answer.content.decode()
    assert SignedScan.objects.count() == 0


def test_corrected_period_shows_the_current_report_and_keeps_the_old_one(client, staff_a, leadership, unprinted):
    old = issued(staff_a, leadership)
    client.force_login(staff_a)
    opened = client.post(old.url("reports:correct"), {"remark": "Sót một HTX."}, follow=True).content.decode()
    assert "lần 2" in opened
    current = client.get(reverse("reports:report", args=["190", 2020, 4])).content.decode()
    assert "Số: 07/BC-LMHTX" in current
    assert f'href="{Report.objects.get(serial=2).get_absolute_url()}"' in current


def test_list_gives_a_number_its_own_day(staff_a, leadership, unprinted):
    first = issued(staff_a, leadership)
    Report.objects.filter(pk=first.pk).update(state="replaced")
    second = Report.objects.create(
        period=first.period, serial=2, replaces=first, state="issued", number=9, issued_on=date(2021, 1, 8)
    )
    ((_, lines),) = years_of_reports(TODAY)
    assert (lines[3].report, lines[3].sent_on) == (second, date(2021, 1, 8))
    assert [(each.serial, each.issued_on) for each in lines[3].others] == [(1, first.issued_on)]


def test_page_of_every_state_has_constant_queries(reader, staff_a, leadership, django_assert_max_num_queries):
    report = submitted(staff_a)
    counts = []
    for more in (1, 49):
        factories.make_cooperatives(more, founded_on=date(2020, 12, 1))
        with django_assert_max_num_queries(60) as queries:
            page(reader, report)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_list_offers_to_make_a_report_only_to_those_who_draft(client, staff_a, leadership):
    quarter_four()
    seen = {}
    for user in (staff_a, leadership):
        client.force_login(user)
        seen[user] = reverse("reports:create", args=["190", 2020, 4]) in client.get("/bao-cao/").content.decode()
    assert seen == {staff_a: True, leadership: False}


def test_list_has_constant_queries(reader, django_assert_max_num_queries):
    counts = []
    for year in (2020, 2021):
        program = factories.make_program(year=year)
        for quarter in (1, 2, 3):
            factories.make_report(factories.make_period(program, quarter))
        with django_assert_max_num_queries(17) as queries:  # two of them of what was signed
            reader.get("/bao-cao/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
