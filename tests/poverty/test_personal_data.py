"""Personal data of a household: revealed with a purpose and a trace, erased with a reason and without one."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from coopunion.attachments import storage
from coopunion.models import Evidence, JournalEntry
from poverty.models import Classification, DataRequest, Exit, Household, Support, SupportDonor
from poverty.models.household import event_models
from poverty.personal_data import (
    ERASED,
    REVEALED,
    erase,
    kept_too_long,
    past_retention,
    reveal_id_number,
    with_last_event,
)
from tests import factories
from tests.answers import text_of
from tests.forms import errors, send

NUMBER = "000070123456"
PURPOSE = "Đối chiếu danh sách vay vốn"
REASON = "Chủ hộ yêu cầu ngày 05/03/2021"


@pytest.fixture
def household(db, staff_a) -> Household:
    return factories.make_household(
        "YB-00001",
        head="Chủ hộ minh họa",
        id_number=NUMBER,
        birth_year=1970,
        ethnicity="Tày",
        legal_basis="Đơn của chủ hộ",
        note="Nhà ở đầu thôn",
        department=staff_a.department,
    )


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


def address(name: str, household: Household) -> str:
    return reverse(f"poverty:{name}", args=[household.pk])


def entries() -> list[tuple]:
    return list(JournalEntry.objects.order_by("pk").values_list("kind", "user__username", "title", "detail"))


def test_revealing_gives_the_number_and_writes_who_saw_it_and_why(household, staff_a):
    number = reveal_id_number(household, user=staff_a, purpose=PURPOSE)

    assert (number, entries()) == (NUMBER, [(REVEALED, "staff_a", "Hộ YB-00001", f"Mục đích: {PURPOSE}")])


def test_number_that_could_not_be_written_down_is_not_revealed(household, staff_a, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("nhật ký hỏng")

    monkeypatch.setattr(JournalEntry, "write", fail)

    with pytest.raises(RuntimeError):
        reveal_id_number(household, user=staff_a, purpose=PURPOSE)


def test_page_shows_the_number_once_and_is_kept_by_no_cache(household, browser):
    asked = browser.get(address("reveal", household))
    shown = browser.post(address("reveal", household), {"purpose": PURPOSE})
    after = browser.get(address("reveal", household))

    assert [NUMBER in page.content.decode() for page in (asked, shown, after)] == [False, True, False]
    assert "no-store" in shown.headers["Cache-Control"]
    assert len(entries()) == 1


@pytest.mark.parametrize("purpose", ["", "   ", "xem"])
def test_without_a_purpose_nothing_is_shown_or_written(purpose, household, browser):
    page = browser.post(address("reveal", household), {"purpose": purpose})

    assert (NUMBER in page.content.decode(), list(page.context["form"].errors), entries()) == (False, ["purpose"], [])


@pytest.mark.parametrize("name", ["reveal", "erase"])
def test_household_of_another_department_is_not_found(name, household, client, office, staff_b):
    client.force_login(staff_b)

    answer = client.post(address(name, household), {"purpose": PURPOSE, "reason": REASON})

    assert (answer.status_code, entries(), Household.objects.get().head) == (404, [], "Chủ hộ minh họa")


def test_personal_data_page_shows_what_is_kept_masked_and_who_saw_the_number(household, staff_a, browser):
    reveal_id_number(household, user=staff_a, purpose=PURPOSE)

    page = browser.get(address("personal-data", household)).content.decode()

    shown = ("•••••••••456", "Chủ hộ minh họa", "1970", "Tày", "Đơn của chủ hộ", "Nhà ở đầu thôn", PURPOSE)
    assert [text for text in (*shown, NUMBER) if text not in page] == [NUMBER]


def test_leadership_sees_the_page_without_its_buttons(household, client, office, leadership):
    client.force_login(leadership)

    page = client.get(address("personal-data", household)).content.decode()

    assert (address("reveal", household) in page, address("erase", household) in page) == (False, False)


def test_erasing_blanks_the_row_and_its_whole_history(household, staff_a):
    household.head = "Chủ hộ khác"
    household.save()

    erase([household], user=staff_a, reason=REASON)

    row = Household.objects.get()
    fields = ("head", "id_number", "id_index", "birth_year", "ethnicity", "legal_basis", "note")
    blank = ("", "", "", None, "", "", "")
    assert tuple(getattr(row, field) for field in fields) == blank
    assert {tuple(getattr(each, field) for field in fields) for each in row.history.all()} == {blank}
    assert "chu ho" not in row.search_text


def test_erasing_keeps_entries_events_and_counts(household, staff_a):
    support = factories.make_support(household, date(2020, 5, 12), note="Trao cho bà nội")
    before = household.history.count()

    erase([household], user=staff_a, reason=REASON)

    row = Household.objects.get()
    assert (row.code, row.place, row.erased_on) == ("YB-00001", household.place, timezone.localdate())
    assert list(row.history.values_list("history_type", flat=True)) == ["~"] + ["+"] * before
    assert row.history.first().history_change_reason == f"Xóa dữ liệu cá nhân: {REASON}"
    assert (row.supports.get().note, support.history.get().note) == ("", "")
    assert type(support).objects.counted().count() == 1


def test_erasing_is_in_the_journal_without_the_person(household, browser):
    browser.post(address("erase", household), {"reason": REASON})

    assert entries() == [(ERASED, "staff_a", "Hộ YB-00001", f"Lý do: {REASON}")]


@pytest.mark.django_db(transaction=True)
def test_erasing_takes_the_files_away_with_their_bytes(household, staff_a):
    support = factories.make_support(household, date(2020, 5, 12))
    files = [factories.make_evidence(record, name="can-cuoc.pdf") for record in (household, support)]
    kept = factories.make_evidence(factories.make_household())

    erase([household], user=staff_a, reason=REASON)

    assert list(Evidence.objects.all()) == [kept]
    assert [storage().exists(each.stored_as) for each in (*files, kept)] == [False, False, True]
    assert set(Evidence.history.exclude(id=kept.pk).values_list("name", flat=True)) == {"(đã xóa)"}


def test_restoring_an_old_row_brings_nothing_back(household, staff_a, browser):
    first = household.history.get()
    erase([household], user=staff_a, reason=REASON)

    restored = household.history.get(history_id=first.history_id).instance

    assert (restored.head, str(restored.id_number), restored.erased_on) == ("", "", timezone.localdate())


@pytest.fixture
def long_ago(household) -> Household:
    """Classified in 2010, supported on 12/5/2010, out of poverty on 1/12/2010; the end of the year is what lasts."""
    household.classifications.all().delete()
    factories.make_classification(household, "poor", 2010)
    factories.make_support(household, date(2010, 5, 12))
    factories.make_exit(household, date(2010, 12, 1))
    return household


def test_models_of_events_whose_text_is_erased_are_found_by_their_relation():
    assert set(event_models()) == {Classification, Support, Exit, DataRequest}


@pytest.mark.parametrize(("day", "past"), [(date(2020, 12, 30), 0), (date(2020, 12, 31), 1)])
def test_data_may_be_kept_for_the_years_set_after_the_last_event(long_ago, settings, day, past):
    settings.RETENTION_YEARS = 10

    assert past_retention(day).count() == past


def test_later_event_renews_the_term(long_ago, settings):
    settings.RETENTION_YEARS = 10
    factories.make_support(long_ago, date(2015, 1, 1))

    found = with_last_event(Household.objects.all()).get()

    assert (found.last_event_on, past_retention(date(2021, 1, 1)).count()) == (date(2015, 1, 1), 0)


def test_household_without_events_is_kept_from_its_entry(db, settings):
    settings.RETENTION_YEARS = 10
    factories.make_household(classified="", head="Chủ hộ minh họa")
    entered = timezone.localdate()

    days = [entered.replace(year=entered.year + years) for years in (9, 11)]

    assert [past_retention(day).count() for day in days] == [0, 1]


def test_erased_household_is_not_past_retention(long_ago, staff_a):
    erase([long_ago], user=staff_a, reason=REASON)

    assert list(past_retention(date(2100, 1, 1))) == []


def test_chosen_households_are_erased_together(long_ago, browser):
    kept = factories.make_household(head="Chủ hộ còn hạn")

    browser.post(reverse("poverty:past-retention"), {"household": [long_ago.pk], "reason": REASON})

    assert dict(Household.objects.values_list("pk", "head")) == {long_ago.pk: "", kept.pk: "Chủ hộ còn hạn"}


def test_household_not_in_the_list_is_refused_and_none_is_erased(long_ago, browser, department_b):
    foreign = factories.make_household(head="Chủ hộ phòng khác", department=department_b)

    answer = browser.post(reverse("poverty:past-retention"), {"household": [long_ago.pk, foreign.pk], "reason": REASON})

    heads = set(Household.objects.values_list("head", flat=True))
    assert (answer.status_code, heads) == (404, {"Chủ hộ minh họa", "Chủ hộ phòng khác"})


def test_household_that_was_not_ticked_stays_so_when_the_list_is_shown_again(browser, long_ago):
    page = browser.get(reverse("poverty:past-retention"))
    again = browser.post(reverse("poverty:past-retention"), {"reason": ""})

    assert [answer.context["chosen"] for answer in (page, again)] == [{str(long_ago.pk)}, set()]
    assert ["checked" in answer.content.decode() for answer in (page, again)] == [True, False]


def test_command_names_households_past_retention_by_code(long_ago, capsys):
    call_command("past_retention", "--as-of", "2100-01-01")

    said = capsys.readouterr().out
    assert said.splitlines() == [
        "PTHTX\tYB-00001\txã Hồng Ca, huyện Trấn Yên\t31/12/2010",
        "1 hộ đã quá thời hạn lưu giữ.",
    ]


@pytest.mark.django_db(transaction=True)
def test_erasing_takes_files_that_were_taken_off_or_whose_event_was_deleted(household, staff_a, browser):
    support = factories.make_support(household, date(2020, 5, 12))
    taken_off, left = (factories.make_evidence(record, name="can-cuoc.pdf") for record in (household, support))
    browser.post(reverse("evidence-remove", args=[taken_off.pk]))
    support.delete()

    erase([household], user=staff_a, reason=REASON)

    assert [storage().exists(each.stored_as) for each in (taken_off, left)] == [False, False]
    assert (Evidence.objects.count(), set(Evidence.history.values_list("name", flat=True))) == (0, {"(đã xóa)"})


def test_erasing_blanks_what_was_written_about_the_person(household, staff_a, browser):
    support = factories.make_support(household, date(2020, 5, 12), annulled_because="Ông Vũ Văn Bỏ khai trùng")
    support._change_reason = "Sửa tên Vũ Văn Bỏ"
    support.save()
    household.annulled_because, household._change_reason = "Ông Vũ Văn Bỏ khai trùng", "Sửa tên Vũ Văn Bỏ"
    household.save()
    reveal_id_number(household, user=staff_a, purpose="Vay vốn cho Vũ Văn Bỏ")

    erase([household], user=staff_a, reason=REASON)

    tables = (Household.objects, Household.history, type(support).objects, type(support).history, JournalEntry.objects)
    assert [str(row) for table in tables for row in table.values() if "Vũ Văn Bỏ" in str(row)] == []


def test_erasing_blanks_why_donors_were_put_back(household, staff_a, browser):
    support = factories.make_support(household, date(2020, 5, 12))
    factories.make_donor(support)
    pk = support.pk
    support.delete()
    deletion = type(support).history.latest("history_id")
    browser.post(reverse("poverty:support-restore", args=[pk, deletion.history_id]), {"reason": "Vũ Văn Bỏ đã nhận"})

    erase([household], user=staff_a, reason=REASON)

    summary = SupportDonor.history.order_by("history_id").values_list("history_type", "history_change_reason")
    assert list(summary) == [("+", None), ("-", None), ("+", "(đã xóa)")]


@pytest.fixture
def deleted(household, browser) -> Household:
    """Deleted on its page; what it held can still be put back."""
    pk = household.pk
    household.classifications.all().delete()
    browser.post(address("delete", household), {"sure": "yes"})
    household.pk = pk
    return household


def test_data_of_a_deleted_household_can_be_shown_and_erased(deleted, browser):
    history = browser.get(address("history", deleted)).content.decode()
    page = browser.get(address("personal-data", deleted)).content.decode()
    browser.post(address("erase", deleted), {"reason": REASON})

    assert (address("personal-data", deleted) in history, "Chủ hộ minh họa" in page) == (True, True)
    assert set(Household.history.values_list("head", "id_index", "erased_on")) == {("", "", timezone.localdate())}
    assert entries() == [(ERASED, "staff_a", "Hộ YB-00001", f"Lý do: {REASON}")]


@pytest.mark.parametrize("name", ["personal-data", "erase"])
def test_deleted_household_of_another_department_is_not_found(name, deleted, client, staff_b):
    client.force_login(staff_b)

    assert client.get(address(name, deleted)).status_code == 404


def test_deleted_household_is_past_retention_after_its_deletion(deleted, settings, capsys):
    settings.RETENTION_YEARS = 10
    gone = timezone.localdate()

    kept = [kept_too_long(gone.replace(year=gone.year + years)) for years in (9, 11)]

    assert [[str(each) for each in households] for households in kept] == [[], ["Hộ YB-00001"]]


def test_erased_deleted_household_is_not_past_retention(deleted, browser):
    browser.post(address("erase", deleted), {"reason": REASON})

    assert kept_too_long(date(2100, 1, 1)) == []


def test_file_needs_a_recorded_basis(household, browser):
    Household.objects.update(legal_basis="", ethnicity="")
    support = factories.make_support(household, date(2020, 5, 12))

    for record, name in ((household, "evidence"), (support, "support-evidence")):
        file = SimpleUploadedFile("cccd.pdf", b"%PDF-1.7 can cuoc")
        page = browser.post(address(name, record), {"file": file, "note": ""}, follow=True)
        assert [str(message)[:44] for message in page.context["messages"]] == [
            "Tệp có thể là ảnh giấy tờ tùy thân: ghi căn "
        ]

    assert Evidence.objects.count() == 0


def test_basis_stays_while_there_are_files(household, browser):
    factories.make_evidence(household)

    page = send(browser, address("edit", household), legal_basis="", ethnicity="")

    assert errors(page) == {"legal_basis": ["Hộ có tệp minh chứng: chỉ giữ tệp khi có căn cứ."]}


def test_journal_names_who_takes_households_out_and_not_what_was_searched(browser, household):
    factories.make_cooperative("HTX Một")
    text_of(browser.get(reverse("poverty:export"), {"q": "Chủ hộ minh họa"}))
    text_of(browser.get(reverse("import-export", args=["exits"])))
    text_of(browser.get(reverse("cooperatives:export")))

    assert entries() == [
        ("xuất dữ liệu cá nhân", "staff_a", "Hộ nghèo", "Một phần, theo bộ lọc"),
        ("xuất dữ liệu cá nhân", "staff_a", "Thoát nghèo", "Cả bảng"),
    ]
