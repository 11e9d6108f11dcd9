"""Somebody's open work goes to another person or department in one step, each thing with its history."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import Cooperative
from programs.models import Assignment
from tests import factories


@pytest.fixture
def browser(client, office, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def indicator(db):
    return factories.make_indicator(factories.make_program(), "1a")


def hand_over(browser, giver, **values):
    return browser.post(reverse("handover", args=[giver.pk]), {"reason": "Nghỉ hưu", **values})


def assigned() -> list[tuple]:
    return list(Assignment.objects.values_list("indicator__code", "department__code", "person__username"))


def test_work_goes_to_the_person_and_their_department(browser, indicator, staff_a, staff_b):
    factories.make_assignment(indicator, staff_a)
    factories.make_cooperative("HTX Dở dang", state="draft", created_by=staff_a)
    factories.make_cooperative("HTX Xong", created_by=staff_a)

    hand_over(browser, staff_a, person=staff_b.pk)

    drafts = Cooperative.objects.order_by("name").values_list("name", "created_by__username", "department__code")
    assert assigned() == [("1a", "HTPT", "staff_b")]
    assert list(drafts) == [("HTX Dở dang", "staff_b", "HTPT"), ("HTX Xong", "staff_a", "PTHTX")]


def test_each_thing_says_in_its_history_who_handed_it_to_whom_and_why(
    browser, indicator, staff_a, staff_b, administrator
):
    assignment = factories.make_assignment(indicator, staff_a)

    hand_over(browser, staff_a, person=staff_b.pk)

    row = assignment.history.latest()
    assert (row.history_user, row.history_change_reason) == (
        administrator,
        "Bàn giao từ Nguyễn Thị An cho Trần Văn Bình: Nghỉ hưu",
    )


def test_work_goes_to_a_whole_department(browser, indicator, staff_a, department_b):
    factories.make_assignment(indicator, staff_a)
    draft = factories.make_cooperative(state="draft", created_by=staff_a)

    hand_over(browser, staff_a, department=department_b.pk)

    draft.refresh_from_db()
    assert assigned() == [("1a", "HTPT", None)]
    assert (draft.created_by, draft.department) == (None, department_b)


@pytest.mark.parametrize(
    ("make", "gone", "stayed"),
    [
        (lambda **draft: factories.make_support(factories.make_household(), date(2020, 5, 12), **draft), 0, 1),
        (lambda **draft: factories.make_membership(factories.make_cooperative(), date(2020, 5, 12), **draft), 0, 1),
        (lambda **draft: factories.make_recognition(factories.make_product(), date(2020, 5, 12), **draft), 0, 1),
        (lambda **draft: factories.make_inspection(factories.make_cooperative(), date(2020, 5, 12), **draft), 1, 0),
        (lambda **draft: factories.make_membership(factories.make_cooperative(**draft), None, **draft), 2, 0),
        (lambda **draft: factories.make_status(factories.make_cooperative(**draft), "operating", None, **draft), 2, 0),
    ],
)
def test_draft_goes_where_the_record_it_belongs_to_is(make, gone, stayed, browser, staff_a, staff_b):
    draft = make(state="draft", created_by=staff_a)

    page = browser.post(
        reverse("handover", args=[staff_a.pk]), {"reason": "Nghỉ hưu", "person": staff_b.pk}, follow=True
    )

    draft.refresh_from_db()
    shown = " ".join(str(message) for message in page.context["messages"])
    assert (draft.department.code, draft.created_by) == (("PTHTX", None) if stayed else ("HTPT", staff_b))
    assert (f"Đã bàn giao {gone} việc" in shown, "1 bản nháp ở lại" in shown) == (True, bool(stayed))


@pytest.mark.parametrize("has_person", [False, True])
def test_department_that_shares_the_indicator_keeps_one_assignment(has_person, browser, indicator, staff_a, staff_b):
    third = factories.make_user("third", department=staff_b.department)
    factories.make_assignment(indicator, staff_a)
    factories.make_assignment(indicator, third if has_person else None, department=staff_b.department)

    hand_over(browser, staff_a, person=staff_b.pk)

    assert assigned() == [("1a", "HTPT", "third" if has_person else "staff_b")]


def test_page_counts_what_is_open_without_naming_households(browser, indicator, staff_a):
    factories.make_assignment(indicator, staff_a)
    factories.make_household("YB-777", state="draft", created_by=staff_a, head="Chủ hộ bí mật")

    page = browser.get(reverse("handover", args=[staff_a.pk]))

    assert [(each.label, len(each.things)) for each in page.context["open_work"]] == [
        ("Bản nháp chưa ghi sổ: hộ nghèo", 1),
        ("Chỉ tiêu được phân công", 1),
    ]
    assert ("YB-777" in page.content.decode(), "Chủ hộ bí mật" in page.content.decode()) == (False, False)


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "person"), ({"person": "leadership"}, "person"), ({"person": "staff_b", "department": "own"}, "department")],
)
def test_receiver_that_cannot_be_one_is_refused(
    values, field, browser, indicator, staff_a, staff_b, leadership, department_a
):
    numbers = {"leadership": leadership.pk, "staff_b": staff_b.pk, "own": department_a.pk}
    factories.make_assignment(indicator, staff_a)

    page = hand_over(browser, staff_a, **{name: numbers[who] for name, who in values.items()})

    assert list(page.context["form"].errors) == [field]
    assert assigned() == [("1a", "PTHTX", "staff_a")]


def test_work_does_not_go_to_the_one_who_gives_it_or_to_a_closed_account(browser, staff_a, staff_b, disabled):
    people = browser.get(reverse("handover", args=[staff_a.pk])).context["form"].fields["person"].queryset

    assert list(people) == [staff_b]


def test_step_that_fails_moves_nothing(browser, indicator, staff_a, staff_b, monkeypatch):
    factories.make_assignment(indicator, staff_a)
    draft = factories.make_cooperative(state="draft", created_by=staff_a)
    monkeypatch.setattr(Assignment, "save", fails)

    with pytest.raises(RuntimeError):
        hand_over(browser, staff_a, person=staff_b.pk)

    draft.refresh_from_db()
    assert (draft.created_by, assigned()) == (staff_a, [("1a", "PTHTX", "staff_a")])


def fails(*args, **kwargs) -> None:
    raise RuntimeError("disk full")
