"""Inspections and supports: written by the department that did them, about anybody's cooperative or group."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import CooperativeSupport, Inspection, ValueChain
from tests import factories
from tests.forms import errors, opened, send, warnings

INSPECT, SUPPORT, CHAIN = "/kiem-tra/them/", "/ho-tro/them/", "/chuoi-gia-tri/them/"


@pytest.fixture
def cooperative(db, department_a):
    return factories.make_cooperative("HTX Một")


def of(record) -> str:
    return record.name


def test_other_department_inspects_and_supports_under_its_own_name(client, office, staff_b, cooperative, commune):
    client.force_login(staff_b)

    send(client, INSPECT, kind="dossier", cooperative=of(cooperative), completed_on="12/05/2020")
    send(client, SUPPORT, kind="advice", cooperative=of(cooperative), supported_on="12/05/2020")

    rows = [Inspection.objects.get(), CooperativeSupport.objects.get()]
    assert [(row.department, row.cooperative, row.place) for row in rows] == [
        (staff_b.department, cooperative, commune)
    ] * 2


def test_inspection_is_recorded_with_its_recommendations(browser, cooperative):
    rows = {"dong0-0-text": "Bổ sung điều lệ", "dong0-0-due_on": "30/06/2020"}

    send(browser, INSPECT, rows, kind="dossier", cooperative=of(cooperative), completed_on="12/05/2020")

    [recommendation] = Inspection.objects.get().recommendations.all()
    assert (recommendation.text, recommendation.due_on, recommendation.done_on) == (
        "Bổ sung điều lệ", date(2020, 6, 30), None,
    )  # fmt: skip


def test_follow_up_is_entered_in_the_row_and_keeps_its_history(browser, cooperative, staff_a):
    inspection = factories.make_inspection(cooperative, date(2020, 5, 12))
    recommendation = factories.make_recommendation(inspection)

    send(
        browser,
        reverse("cooperatives:inspection-edit", args=[inspection.pk]),
        {"dong0-0-done_on": "15/07/2020", "dong0-0-result": "Đã bổ sung"},
    )

    recommendation.refresh_from_db()
    assert (recommendation.done_on, recommendation.result) == (date(2020, 7, 15), "Đã bổ sung")
    assert recommendation.history.first().history_user == staff_a


@pytest.mark.parametrize("both", [False, True])
def test_neither_or_both_subjects_are_refused(both, browser, cooperative):
    subjects = {"cooperative": of(cooperative), "group": of(factories.make_group())} if both else {}

    page = send(browser, INSPECT, subjects, kind="dossier", place="Hồng Ca", completed_on="12/05/2020")

    assert errors(page) == {"__all__": ["Chọn một hợp tác xã hoặc một tổ hợp tác."]}


def test_inspection_that_ends_before_it_began_is_refused(browser, cooperative):
    days = {"started_on": "13/05/2020", "completed_on": "12/05/2020"}

    page = send(browser, INSPECT, days, kind="site", cooperative=of(cooperative))

    assert errors(page) == {"completed_on": ["Ngày kết thúc không được trước ngày bắt đầu."]}


def test_second_inspection_of_the_year_warns_that_one_counts(browser, cooperative):
    factories.make_inspection(cooperative, date(2020, 3, 2))

    asked = send(browser, INSPECT, kind="dossier", cooperative=of(cooperative), completed_on="12/05/2020")

    assert warnings(asked) == [
        "Năm 2020 đã có kiểm tra hồ sơ của đơn vị này, kết thúc 02/03/2020: cùng hình thức, cả năm chỉ tính một lần."
    ]


def test_inspection_of_a_dissolved_cooperative_is_warned_of(browser, cooperative):
    factories.make_status(cooperative, "dissolved", date(2020, 2, 1))

    asked = send(browser, INSPECT, kind="site", cooperative=of(cooperative), completed_on="12/05/2020")

    assert warnings(asked) == ["HTX Một đã giải thể từ ngày 01/02/2020."]


def test_subject_typed_by_its_name_is_found(browser, cooperative):
    send(browser, INSPECT, kind="site", cooperative="htx mot", completed_on="12/05/2020")

    assert Inspection.objects.get().cooperative == cooperative


def test_number_of_a_cooperative_that_does_not_exist_is_not_found(browser):
    chosen = {"cooperative": "HTX Một", "cooperative_chosen": "99999999999999999"}
    values = opened(browser, INSPECT) | {"kind": "site", "place": "Hồng Ca", **chosen}

    assert browser.post(INSPECT, values).status_code == 404


def test_graduate_s_term_may_end_ahead(browser, cooperative):
    term = {"graduate_name": "Cán bộ minh họa", "graduate_from": "01/06/2020", "graduate_to": "31/05/2090"}

    send(browser, SUPPORT, term, kind="graduate", cooperative=of(cooperative), supported_on="01/06/2020")

    assert CooperativeSupport.objects.get().graduate_to == date(2090, 5, 31)


def test_training_without_people_is_warned_of(browser, cooperative):
    asked = send(browser, SUPPORT, kind="training", cooperative=of(cooperative), supported_on="12/05/2020")

    assert warnings(asked) == ["Đào tạo mà chưa ghi số người được đào tạo."]


def test_chain_is_recorded_with_members_and_partners(browser, cooperative, commune):
    rows = {
        "dong0-0-cooperative": of(cooperative),
        "dong0-0-stage": "production",
        "dong1-0-name": "Công ty minh họa",
        "dong1-0-stage": "consumption",
        "dong1-0-signed_on": "01/03/2020",
    }

    send(browser, CHAIN, rows, name="Chuỗi chè", lead=of(cooperative), recognised_on="12/05/2020", decision="12/QĐ")

    chain = ValueChain.objects.get()
    assert (chain.place, [member.cooperative for member in chain.members.all()]) == (commune, [cooperative])
    assert [(partner.name, partner.stage) for partner in chain.partners.all()] == [("Công ty minh họa", "consumption")]


def test_member_twice_in_a_chain_is_refused(browser, cooperative):
    chain = factories.make_chain("Chuỗi chè", members=(cooperative,))

    page = send(
        browser,
        reverse("cooperatives:chain-edit", args=[chain.pk]),
        {"dong0-1-cooperative": of(cooperative), "dong0-TOTAL_FORMS": "2"},
    )

    assert page.context["children"][0].formset.total_error_count() > 0
    assert chain.members.count() == 1
