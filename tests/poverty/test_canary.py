"""An ID number entered once is found raw nowhere but in the answer that reveals it."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from poverty.models import Household
from tests.forms import send
from tests.matrix import poverty as matrix

CANARY = "000070777999"


@pytest.fixture
def household(db, client, office, staff_a, commune) -> Household:
    """Entered in the browser, as staff do, and edited once."""
    client.force_login(staff_a)
    typed = {"code": "YB-00001", "head": "Chủ hộ minh họa", "place": "Hồng Ca", "members": "4", "id_number": CANARY}
    send(client, "/ho-ngheo/them/", typed)
    household = Household.objects.get()
    send(client, reverse("poverty:edit", args=[household.pk]), members="5")
    return household


def pages(household: Household) -> list[str]:
    """Every page about the household, the journal, and the figure it would be behind."""
    addresses = []
    for name in matrix.MATRIX:
        for args in ([], [household.pk], [household.pk, household.history.first().history_id]):
            try:
                addresses.append(reverse(name, args=args))
            except NoReverseMatch:
                continue
    return [*addresses, reverse("journal"), f"{reverse('journal')}?q={CANARY}", f"/ho-ngheo/?q={CANARY}"]


def test_no_page_of_any_role_shows_it(household, staff_a, staff_b, leadership, administrator, caplog):
    shown = []
    for user in (staff_a, staff_b, leadership, administrator):
        browser = Client()
        browser.force_login(user)
        for address in pages(household):
            asked = CANARY in address  # a search page repeats what was searched for, not what was found
            text = browser.get(address).content.decode()
            shown += [(user.username, address)] if text.count(CANARY) > (1 if asked else 0) else []

    assert shown == []


def test_a_search_for_it_finds_nothing(household, client):
    assert client.get("/ho-ngheo/", {"q": CANARY}).context["listing"].page.paginator.count == 0
    assert client.get("/ho-ngheo/goi-y/", {"q": CANARY}).json() == {"names": []}


def test_only_the_answer_to_a_purpose_shows_it(household, client):
    answer = client.post(reverse("poverty:reveal", args=[household.pk]), {"purpose": "Đối chiếu danh sách vay vốn"})

    assert CANARY in answer.content.decode()


def test_no_log_line_holds_it(household, client, caplog):
    with caplog.at_level(logging.DEBUG):
        send(client, reverse("poverty:edit", args=[household.pk]), id_number=f"{CANARY}1")
        client.post(reverse("poverty:reveal", args=[household.pk]), {"purpose": "Đối chiếu danh sách vay vốn"})

    assert [record.getMessage() for record in caplog.records if CANARY in record.getMessage()] == []


def test_every_text_of_the_database_is_free_of_it(household):
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own table names
            held += [table for row in cursor.fetchall() if CANARY in str(row)]

    assert held == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no single file")
def test_the_database_file_is_free_of_it(household):
    connection.ensure_connection()

    assert CANARY.encode() not in connection.connection.serialize()
