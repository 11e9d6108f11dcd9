"""What a record's page says of the figures it counts for: what the measure counts, and the right reason where not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperatives.models import Cooperative
from programs.counted_in import lines, marks, programs_until, tabs
from programs.eligibility import ELIGIBILITIES
from programs.measures import MEASURES
from tests import factories
from tests.programs.examples import DAY, EXAMPLES

TODAY = date(2021, 1, 15)
KEYS = sorted({eligibility.measure for eligibility in ELIGIBILITIES})

pytestmark = pytest.mark.django_db


def program_of(key: str):
    program = factories.make_program()
    factories.make_indicator(program, "x", measure=key)
    return program


def message(record, key: str, today: date = TODAY):
    """The one line about the measure; None where the record is not spoken of."""
    found = lines(record, program_of(key), ELIGIBILITIES, today)
    return found[0] if found else None


def why_not(record, key: str) -> str:
    line = message(record, key)
    assert line.counted is False
    return line.why


def reached(row, path: str):
    """The record at the end of an eligibility's path."""
    record = row
    for name in () if path == "pk" else path.split("__"):
        record = getattr(record, name)
    return record


def test_eligibilities_are_of_measures_that_exist():
    """A new measure is shown on records' pages once it has its eligibilities; until then it only counts."""
    assert set(KEYS) - set(MEASURES) == set()


@pytest.mark.parametrize("key", KEYS)
def test_record_behind_a_counted_row_says_it_counts_in_its_quarter(key):
    row = EXAMPLES[key](DAY)
    stock = MEASURES[key].kind == "stock"
    own = [eligibility for eligibility in ELIGIBILITIES if eligibility.measure == key]
    reach = [(one.model, row.cooperative if stock else reached(row, one.path)) for one in own]
    program = program_of(key)

    found = [lines(record, program, ELIGIBILITIES, TODAY) for model, record in reach if isinstance(record, model)]

    quarter = f"quý {'IV' if stock else 'II'} năm 2020"
    assert {(line.counted, str(line.quarter), line.why[-1]) for [line] in found} == {(True, quarter, ".")}


def test_line_leads_to_the_figure_of_its_quarter():
    line = message(factories.make_cooperative(founded_on=DAY), "cooperatives.founded")

    assert line.address == reverse("reports:figure", args=["190", 2020, 2, "x"])


def test_event_after_a_quarter_s_cut_off_counts_in_the_next():
    program = program_of("cooperatives.founded")
    factories.make_period(program, 2, cut_off_on=date(2020, 5, 4))

    [line] = lines(factories.make_cooperative(founded_on=DAY), program, ELIGIBILITIES, TODAY)

    assert str(line.quarter) == "quý III năm 2020"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ({}, "Chưa có giấy chứng nhận cấp lần đầu."),
        ({"founded_on": DAY, "state": "annulled"}, "Hồ sơ đã hủy."),
        ({"founded_on": DAY, "state": "draft"}, "Hồ sơ nháp."),
        ({"founded_on": DAY, "kind": "union"}, "Liên hiệp HTX không được tính."),
        ({"founded_on": DAY, "lead": "other"}, "Do đơn vị khác chủ trì thành lập."),
        ({"founded_on": date(2019, 12, 31)}, "Ngày 31/12/2019, trước năm 2020."),
        ({"founded_on": date(2021, 1, 1)}, "Ngày 01/01/2021, sau năm 2020."),
    ],
)
def test_cooperative_that_does_not_count_as_founded_by_the_union_says_why(made, reason):
    assert why_not(factories.make_cooperative(**made), "cooperatives.founded_by_union") == reason


def test_draft_certificate_is_the_reason():
    cooperative = factories.make_cooperative()
    factories.make_registration(cooperative, DAY, state="draft")

    assert why_not(cooperative, "cooperatives.founded") == "Giấy chứng nhận đăng ký nháp."


def test_day_after_the_year_s_cut_off_is_the_reason():
    program = program_of("cooperatives.founded")
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))

    [line] = lines(factories.make_cooperative(founded_on=date(2020, 12, 21)), program, ELIGIBILITIES, TODAY)

    assert line.why == "Ngày 21/12/2020, sau ngày chốt số liệu 20/12/2020."


def unfinished(cooperative) -> None:
    factories.make_conversion(cooperative, None)


def of_the_founding_year(cooperative) -> None:
    factories.make_registration(cooperative, date(2020, 2, 1))
    factories.make_conversion(cooperative, DAY)


def second(cooperative) -> None:
    factories.make_conversion(cooperative, date(2019, 5, 5))
    factories.make_conversion(cooperative, DAY)


@pytest.mark.parametrize(
    ("convert", "reason"),
    [
        (unfinished, "Chuyển đổi chưa hoàn thành."),
        (of_the_founding_year, "Thành lập trong chính năm đó."),
        (second, "Đã tính một lần ở lần trước."),
    ],
)
def test_conversion_says_what_keeps_it_from_counting(convert, reason):
    cooperative = factories.make_cooperative()
    convert(cooperative)

    assert why_not(cooperative, "cooperatives.converted") == reason


@pytest.mark.parametrize(
    ("status", "assessed", "reason"),
    [
        ("", None, "Chưa ghi trạng thái nào tính đến 31/12/2020."),
        ("suspended", True, "Tạm ngừng từ ngày 01/03/2020."),
        ("operating", None, "Chưa có đánh giá trong 12 tháng tính đến 31/12/2020."),
        ("operating", False, "Đánh giá ngày 05/05/2020: chưa hiệu quả."),
    ],
)
def test_cooperative_that_is_not_effective_says_why(status, assessed, reason):
    cooperative = factories.make_cooperative()
    if status:
        factories.make_status(cooperative, status, date(2020, 3, 1))
    if assessed is not None:
        factories.make_assessment(cooperative, DAY, effective=assessed)

    assert why_not(cooperative, "cooperatives.effective") == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [("operating", "Đã chia, tách, hợp nhất hoặc sáp nhập."), ("suspended", "Tạm ngừng từ ngày 05/05/2020.")],
)
def test_cooperative_that_was_reorganised_says_so_unless_its_status_already_keeps_it_out(status, reason):
    old, new = factories.make_cooperative(), factories.make_cooperative()
    factories.make_status(old, status, DAY)
    factories.make_reorganisation("merger", [old], [new], DAY)

    assert why_not(old, "cooperatives.operating") == reason


def test_second_inspection_of_the_year_says_that_the_first_counts():
    cooperative = factories.make_cooperative()
    factories.make_inspection(cooperative, DAY)
    second = factories.make_inspection(cooperative, DAY + timedelta(days=30))

    assert why_not(second, "cooperatives.inspected_dossiers") == "Đã tính một lần ở lần trước."


def test_inspection_is_not_spoken_of_by_a_measure_of_another_kind():
    assert message(factories.make_inspection(factories.make_group(), DAY), "cooperatives.inspected_dossiers") is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"completed_on": None}, "Cuộc kiểm tra chưa kết thúc."),
        ({"completed_on": DAY, "state": "annulled"}, "Hồ sơ đã hủy."),
    ],
)
def test_inspection_says_why_it_does_not_count(fields, reason):
    inspection = factories.make_inspection(factories.make_cooperative(), **fields)

    assert why_not(inspection, "cooperatives.inspected_dossiers") == reason


@pytest.mark.parametrize(
    ("helped", "kind", "stars", "reason"),
    [
        (False, "first", 3, "Liên minh không hỗ trợ làm hồ sơ."),
        (True, "renewal", 3, "Công nhận lại, nâng hạng không được tính."),
        (True, "first", 2, "Dưới 3 sao."),
    ],
)
def test_product_says_why_it_does_not_count(helped, kind, stars, reason):
    product = factories.make_product(helped=helped)
    factories.make_recognition(product, DAY, stars, kind)

    assert why_not(product, "ocop.recognised") == reason


def test_nearest_event_gives_the_reason():
    product = factories.make_product()
    factories.make_recognition(product, date(2019, 5, 5), 2)
    factories.make_recognition(product, DAY, 3, "renewal", state="draft")

    assert why_not(product, "ocop.recognised") == "Dưới 3 sao."


@pytest.mark.parametrize(
    ("classified", "organiser", "reason"),
    [
        ("poor", "other", "Do đơn vị khác tổ chức."),
        ("near_poor", "union", "Không được phân loại hộ nghèo trong năm được hỗ trợ."),
    ],
)
def test_household_says_why_its_support_does_not_count(classified, organiser, reason):
    household = factories.make_household(classified=classified)
    factories.make_support(household, DAY, organiser=organiser)

    assert why_not(household, "poverty.supported") == reason


def test_household_that_had_left_poverty_says_so():
    household = factories.make_household()
    factories.make_exit(household, date(2020, 4, 1))
    factories.make_support(household, DAY)

    assert why_not(household, "poverty.supported") == "Đã thoát nghèo trước lần hỗ trợ."


def test_exit_of_a_household_not_supported_says_so():
    household = factories.make_household()
    factories.make_exit(household, DAY)

    assert why_not(household, "poverty.exited") == "Liên minh chưa hỗ trợ hộ trong năm, trước ngày quyết định."


def test_programmes_of_years_ahead_wait_until_they_begin():
    running, ahead = factories.make_program(year=2020), factories.make_program(year=2021)

    assert (programs_until(date(2020, 12, 31)), programs_until(date(2021, 1, 1))) == ([running], [ahead, running])


def many_inspections() -> tuple:
    cooperative = factories.make_cooperative(founded_on=DAY, operating_since=DAY)
    return cooperative, lambda: factories.make_inspection(cooperative, None)


def many_supports() -> tuple:
    household = factories.make_household()
    return household, lambda: factories.make_support(household, DAY, organiser="other")


def many_conversions() -> tuple:
    cooperative = factories.make_cooperative()
    return cooperative, lambda: factories.make_conversion(cooperative, None)


@pytest.mark.parametrize("make", [many_inspections, many_supports, many_conversions])
def test_as_many_queries_for_fifty_events_as_for_one(make):
    program = factories.make_program()
    for number, key in enumerate(KEYS):
        factories.make_indicator(program, str(number), measure=key)
    record, add = make()
    add()
    with CaptureQueriesContext(connection) as one:
        lines(record, program, ELIGIBILITIES, TODAY)
    for _ in range(49):
        add()

    with CaptureQueriesContext(connection) as fifty:
        lines(record, program, ELIGIBILITIES, TODAY)

    assert len(fifty) == len(one)


def test_page_shows_the_lines_of_the_latest_programme_and_of_the_one_asked_for(client, office, staff_a):
    for year in (2019, 2020):
        factories.make_indicator(factories.make_program(year=year), "T1", measure="cooperatives.founded")
    cooperative = factories.make_cooperative(founded_on=DAY)
    client.force_login(staff_a)
    earlier = programs_until(TODAY)[1]

    latest = client.get(cooperative.get_absolute_url()).content.decode()
    asked = client.get(cooperative.get_absolute_url(), {"tinh-vao": earlier.pk}).content.decode()

    assert "Giấy chứng nhận lần đầu cấp ngày 05/05/2020." in latest
    assert "Ngày 05/05/2020, sau năm 2019." in asked


def test_marks_of_a_list_are_what_each_record_s_own_page_says():
    program = factories.make_program()
    for code, key in (
        ("1a", "cooperatives.founded_by_union"),
        ("T1", "cooperatives.founded"),
        ("5", "ocop.recognised"),
    ):
        factories.make_indicator(program, code, measure=key)
    new, other, old = (
        factories.make_cooperative(founded_on=day, lead=lead)
        for day, lead in ((DAY, "union"), (DAY, "other"), (date(2015, 5, 5), "union"))
    )

    found = marks([new, other, old], program, ELIGIBILITIES, TODAY)

    codes = {pk: [each.code for each in indicators] for pk, indicators in found.indicators.items()}
    assert codes == {new.pk: ["1a", "T1"], other.pk: ["T1"], old.pk: []}
    assert {
        record.pk: [line.indicator.code for line in lines(record, program, ELIGIBILITIES, TODAY) if line.counted]
        for record in (new, other, old)
    } == codes


def test_marks_speak_of_no_record_that_no_figure_counts(django_assert_num_queries):
    program = factories.make_program()
    producer = factories.make_producer()

    with django_assert_num_queries(0):
        assert marks([producer], program, ELIGIBILITIES, TODAY) is None


def test_tabs_lead_from_a_register_to_the_figures_that_count_its_records(client, office, staff_a):
    program = factories.make_program()
    for code, key in (("1a", "cooperatives.founded_by_union"), ("6", "poverty.supported")):
        factories.make_indicator(program, code, measure=key)
    factories.make_cooperative()
    client.force_login(staff_a)

    html = client.get("/htx/").content.decode()

    assert [(row.counted_by.short, address) for row, address in tabs(Cooperative, program, ELIGIBILITIES, TODAY)] == [
        ("HTX mới", "/so-lieu/190/2020/4/1a/")
    ]
    assert '<a href="/so-lieu/190/2020/4/1a/"' in html
    assert tabs(type(program), program, ELIGIBILITIES, TODAY) == []
