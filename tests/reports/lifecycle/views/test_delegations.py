"""Who may sign, from when to when."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from reports.models import Delegation
from tests import factories

FORM = {
    "authority": "KT",
    "principal": "CHỦ TỊCH",
    "title": "PHÓ CHỦ TỊCH",
    "name": "Người Phó",
    "from_on": "01/03/2020",
}


@pytest.fixture
def manager(client, administrator):
    client.force_login(administrator)
    return client


def test_delegation_is_in_force_on_both_its_days(db):
    factories.make_delegation(from_on=date(2020, 3, 1), to_on=date(2020, 3, 31))
    days = (date(2020, 2, 29), date(2020, 3, 1), date(2020, 3, 31), date(2020, 4, 1))
    assert [Delegation.objects.in_force(day).count() for day in days] == [0, 1, 1, 0]


def test_administrator_names_a_deputy(manager, administrator):
    answer = manager.post(reverse("reports:delegation-add"), FORM)
    made = Delegation.objects.get()
    assert (answer.url, str(made)) == ("/quyen-ky/", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH, Người Phó")
    assert (made.from_on, made.history.get().history_user) == (date(2020, 3, 1), administrator)


def test_form_of_the_page_sent_twice_makes_one_right(manager):
    address = reverse("reports:delegation-add")
    hidden = {"submission": manager.get(address).context["form"]["submission"].value()}

    for _ in range(2):
        answer = manager.post(address, FORM | hidden)

    assert (answer.url, Delegation.objects.count()) == ("/quyen-ky/", 1)


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"principal": ""}, "phải ghi ký thay cho ai"),
        ({"authority": "own"}, "phải ghi ký thay cho ai"),
        ({"title": ""}, "Phải ghi chức vụ người ký."),
        ({"to_on": "01/02/2020"}, "Ngày cuối không được trước ngày đầu."),
        ({"name": " \u200b "}, "bắt buộc"),
        ({"from_on": "31/02/2020"}, "31/02/2020"),
    ],
)
def test_right_that_makes_no_sense_is_refused(manager, changed, shown):
    html = manager.post(reverse("reports:delegation-add"), FORM | changed).content.decode()
    assert shown in html
    assert Delegation.objects.count() == 0


def test_delegation_is_ended_not_deleted(manager):
    made = factories.make_delegation()
    address = reverse("reports:delegation-edit", args=[made.pk])
    seen = made.history.latest().pk
    sent = {"authority": "own", "title": "CHỦ TỊCH", "name": made.name, "from_on": "01/01/2004"}
    manager.post(address, sent | {"to_on": "30/06/2020", "seen": seen, "reason": "Nghỉ hưu"})
    made.refresh_from_db()
    assert (made.to_on, made.history.latest().history_change_reason) == (date(2020, 6, 30), "Nghỉ hưu")


def test_second_editor_keeps_what_they_typed_and_sees_what_the_first_saved(manager):
    made = factories.make_delegation()
    seen = made.history.latest().pk
    made.name = "Người Mới"
    made.save()
    sent = {"authority": "own", "title": "CHỦ TỊCH", "name": "Người Khác", "from_on": "01/01/2004", "seen": seen}

    page = manager.post(reverse("reports:delegation-edit", args=[made.pk]), sent)

    (conflict,) = page.context["conflict"].fields
    assert (conflict.name, conflict.saved, conflict.mine) == ("name", "Người Mới", "Người Khác")
    assert page.context["form"]["name"].value() == "Người Khác"
    assert Delegation.objects.get().name == "Người Mới"


def test_text_sent_after_the_session_ended_comes_back_unsaved(client, administrator):
    address, sign_in = reverse("reports:delegation-add"), {"username": "administrator", "password": factories.PASSWORD}
    client.post(reverse("sign-in"), sign_in)
    client.get(address)
    del client.cookies[settings.SESSION_COOKIE_NAME]

    asked = client.post(address, FORM)
    client.post(asked.url, sign_in)

    assert client.get(address).context["form"]["name"].value() == "Người Phó"
    assert Delegation.objects.count() == 0


def test_list_says_who_may_sign_today(manager):
    factories.make_delegation("Người Nay")
    factories.make_delegation("Người Xưa", to_on=date(2019, 1, 1))
    html = manager.get(reverse("reports:delegations")).content.decode()
    assert html.count("Đang có hiệu lực") == 1
