"""Who may sign in, and what a stranger learns."""

import pytest
from django.urls import reverse

from coopunion.accounts.authentication import address_of
from tests import factories
from tests.factories import PASSWORD

SIGN_IN = "/dang-nhap/"


def sign_in(client, username: str, password: str = PASSWORD, query: str = ""):
    return client.post(SIGN_IN + query, {"username": username, "password": password})


def test_sign_in_with_the_right_password_opens_the_dashboard(client, staff_a):
    answer = sign_in(client, "staff_a")

    assert (answer.status_code, answer.url) == (302, "/")


def test_sign_in_answers_wrong_password_and_unknown_name_alike(client, staff_a):
    wrong = sign_in(client, "staff_a", "something else").content.decode()
    unknown = sign_in(client, "nobody", "something else").content.decode()

    def shown(page: str) -> list[str]:
        return [
            line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and 'name="username"' not in line
        ]

    assert shown(wrong) == shown(unknown)
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in wrong


def test_sign_in_of_a_disabled_account_is_refused(client, disabled):
    assert sign_in(client, "disabled").status_code == 200


@pytest.mark.parametrize(("demo", "status"), [(True, 302), (False, 200)])
def test_demo_account_signs_in_only_in_demo_mode(client, department_a, settings, demo, status):
    settings.DEMO = demo
    factories.make_user("canbo", department=department_a, is_demo=True)

    assert sign_in(client, "canbo").status_code == status


def test_demo_account_loses_its_session_with_demo_mode(client, department_a, settings):
    settings.DEMO = True
    factories.make_user("canbo", department=department_a, is_demo=True)
    sign_in(client, "canbo")

    settings.DEMO = False

    assert client.get(reverse("cooperatives:list")).status_code == 302


def test_sign_in_leads_back_to_the_page_asked_for(client, staff_a):
    asked = client.get("/htx/?q=hong+ca")

    answer = sign_in(client, "staff_a", query=asked.url.partition("/dang-nhap/")[2])

    assert answer.url == "/htx/?q=hong+ca"


def test_sign_in_leads_to_no_other_site(client, staff_a):
    assert sign_in(client, "staff_a", query="?next=//evil.example").url == "/"


def test_sign_out_by_link_does_nothing(client, staff_a):
    client.force_login(staff_a)

    answer = client.get("/dang-xuat/")

    assert (answer.status_code, "_auth_user_id" in client.session) == (405, True)


def test_five_wrong_passwords_lock_the_account_from_that_address(client, staff_a):
    answers = [sign_in(client, "staff_a", "something else").status_code for _ in range(5)]

    assert (answers, sign_in(client, "staff_a").status_code) == ([200, 200, 200, 200, 429], 429)


def test_forged_address_does_not_lift_the_lock(client, staff_a):
    for number in range(5):
        client.post(
            SIGN_IN,
            {"username": "staff_a", "password": "something else"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )

    assert sign_in(client, "staff_a").status_code == 429


@pytest.mark.parametrize(
    ("connection", "header", "address"),
    [
        ("192.0.2.7", "10.0.0.1", "192.0.2.7"),  # no proxy of ours: whatever it says
        ("10.1.1.1", "198.51.100.5", "198.51.100.5"),
        ("10.1.1.1", "203.0.113.9, 198.51.100.5", "198.51.100.5"),  # the left one is the client's own invention
        ("10.1.1.1", "203.0.113.9, 198.51.100.5, 10.1.1.2", "198.51.100.5"),
        ("10.1.1.1", "", "10.1.1.1"),
    ],
)
def test_address_is_the_last_that_no_proxy_of_ours_has(rf, settings, connection, header, address):
    settings.TRUSTED_PROXIES = ["10.1.1.1", "10.1.1.2"]

    request = rf.get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR=connection)

    assert address_of(request) == address


def test_lock_of_one_address_leaves_the_account_open_from_another(client, staff_a):
    for _ in range(5):
        sign_in(client, "staff_a", "something else")

    elsewhere = client.post(SIGN_IN, {"username": "staff_a", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")

    assert elsewhere.status_code == 302


def test_session_ends_after_half_an_hour_without_a_click(client, staff_a):
    sign_in(client, "staff_a")

    assert client.session.get_expiry_age() == 30 * 60


def test_signing_in_is_no_change_of_the_account(client, office, staff_a):
    client.post("/dang-nhap/", {"username": "staff_a", "password": factories.PASSWORD})

    assert staff_a.history.count() == 1
