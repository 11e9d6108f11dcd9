"""A record's history: itself, the rows edited in its form, and its files, in one list; only itself is restored."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


@pytest.fixture
def inspection(browser):
    return factories.make_inspection(factories.make_cooperative("HTX Một"), date(2020, 1, 9))


def shown(browser, address: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    changes = browser.get(address).context["changes"]
    return [
        (change.kind, change.part, [(each.label, each.old, each.new) for each in change.fields]) for change in changes
    ]


@pytest.mark.parametrize("page", ["", "lich-su/"])
def test_rows_added_changed_and_taken_out_are_told(page, browser, inspection):
    row = factories.make_recommendation(inspection, "Sửa điều lệ")
    row.result = "Đã sửa"
    row.save()
    inspection.save()  # its form saves the record too, and of that there is nothing to tell
    row.delete()

    assert shown(browser, inspection.get_absolute_url() + page) == [
        ("Bỏ", "kiến nghị: Sửa điều lệ", []),
        ("Sửa", "kiến nghị: Sửa điều lệ", [("Kết quả", "–", "Đã sửa")]),
        ("Thêm", "kiến nghị: Sửa điều lệ", []),
        ("Tạo", "", []),
    ]


def test_files_attached_and_taken_away_are_told(browser, inspection):
    factories.make_evidence(inspection, name="bien-ban.pdf").delete()

    assert shown(browser, inspection.get_absolute_url() + "lich-su/") == [
        ("Bỏ", "minh chứng: bien-ban.pdf", []),
        ("Thêm", "minh chứng: bien-ban.pdf", []),
        ("Tạo", "", []),
    ]


def test_rows_and_files_of_other_records_stay_out(browser, inspection):
    other = factories.make_inspection(factories.make_cooperative(), date(2020, 1, 9))
    factories.make_recommendation(other)
    factories.make_evidence(other)

    assert shown(browser, inspection.get_absolute_url() + "lich-su/") == [("Tạo", "", [])]


def test_only_earlier_versions_of_the_record_itself_are_restored(browser, inspection):
    first = inspection.history.get().history_id
    inspection.note = "Ghi chú"
    inspection.save()
    factories.make_recommendation(inspection)

    page = browser.get(inspection.get_absolute_url() + "lich-su/").content.decode()

    assert [page.count(f"/kiem-tra/{inspection.pk}/khoi-phuc/{number}/") for number in (first, first + 1)] == [1, 0]
    assert page.count("Khôi phục bản này") == 1


def test_version_that_nothing_told_has_changed_since_is_not_offered(browser, inspection):
    inspection.save()

    page = browser.get(f"{inspection.get_absolute_url()}lich-su/").content.decode()

    assert "Khôi phục bản này" not in page


@pytest.mark.parametrize("page", ["", "lich-su/"])
def test_history_asks_the_same_queries_however_much_changed(page, browser, inspection):
    counts = []
    for number in (1, 12):
        for each in range(number):
            row = factories.make_recommendation(inspection, f"Kiến nghị {number}.{each}")
            row.save()
            factories.make_evidence(inspection).save()
        with CaptureQueriesContext(connection) as asked:
            browser.get(inspection.get_absolute_url() + page)
        counts.append(len(asked))

    assert counts[0] == counts[1]
