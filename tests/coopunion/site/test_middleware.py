"""What holds for every answer: the content security policy, and that nothing opens without a permission."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import path, reverse

from coopunion import urls as portal
from coopunion.permissions import Permission, public, requires

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

HEADER = "Content-Security-Policy"


def undeclared(request):
    return HttpResponse("open")


@public
def open_to_all(request):
    return HttpResponse("open")


@requires(Permission.VIEW_ALL_HOUSEHOLDS)
def guarded(request):
    return HttpResponse("open")


@public
def with_own_policy(request):
    return HttpResponse("open", headers={HEADER: "sandbox"})


@public
def broken(request):
    raise RuntimeError


urlpatterns = [
    path("undeclared/", undeclared, name="undeclared"),
    path("open/", open_to_all, name="open"),
    path("guarded/", guarded, name="guarded"),
    path("own-policy/", with_own_policy, name="own-policy"),
    path("broken/", broken, name="broken"),
    *portal.urlpatterns,  # the pages of errors link to them
]


# Permissions


def test_view_without_permission_does_not_answer(client, leadership):
    client.force_login(leadership)
    with pytest.raises(ImproperlyConfigured, match=r"^The view of /undeclared/ declares no permission\.$"):
        client.get("/undeclared/")


def test_view_without_permission_does_not_answer_anonymous_either(client):
    with pytest.raises(ImproperlyConfigured):
        client.get("/undeclared/")


def test_public_view_answers_without_sign_in(client):
    assert client.get("/open/").content == b"open"


def test_guarded_view_sends_anonymous_to_sign_in_and_back(client):
    response = client.get("/guarded/?quy=4")
    assert (response.status_code, response.url) == (302, f"{reverse('sign-in')}?next=/guarded/%3Fquy%3D4")


@pytest.mark.parametrize("typed", ["000070777999", "000+070+777+999"])
def test_search_for_a_person_s_number_is_not_repeated_in_the_way_to_sign_in(typed, client):
    response = client.get(f"/guarded/?q={typed}")
    assert response.url == f"{reverse('sign-in')}?next=/guarded/"


def test_guarded_view_answers_the_permitted_role(client, leadership):
    client.force_login(leadership)
    assert client.get("/guarded/").content == b"open"


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_guarded_view_refuses_other_roles_whatever_the_method(method, client, staff_a):
    client.force_login(staff_a)
    response = getattr(client, method)("/guarded/")
    assert response.status_code == 403


def test_guarded_view_refuses_an_account_that_was_closed_meanwhile(client, leadership):
    client.force_login(leadership)
    leadership.is_active = False
    leadership.save()
    response = client.get("/guarded/")
    assert (response.status_code, b"open" in response.content) == (302, False)


# The content security policy


@pytest.mark.parametrize(
    ("address", "status"), [("/open/", 200), ("/guarded/", 302), ("/khong-co/", 404), ("/broken/", 500)]
)
def test_policy_stands_on_every_answer(address, status, client, settings):
    client.raise_request_exception = False
    response = client.get(address)
    assert (response.status_code, response.headers[HEADER]) == (status, settings.CONTENT_SECURITY_POLICY)


def test_policy_stands_on_a_refusal(client, staff_a, settings):
    client.force_login(staff_a)
    response = client.get("/guarded/")
    assert (response.status_code, response.headers[HEADER]) == (403, settings.CONTENT_SECURITY_POLICY)


def test_policy_that_a_view_sets_itself_stays(client):
    assert client.get("/own-policy/").headers[HEADER] == "sandbox"


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere(settings):
    rules = dict(rule.strip().split(" ", 1) for rule in settings.CONTENT_SECURITY_POLICY.split(";"))
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'")
    assert [word for word in ("unsafe", "http:", "https:", "*") if word in settings.CONTENT_SECURITY_POLICY] == []
