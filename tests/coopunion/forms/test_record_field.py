"""A record is chosen by its name: what was chosen and what is typed must name the same one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import Inspection
from tests import factories
from tests.forms import errors, send

INSPECT = "/kiem-tra/them/"
DAY = "12/05/2020"


@pytest.fixture
def one(db, department_a):
    return factories.make_cooperative("HTX Một")


@pytest.fixture
def two(one):
    return factories.make_cooperative("HTX Hai")


def inspect(browser, name, chosen=None, picked=None):
    pks = {"cooperative_chosen": getattr(chosen, "pk", ""), "cooperative_picked": getattr(picked, "pk", "")}
    return send(browser, INSPECT, pks, kind="dossier", cooperative=name, completed_on=DAY)


def inspected():
    return [inspection.cooperative for inspection in Inspection.objects.all()]


@pytest.mark.parametrize("typed", ["HTX Hai", "HTX Một rồi gõ sai", "HTX Một – huyện nào đó", "HTX"])
def test_name_that_is_not_of_the_record_chosen_is_asked_about(browser, one, two, typed):
    page = inspect(browser, typed, chosen=one)

    assert inspected() == []
    asked = f"“{typed}” không phải là tên của hồ sơ đã chọn (HTX Một – {one.place})."
    assert errors(page)["cooperative"] == [f"{asked} Gõ lại tên hoặc chọn trong danh sách."]


@pytest.mark.parametrize("typed", ["HTX Một rồi gõ sai", "HTX Một – huyện nào đó", "#{pk}", "HTX Hai #{pk}"])
def test_number_in_the_text_chooses_nothing(browser, one, typed):
    page = inspect(browser, typed.format(pk=one.pk))

    assert (inspected(), "cooperative" in errors(page)) == ([], True)


@pytest.mark.parametrize("by_list", [True, False])
@pytest.mark.parametrize("typed", ["HTX Một", "htx mot", "HTX Một – {place}"])
def test_record_chosen_or_typed_by_its_name_is_saved(browser, one, two, typed, by_list):
    inspect(browser, typed.format(place=one.place), chosen=one if by_list else None)

    assert inspected() == [one]


def test_records_of_one_label_are_told_apart_and_picked_where_the_form_asks(browser, one):
    same = factories.make_cooperative("HTX Một", code="5200000009")

    page = inspect(browser, "HTX Một")
    picked = inspect(browser, "HTX Một", picked=same)

    options = re.findall(r'<option value="(\d+)">(HTX Một[^<]*)', page.content.decode())
    assert {int(pk) for pk, _ in options} == {one.pk, same.pk}
    assert f"HTX Một – {same.place} (mã số 5200000009)" in [text for _, text in options]
    assert (inspected(), picked.status_code) == ([same], 200)


def test_what_was_picked_must_hold_every_word_typed(browser, one, two):
    page = inspect(browser, "HTX Một", picked=two)

    assert (inspected(), "cooperative" in errors(page)) == ([], True)


def test_no_number_of_a_record_is_shown(browser, one):
    inspection = factories.make_inspection(one, date(2020, 5, 12))
    suggested = browser.get("/htx/goi-y/", {"q": "htx mot"}).json()["names"]
    page = browser.get(reverse("cooperatives:inspection-edit", args=[inspection.pk])).content.decode()

    assert suggested == [{"value": f"HTX Một – {one.place}", "note": "", "pk": one.pk}]
    assert f'value="HTX Một – {one.place}"' in page
    assert f'name="cooperative_chosen" value="{one.pk}"' in page
    assert f"#{one.pk}" not in page


def test_other_record_of_the_same_label_is_a_change(browser, one):
    same = factories.make_cooperative("HTX Một")
    inspection = factories.make_inspection(one, date(2020, 5, 12))
    label = f"HTX Một – {one.place}"

    send(
        browser,
        reverse("cooperatives:inspection-edit", args=[inspection.pk]),
        {"cooperative": label, "cooperative_chosen": same.pk},
    )

    assert inspected() == [same]


def test_record_that_may_not_be_seen_is_not_found(browser, one):
    values = {"kind": "dossier", "cooperative": "HTX Một", "cooperative_chosen": 999999, "completed_on": DAY}

    assert browser.post(INSPECT, values).status_code == 404
