"""The second factor: turned on by a code, asked for at sign-in, and what stands in for a lost phone."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from coopunion.accounts import second_factor
from coopunion.models import Office
from tests import factories
from tests.factories import PASSWORD, code_of

SIGN_IN, CODE = "/dang-nhap/", "/dang-nhap/ma-xac-minh/"


def sign_in(client, username="staff_a", query=""):
    return client.post(SIGN_IN + query, {"username": username, "password": PASSWORD})


def send_code(client, code, query=""):
    return client.post(CODE + query, {"code": code})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def device(staff_a) -> TOTPDevice:
    return factories.make_second_factor(staff_a)


# Signing in


def test_right_password_alone_opens_nothing(client, device):
    answer = sign_in(client)

    assert (answer.url, is_signed_in(client)) == (CODE + "?next=", False)
    assert client.get(reverse("own-account")).status_code == 302


def test_right_code_opens_the_page_asked_for(client, device):
    answer = sign_in(client, query="?next=/htx/")

    opened = send_code(client, code_of(device), answer.url.removeprefix(CODE))

    assert (opened.url, is_signed_in(client)) == ("/htx/", True)


def test_code_leads_to_no_other_site(client, device):
    sign_in(client)

    assert send_code(client, code_of(device), "?next=//evil.example").url == "/"


def test_code_page_opens_for_nobody_whose_password_was_not_right(client, device):
    assert (client.get(CODE).url, send_code(client, code_of(device)).url) == (SIGN_IN, SIGN_IN)


def test_code_is_refused_a_second_time(client, device):
    code = code_of(device)
    sign_in(client)
    send_code(client, code)
    other = Client()
    sign_in(other)

    send_code(other, code)

    assert is_signed_in(other) is False


def test_wrong_codes_count_like_wrong_passwords_and_lock(client, device):
    sign_in(client)

    answers = [send_code(client, "000000").status_code for _ in range(5)]

    assert (answers, send_code(client, code_of(device)).status_code) == ([200, 200, 200, 200, 429], 429)
    assert sign_in(Client()).status_code == 429


def test_code_is_refused_when_the_password_changed_meanwhile(client, device, staff_a):
    sign_in(client)
    staff_a.set_password("another good long password")
    staff_a.save()

    assert send_code(client, code_of(device)).url == SIGN_IN


def test_code_is_refused_when_the_account_was_closed_meanwhile(client, device, staff_a):
    sign_in(client)
    staff_a.is_active = False
    staff_a.save()

    assert send_code(client, code_of(device)).url == SIGN_IN


def test_code_comes_too_late_after_five_minutes(client, device, monkeypatch):
    sign_in(client)
    monkeypatch.setattr("coopunion.accounts.views.CODE_SECONDS", -1)

    assert send_code(client, code_of(device)).url == SIGN_IN


# Recovery codes


def test_recovery_code_opens_once_however_it_is_typed(client, device, staff_a):
    code = second_factor.new_recovery_codes(staff_a)[0]
    sign_in(client)
    send_code(client, f" {code.upper()} ")
    other = Client()
    sign_in(other)
    send_code(other, code)

    assert (is_signed_in(client), is_signed_in(other), second_factor.recovery_codes_left(staff_a)) == (True, False, 9)


def test_recovery_codes_are_not_stored_as_they_are_read(staff_a, db):
    codes = {code.replace("-", "") for code in second_factor.new_recovery_codes(staff_a)}

    stored = set(StaticToken.objects.values_list("token", flat=True))

    assert (len(codes), len(stored), codes & stored) == (10, 10, set())


def test_new_recovery_codes_void_the_old(client, device, staff_a):
    old = second_factor.new_recovery_codes(staff_a)[0]
    second_factor.new_recovery_codes(staff_a)
    sign_in(client)

    send_code(client, old)

    assert is_signed_in(client) is False


# Turning on and off


def turn_on(client, user, password=PASSWORD, code=None):
    client.post(reverse("second-factor-start"))
    code = code or code_of(second_factor.device_of(user, confirmed=False))
    return client.post(reverse("second-factor-on"), {"code": code, "current_password": password})


def test_turning_on_shows_ten_recovery_codes_once(client, staff_a):
    client.force_login(staff_a)

    page = turn_on(client, staff_a).content.decode()

    assert (second_factor.device_of(staff_a) is not None, page.count("<li><code>")) == (True, 10)
    assert "<li><code>" not in client.get(reverse("second-factor")).content.decode()


def test_turning_on_ends_the_other_sessions_and_keeps_this_one(client, staff_a):
    client.force_login(staff_a)
    other = Client()
    other.force_login(staff_a)
    other.get(reverse("own-account"))

    turn_on(client, staff_a)

    assert [each.get(reverse("own-account")).status_code for each in (client, other)] == [200, 302]


@pytest.mark.parametrize(("password", "code"), [("wrong", None), (PASSWORD, "000000")])
def test_turning_on_needs_the_password_and_a_right_code(client, staff_a, password, code):
    client.force_login(staff_a)

    turn_on(client, staff_a, password, code)

    assert second_factor.device_of(staff_a) is None


def test_page_shows_the_secret_until_it_is_confirmed_and_never_after(client, staff_a):
    client.force_login(staff_a)
    client.post(reverse("second-factor-start"))
    secret = second_factor.secret_text(second_factor.device_of(staff_a, confirmed=False))
    before = client.get(reverse("second-factor")).content.decode()
    turn_on(client, staff_a)
    after = client.get(reverse("second-factor")).content.decode()

    assert (secret in before, "<svg" in before, '<svg class="qr' in after, "khóa này" in after) == (
        True,
        True,
        False,
        False,
    )


def test_picture_has_no_style_the_policy_would_refuse(staff_a):
    second_factor.start(staff_a)

    picture = second_factor.picture(second_factor.device_of(staff_a, confirmed=False))

    assert ("<style" in picture, "style=" in picture, picture.startswith("<svg")) == (False, False, True)


def test_opening_the_page_writes_no_secret(client, staff_a):
    client.force_login(staff_a)

    client.get(reverse("second-factor"))

    assert TOTPDevice.objects.exists() is False


def test_starting_again_does_not_touch_a_device_in_force(client, device, staff_a):
    client.force_login(staff_a)

    client.post(reverse("second-factor-start"))

    assert list(TOTPDevice.objects.filter(user=staff_a)) == [device]


def test_turning_off_needs_the_password(client, device, staff_a):
    client.force_login(staff_a)

    client.post(reverse("second-factor-off"), {"current_password": "wrong"})
    kept = second_factor.device_of(staff_a)
    client.post(reverse("second-factor-off"), {"current_password": PASSWORD})

    assert (kept, second_factor.device_of(staff_a)) == (device, None)


def test_turning_off_is_refused_while_the_password_is_short(client, device, staff_a):
    staff_a.set_password("tám chữ!")
    staff_a.save()
    client.force_login(staff_a)

    page = client.post(reverse("second-factor-off"), {"current_password": "tám chữ!"}).content.decode()

    assert ("Mật khẩu phải có ít nhất 14 ký tự." in page, second_factor.device_of(staff_a)) == (True, device)


# Required by the office


@pytest.fixture
def strict_office(office) -> Office:
    office = Office.current()
    office.second_factor_required = True
    office.save()
    return office


@pytest.mark.parametrize(("role", "moved_to"), [("leadership", "second-factor"), ("administrator", "second-factor")])
def test_required_second_factor_leads_there_and_opens_nothing_else(client, strict_office, role, moved_to):
    factories.make_user("obliged", role)
    sign_in(client, "obliged")

    answers = {client.get(reverse(name)).url for name in ("reports:dashboard", "own-account", "cooperatives:list")}

    assert answers == {reverse(moved_to)}


def test_required_second_factor_opens_everything_once_it_is_on(client, strict_office, leadership):
    sign_in(client, "leadership")

    turn_on(client, leadership)

    assert client.get(reverse("own-account")).status_code == 200


def test_required_second_factor_leaves_staff_alone(client, strict_office, staff_a):
    sign_in(client)

    assert client.get(reverse("own-account")).status_code == 200


def test_required_second_factor_cannot_be_turned_off(client, strict_office, leadership):
    device = factories.make_second_factor(leadership)
    sign_in(client, "leadership")
    send_code(client, code_of(device))

    client.post(reverse("second-factor-off"), {"current_password": PASSWORD})

    assert second_factor.device_of(leadership) == device
