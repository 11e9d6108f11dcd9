"""A report through its whole life: a clerk, two departments, and a deputy chairman who signs for the chairman."""

import re
import sqlite3
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program, ReportingPeriod
from reports.demo.office import PERIODS
from reports.models import Delegation
from tests.browser.page_faults import serious
from tests.browser.test_reading import sign_in

pytestmark = pytest.mark.browser

ADDRESS = "/bao-cao/190/2020/4/"
PAPER = ".paper"  # its thousands of cells are judged in test_reading; here it is what stands around them


@pytest.fixture(scope="module")
def loaded() -> sqlite3.Connection:
    """A demonstration of its own is kept here: the one below."""
    return sqlite3.connect(":memory:")


@pytest.fixture(autouse=True)
def three_quarters(monkeypatch) -> None:
    """The demonstration before its fourth quarter was reported."""
    monkeypatch.setitem(PERIODS, ("190", 2020), PERIODS["190", 2020][:3])


@pytest.fixture
def open_period(demo, monkeypatch) -> ReportingPeriod:
    """Quarter IV of 2020, for which a deputy chairman may sign, and whose files are printed."""
    monkeypatch.setattr("reports.lifecycle.transitions.FROZEN_FORMATS", ("pdf",))
    Delegation.objects.filter(authority="KT").update(name="Nguyễn Văn Phó")
    program = Program.objects.get(code="190")
    return ReportingPeriod.objects.create(
        program=program, quarter=4, cut_off_on=date(2020, 12, 20), due_on=date(2020, 12, 31)
    )


def act_as(page: Page, name: str) -> None:
    page.context.clear_cookies()
    sign_in(page, name)


def confirm_all(page: Page, name: str) -> None:
    act_as(page, name)
    page.goto(ADDRESS)
    page.get_by_role("link", name="Chốt số").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Chốt các số đã chọn").click()
    expect(page.get_by_text("đã chốt số.")).to_be_visible()


def fill_blanks(page: Page) -> None:
    """What no record proves is written by a person."""
    page.goto(ADDRESS)
    expect(page.get_by_text("Còn chỗ trống phải điền, chưa duyệt được")).to_be_visible()
    page.get_by_role("link", name="Soạn thảo").click()
    for box in page.locator("form[data-autosave] textarea").all():
        box.fill(re.sub(r"\[CẦN ĐIỀN[^\]]*\]", "Đã điền.", box.input_value()))
    expect(page.get_by_text("Phải điền").first).to_be_hidden()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu nội dung.")).to_be_visible()
    assert page.get_by_text("Phải điền").count() == 0


def submit(page: Page) -> None:
    """Every point is acknowledged by itself: one that is left out is asked for again."""
    page.goto(ADDRESS)
    page.get_by_role("link", name="Trình lãnh đạo").click()
    for box in page.get_by_role("checkbox").all()[1:]:
        box.check()
    page.get_by_role("button", name="Trình lãnh đạo").click()
    expect(page.get_by_text("Hãy xác nhận điều này.").first).to_be_visible()
    assert serious(page) == []
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Trình lãnh đạo").click()


def test_report_lives_from_draft_to_verification(page, open_period):
    # A clerk makes the draft and writes a sentence around a living figure.
    act_as(page, "canbo")
    page.goto("/bao-cao/")
    page.get_by_role("button", name="Lập báo cáo quý IV năm 2020").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Báo cáo quý IV năm 2020")
    page.get_by_role("link", name="Soạn thảo").click()
    assert serious(page) == []
    page.get_by_label("III.1. Kết quả nổi bật").fill("Thành lập mới {{1a.luy_ke}} HTX; {{1a.khong_co}}.")
    expect(page.get_by_text("Không đọc được: {{1a.khong_co}}")).to_be_visible()
    page.get_by_label("III.1. Kết quả nổi bật").fill("Thành lập mới {{1a.luy_ke}} HTX, đạt {{1a.tỷ lệ}}.")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    page.get_by_role("link", name="Xem bản in").click()
    expect(page.locator(".paper")).to_contain_text("Thành lập mới 65 HTX, đạt 217%.")
    expect(page.locator(".paper")).to_contain_text("DỰ THẢO")

    # Both departments stand by their figures; the clerk submits.
    confirm_all(page, "canbo")
    confirm_all(page, "canbo2")
    act_as(page, "canbo")
    fill_blanks(page)
    submit(page)
    expect(page.get_by_text("đã được trình.")).to_be_visible()

    # Leadership sends it back once, and approves it then.
    act_as(page, "lanhdao")
    page.goto(ADDRESS)
    page.locator("summary", has_text="Trả lại").click()
    page.get_by_label("Ý kiến, lý do").fill("Nêu rõ hơn kết quả OCOP.")
    page.get_by_role("button", name="Trả lại, kèm ý kiến").click()
    act_as(page, "canbo")
    page.goto(ADDRESS)
    expect(page.get_by_text("Nêu rõ hơn kết quả OCOP.").first).to_be_visible()
    submit(page)
    act_as(page, "lanhdao")
    page.goto(ADDRESS)
    assert serious(page, apart_from=PAPER) == []
    page.locator("summary", has_text="Duyệt báo cáo").click()
    expect(page.get_by_text("không đổi nữa")).to_be_visible()
    assert serious(page, apart_from=PAPER) == []
    page.get_by_role("button", name="Duyệt báo cáo").click()
    expect(page.get_by_text("đã được duyệt.")).to_be_visible()

    # The deputy chairman signs for the chairman.
    page.get_by_role("link", name="Phát hành").click()
    page.get_by_label("Số báo cáo").fill("186")
    page.get_by_label("Ngày phát hành").fill("21/12/2020")
    page.get_by_label("Người ký").select_option(label="KT. CHỦ TỊCH / PHÓ CHỦ TỊCH, Nguyễn Văn Phó (từ 01/01/2019)")
    page.get_by_role("button", name="Phát hành").click()
    expect(page.locator(".signer")).to_contain_text("KT. CHỦ TỊCH")
    expect(page.locator(".signer")).to_contain_text("PHÓ CHỦ TỊCH")
    expect(page.locator(".paper")).to_contain_text("Số: 186/BC-LMHTX")
    expect(page.locator(".paper")).not_to_contain_text("DỰ THẢO")
    assert serious(page, apart_from=PAPER) == []

    # Whoever holds the file can see that it is the one that was issued.
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").click()
    page.get_by_role("link", name="Trang xác minh").click()
    page.context.clear_cookies()
    page.reload()
    page.locator("input[type=file]").set_input_files(download.value.path())
    page.get_by_role("button", name="Đối chiếu").click()
    expect(page.get_by_text("Đúng tệp đã phát hành (PDF).")).to_be_visible()
    assert serious(page) == []
