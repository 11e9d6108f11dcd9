"""An ID number entered once is found raw nowhere but in the answer that reveals it."""

import logging
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from coopunion.models import Evidence
from coopunion.personal_numbers import REFUSED
from coopunion.tables.importing import apply
from poverty.models import Household
from reports.lifecycle.paper_source import FROZEN_FORMATS
from reports.models import Report
from tests import factories
from tests.answers import text_of
from tests.forms import errors, opened, send
from tests.matrix import poverty as matrix
from tests.reports import lives

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
            text = text_of(browser.get(address))
            shown += [(user.username, address)] if text.count(CANARY) > (1 if asked else 0) else []

    assert shown == []


@pytest.fixture
def issued(household, staff_a, leadership) -> Report:
    """A report that counts the household, with its frozen files."""
    period = lives.quarter_four()
    factories.make_classification(household, "poor", 2020)
    factories.make_support(household, date(2020, 11, 5))
    return lives.issued(staff_a, leadership, period)


def test_neither_figures_nor_reports_hold_it(issued, household, staff_a, staff_b, leadership, administrator):
    quarter = ["190", 2020, 4]
    asked = [reverse(f"reports:{name}", args=quarter) for name in ("report", "report-pdf", "dashboard-departments")]
    asked += [reverse("reports:figure", args=[*quarter, "6"]), reverse("reports:version", args=[*quarter, 1])]
    asked += [reverse("reports:figure-file", args=[*quarter, "6", kind]) for kind in ("csv", "xlsx")]
    asked += [reverse("reports:final-file", args=[*quarter, 1, kind]) for kind in FROZEN_FORMATS]
    asked += [reverse("import-export", args=[name]) for name in ("households", "household-supports", "exits")]
    asked += [reverse("my-work"), reverse("search")]

    texts = {}
    for user in (staff_a, staff_b, leadership, administrator):
        browser = Client()
        browser.force_login(user)
        texts |= {(user.username, address): text_of(browser.get(address)) for address in asked}

    assert [key for key, text in texts.items() if CANARY in text] == []
    assert household.code in texts["staff_b", reverse("reports:figure", args=[*quarter, "6"])]
    test_every_text_of_the_database_is_free_of_it(household)


def test_a_draft_and_a_conflict_do_not_show_it(household, client, staff_a):
    edit = reverse("poverty:edit", args=[household.pk])
    typed = opened(client, edit)
    send(client, edit, members="6")

    conflict = client.post(edit, {**typed, "members": "7"})
    send(client, "/ho-ngheo/them/", {"code": "YB-2", "id_number": "000070777998", "action": "draft"})
    draft = client.get(Household.objects.get(code="YB-2").get_absolute_url())

    assert (conflict.context["conflict"] is None, CANARY in text_of(conflict)) == (False, False)
    assert "000070777998" not in text_of(draft)


def test_a_search_for_it_finds_nothing(household, client):
    assert client.get("/ho-ngheo/goi-y/", {"q": CANARY}).json() == {"names": []}


@pytest.mark.parametrize("address", ["/ho-ngheo/", "/tim/", "/nhat-ky/"])
def test_a_search_for_it_leads_to_the_page_without_it(address, household, client):
    plain = client.get(f"{address}?q=so+{CANARY}&trang=2")
    typed = client.get(f"{address}?q={CANARY}", headers={"HX-Request": "true"})

    assert (plain.status_code, plain.url, typed.headers.get("HX-Redirect")) == (302, f"{address}?trang=2", address)
    assert "Không tìm theo số định danh" in client.get(address).content.decode()


@pytest.mark.parametrize("field", ["code", "head", "legal_basis", "note", "reason"])
def test_beside_its_own_field_it_is_refused(field, household, client):
    page = send(client, reverse("poverty:edit", args=[household.pk]), {field: f"số {CANARY}"})

    assert errors(page) == {field: [REFUSED]}
    test_every_text_of_the_database_is_free_of_it(household)


@pytest.mark.parametrize(
    ("name", "field"),
    [("reveal", "purpose"), ("erase", "reason"), ("annul", "reason"), ("evidence", "note"), ("support-add", "note")],
)
def test_what_is_written_about_the_household_may_not_hold_it(name, field, household, client):
    Household.objects.update(legal_basis="Đơn của chủ hộ")
    args = [] if name == "support-add" else [household.pk]
    typed = {field: f"theo CCCD {CANARY}", "household": household.code, "kind": "seeds"}

    page = client.post(reverse(f"poverty:{name}", args=args), typed)

    assert errors(page)[field] == [REFUSED]


def test_reason_of_restoring_may_not_hold_it(household, client):
    restore = reverse("poverty:restore", args=[household.pk, household.history.last().history_id])

    page = client.post(restore, {"reason": f"theo CCCD {CANARY}"}, follow=True)

    assert ([str(message) for message in page.context["messages"]], household.history.count()) == ([REFUSED], 2)


def test_file_s_name_hides_it(household, client):
    Household.objects.update(legal_basis="Đơn của chủ hộ")
    file = SimpleUploadedFile(f"cccd-{CANARY}.pdf", b"%PDF-1.7 can cuoc")

    client.post(reverse("poverty:evidence", args=[household.pk]), {"file": file, "note": ""})

    assert Evidence.objects.get().name == "cccd-•••••••••999.pdf"
    test_every_text_of_the_database_is_free_of_it(household)


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


def test_a_file_brought_in_leaves_it_nowhere(office, commune, staff_a, client):
    table = f"Mã hộ;Chủ hộ;Địa bàn;Số định danh của chủ hộ\nYB-1;Hộ minh họa;{commune.full_name};{CANARY}\n"
    row = factories.make_import(staff_a, "households", table, "ho.csv")
    client.force_login(staff_a)
    preview = client.get(row.get_absolute_url()).content.decode()
    apply(row.pk)

    assert (CANARY in preview, str(Household.objects.get().id_number), Household.objects.get().id_number.plain) == (
        False,
        "•••••••••999",
        CANARY,
    )
    test_every_text_of_the_database_is_free_of_it(None)


@pytest.mark.parametrize(
    ("resource", "table"),
    [
        ("households", "Mã hộ;Địa bàn;Ghi chú\n{number};{place};\n"),
        ("households", "Mã hộ;Địa bàn;Ghi chú\nYB-1;Sa Pa;số {number}\n"),
        ("household-supports", "Mã hộ;Hình thức;Ngày hỗ trợ\n{number};vay vốn;12/5/2020\n"),
    ],
)
def test_file_that_holds_it_elsewhere_is_refused_and_its_preview_hides_it(
    resource, table, office, commune, staff_a, client
):
    content = table.format(number=CANARY, place=commune.full_name)
    row = factories.make_import(staff_a, resource, content, f"ho-{CANARY}.csv")
    client.force_login(staff_a)
    preview = client.get(row.get_absolute_url()).content.decode()

    assert (row.state, row.file_name, CANARY in preview) == ("wrong", "ho-•••••••••999.csv", False)
    test_every_text_of_the_database_is_free_of_it(None)


def test_file_given_back_masks_it(office, commune, staff_a, client):
    table = "Mã hộ;Địa bàn;Ghi chú;Số định danh của chủ hộ\nYB-1;Sa Pa;{0};{0}\nYB-2;{1};số {0};\n"
    row = factories.make_import(staff_a, "households", table.format(CANARY, commune.full_name), "ho.csv")
    client.force_login(staff_a)

    given = text_of(client.get(reverse("import-marked", args=[row.pk])))

    assert (row.state, "•••••••••999" in given) == ("wrong", True)
    assert CANARY not in given


def test_a_file_that_waits_is_encrypted(office, commune, staff_a):
    table = f"Mã hộ;Địa bàn;Số định danh của chủ hộ\nYB-1;{commune.full_name};{CANARY}\n"
    factories.make_import(staff_a, "households", table, "ho.csv")

    test_every_text_of_the_database_is_free_of_it(None)
