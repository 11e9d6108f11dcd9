"""One's own account: how long a session lasts, a new password, other sessions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coopunion.accounts import authentication
from tests import factories
from tests.factories import PASSWORD

NEW = "một câu dài dễ nhớ"
OWN = "/tai-khoan/"


def browser(user) -> Client:
    """Signed in, and seen once."""
    client = Client()
    client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    return client


def is_let_in(client) -> bool:
    return client.get(OWN).status_code == 200


def change_password(client, current=PASSWORD, new=NEW, again=None):
    fields = {"current_password": current, "new_password": new, "new_password_again": new if again is None else again}
    return client.post(reverse("own-password"), fields)


def pass_hours(monkeypatch, hours: float) -> None:
    real = authentication.time.time
    monkeypatch.setattr(authentication.time, "time", lambda: real() + hours * 3600)


# How long a session lasts


@pytest.mark.parametrize(("hours", "let_in"), [(11.9, True), (12.1, False)])
def test_session_ends_after_twelve_hours_however_busy(staff_a, monkeypatch, hours, let_in):
    client = browser(staff_a)
    is_let_in(client)

    pass_hours(monkeypatch, hours)

    assert is_let_in(client) is let_in


def test_session_hours_are_a_setting(staff_a, monkeypatch, settings):
    settings.SESSION_MAX_HOURS = 1
    client = browser(staff_a)

    pass_hours(monkeypatch, 1.1)

    assert is_let_in(client) is False


def test_session_that_is_over_is_gone_and_not_only_hidden(staff_a, monkeypatch):
    client = browser(staff_a)
    pass_hours(monkeypatch, 13)
    client.get(OWN)

    monkeypatch.undo()

    assert is_let_in(client) is False


def test_closing_an_account_ends_its_sessions_at_once(staff_a, administrator):
    client = browser(staff_a)
    before = is_let_in(client)

    browser(administrator).post(reverse("user-close", args=[staff_a.pk]))

    assert (before, is_let_in(client)) == (True, False)


def test_account_opened_again_does_not_bring_old_sessions_back(staff_a, administrator):
    client, office = browser(staff_a), browser(administrator)
    office.post(reverse("user-close", args=[staff_a.pk]))
    office.post(reverse("user-open", args=[staff_a.pk]))

    assert (is_let_in(client), is_let_in(browser(staff_a))) == (False, True)


def test_new_password_ends_every_other_session_and_keeps_this_one(staff_a):
    here, elsewhere = browser(staff_a), browser(staff_a)
    before = [is_let_in(here), is_let_in(elsewhere)]

    change_password(here)

    assert (before, [is_let_in(here), is_let_in(elsewhere)]) == ([True, True], [True, False])


def test_other_sessions_end_when_asked(staff_a):
    here, elsewhere = browser(staff_a), browser(staff_a)

    here.post(reverse("other-sessions"))

    assert [is_let_in(here), is_let_in(elsewhere)] == [True, False]


def test_signing_in_leaves_no_row_in_the_account_s_history(staff_a):
    before = staff_a.history.count()

    browser(staff_a)

    assert staff_a.history.count() == before


# A new password


def test_new_password_opens_and_the_old_no_longer(staff_a):
    change_password(browser(staff_a))

    staff_a.refresh_from_db()
    assert (staff_a.check_password(NEW), staff_a.check_password(PASSWORD)) == (True, False)


def test_new_password_stands_in_the_history_without_its_words(staff_a):
    change_password(browser(staff_a))

    last = staff_a.history.first()
    assert (last.history_change_reason, last.history_user, hasattr(last, "password")) == (
        "Đổi mật khẩu của mình",
        staff_a,
        False,
    )


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"current": "wrong"}, "Mật khẩu hiện nay không đúng."),
        ({"new": "ngắn"}, "Mật khẩu phải có ít nhất 14 ký tự."),
        ({"again": "một câu khác hẳn"}, "Hai lần nhập không giống nhau."),
        ({"new": PASSWORD}, "Mật khẩu mới phải khác mật khẩu hiện nay."),
    ],
)
def test_new_password_is_refused_with_a_reason(staff_a, fields, shown):
    page = change_password(browser(staff_a), **fields).content.decode()

    staff_a.refresh_from_db()
    assert (shown in page, staff_a.check_password(PASSWORD)) == (True, True)


def test_typed_passwords_are_never_sent_back(staff_a):
    page = change_password(browser(staff_a), again="một câu khác hẳn").content.decode()

    assert (NEW in page, PASSWORD in page, "một câu khác hẳn" in page) == (False, False, False)


def test_guessing_the_current_password_locks_like_signing_in(staff_a):
    client = browser(staff_a)

    answers = [change_password(client, current="wrong").status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, 429]


# A temporary password


@pytest.fixture
def newcomer(department_a):
    in_a_week = timezone.now() + timedelta(days=7)
    return factories.make_user("newcomer", department=department_a, temporary_password_until=in_a_week)


def test_temporary_password_opens_only_the_page_that_changes_it(newcomer):
    client = browser(newcomer)

    answers = {client.get(address).url for address in ("/", OWN, "/htx/", reverse("second-factor"))}

    assert (answers, client.get(reverse("own-password")).status_code) == ({reverse("own-password")}, 200)


def test_temporary_password_once_changed_opens_everything(newcomer):
    client = browser(newcomer)

    change_password(client)

    newcomer.refresh_from_db()
    assert (is_let_in(client), newcomer.temporary_password_until) == (True, None)


def test_temporary_password_opens_nothing_after_its_days(newcomer):
    newcomer.temporary_password_until = timezone.now() - timedelta(minutes=1)
    newcomer.save()

    assert is_let_in(browser(newcomer)) is False


def test_temporary_password_is_given_for_seven_days(staff_a):
    authentication.give_temporary_password(staff_a)

    left = staff_a.temporary_password_until - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
