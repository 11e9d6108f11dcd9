"""What the log holds: one line of JSON a record, with its request, without what anybody typed."""

import io
import json
import logging

import pytest
from django.conf import settings as portal
from django.db import IntegrityError
from django.test import Client
from django.urls import path

from coopunion import urls as portal_urls
from coopunion.permissions import public
from coopunion.site.logs import JsonFormatter
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@public
def broken(request):
    try:
        raise IntegrityError("DETAIL: Failing row contains (Chủ hộ bí mật, 015123456789)")
    except IntegrityError as error:
        raise RuntimeError("Chủ hộ bí mật") from error


urlpatterns = [path("broken/", broken, name="broken"), *portal_urls.urlpatterns]


class Written(io.StringIO):
    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Written:
    """Everything that would be written to the server's log."""
    stream = Written()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    listening = [logging.getLogger(name) for name in ("", "django")]  # the two that have a handler
    for logger in listening:
        logger.addHandler(handler)
    yield stream
    for logger in listening:
        logger.removeHandler(handler)


def test_line_names_its_request_like_the_answer_does(client, log):
    answer = client.get("/khong-co/")

    [line] = log.lines
    assert (line["request"], line["status_code"], line["level"]) == (answer.headers["X-Request-ID"], 404, "WARNING")


def test_number_of_a_person_in_an_address_is_hidden(client, log):
    client.get("/ho-ngheo/000070777999/khong-co/")

    assert [line["message"] for line in log.lines] == ["Not Found: /ho-ngheo/•••••••••999/khong-co/"]


@pytest.mark.parametrize("forged", ["%0d%0a", "%0a", "%c2%85", "%e2%80%a8", "%1b[31m"])
def test_forged_line_breaks_stay_inside_their_line(client, log, forged):
    client.get(f"/khong-co{forged}FAKE-LINE/")

    [line] = log.lines
    assert "FAKE-LINE" in line["message"]
    assert log.getvalue().isascii() is True
    assert log.getvalue().count("\n") == 1
    assert "\x1b" not in log.getvalue()


def test_exception_is_told_by_type_and_place_and_never_by_its_words(client, log):
    client.raise_request_exception = False

    client.get("/broken/")

    types = [each["type"] for each in log.lines[0]["exception"]]
    assert types == ["builtins.RuntimeError", "django.db.utils.IntegrityError"]
    assert any("test_logs.py" in frame for frame in log.lines[0]["exception"][0]["frames"])
    assert ("015123456789" in log.getvalue(), "b\\u00ed m\\u1eadt" in log.getvalue()) == (False, False)


def test_signing_in_leaves_neither_names_nor_addresses(client, staff_a, log):
    for password in (*["mật khẩu sai"] * 6, PASSWORD):
        client.post("/dang-nhap/", {"username": "staff_a", "password": password}, REMOTE_ADDR="192.0.2.77")
    Client().post("/dang-nhap/", {"username": "staff_a", "password": PASSWORD})

    written = log.getvalue()
    assert [word in written for word in ("staff_a", "192.0.2.77", "sai", PASSWORD)] == [False] * 4
    assert {"event": "signed_in", "user": staff_a.pk}.items() <= log.lines[-1].items()


def test_search_words_stay_out_of_the_log(client, log):
    client.get("/khong-co/?q=ho+ten+bi+mat")

    assert "bi+mat" not in log.getvalue()


def test_every_logger_of_the_portal_writes_json():
    handlers = portal.LOGGING["handlers"]

    writing = [each for each in handlers.values() if each["class"] != "logging.NullHandler"]
    assert {each["formatter"] for each in writing} == {"json"}


def test_no_logger_is_left_to_the_handler_of_last_resort():
    """Python writes plain text to stderr for one that neither passes its lines on nor has a handler."""
    loggers = portal.LOGGING["loggers"].items()

    assert [name for name, each in loggers if not each.get("propagate", True) and not each["handlers"]] == []


@pytest.mark.parametrize("forged", ["\r\n", "\n", "\x85", "\u2028", "\x1b[31m", "\u202e"])
def test_formatter_escapes_whatever_a_library_writes(forged):
    record = logging.LogRecord("library", logging.WARNING, __file__, 1, f"seen{forged}FAKE", None, None)

    line = JsonFormatter().format(record)

    assert (line.isascii(), line.isprintable(), json.loads(line)["message"]) == (True, True, f"seen{forged}FAKE")
