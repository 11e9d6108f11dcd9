"""Answers that are no page: their headers, their number, and what a forged host or address gets."""

import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import path, reverse

from coopunion import urls as portal
from coopunion.permissions import public
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@public
def broken(request):
    raise RuntimeError


@public
def suspicious(request):
    raise SuspiciousOperation


urlpatterns = [
    path("broken/", broken, name="broken"),
    path("suspicious/", suspicious, name="suspicious"),
    *portal.urlpatterns,
]


def answer_of(kind: str, client: Client, staff):
    """The answer that is this kind of error."""
    client.raise_request_exception = False
    if kind == "csrf":
        return Client(enforce_csrf_checks=True).post("/dang-nhap/", {})
    if kind == "host":
        return client.get("/suc-khoe/", headers={"Host": "evil.example"})
    if kind == "locked":
        return [client.post("/dang-nhap/", {"username": "staff_a", "password": "x"}) for _ in range(6)][-1]
    client.force_login(staff)
    return client.get(
        {"400": "/suspicious/", "403": reverse("user-list"), "404": "/khong-co/", "500": "/broken/"}[kind]
    )


KINDS = {"400": 400, "host": 400, "403": 403, "csrf": 403, "404": 404, "locked": 429, "500": 500}


@pytest.mark.parametrize(("kind", "status"), KINDS.items())
def test_error_carries_every_header_that_protects(client, staff_a, settings, kind, status):
    answer = answer_of(kind, client, staff_a)

    shown = {name: answer.headers.get(name) for name in ("Content-Security-Policy", "X-Content-Type-Options")}
    shown |= {name: answer.headers.get(name) for name in ("X-Frame-Options", "Referrer-Policy")}
    assert (answer.status_code, shown) == (
        status,
        {
            "Content-Security-Policy": settings.CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
        },
    )


@pytest.mark.parametrize("kind", ["400", "host", "403", "csrf", "404", "500"])
def test_page_of_an_error_shows_its_number_in_vietnamese(client, staff_a, kind):
    answer = answer_of(kind, client, staff_a)

    page = answer.content.decode()
    assert ('lang="vi"' in page, re.findall(r"<code>(\w+)</code>", page)) == (True, [answer.headers["X-Request-ID"]])


@pytest.mark.parametrize("address", ["/dang-xuat/", "/nhap-excel/1/ghi/"])
def test_address_that_only_takes_a_button_answers_with_a_page(client, staff_a, address):
    client.force_login(staff_a)

    answer = client.get(address)

    page = answer.content.decode()
    assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)
    assert ("Trang này không mở thẳng được" in page, 'href="/">Về trang đầu</a>' in page) == (True, True)


def test_error_tells_nothing_of_the_code(client, staff_a):
    page = answer_of("500", client, staff_a).content.decode()

    assert [word in page for word in ("RuntimeError", "Traceback", ".py", "Django")] == [False] * 4


# The number of a request


def test_numbers_of_requests_differ(client):
    numbers = {client.get("/suc-khoe/").headers["X-Request-ID"] for _ in range(20)}

    assert (len(numbers), {len(each) for each in numbers}) == (20, {32})


def test_number_given_by_a_proxy_is_taken_over(client):
    answer = client.get("/suc-khoe/", headers={"X-Request-ID": "proxy-0123456789"})

    assert answer.headers["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize("given", ["short", "a" * 65, "with space 12345", "<script>alert(1)</script>", "số-0123456789"])
def test_number_that_is_none_is_replaced(client, given):
    assert client.get("/suc-khoe/", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


# Forged hosts and addresses


@pytest.mark.parametrize("address", ["/suc-khoe/", "/dang-nhap/", "/", "/khong-co/"])
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b"])
def test_forged_host_is_refused(client, address, host):
    answer = client.get(address, headers={"Host": host})

    assert (answer.status_code, "evil" in answer.content.decode()) == (400, False)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "http://testserver@evil.example/",
        "\t//evil.example",
        "/%0d%0aLocation: https://evil.example",
    ],
)
def test_no_address_leads_to_another_site(client, staff_a, elsewhere):
    there = client.post("/dang-nhap/", {"username": "staff_a", "password": PASSWORD}, query_params={"next": elsewhere})
    posted = Client().post("/dang-nhap/", {"username": "staff_a", "password": PASSWORD, "next": elsewhere})
    signed_in = client.get("/dang-nhap/", query_params={"next": elsewhere})
    signed_out = client.post("/dang-xuat/", {"next": elsewhere})

    local = re.compile(r"/(?![/\\])")
    assert [bool(local.match(answer.url)) for answer in (there, posted, signed_in, signed_out)] == [True] * 4
