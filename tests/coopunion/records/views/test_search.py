"""One box over every page: what is found where, for whom, and at what price."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coopunion.records.views.search import find
from coopunion.registers.register import searched_registers
from tests import factories

pytestmark = pytest.mark.django_db


def counts(words: str, user) -> dict[str, int]:
    return {each.register.title: each.count for each in find(words, user)}


def test_words_without_diacritics_are_found_in_every_register(staff_a):
    cooperative = factories.make_cooperative("HTX Hồng Ca")
    factories.make_inspection(cooperative, date(2020, 1, 9))
    factories.make_group("THT Hồng Ca")
    factories.make_group("THT Hồng Cẩm", state="annulled")

    assert counts("hong ca", staff_a) == {"Hợp tác xã": 1, "Tổ hợp tác": 1, "Kiểm tra": 1}


def test_household_is_found_by_its_own_department_and_by_leadership(staff_a, staff_b, leadership, administrator):
    factories.make_household("HN-0001", department=staff_a.department)

    asked = [counts("HN-0001", user) for user in (staff_a, staff_b, leadership, administrator)]

    assert asked == [{"Hộ nghèo": 1}, {}, {"Hộ nghèo": 1}, {}]


def test_page_shows_the_first_and_leads_to_all(client, office, staff_a):
    client.force_login(staff_a)
    for number in range(7):
        factories.make_cooperative(f"HTX {number}")

    page = client.get("/tim/", {"q": "htx"})

    assert [(each.count, len(each.rows), each.address) for each in page.context["found"]] == [(7, 6, "/htx/?q=htx")]
    assert 'href="/htx/?q=htx">Xem cả 7</a>' in page.content.decode()


def test_nothing_typed_and_nothing_found_say_so(client, office, staff_a):
    client.force_login(staff_a)

    assert "Gõ tên hoặc mã số cần tìm" in client.get("/tim/").content.decode()
    assert "không có hồ sơ nào khớp “zzz”" in client.get("/tim/", {"q": "zzz\x00"}).content.decode()


def test_queries_do_not_grow_with_what_is_found(client, office, staff_a):
    client.force_login(staff_a)
    factories.make_cooperative("HTX Một")
    with CaptureQueriesContext(connection) as one:
        client.get("/tim/", {"q": "htx"})
    for number in range(9):
        factories.make_cooperative(f"HTX {number}")

    with CaptureQueriesContext(connection) as many:
        client.get("/tim/", {"q": "htx"})

    assert len(many) == len(one)


def test_every_searched_register_has_a_list_to_lead_to():
    assert [register.title for register in searched_registers() if not register.columns] == []
