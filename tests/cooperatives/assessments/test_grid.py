"""The yearly assessment as a grid: only changed rows are saved, each by itself, and nobody's finding is lost."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperatives.forms.assessments import EffectiveField
from cooperatives.models import Assessment
from coopunion.models import SignedPeriod
from tests import factories, forms

GRID = "/htx/danh-gia/2020/"
DAY = date(2020, 12, 10)


@pytest.fixture
def cooperative(db, department_a):
    return operating("HTX Một")


def operating(name: str, **fields):
    return factories.make_cooperative(name, operating_since=date(2015, 1, 1), **fields)


def opened(browser) -> dict[str, str]:
    """The grid as a browser would send it back unchanged."""
    return {**forms.opened(browser, GRID), "valid_on": "10/12/2020"}


def sending(browser, values: dict, **changes):
    return browser.post(GRID, {**values, **changes}, follow=True)


def findings() -> list[tuple]:
    rows = Assessment.objects.order_by("cooperative__name", "pk")
    return list(rows.values_list("cooperative__name", "valid_on", "effective", "rating"))


def rows(page) -> dict[str, list[str]]:
    """What each wrong row says."""
    grid = page.context["grid"]
    return {row.title: [message for _, message in row.wrong] for row in grid.rows if row.wrong}


def test_grid_lists_the_department_s_operating_cooperatives(browser, cooperative, department_b):
    operating("HTX phòng khác", department=department_b)
    factories.make_status(operating("HTX tạm ngừng"), "suspended", date(2020, 3, 1))
    operating("Liên hiệp HTX", kind="union")

    assert [row.thing for row in browser.get(GRID).context["grid"].rows] == [cooperative]


def test_changed_rows_are_saved_and_others_left_alone(browser, cooperative, staff_a):
    operating("HTX Hai")

    page = sending(
        browser, opened(browser), **{f"{cooperative.pk}-effective": "True", f"{cooperative.pk}-rating": "good"}
    )

    assessment = Assessment.objects.get()
    assert findings() == [("HTX Một", DAY, True, "good")]
    assert (assessment.place, assessment.created_by, assessment.history.get().history_user) == (
        cooperative.place, staff_a, staff_a,
    )  # fmt: skip
    assert [str(message) for message in page.context["messages"]] == ["Đã lưu 1 dòng."]


def test_row_with_an_assessment_of_the_year_changes_it(browser, cooperative):
    assessment = factories.make_assessment(cooperative, date(2020, 6, 10), effective=False)

    sending(browser, opened(browser), **{f"{cooperative.pk}-effective": "True"})

    assert findings() == [("HTX Một", date(2020, 6, 10), True, "")]
    assert assessment.history.count() == 2


def test_wrong_row_says_so_and_the_right_ones_are_saved(browser, cooperative):
    other = operating("HTX Hai")
    wrong = {f"{cooperative.pk}-effective": "True", f"{cooperative.pk}-score": "101"}

    page = sending(browser, opened(browser), **wrong, **{f"{other.pk}-effective": "False"})

    assert rows(page) == {"HTX Một": ["Điểm nằm trong khoảng 0–100."]}
    assert findings() == [("HTX Hai", DAY, False, "")]
    assert [row.form["score"].value() for row in page.context["grid"].rows if row.wrong] == ["101"]


def test_contradiction_is_confirmed_in_its_row(browser, cooperative):
    typed = {f"{cooperative.pk}-effective": "True", f"{cooperative.pk}-rating": "weak"}

    asked = sending(browser, opened(browser), **typed)
    [warning] = asked.context["grid"].rows[0].warnings
    sending(browser, opened(browser), **typed, **{f"{cooperative.pk}-confirm": warning.key})

    assert (warning.message, findings()) == ("Hiệu quả mà xếp loại Yếu.", [("HTX Một", DAY, True, "weak")])


def test_only_the_row_whose_button_was_pressed_is_saved(browser, cooperative):
    other = operating("HTX Hai")
    typed = {f"{cooperative.pk}-effective": "True", f"{other.pk}-effective": "True"}

    sending(browser, opened(browser), **typed, only=str(other.pk))

    assert findings() == [("HTX Hai", DAY, True, "")]


def test_row_sent_by_itself_comes_back_alone(browser, cooperative):
    values = opened(browser) | {f"{cooperative.pk}-effective": "True", "only": str(cooperative.pk)}

    answer = browser.post(GRID, values, headers={"HX-Request": "true"})

    text = answer.content.decode().strip()
    assert (text.startswith("<tr"), text.endswith("</tr>"), "Đã lưu" in text) == (True, True, True)


def test_finding_saved_meanwhile_is_told_and_not_written_over(browser, cooperative, staff_a):
    mine = opened(browser) | {f"{cooperative.pk}-effective": "False"}
    sending(browser, opened(browser), **{f"{cooperative.pk}-effective": "True"})

    page = sending(browser, mine)
    [message] = rows(page)["HTX Một"]
    kept = findings()
    again = {**mine, f"{cooperative.pk}-seen": page.context["grid"].rows[0].form["seen"].value()}
    sending(browser, again)

    assert "Nguyễn Thị An" in message
    assert "đã ghi: hiệu quả. Lưu lần nữa để dùng số của bạn." in message
    assert (kept, findings()) == ([("HTX Một", DAY, True, "")], [("HTX Một", DAY, False, "")])


def test_row_left_alone_takes_what_somebody_else_saved(browser, cooperative):
    mine = opened(browser)
    sending(browser, mine, **{f"{cooperative.pk}-effective": "True"})

    page = sending(browser, mine)

    assert (rows(page), findings()) == ({}, [("HTX Một", DAY, True, "")])


def test_first_finding_of_two_people_at_once_stays(browser, cooperative, monkeypatch):
    """The second one's page knows nothing of the first's when it writes."""
    mine = opened(browser) | {f"{cooperative.pk}-effective": "False"}
    other = Client()
    other.force_login(factories.make_user("staff_a2", department=cooperative.department))

    from cooperatives.assessments import grid

    write = grid.write

    def late(form):
        monkeypatch.setattr(grid, "write", write)
        sending(other, opened(other), **{f"{cooperative.pk}-effective": "True"})
        return write(form)

    monkeypatch.setattr(grid, "write", late)
    page = sending(browser, mine).content.decode()

    assert ("Lưu lần nữa để dùng số của bạn." in page, findings()) == (True, [("HTX Một", DAY, True, "")])


def test_row_that_left_the_list_meanwhile_keeps_what_was_typed(browser, cooperative):
    """Of those not yet assessed, one that a colleague has assessed since."""
    mine = opened(browser) | {f"{cooperative.pk}-effective": "False"}
    factories.make_assessment(cooperative, date(2020, 6, 10), effective=True)

    page = browser.post(f"{GRID}?chua=1", mine)

    assert [row.form["effective"].value() for row in page.context["grid"].rows] == ["False"]
    assert findings() == [("HTX Một", date(2020, 6, 10), True, "")]


def test_confirmation_is_of_its_own_row(browser, cooperative):
    """The same contradiction in two rows: each is confirmed by itself."""
    other = operating("HTX Hai")
    typed = {
        f"{pk}-{name}": value
        for pk in (cooperative.pk, other.pk)
        for name, value in (("effective", "True"), ("rating", "weak"))
    }
    asked = sending(browser, opened(browser), **typed)
    warning = asked.context["grid"].rows[0].warnings[0]

    sending(browser, opened(browser), **typed, **{f"{cooperative.pk}-confirm": warning.key})

    assert findings() == [("HTX Một", DAY, True, "weak")]


def test_day_inside_a_signed_period_needs_a_reason(browser, cooperative):
    SignedPeriod.objects.create(
        key="190/2020/4", title="quý IV năm 2020", starts_on=date(2020, 10, 1), ends_on=date(2020, 12, 31)
    )
    typed = opened(browser) | {f"{cooperative.pk}-effective": "True"}

    refused = sending(browser, typed)
    sending(browser, typed, reason="Đánh giá bổ sung")

    assert rows(refused) == {
        "HTX Một": ["Ngày này nằm trong kỳ đã duyệt (quý IV năm 2020): ghi lý do thì mới lưu được."]
    }
    assert Assessment.objects.get().history.get().history_change_reason == "Đánh giá bổ sung"


def test_finding_turned_to_no_in_a_signed_period_needs_a_reason_too(browser, cooperative):
    factories.make_assessment(cooperative, DAY, effective=True)
    SignedPeriod.objects.create(
        key="190/2020/4", title="quý IV năm 2020", starts_on=date(2020, 10, 1), ends_on=date(2020, 12, 31)
    )
    typed = opened(browser) | {f"{cooperative.pk}-effective": "False"}

    refused = sending(browser, typed)
    sending(browser, typed, reason="Kết luận lại")

    assert list(rows(refused)) == ["HTX Một"]
    assert findings() == [("HTX Một", DAY, False, "")]


@pytest.mark.parametrize(
    ("stored", "typed", "changed"),
    [(True, "False", True), (True, "True", False), (False, "True", True), (False, "False", False), (None, "", False)],
)
def test_finding_is_changed_when_it_is_another(stored, typed, changed):
    assert EffectiveField().has_changed(stored, typed) is changed


@pytest.mark.parametrize("typed", ["10/12/2019", "31/02/2020", ""])
def test_day_outside_the_year_saves_nothing_and_keeps_what_was_typed(typed, browser, cooperative):
    page = sending(browser, opened(browser), valid_on=typed, **{f"{cooperative.pk}-effective": "True"})

    assert (list(page.context["grid"].head.errors), findings()) == (["valid_on"], [])
    assert page.context["grid"].rows[0].form["effective"].value() == "True"


def test_row_of_another_department_is_ignored(browser, cooperative, department_b):
    foreign = operating("HTX phòng khác", department=department_b)

    sending(browser, opened(browser), **{f"{foreign.pk}-seen": "", f"{foreign.pk}-effective": "True"})

    assert findings() == []


def test_only_those_not_yet_assessed_can_be_listed(browser, cooperative):
    factories.make_assessment(operating("HTX Hai"), date(2020, 6, 10))

    context = browser.get(GRID, {"chua": "1"}).context

    assert [row.thing for row in context["grid"].rows] == [cooperative]
    assert (context["all_count"], context["waiting_count"]) == (2, 1)


@pytest.mark.parametrize("year", [1999, 2100, 99999])
def test_year_that_is_none_or_lies_ahead_is_not_found(year, browser):
    assert browser.get(f"/htx/danh-gia/{year}/").status_code == 404


def test_as_many_queries_for_fifty_rows_as_for_one(browser, cooperative):
    factories.make_assessment(cooperative, DAY)
    with CaptureQueriesContext(connection) as one:
        browser.get(GRID)
    for number in range(49):
        factories.make_assessment(operating(f"HTX {number}"), DAY)

    with CaptureQueriesContext(connection) as fifty:
        browser.get(GRID)

    assert len(fifty) == len(one)


def test_text_sent_after_the_session_ended_comes_back_unsaved(cooperative, staff_a):
    browser = Client()
    person = {"username": staff_a.username, "password": factories.PASSWORD}
    browser.post("/dang-nhap/", person)
    values = opened(browser) | {"reason": "Đánh giá bổ sung"}
    del browser.cookies[settings.SESSION_COOKIE_NAME]

    sign_in = browser.post(GRID, {**values, f"{cooperative.pk}-rating": "good"})
    page = browser.get(browser.post(sign_in.url, person).url)

    assert [row.form["rating"].value() for row in page.context["grid"].rows] == ["good"]
    assert page.context["grid"].head["reason"].value() == "Đánh giá bổ sung"
    assert Assessment.objects.exists() is False
