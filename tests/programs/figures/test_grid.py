"""Totals entered in a grid over the districts: what is written, refused, kept, and told."""

from datetime import date

import pytest
from django.urls import reverse

from coopunion.models import Place, SignedPeriod
from programs.models import ReportedFigure
from tests import factories
from tests.forms import grid_values

pytestmark = pytest.mark.usefixtures("office", "district", "other_district")
ADDRESS = "/so-lieu-tong-hop/190/2020/1/T2/nhap/"


@pytest.fixture
def indicator(db):
    return factories.make_indicator(factories.make_program(), "T2", unit="tổ", measure="cooperatives.groups_founded")


@pytest.fixture
def browser(client, staff_a, indicator):
    client.force_login(staff_a)
    return client


def cells(place, value: str, source: str = "Báo cáo của huyện", day: str = "06/04/2020", seen="") -> dict[str, str]:
    key = f"p{place.pk}"
    return {f"{key}-value": value, f"{key}-source": source, f"{key}-received_on": day, f"{key}-seen": seen}


def stored() -> dict[str, int]:
    return {str(figure.place): int(figure.value) for figure in ReportedFigure.objects.order_by("place__code")}


def wrong(page) -> list[tuple[str, str]]:
    return [(cell.label, message) for cell, message in page.context["grid"].wrong]


def seen(figure) -> str:
    return str(figure.history.latest("history_id").history_id)


# Entering


def test_grid_has_the_province_and_its_districts(browser, district, other_district):
    grid = browser.get(ADDRESS).context["grid"]

    assert [row.thing.short_title for row in grid.rows] == ["Yên Bái", "Văn Yên", "Trấn Yên"]


def test_grid_after_the_end_of_the_districts_has_the_communes_of_the_day(browser, indicator, province, district):
    reform = date(2025, 7, 1)
    lao_cai = factories.make_place("Lào Cai", "province", code="15", valid_from=reform)
    hung_khanh = factories.make_commune("Hưng Khánh", "04576", reform, parent=lao_cai)
    for old, new in ((province, lao_cai), (factories.hong_ca(), hung_khanh)):
        Place.objects.filter(pk=old.pk).update(valid_to=reform)
        factories.make_succession(old, new)
    Place.objects.filter(level="district").update(valid_to=reform)
    indicator.program.year = 2025
    indicator.program.save()

    grid = browser.get(ADDRESS.replace("2020/1", "2025/3")).context["grid"]

    assert [str(row.thing) for row in grid.rows] == ["tỉnh Lào Cai", "xã Hưng Khánh, tỉnh Lào Cai"]


def test_totals_are_saved_with_source_and_day_and_who(browser, district, other_district, staff_a):
    page = browser.post(ADDRESS, {**cells(district, "1.040"), **cells(other_district, "0")})

    figure = ReportedFigure.objects.get(place=district)
    assert page.url == "/so-lieu-tong-hop/190/2020/1/T2/"
    assert stored() == {"huyện Văn Yên": 0, "huyện Trấn Yên": 1040}
    assert (figure.source, figure.received_on) == ("Báo cáo của huyện", date(2020, 4, 6))
    assert figure.history.get().history_user == staff_a


def test_shared_source_and_day_fill_the_gaps(browser, district, other_district):
    shared = {"chung-source": "Công văn chung", "chung-received_on": "07/04/2020"}
    browser.post(ADDRESS, {**shared, **cells(district, "3", "", ""), **cells(other_district, "4", "Riêng")})

    shown = ReportedFigure.objects.order_by("place__code").values_list("source", "received_on")
    assert list(shown) == [("Riêng", date(2020, 4, 6)), ("Công văn chung", date(2020, 4, 7))]


def test_second_sending_of_the_same_grid_changes_nothing(browser, district):
    sent = cells(district, "3")
    browser.post(ADDRESS, sent)
    browser.post(ADDRESS, sent)

    assert ReportedFigure.history.count() == 1


def test_emptied_value_takes_the_total_away_and_history_keeps_it(browser, indicator, district):
    figure = factories.make_figure(indicator, 5, place=district)

    browser.post(ADDRESS, cells(district, "", seen=seen(figure)))

    assert (stored(), ReportedFigure.history.latest().value) == ({}, 5)


def test_whole_province_gives_way_to_its_districts_in_one_step(browser, indicator, province, district):
    figure = factories.make_figure(indicator, 5, place=province)

    browser.post(ADDRESS, {**cells(province, "", seen=seen(figure)), **cells(district, "3")})

    assert stored() == {"huyện Trấn Yên": 3}


def test_total_of_a_commune_that_came_by_import_has_its_row(browser, indicator, commune):
    factories.make_figure(indicator, 5, place=commune)

    assert str(browser.get(ADDRESS).context["grid"].rows[-1].thing) == "xã Hồng Ca, huyện Trấn Yên"


# Refusing


@pytest.mark.parametrize(
    ("values", "label", "message"),
    [
        (("-1",), "Giá trị, huyện Trấn Yên", "Không được âm."),
        (("3,5",), "Giá trị, huyện Trấn Yên", "Phải là số nguyên."),
        (("1,234.5",), "Giá trị, huyện Trấn Yên", "“1,234.5” không phải là số: viết 9 hoặc 1.283."),
        (("1e309",), "Giá trị, huyện Trấn Yên", "“1e309” không phải là số: viết 9 hoặc 1.283."),
        (("3", ""), "Nguồn, huyện Trấn Yên", "Chưa ghi nguồn: văn bản, người gửi."),
        (("3", "x", "31/12/2019"), "Ngày nhận, huyện Trấn Yên", "Không được trước ngày đầu quý, 01/01/2020."),
        (
            ("3", "x", "31/02/2020"),
            "Ngày nhận, huyện Trấn Yên",
            "Ngày 31/02/2020 không có thật. Ghi lại theo ngày/tháng/năm.",
        ),
    ],
)
def test_wrong_cell_is_told_beside_it_and_nothing_is_written(values, label, message, browser, district, other_district):
    page = browser.post(ADDRESS, {**cells(district, *values), **cells(other_district, "7")})

    assert wrong(page) == [(label, message)]
    assert stored() == {}
    assert f'value="{values[0]}"' in page.content.decode()


def test_province_and_district_together_are_refused(browser, province, district):
    page = browser.post(ADDRESS, {**cells(province, "10"), **cells(district, "3")})

    assert wrong(page) == [
        ("Giá trị, tỉnh Yên Bái", "Đã có số của huyện Trấn Yên: số chung và số từng nơi bên trong sẽ bị cộng hai lần.")
    ]
    assert stored() == {}


def test_quarter_that_lies_ahead_has_no_grid(browser):
    factories.make_indicator(factories.make_program(year=2100), "T2")

    assert browser.get("/so-lieu-tong-hop/190/2100/1/T2/nhap/").status_code == 404


@pytest.mark.parametrize("quarter", [0, 5, 99999])
def test_quarter_there_is_not_is_not_found(quarter, browser):
    assert browser.get(f"/so-lieu-tong-hop/190/2020/{quarter}/T2/nhap/").status_code == 404


# Signed quarters


def test_signed_quarter_asks_for_a_reason_and_keeps_it(browser, indicator, district):
    figure = factories.make_figure(indicator, 5, place=district)
    SignedPeriod.objects.create(
        key="190/2020/1", title="Báo cáo quý I", starts_on=date(2020, 1, 1), ends_on=date(2020, 3, 31)
    )
    sent = cells(district, "6", seen=seen(figure))

    refused = browser.post(ADDRESS, sent)
    browser.post(ADDRESS, {**sent, "chung-reason": "Huyện gửi lại"})

    assert [label for label, _ in wrong(refused)] == ["Lý do thay đổi"]
    assert (stored(), ReportedFigure.history.latest().history_change_reason) == ({"huyện Trấn Yên": 6}, "Huyện gửi lại")


def test_untouched_grid_of_a_signed_quarter_needs_no_reason(browser, indicator, district):
    figure = factories.make_figure(indicator, 5, place=district, received_on=date(2020, 4, 6))
    SignedPeriod.objects.create(
        key="190/2020/1", title="Báo cáo quý I", starts_on=date(2020, 1, 1), ends_on=date(2020, 3, 31)
    )

    assert browser.post(ADDRESS, cells(district, "5", seen=seen(figure))).status_code == 302


# Two people at one grid


def test_rows_that_others_changed_are_left_as_they_made_them(browser, indicator, district, other_district):
    figure = factories.make_figure(indicator, 5, place=district, received_on=date(2020, 4, 6))
    opened = seen(figure)
    figure.value = 8
    figure.save()

    browser.post(ADDRESS, {**cells(district, "5", seen=opened), **cells(other_district, "3")})

    assert stored() == {"huyện Văn Yên": 3, "huyện Trấn Yên": 8}


def test_row_that_both_changed_is_written_only_when_sent_again(browser, indicator, district, staff_b):
    figure = factories.make_figure(indicator, 5, place=district)
    opened = seen(figure)
    figure.value, figure._history_user = 8, staff_b
    figure.save()

    page = browser.post(ADDRESS, cells(district, "6", seen=opened))
    kept = stored()
    row = page.context["grid"].rows[-1]
    browser.post(ADDRESS, cells(district, "6", seen=row.form["seen"].value()))

    assert wrong(page) == [("Giá trị, huyện Trấn Yên", "Trần Văn Bình vừa lưu (8). Lưu lần nữa để dùng số của bạn.")]
    assert (kept, stored()) == ({"huyện Trấn Yên": 8}, {"huyện Trấn Yên": 6})


def test_cell_that_only_another_changed_takes_their_value_and_says_so(browser, indicator, district, staff_b):
    figure = factories.make_figure(indicator, 5, place=district, received_on=date(2020, 4, 6))
    sent = cells(district, "6", seen=seen(figure))
    figure.source, figure._history_user = "Huyện gửi lại", staff_b
    figure.save()

    page = browser.post(ADDRESS, sent)
    row = page.context["grid"].rows[-1].form

    assert wrong(page) == [("Nguồn, huyện Trấn Yên", "Trần Văn Bình vừa lưu (Huyện gửi lại). Bạn không sửa ô này.")]
    assert (row["value"].value(), row["source"].value(), stored()) == ("6", "Huyện gửi lại", {"huyện Trấn Yên": 5})


def test_total_deleted_meanwhile_keeps_the_whole_row_that_was_typed(browser, indicator, district):
    figure = factories.make_figure(indicator, 5, place=district, received_on=date(2020, 4, 6))
    sent = cells(district, "6", seen=seen(figure))
    figure.delete()

    page = browser.post(ADDRESS, sent)
    row = page.context["grid"].rows[-1].form

    assert wrong(page)[0][1] == "hệ thống vừa lưu (không còn số). Lưu lần nữa để dùng số của bạn."
    assert [row[name].value() for name in ("value", "source", "received_on")] == [
        "6", "Báo cáo của huyện", "06/04/2020",
    ]  # fmt: skip


def test_version_of_another_place_counts_as_none(browser, indicator, district):
    """A version of another place's total, or of none, counts as an empty row that was opened."""
    other = factories.make_figure(indicator, 5)
    other.delete()
    factories.make_figure(indicator, 8, place=district)

    page = browser.post(ADDRESS, cells(district, "6", seen=str(ReportedFigure.history.earliest().history_id)))

    assert [label for label, _ in wrong(page)][:1] == ["Giá trị, huyện Trấn Yên"]
    assert stored() == {"huyện Trấn Yên": 8}


# Who enters


def test_department_the_indicator_is_assigned_to_enters_and_others_do_not(browser, indicator, department_b, district):
    factories.make_assignment(indicator, department=department_b)

    page = browser.post(ADDRESS, cells(district, "3"))

    assert (page.status_code, stored()) == (403, {})


def test_every_department_enters_where_none_is_assigned(client, indicator, staff_b, district):
    client.force_login(staff_b)
    client.post(ADDRESS, cells(district, "3"))

    assert stored() == {"huyện Trấn Yên": 3}


def test_button_to_enter_is_offered_to_those_who_may(browser, client, indicator, department_a, staff_b):
    factories.make_assignment(indicator, department=department_a)
    page = reverse("programs:figures", args=["190", 2020, 1, "T2"])

    offered = ADDRESS in browser.get(page).content.decode()
    client.force_login(staff_b)

    assert (offered, ADDRESS in client.get(page).content.decode()) == (True, False)


def test_totals_sent_after_the_session_ended_come_back_unsaved(browser, district, staff_a):
    browser.logout()
    browser.post("/dang-nhap/", {"username": "staff_a", "password": factories.PASSWORD})
    browser.get(ADDRESS)
    del browser.cookies["sessionid"]

    asked = browser.post(ADDRESS, cells(district, "1.040"))
    browser.post(asked.url, {"username": "staff_a", "password": factories.PASSWORD})
    row = browser.get(ADDRESS).context["grid"].rows[-1]

    assert (row.form["value"].value(), stored()) == ("1.040", {})


# Implausible totals


@pytest.fixture
def usual(indicator, district, other_district):
    """What both districts reported in the four quarters of the year before: 30 to 36."""
    before = factories.make_indicator(factories.make_program("144", 2019), "T2", unit="tổ")
    for quarter in (1, 2, 3, 4):
        factories.make_figure(before, 30 + quarter, quarter, place=district)
        factories.make_figure(before, 32 + quarter, quarter, place=other_district)


DOUBT = (
    "999.999 khác xa số các quý trước của chính nơi này (thường khoảng 32,5) và số của những nơi khác "
    "(thường khoảng 34,5). Sửa lại, hoặc ghi vì sao số này đúng rồi lưu lần nữa."
)


def test_implausible_total_is_asked_about_and_not_written(usual, browser, district):
    page = browser.post(ADDRESS, cells(district, "999.999"))

    assert [message for _, message in wrong(page)] == [DOUBT]
    assert f'name="p{district.pk}-confirmed_because"' in page.content.decode()
    assert not ReportedFigure.objects.filter(indicator__program__year=2020).exists()


def test_implausible_total_is_written_with_the_reason_given(usual, browser, district):
    page = browser.post(ADDRESS, cells(district, "999.999"))
    asked = grid_values(page.context["grid"])
    browser.post(ADDRESS, {**asked, f"p{district.pk}-confirmed_because": "Huyện xác nhận lại ngày 07/04"})

    figure = ReportedFigure.objects.get(indicator__program__year=2020)
    detail = browser.get(figure.get_absolute_url()).content.decode()
    assert (int(figure.value), figure.confirmed_because) == (999999, "Huyện xác nhận lại ngày 07/04")
    assert "khác thường, đã xác nhận: Huyện xác nhận lại ngày 07/04" in detail


def test_reason_stands_for_the_value_it_was_asked_about_alone(usual, browser, district):
    page = browser.post(ADDRESS, cells(district, "999.999"))
    asked = grid_values(page.context["grid"])
    key = f"p{district.pk}"
    page = browser.post(ADDRESS, {**asked, f"{key}-value": "888.888", f"{key}-confirmed_because": "Đã hỏi huyện"})

    assert [message.partition(" ")[0] for _, message in wrong(page)] == ["888.888"]


def test_reason_goes_with_its_value_and_an_unchanged_one_is_not_asked_about_again(usual, browser, indicator, district):
    figure = factories.make_figure(indicator, 999999, place=district, confirmed_because="Đã hỏi huyện")
    opened = grid_values(browser.get(ADDRESS).context["grid"])

    browser.post(ADDRESS, {**opened, f"p{district.pk}-source": "Công văn 9"})
    figure.refresh_from_db()
    kept = (figure.source, figure.confirmed_because)
    opened = grid_values(browser.get(ADDRESS).context["grid"])
    browser.post(ADDRESS, {**opened, f"p{district.pk}-value": "33"})
    figure.refresh_from_db()

    assert (kept, int(figure.value), figure.confirmed_because) == (("Công văn 9", "Đã hỏi huyện"), 33, "")


def test_plausible_totals_are_asked_nothing(usual, browser, district, other_district):
    browser.post(ADDRESS, {**cells(district, "41"), **cells(other_district, "15")})

    assert ReportedFigure.objects.filter(indicator__program__year=2020).count() == 2
