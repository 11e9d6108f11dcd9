"""Two people edit the rows inside one record's form: the second sees what the first did and loses nothing."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.forms import opened, send, shown


@pytest.fixture
def inspection(browser):
    inspection = factories.make_inspection(factories.make_cooperative(), date(2020, 6, 1), findings="Tốt")
    factories.make_recommendation(inspection, "Bổ sung điều lệ")
    return inspection


def edit_of(inspection) -> str:
    return reverse("cooperatives:inspection-edit", args=[inspection.pk])


def texts(inspection) -> list[tuple[str, str]]:
    return list(inspection.recommendations.order_by("pk").values_list("text", "result"))


def add_row(values, index=1, **cells) -> dict:
    return {**values, "dong0-TOTAL_FORMS": str(index + 1), **{f"dong0-{index}-{name}": cells[name] for name in cells}}


def test_cell_that_only_the_other_changed_takes_their_value(browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "findings": "Khá"}
    send(browser, edit_of(inspection), **{"dong0-0-result": "Đã nộp"})

    page = browser.post(edit_of(inspection), mine)
    browser.post(edit_of(inspection), shown(page))

    inspection.refresh_from_db()
    [cell] = page.context["conflict"].fields
    assert (cell.label, cell.opened, cell.saved, cell.both) == (
        "Kiến nghị sau kiểm tra – “Bổ sung điều lệ”: Kết quả", "–", "Đã nộp", False,
    )  # fmt: skip
    assert (inspection.findings, texts(inspection)) == ("Khá", [("Bổ sung điều lệ", "Đã nộp")])


@pytest.mark.parametrize(("choice", "result"), [("mine", "Chưa nộp"), ("saved", "Đã nộp")])
def test_cell_that_both_changed_is_chosen(choice, result, browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "dong0-0-result": "Chưa nộp"}
    send(browser, edit_of(inspection), **{"dong0-0-result": "Đã nộp"})

    page = browser.post(edit_of(inspection), mine)
    [cell] = page.context["conflict"].fields
    before = texts(inspection)
    browser.post(edit_of(inspection), {**shown(page), cell.choice: choice})

    assert (cell.mine, cell.saved, cell.both) == ("Chưa nộp", "Đã nộp", True)
    assert (before, texts(inspection)) == ([("Bổ sung điều lệ", "Đã nộp")], [("Bổ sung điều lệ", result)])


def test_lines_ended_as_a_browser_does_are_no_change(browser, inspection):
    send(browser, edit_of(inspection), **{"dong0-0-text": "Một\nHai"})
    mine = {**opened(browser, edit_of(inspection)), "dong0-0-text": "Một\r\nHai", "findings": "Khá"}
    send(browser, edit_of(inspection), **{"dong0-0-text": "Ba"})

    page = browser.post(edit_of(inspection), mine)

    assert [cell.both for cell in page.context["conflict"].fields] == [False]
    assert shown(page)["dong0-0-text"] == "Ba"


def test_row_that_the_other_took_out_goes_where_it_was_not_changed(browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "findings": "Khá"}
    send(browser, edit_of(inspection), **{"dong0-0-DELETE": "on"})

    page = browser.post(edit_of(inspection), mine)
    browser.post(edit_of(inspection), shown(page))

    inspection.refresh_from_db()
    [row] = page.context["conflict"].rows
    assert (row.title, row.message, row.choice) == (
        "Kiến nghị sau kiểm tra – “Bổ sung điều lệ”", "Nguyễn Thị An đã bỏ dòng này", "",
    )  # fmt: skip
    assert (inspection.findings, texts(inspection)) == ("Khá", [])


@pytest.mark.parametrize(("choice", "left"), [("mine", [("Bổ sung điều lệ", "Đã nộp")]), ("saved", [])])
def test_row_that_the_other_took_out_and_this_person_changed_is_chosen(choice, left, browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "findings": "Khá", "dong0-0-result": "Đã nộp"}
    send(browser, edit_of(inspection), **{"dong0-0-DELETE": "on"})

    page = browser.post(edit_of(inspection), mine)
    [row] = page.context["conflict"].rows
    browser.post(edit_of(inspection), {**shown(page), row.choice: choice})

    inspection.refresh_from_db()
    assert (inspection.findings, texts(inspection)) == ("Khá", left)


def test_row_that_this_person_takes_out_is_named_where_the_other_changed_it(browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "dong0-0-DELETE": "on"}
    send(browser, edit_of(inspection), **{"dong0-0-result": "Đã nộp"})

    page = browser.post(edit_of(inspection), mine)
    kept = texts(inspection)
    browser.post(edit_of(inspection), shown(page))

    assert [row.message for row in page.context["conflict"].rows] == ["bạn bỏ dòng này, nhưng Nguyễn Thị An vừa sửa nó"]
    assert (kept, texts(inspection)) == ([("Bổ sung điều lệ", "Đã nộp")], [])


def test_row_that_the_other_added_is_shown_and_stays(browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "dong0-0-result": "Đã nộp"}
    send(browser, edit_of(inspection), add_row(mine, text="Mở sổ"), **{"dong0-0-result": ""})

    page = browser.post(edit_of(inspection), mine)
    browser.post(edit_of(inspection), shown(page))

    [row] = page.context["conflict"].rows
    assert (row.title, row.message) == ("Kiến nghị sau kiểm tra – “Mở sổ”", "Nguyễn Thị An vừa thêm dòng này")
    assert texts(inspection) == [("Bổ sung điều lệ", "Đã nộp"), ("Mở sổ", "")]


def test_rows_that_both_added_are_all_there(browser, inspection):
    values = opened(browser, edit_of(inspection))
    browser.post(edit_of(inspection), add_row(values, text="Mở sổ"))

    page = browser.post(edit_of(inspection), add_row(values, text="Họp đại hội"))
    browser.post(edit_of(inspection), shown(page))

    assert [text for text, _ in texts(inspection)] == ["Bổ sung điều lệ", "Mở sổ", "Họp đại hội"]


def test_rows_sent_twice_are_added_once(browser, inspection):
    sent = add_row(opened(browser, edit_of(inspection)), text="Mở sổ")
    browser.post(edit_of(inspection), sent)

    again = browser.post(edit_of(inspection), sent)

    assert (again.status_code, again.url) == (302, inspection.get_absolute_url())
    assert [text for text, _ in texts(inspection)] == ["Bổ sung điều lệ", "Mở sổ"]


def test_row_of_another_record_is_not_settled(browser, inspection):
    other = factories.make_inspection(factories.make_cooperative(), date(2020, 6, 1))
    foreign = factories.make_recommendation(other, "Của cuộc khác")
    mine = {**opened(browser, edit_of(inspection)), "dong0-0-id": str(foreign.pk), "note": "của tôi"}
    send(browser, edit_of(inspection), findings="Khá")

    page = browser.post(edit_of(inspection), mine)

    assert [form.instance.text for form in page.context["children"][0].formset.initial_forms] == ["Bổ sung điều lệ"]


@pytest.mark.parametrize("total", ["", "x", "9" * 30, "-1"])
def test_broken_table_is_no_server_error(total, browser, inspection):
    mine = {**opened(browser, edit_of(inspection)), "dong0-TOTAL_FORMS": total, "note": "của tôi"}
    send(browser, edit_of(inspection), findings="Khá")

    assert browser.post(edit_of(inspection), mine).status_code == 200
