"""The form of a register, by the example of cooperative groups: what people type, and what becomes of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperatives.models import CooperativeGroup
from cooperatives.models.group import FOUNDED
from coopunion.models import Submission
from coopunion.models.conditions import queries
from tests import factories

ADD = "/tht/them/"
GROUP = {"name": "THT Nuôi ong", "place": "xã Hồng Ca, huyện Trấn Yên", "notified_on": "12/05/2020", "members": "12"}


def send(browser, values=GROUP, /, to=ADD, **changes):
    return browser.post(to, {**values, **changes}, follow=True)


def errors(page) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in page.context["form"].errors.items()}


def edit_of(group) -> str:
    return reverse("cooperatives:group-edit", args=[group.pk])


def opened(browser, group) -> dict:
    """The form of a group as a browser would send it back unchanged."""
    form = browser.get(edit_of(group)).context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "submission"}


def test_group_is_recorded_with_department_author_and_history(browser, staff_a, commune):
    send(browser)

    group = CooperativeGroup.objects.get()
    assert (group.name, group.place, group.notified_on, group.members) == (
        "THT Nuôi ong", commune, date(2020, 5, 12), 12,
    )  # fmt: skip
    assert (group.department, group.created_by, group.state) == (staff_a.department, staff_a, "recorded")
    assert [row.history_user for row in group.history.all()] == [staff_a]


@pytest.mark.parametrize("name", ["   ", "\u200b \u200b", ""])
def test_name_of_nothing_visible_is_refused(name, browser):
    assert errors(send(browser, name=name)) == {"name": ["Trường này là bắt buộc."]}


def test_name_is_stored_composed_and_trimmed(browser):
    send(browser, name=" \u00a0THT Hoa\u0300 Bi\u0300nh\u202e  hai ")

    assert CooperativeGroup.objects.get().name == "THT Hoà Bình hai"


def test_name_of_ten_thousand_letters_is_refused(browser):
    page = send(browser, name="a" * 10_000)

    assert list(errors(page)) == ["name"]
    assert page.context["form"]["name"].value() == "a" * 10_000


def test_nul_in_text_is_refused(browser):
    assert errors(send(browser, name="THT\x00 một")) == {"name": ["Văn bản có ký tự không in được (NUL)."]}


def test_markup_in_a_name_is_shown_as_typed(browser):
    page = send(browser, name="<script>alert(1)</script>").content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("03/04/2020", date(2020, 4, 3)), ("3/4/2020", date(2020, 4, 3)), ("3.4.2020", date(2020, 4, 3))],
)
def test_day_comes_before_month(typed, stored, browser):
    send(browser, notified_on=typed)

    assert CooperativeGroup.objects.get().notified_on == stored


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/02/2026", "Ngày 31/02/2026 không có thật. Ghi lại theo ngày/tháng/năm."),
        ("2/20", "“2/20” không phải là ngày dd/mm/yyyy."),
        ("01/01/0020", "Năm 20 không hợp lý."),
    ],
)
def test_no_day_is_guessed(typed, message, browser):
    page = send(browser, notified_on=typed)

    assert errors(page) == {"notified_on": [message]}
    assert f'value="{typed}"' in page.content.decode()


def test_day_after_today_is_refused(browser, monkeypatch):
    monkeypatch.setattr("coopunion.forms.fields.timezone.localdate", lambda: date(2020, 5, 11))

    assert errors(send(browser)) == {"notified_on": ["Nằm sau hôm nay, 11/05/2020."]}


@pytest.mark.parametrize("typed", ["1.200", "1200", "１２００", " 1 200 "])
def test_number_is_read_as_typed(typed, browser):
    send(browser, members=typed)

    assert CooperativeGroup.objects.get().members == 1200


@pytest.mark.parametrize("typed", ["1,234.5", "1e309", "NaN", "một", "1.20"])
def test_number_in_doubt_is_refused(typed, browser):
    assert errors(send(browser, members=typed)) == {"members": [f"“{typed}” không phải là số: viết 9 hoặc 1.283."]}


@pytest.mark.parametrize("typed", ["9" * 10, "9" * 29, "9" * 400])
def test_number_beyond_measure_is_refused(typed, browser):
    assert errors(send(browser, members=typed)) == {"members": ["Số quá lớn."]}


def test_half_a_person_is_refused(browser):
    assert errors(send(browser, members="1,5")) == {"members": ["Phải là số nguyên."]}


def test_negative_number_is_refused_beside_its_field(browser):
    assert list(errors(send(browser, members="-1"))) == ["members"]


def test_days_in_the_wrong_order_are_refused_beside_the_later(browser):
    page = send(browser, contract_on="13/05/2020")

    assert errors(page) == {"notified_on": ["Ngày thông báo không được trước ngày ký hợp đồng hợp tác."]}


@pytest.mark.parametrize("typed", ["xa hong ca", "Xã Hồng Ca, Trấn Yên", "hồng ca"])
def test_place_is_found_by_its_name(typed, browser, commune):
    send(browser, place=typed)

    assert CooperativeGroup.objects.get().place == commune


def test_unknown_place_is_named_and_kept(browser):
    page = send(browser, place="xã Không Có")

    assert errors(page) == {"place": ["Không có địa bàn “xã Không Có”."]}
    assert 'value="xã Không Có"' in page.content.decode()


def test_missing_place_is_asked_for_and_a_draft_may_leave_it(browser):
    refused = errors(send(browser, place=""))
    send(browser, place="", action="draft")

    group = CooperativeGroup.objects.get()
    assert refused == {"place": ["Chưa nhập địa bàn. Có thể lưu nháp khi chưa đủ."]}
    notified = CooperativeGroup.objects.with_founding_day().filter(*queries(FOUNDED)).count()
    assert (group.state, group.counts, notified) == ("draft", False, 0)


def test_draft_needs_what_names_it(browser):
    assert list(errors(send(browser, name="", action="draft"))) == ["name"]


def test_field_sent_twice_is_refused(browser):
    page = browser.post(ADD, {**GROUP, "members": ["3", "4"]})

    assert list(errors(page)) == ["members"]


def test_fields_that_the_form_lacks_are_ignored(browser, staff_a, department_b):
    send(browser, is_superuser="1", state="annulled", department=department_b.pk, version="99")

    group = CooperativeGroup.objects.get()
    staff_a.refresh_from_db()
    assert (group.state, group.department, staff_a.is_superuser) == ("recorded", staff_a.department, False)


def test_post_without_csrf_token_is_refused(office, staff_a):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff_a)

    assert (strict.post(ADD, GROUP).status_code, CooperativeGroup.objects.count()) == (403, 0)


def test_same_form_sent_twice_creates_one_record(browser):
    token = str(uuid4())
    send(browser, submission=token)
    second = send(browser, submission=token)

    group = CooperativeGroup.objects.get()
    assert second.redirect_chain == [(group.get_absolute_url(), 302)]
    assert Submission.objects.get().address == group.get_absolute_url()


def test_save_and_add_opens_an_empty_form_with_a_new_token(browser):
    page = send(browser, action="save-and-add", submission=str(uuid4()))

    assert page.redirect_chain == [(ADD, 302)]
    assert page.context["form"]["name"].value() is None


def test_edit_keeps_old_and_new_value_in_the_history(browser):
    group = factories.make_group("THT Một", members=5)

    page = send(browser, opened(browser, group), to=edit_of(group), members="8")

    [field] = page.context["changes"][0].fields
    assert (field.label, field.old, field.new) == ("Số thành viên", "5", "8")


def test_form_sent_back_unchanged_writes_nothing(browser):
    group = factories.make_group("THT Một", members=5)

    send(browser, opened(browser, group), to=edit_of(group))

    assert group.history.count() == 1


def test_second_editor_sees_what_the_first_changed_and_loses_nothing(browser):
    group = factories.make_group("THT Một", members=5, activity="nuôi ong")
    mine = {**opened(browser, group), "name": "THT Một mới"}
    send(browser, {**mine, "name": "THT Một", "members": "8"}, to=edit_of(group))

    page = send(browser, mine, to=edit_of(group))

    [field] = page.context["conflict"].fields
    assert (field.label, field.opened, field.saved, field.both) == ("Số thành viên", "5", "8", False)
    shown = page.context["form"]
    assert (shown["name"].value(), shown["members"].value()) == ("THT Một mới", "8")
    group.refresh_from_db()
    assert (group.name, group.members) == ("THT Một", 8)


@pytest.mark.parametrize(("choice", "members"), [("mine", 9), ("saved", 8)])
def test_both_changed_one_field_and_the_second_chooses(choice, members, browser):
    group = factories.make_group("THT Một", members=5)
    mine = {**opened(browser, group), "members": "9"}
    send(browser, {**mine, "members": "8"}, to=edit_of(group))
    conflict = send(browser, mine, to=edit_of(group)).context

    seen = {name: conflict["form"][name].value() or "" for name in mine}
    send(browser, {**seen, "keep-members": choice}, to=edit_of(group))

    group.refresh_from_db()
    assert (conflict["conflict"].fields[0].both, group.members) == (True, members)


@pytest.mark.parametrize("number", ["abc", "1.5", "-1", "0", "", "9" * 40])
def test_forged_version_of_a_record_is_one_that_nobody_saw(number, browser):
    group = factories.make_group("THT Một", members=4)

    page = send(browser, opened(browser, group), to=edit_of(group), seen=number, members="5")

    group.refresh_from_db()
    assert (page.status_code, group.members, page.context["form"]["members"].value()) == (200, 4, "5")


def test_forged_choice_of_a_field_that_is_none_of_the_record_s_is_ignored(browser):
    group = factories.make_group("THT Một", members=5)

    send(browser, opened(browser, group), to=edit_of(group), members="8", **{"keep-reason": "saved"})

    group.refresh_from_db()
    assert group.members == 8


def test_annulled_record_counts_no_more_and_can_be_put_back(browser):
    group = factories.make_group("THT Một", notified_on=date(2020, 5, 12))
    browser.post(reverse("cooperatives:group-annul", args=[group.pk]), {"reason": "nhập hai lần"})
    group.refresh_from_db()
    annulled = (
        group.state,
        group.annulled_because,
        CooperativeGroup.objects.with_founding_day().filter(*queries(FOUNDED)).count(),
    )

    first = group.history.last()
    browser.post(reverse("cooperatives:group-restore", args=[group.pk, first.history_id]))

    group.refresh_from_db()
    assert (annulled, group.state) == (("annulled", "nhập hai lần", 0), "recorded")


def test_annulment_without_a_reason_is_refused(browser):
    group = factories.make_group()

    page = browser.post(reverse("cooperatives:group-annul", args=[group.pk]), {"reason": " "})

    assert errors(page) == {"reason": ["Trường này là bắt buộc."]}


def test_deletion_is_refused_and_says_by_what(browser):
    group = factories.make_group()
    inspection = factories.make_inspection(group, date(2020, 6, 1))

    page = browser.post(reverse("cooperatives:group-delete", args=[group.pk]), {"sure": "yes"})

    assert page.context["referring"] == [inspection]
    assert CooperativeGroup.objects.filter(pk=group.pk).exists()


def test_deleted_record_comes_back_from_its_history(browser):
    group = factories.make_group("THT Một", members=5)
    browser.post(reverse("cooperatives:group-delete", args=[group.pk]), {"sure": "yes"})
    gone = CooperativeGroup.objects.count()

    page = browser.get(reverse("cooperatives:group-history", args=[group.pk]))
    browser.post(reverse("cooperatives:group-restore", args=[group.pk, page.context["changes"][0].history_id]))

    back = CooperativeGroup.objects.get()
    assert (gone, back.pk, back.name, back.members) == (0, group.pk, "THT Một", 5)


def test_other_departments_record_is_refused_and_unchanged(client, office, staff_b):
    group = factories.make_group("THT Một")
    client.force_login(staff_b)
    restore = reverse("cooperatives:group-restore", args=[group.pk, group.history.get().history_id])

    answers = [client.post(edit_of(group), {**GROUP, "name": "THT Hai"}).status_code, client.post(restore).status_code]

    group.refresh_from_db()
    assert (answers, group.name, group.history.count()) == ([403, 403], "THT Một", 1)


def test_number_too_long_for_the_database_is_not_found(browser):
    assert browser.get("/tht/99999999999999999999/").status_code == 404


def test_suggestions_are_found_without_diacritics(browser):
    group = factories.make_group("THT Nuôi ong Hồng Ca")

    names = browser.get("/tht/goi-y/", {"q": "nuoi ong"}).json()["names"]

    assert names == [{"value": f"THT Nuôi ong Hồng Ca – {group.place}", "note": "", "pk": group.pk}]


def test_form_page_asks_the_same_queries_for_any_number_of_records(browser):
    group = factories.make_group("THT Một")
    with CaptureQueriesContext(connection) as one:
        browser.get(edit_of(group))
    for number in range(20):
        factories.make_group(f"THT {number}")

    with CaptureQueriesContext(connection) as many:
        browser.get(edit_of(group))

    assert len(many) == len(one)


def test_text_sent_after_the_session_ended_is_in_the_form_after_sign_in(client, office, staff_a, commune):
    client.post("/dang-nhap/", {"username": "staff_a", "password": factories.PASSWORD})
    client.cookies.pop("sessionid")

    to_sign_in = client.post(ADD, GROUP)
    client.post(to_sign_in.url, {"username": "staff_a", "password": factories.PASSWORD})
    form = client.get(ADD).context["form"]

    assert (form["name"].value(), CooperativeGroup.objects.count()) == ("THT Nuôi ong", 0)


def test_record_handed_over_is_not_taken_back_from_its_history(client, office, staff_a, staff_b):
    group = factories.make_group("THT Một", created_by=staff_a)
    group.name, group.department, group.created_by = "THT Hai", staff_b.department, staff_b
    group.save()
    restore = reverse("cooperatives:group-restore", args=[group.pk, group.history.last().history_id])

    def restored_by(user) -> tuple:
        client.force_login(user)
        status = client.post(restore).status_code
        group.refresh_from_db()
        return status, group.name, group.department, group.created_by

    assert restored_by(staff_a) == (403, "THT Hai", staff_b.department, staff_b)
    assert restored_by(staff_b) == (302, "THT Một", staff_b.department, staff_b)
