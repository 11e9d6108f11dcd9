"""The permission matrix: every address × every actor × GET and POST has an expected answer, and none is missing."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coopunion.permissions import ROLES, Permission
from reports.models import Report
from tests import factories
from tests.answers import text_of
from tests.matrix import poverty
from tests.matrix.whole import MATRIX

ACTORS = ("anonymous", "staff_a", "staff_b", "leadership", "administrator", "disabled")
PUBLIC = {"sign-in", "sign-in-code", "sign-out", "health", "reports:verify"}


def names(patterns: list | None = None, prefix: str = "") -> set[str]:
    """Every named address of the portal."""
    found: set[str] = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= names(pattern.url_patterns, prefix + space)
        elif isinstance(pattern, URLPattern):
            found.add(prefix + pattern.name)
    return found


@pytest.fixture
def clients(staff_a, staff_b, leadership, administrator, disabled) -> dict[str, Client]:
    """One signed-in browser an actor; the disabled account was signed in when it was closed."""
    clients = {"anonymous": Client()}
    for name, user in zip(ACTORS[1:], (staff_a, staff_b, leadership, administrator, disabled), strict=True):
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def test_matrix_lists_every_address():
    assert names() == set(MATRIX)


def test_public_addresses_are_these_alone():
    def permission_of(name: str) -> Permission | None:
        return next(view for view in views() if view[0] == name)[1]

    def views(patterns=None, prefix="") -> list[tuple[str, Permission | None]]:
        found = []
        for pattern in get_resolver().url_patterns if patterns is None else patterns:
            if isinstance(pattern, URLResolver):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                found += views(pattern.url_patterns, prefix + space)
            else:
                found.append((prefix + pattern.name, pattern.callback.permission))
        return found

    assert {name for name in MATRIX if permission_of(name) is None} == PUBLIC


@pytest.mark.parametrize("method", ["get", "post"])
def test_matrix_answers_as_listed_and_shows_nobody_an_id_number(method, addresses, clients, record_property):
    listed = {name: answers[method == "post"] for name, answers in MATRIX.items()}

    answered, shown = {}, []
    for name, address in addresses.items():
        # Signing out ends a session: each address is asked with sessions of its own.
        browsers = {actor: fresh(client) for actor, client in clients.items()}
        answers = {actor: getattr(browsers[actor], method)(address) for actor in ACTORS}
        answered[name] = tuple(answer.status_code for answer in answers.values())
        shown += [(name, actor) for actor, answer in answers.items() if poverty.ID_NUMBER in text_of(answer)]

    record_property("triples", sum(map(len, answered.values())))  # told at the end of the run (tests/conftest.py)
    assert answered == listed
    assert shown == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_number_larger_than_any_of_the_database_is_not_found(method, arguments, clients):
    answered = {}
    for name, values in arguments.items():
        if name in MATRIX and any(isinstance(value, int) for value in values):
            address = reverse(name, args=[10**23 if isinstance(value, int) else value for value in values])
            answered[name] = {getattr(clients[actor], method)(address).status_code for actor in ACTORS[1:5]}

    assert {name: found for name, found in answered.items() if 404 not in found or found - {403, 404}} == {}


def fresh(client: Client) -> Client:
    """A browser whose session begins as the given one's; signing in anew would take as long as many an answer."""
    copy = Client()
    if settings.SESSION_COOKIE_NAME in client.cookies:
        session = SessionStore()
        session.update(client.session)
        session.save()
        copy.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return copy


def test_figure_names_household_of_another_department_by_code_alone(addresses, clients):
    own = clients["staff_a"].get(addresses["reports:figure"]).content.decode()
    other = clients["staff_b"].get(addresses["reports:figure"]).content.decode()

    link = addresses["poverty:detail"]
    assert (link in own, link in other) == (True, False)
    assert ("Chủ hộ bí mật" in own, "Chủ hộ bí mật" in other) == (False, False)
    assert "xã Hồng Ca, huyện Trấn Yên" in other


def test_household_list_shows_own_department_alone(addresses, clients):
    seen = {
        actor: addresses["poverty:detail"] in clients[actor].get(addresses["poverty:list"]).content.decode()
        for actor in ("staff_a", "staff_b", "leadership")
    }

    assert seen == {"staff_a": True, "staff_b": False, "leadership": True}


def test_every_permission_is_granted_to_somebody():
    assert set(Permission) == set().union(*ROLES.values())


def test_issued_report_is_read_by_everybody_signed_in(addresses, clients):
    period = factories.make_period(factories.make_program("191"), 4)
    Report.objects.create(period=period, state="issued", number=5, issued_on=date(2021, 2, 5))

    page = clients["staff_b"].get(reverse("reports:report", args=["191", 2020, 4])).content.decode()

    assert "05/BC-LMHTX" in page
