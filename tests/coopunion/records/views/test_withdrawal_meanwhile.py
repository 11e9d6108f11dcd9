"""Somebody annuls or deletes a record while another types: what was typed stays, and is saved once it is put back."""

from datetime import date

import pytest
from django.urls import reverse

from coopunion.forms.editing import Edit
from tests import factories
from tests.forms import opened


@pytest.fixture
def inspection(browser):
    inspection = factories.make_inspection(factories.make_cooperative(), date(2020, 6, 1), findings="Tốt")
    factories.make_recommendation(inspection, "Bổ sung điều lệ")
    return inspection


def page_of(name, inspection, *args) -> str:
    return reverse(f"cooperatives:inspection-{name}", args=[inspection.pk, *args])


def withdraw(browser, inspection, page) -> None:
    browser.post(page_of(page, inspection), {"reason": "nhập hai lần", "sure": "yes"})


def put_back(browser, inspection) -> None:
    first = browser.get(page_of("history", inspection)).context["changes"][-1]
    browser.post(page_of("restore", inspection, first.history_id))


@pytest.mark.parametrize(
    ("page", "action", "reason"), [("annul", "hủy", "Hủy: nhập hai lần"), ("delete", "xóa", "nhập hai lần")]
)
def test_what_was_typed_is_shown_with_what_happened(page, action, reason, browser, inspection):
    typed = {**opened(browser, page_of("edit", inspection)), "findings": "Khá", "dong0-0-result": "Đã nộp"}
    withdraw(browser, inspection, page)

    answer = browser.post(page_of("edit", inspection), typed)

    withdrawn = answer.context["withdrawn"]
    [row] = answer.context["children"][0].formset.forms[:1]
    assert (withdrawn.by, withdrawn.action, withdrawn.reason) == ("Nguyễn Thị An", action, reason)
    assert withdrawn.history == page_of("history", inspection)
    assert (answer.context["form"]["findings"].value(), row["result"].value()) == ("Khá", "Đã nộp")
    assert f'href="{withdrawn.history}"' in answer.content.decode()


def test_typed_text_is_saved_once_the_annulled_record_is_put_back(browser, inspection):
    typed = {**opened(browser, page_of("edit", inspection)), "findings": "Khá"}
    withdraw(browser, inspection, "annul")
    browser.post(page_of("edit", inspection), typed)
    inspection.refresh_from_db()
    before = (inspection.state, inspection.findings)
    put_back(browser, inspection)

    again = browser.post(page_of("edit", inspection), typed)
    browser.post(page_of("edit", inspection), {**typed, "seen": again.context["form"]["seen"].value()})

    inspection.refresh_from_db()
    assert (before, inspection.state, inspection.findings) == (("annulled", "Tốt"), "recorded", "Khá")


def test_record_deleted_while_the_form_is_being_checked_is_not_written(browser, inspection, monkeypatch):
    typed = {**opened(browser, page_of("edit", inspection)), "findings": "Khá"}
    checked = Edit.is_valid

    def then_deleted(*args):
        valid = checked(*args)
        withdraw(browser, inspection, "delete")
        return valid

    monkeypatch.setattr(Edit, "is_valid", then_deleted)
    answer = browser.post(page_of("edit", inspection), typed)

    assert (answer.context["withdrawn"].action, answer.context["form"]["findings"].value()) == ("xóa", "Khá")


@pytest.mark.parametrize("page", ["annul", "delete"])
def test_text_for_a_record_of_another_department_is_refused(page, browser, inspection, staff_b):
    typed = opened(browser, page_of("edit", inspection))
    withdraw(browser, inspection, page)
    browser.force_login(staff_b)

    assert browser.post(page_of("edit", inspection), typed).status_code == 403


RECORDS = {
    "cooperatives:": factories.make_cooperative,
    "cooperatives:chain-": lambda: factories.make_chain(members=(factories.make_cooperative(),)),
    "cooperatives:status-": lambda: factories.make_status(factories.make_cooperative(), "operating", date(2020, 6, 1)),
    "ocop:": lambda: factories.make_step(factories.make_product(), date(2020, 6, 1)).product,
    "poverty:": lambda: factories.make_household(classified=""),
    "poverty:support-": lambda: factories.make_support(factories.make_household(), date(2020, 6, 1)),
}


@pytest.mark.parametrize("prefix", RECORDS)
@pytest.mark.parametrize("page", ["annul", "delete"])
def test_form_of_every_register_comes_back(page, prefix, browser):
    record = RECORDS[prefix]()
    edit, withdraw = (reverse(f"{prefix}{name}", args=[record.pk]) for name in ("edit", page))
    typed = {**opened(browser, edit), "note": "Gõ dở dang"}
    browser.post(withdraw, {"reason": "nhập nhầm", "sure": "yes"})

    answer = browser.post(edit, typed)

    assert answer.context["withdrawn"] is not None
    assert answer.context["form"]["note"].value() == "Gõ dở dang"


def test_record_that_never_was_is_not_found(browser):
    assert browser.post(reverse("cooperatives:inspection-edit", args=[99]), {}).status_code == 404
