"""Text that was sent after its session had ended: kept for its sender, shown again unsaved, seen by nobody else."""

import pytest
from django.conf import settings as portal
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from coopunion.forms import recovery
from coopunion.models import Department
from tests import factories
from tests.factories import PASSWORD

FORM = "/quan-tri/phong-ban/them/"
TYPED = {"code": "PHM", "name": "Phòng đang gõ dở"}


def sign_in(client, username="administrator", follow=None):
    return client.post(follow or "/dang-nhap/", {"username": username, "password": PASSWORD})


def end_session(client) -> None:
    """As after half an hour: the browser has dropped the session's cookie."""
    del client.cookies[portal.SESSION_COOKIE_NAME]


@pytest.fixture
def expired(client, administrator) -> Client:
    """A browser whose session ended while the form was open."""
    sign_in(client)
    client.get(FORM)
    end_session(client)
    return client


def kept(client) -> bool:
    return recovery.KEPT in client.session


def test_text_sent_too_late_comes_back_unsaved_after_sign_in(expired):
    asked = expired.post(FORM, TYPED)
    message = expired.get(asked.url).content.decode()
    back = sign_in(expired, follow=asked.url)
    page = expired.get(back.url)

    assert (asked.url, back.url) == (f"/dang-nhap/?next={FORM}", FORM)
    assert "Nội dung bạn vừa gửi được giữ lại nhưng chưa ghi" in message
    assert [page.context["form"][name].value() for name in TYPED] == list(TYPED.values())
    assert recovery.NOTICE in page.content.decode()
    assert Department.objects.exists() is False


def test_text_can_then_be_sent_and_is_kept_no_longer(expired):
    asked = expired.post(FORM, TYPED)
    sign_in(expired, follow=asked.url)

    expired.post(FORM, TYPED)

    assert (Department.objects.get().name, kept(expired)) == ("Phòng đang gõ dở", False)


def test_text_waits_while_the_page_is_loaded_again(expired):
    asked = expired.post(FORM, TYPED)
    sign_in(expired, follow=asked.url)

    pages = [expired.get(FORM).context["form"]["name"].value() for _ in range(2)]

    assert pages == ["Phòng đang gõ dở"] * 2


def test_text_waits_through_the_second_factor(expired, administrator):
    asked = expired.post(FORM, TYPED)
    device = factories.make_second_factor(administrator)
    step = sign_in(expired, follow=asked.url)

    back = expired.post(step.url, {"code": factories.code_of(device)})

    assert (back.url, expired.get(FORM).context["form"]["name"].value()) == (FORM, "Phòng đang gõ dở")


def test_text_outlives_a_wrong_password(expired):
    asked = expired.post(FORM, TYPED)
    expired.post(asked.url, {"username": "administrator", "password": "wrong"})
    sign_in(expired, follow=asked.url)

    assert expired.get(FORM).context["form"]["name"].value() == "Phòng đang gõ dở"


def test_text_is_never_seen_by_another_who_signs_in_there(expired):
    factories.make_user("second", "administrator")
    asked = expired.post(FORM, TYPED)

    sign_in(expired, "second", follow=asked.url)

    assert ("Phòng đang gõ dở" in expired.get(FORM).content.decode(), kept(expired)) == (False, False)
    assert "Phòng đang gõ dở" not in expired.get(asked.url).content.decode()


def test_text_left_in_a_session_is_read_by_its_owner_alone(expired):
    expired.post(FORM, TYPED)
    sealed = expired.session[recovery.KEPT]
    client = Client()
    client.force_login(factories.make_user("second", "administrator"))
    session = client.session
    session[recovery.KEPT] = sealed
    session.save()

    assert "Phòng đang gõ dở" not in client.get(FORM).content.decode()


def test_text_waits_in_its_own_browser_alone(expired):
    expired.post(FORM, TYPED)
    elsewhere = Client()
    sign_in(elsewhere)

    assert "Phòng đang gõ dở" not in elsewhere.get(FORM).content.decode()


def test_text_lies_encrypted_in_the_session(expired):
    expired.post(FORM, TYPED)

    session = str(dict(expired.session.items()))
    assert (kept(expired), "Phòng đang" in session, "PHM" in session) == (True, False, False)


@pytest.mark.parametrize("mark", [None, "1:forged"])
def test_stranger_gets_nothing_kept_and_no_session(client, administrator, mark):
    if mark:
        client.cookies[recovery.OWNER_COOKIE] = mark

    answer = client.post(FORM, TYPED)

    assert (portal.SESSION_COOKIE_NAME in answer.cookies, Session.objects.exists()) == (False, False)


def test_after_signing_out_nothing_is_kept(client, administrator):
    sign_in(client)
    client.post("/dang-xuat/")

    client.post(FORM, TYPED)

    assert kept(client) is False


def test_password_is_never_kept(expired):
    fields = {"current_password": PASSWORD, "new_password": "x", "new_password_again": "x"}

    expired.post(reverse("own-password"), fields)

    assert kept(expired) is False


def test_endless_text_is_not_kept(expired):
    expired.post(FORM, TYPED | {"name": "a" * recovery.MOST_LETTERS})

    assert kept(expired) is False


def test_text_is_gone_after_an_hour(expired, monkeypatch):
    asked = expired.post(FORM, TYPED)
    sign_in(expired, follow=asked.url)

    monkeypatch.setattr(recovery, "KEEP_SECONDS", -1)

    assert "Phòng đang gõ dở" not in expired.get(FORM).content.decode()


def test_text_shows_on_its_own_page_alone(expired):
    asked = expired.post(FORM, TYPED)
    sign_in(expired, follow=asked.url)

    assert "Phòng đang gõ dở" not in expired.get(reverse("user-add")).content.decode()


def test_button_that_only_sends_leads_back_to_the_page_it_stood_on(expired, department_a):
    page = reverse("department-edit", args=[department_a.pk])

    asked = expired.post(
        reverse("department-delete", args=[department_a.pk]), headers={"Referer": f"http://testserver{page}"}
    )

    assert (asked.url, Department.objects.filter(pk=department_a.pk).exists()) == (f"/dang-nhap/?next={page}", True)


def test_page_it_stood_on_is_never_another_site(expired):
    asked = expired.post(FORM, TYPED, headers={"Referer": "https://evil.example/form"})

    assert asked.url == f"/dang-nhap/?next={FORM}"


def test_session_over_its_hours_keeps_the_text_too(client, administrator, settings):
    sign_in(client)
    settings.SESSION_MAX_HOURS = -1

    client.post(FORM, TYPED)

    assert kept(client) is True


def test_part_of_a_page_asked_for_too_late_moves_the_whole_page(expired):
    answer = expired.get("/htx/?q=hong", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/dang-nhap/?next=/htx/%3Fq%3Dhong")


def test_forged_form_of_another_site_is_refused_and_not_kept(administrator):
    client = Client(enforce_csrf_checks=True)
    client.cookies[recovery.OWNER_COOKIE] = "whatever"

    answer = client.post(FORM, TYPED, headers={"Origin": "https://evil.example"})

    assert (answer.status_code, kept(client)) == (403, False)
