"""Households and what happens to them: ID numbers, ethnicity, classes and supports entered in place."""

from datetime import date

import pytest
from django.urls import reverse

from coopunion.models import SignedPeriod
from poverty.models import Exit, Household, Support
from tests import factories
from tests.forms import confirmed, errors, opened, send, warnings

ADD = "/ho-ngheo/them/"
NUMBER = "000070123456"
HOUSEHOLD = {"code": "YB-00001", "place": "xã Hồng Ca, huyện Trấn Yên", "head": "Chủ hộ minh họa", "members": "4"}


def edit_of(household) -> str:
    return reverse("poverty:edit", args=[household.pk])


@pytest.mark.parametrize("typed", [NUMBER, "000 070 123 456", "００００７０１２３４５６"])
def test_id_number_is_normalised_and_sealed(typed, browser):
    send(browser, ADD, HOUSEHOLD, id_number=typed)

    assert Household.objects.get().id_number.reveal() == NUMBER


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("00007012345", "Số định danh gồm đúng 12 chữ số; đã nhập 11."),
        ("0000701234567", "Số định danh gồm đúng 12 chữ số; đã nhập 13."),
        ("O00070123456", "Số định danh chỉ gồm chữ số (không có chữ O hay ký tự khác)."),
        ("00007012345²", "Số định danh chỉ gồm chữ số (không có chữ O hay ký tự khác)."),
        ("•••••••••456", "Muốn đổi thì nhập đủ 12 chữ số; muốn bỏ thì xóa hết ô."),
    ],
)
def test_wrong_id_number_is_refused(typed, message, browser):
    page = send(browser, ADD, HOUSEHOLD, id_number=typed)

    assert (errors(page), Household.objects.count()) == ({"id_number": [message]}, 0)


def test_number_of_another_department_s_household_is_refused_without_naming_it(browser, department_b):
    factories.make_household("YB-09999", head="Chủ hộ bí mật", id_number=NUMBER, department=department_b)

    page = send(browser, ADD, HOUSEHOLD, id_number=NUMBER)

    assert errors(page) == {"id_number": ["Số định danh này đã có trong sổ hộ nghèo."]}
    assert [text in page.content.decode() for text in ("YB-09999", "Chủ hộ bí mật")] == [False, False]


def test_number_of_the_department_s_own_household_is_refused_by_its_name(browser):
    factories.make_household("YB-00002", id_number=NUMBER)

    page = send(browser, ADD, HOUSEHOLD, id_number=NUMBER)

    assert errors(page) == {"id_number": ["Số định danh này đã có ở Hộ YB-00002."]}


def test_number_of_an_annulled_household_may_be_entered_again(browser):
    factories.make_household("YB-00002", id_number=NUMBER, state="annulled")

    send(browser, ADD, HOUSEHOLD, id_number=NUMBER)

    assert Household.objects.filter(state="recorded").get().id_number.reveal() == NUMBER


def test_form_shows_the_mask_and_the_mask_sent_back_keeps_the_number(browser):
    household = factories.make_household(id_number=NUMBER)

    shown = opened(browser, edit_of(household))["id_number"]
    send(browser, edit_of(household), head="Chủ hộ mới")

    household.refresh_from_db()
    assert (shown, household.head, household.id_number.reveal()) == ("•••••••••456", "Chủ hộ mới", NUMBER)


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("000070999999", "000070999999")])
def test_number_is_replaced_or_removed(typed, kept, browser):
    household = factories.make_household(id_number=NUMBER)

    send(browser, edit_of(household), id_number=typed)

    household.refresh_from_db()
    assert household.id_number.plain == kept


def test_history_shows_masks(browser):
    household = factories.make_household(id_number=NUMBER)
    send(browser, edit_of(household), id_number="000070999111")

    page = browser.get(reverse("poverty:history", args=[household.pk]))

    [change] = page.context["changes"][0].fields
    assert (change.label, change.old, change.new) == ("Số định danh của chủ hộ", "•••••••••456", "•••••••••111")


def test_birth_year_that_contradicts_the_number_is_warned_of(browser):
    asked = send(browser, ADD, HOUSEHOLD, id_number=NUMBER, birth_year="1971")
    send(browser, ADD, HOUSEHOLD, id_number=NUMBER, birth_year="1971", **confirmed(asked))

    assert warnings(asked) == ["Năm sinh 1971 không khớp với số định danh."]
    assert Household.objects.get().birth_year == 1971


@pytest.mark.parametrize("number", ["000070123456", "000170123456"])
def test_birth_year_that_fits_is_not_warned_of(number, browser):
    send(browser, ADD, HOUSEHOLD, id_number=number, birth_year="1970")

    assert Household.objects.count() == 1


def test_ethnicity_needs_its_legal_basis(browser):
    refused = send(browser, ADD, HOUSEHOLD, ethnicity="Tày")
    send(browser, ADD, HOUSEHOLD, ethnicity="Tày", legal_basis="Quyết định 59/2015/QĐ-TTg")

    assert errors(refused) == {"legal_basis": ["Dân tộc là dữ liệu nhạy cảm: chỉ ghi khi có căn cứ."]}
    assert Household.objects.get().ethnicity == "Tày"


def test_nearly_the_same_head_in_the_commune_is_warned_of_within_the_department(browser, department_b):
    factories.make_household("YB-00002", head="Chủ hộ minh hoạ", department=department_b)
    other = factories.make_household("YB-00003", head="Chủ hộ minh hoạ")

    asked = send(browser, ADD, HOUSEHOLD)

    assert warnings(asked) == [f"{other.place} đã có Hộ YB-00003, chủ hộ Chủ hộ minh hoạ. Đây là hai hộ khác nhau?"]


def test_household_is_recorded_with_its_class_and_support(browser, staff_a, commune):
    rows = {
        "dong0-0-year": "2020",
        "dong0-0-level": "poor",
        "dong1-0-kind": "seeds",
        "dong1-0-supported_on": "12/05/2020",
        "dong1-0-value": "1.500.000",
    }

    send(browser, ADD, HOUSEHOLD | rows)

    support = Support.objects.get()
    assert (support.place, support.department, support.created_by) == (commune, staff_a.department, staff_a)
    assert [row.history_user for row in support.history.all()] == [staff_a]
    assert Support.objects.counted().count() == 1


def test_row_of_a_household_whose_place_is_not_known_says_so(browser):
    row = {"dong1-0-kind": "seeds", "dong1-0-supported_on": "12/05/2020"}

    page = send(browser, ADD, HOUSEHOLD | row | {"place": "99/99/9999 #451"})

    (help_given,) = page.context["children"][1].formset.forms[:1]
    assert (list(errors(page)), help_given.non_field_errors()) == (
        ["place"],
        ["Chưa nhập địa bàn. Có thể lưu nháp khi chưa đủ."],
    )
    assert Support.objects.count() == 0


def test_rows_inside_the_form_are_for_new_events_alone(browser):
    household = factories.make_household()
    factories.make_support(household, date(2020, 5, 12))

    tables = browser.get(edit_of(household)).context["children"]

    assert [len(table.formset.initial_forms) for table in tables] == [0, 0]


def test_new_support_in_a_signed_quarter_is_entered_on_its_own_form_with_a_reason(browser):
    household = factories.make_household()
    SignedPeriod.objects.create(
        key="190/2020/2", title="quý II năm 2020", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30)
    )
    row = {"dong1-0-kind": "seeds", "dong1-0-supported_on": "12/05/2020"}

    page = send(browser, edit_of(household), row)
    own = f"{reverse('poverty:support-add')}?household={household.pk}"
    send(browser, own, kind="seeds", supported_on="12/05/2020", reason="Bổ sung theo danh sách xã gửi muộn")

    assert page.context["children"][1].formset.total_error_count() == 1
    assert Support.objects.get().history.get().history_change_reason == "Bổ sung theo danh sách xã gửi muộn"


def test_support_names_its_donors(browser):
    household = factories.make_household()
    rows = {"dong0-0-name": "Nhà tài trợ minh họa", "dong0-0-value": "500.000"}

    send(
        browser,
        f"{reverse('poverty:support-add')}?household={household.pk}",
        rows,
        kind="seeds",
        supported_on="12/05/2020",
    )

    [kept] = Support.objects.get().donors.all()
    assert (kept.name, kept.value) == ("Nhà tài trợ minh họa", 500_000)


def test_support_of_a_household_not_classified_poor_warns_that_it_does_not_count(browser):
    household = factories.make_household("YB-00001", classified="near_poor")

    asked = send(
        browser, f"{reverse('poverty:support-add')}?household={household.pk}", kind="seeds", supported_on="12/05/2020"
    )

    assert warnings(asked) == ["Hộ YB-00001 không được phân loại hộ nghèo năm 2020: không được tính."]


def test_second_exit_on_a_day_is_refused(browser):
    household = factories.make_household()
    factories.make_exit(household, date(2020, 12, 1))

    page = send(browser, f"{reverse('poverty:exit-add')}?household={household.pk}", decided_on="01/12/2020")

    assert errors(page) == {"__all__": ["Hộ này đã có quyết định thoát nghèo trong ngày đó."]}
    assert Exit.objects.count() == 1


@pytest.mark.parametrize("event", ["classification", "support", "exit"])
def test_household_of_another_department_in_the_address_or_the_field_is_not_found(event, browser, department_b):
    household = factories.make_household(department=department_b)
    address = reverse(f"poverty:{event}-add")

    answers = [
        browser.get(f"{address}?household={household.pk}").status_code,
        browser.post(address, {"household": household.code, "household_chosen": household.pk}).status_code,
    ]

    assert answers == [404, 404]


def test_code_typed_of_another_department_is_not_found_by_name(browser, department_b):
    factories.make_household("YB-09999", department=department_b)

    page = browser.post(reverse("poverty:support-add"), {"household": "YB-09999", "kind": "seeds"})

    assert errors(page)["household"] == ["Không có “YB-09999” trong sổ hộ nghèo."]


def test_year_is_written_without_a_full_stop_in_form_and_history(browser):
    household = factories.make_household(birth_year=1970)

    shown = opened(browser, edit_of(household))["birth_year"]
    page = send(browser, edit_of(household), birth_year="1971")

    [change] = page.context["changes"][0].fields
    assert (shown, change.old, change.new) == ("1970", "1970", "1971")


def test_deleted_household_whose_code_was_given_again_is_not_put_back(browser):
    deleted = factories.make_household("YB-00001", classified="")
    first, pk = deleted.history.get(), deleted.pk
    deleted.delete()
    factories.make_household("YB-00001")

    page = browser.post(reverse("poverty:restore", args=[pk, first.history_id]), follow=True)

    assert [str(message) for message in page.context["messages"]] == ["Không khôi phục được: Mã hộ này đã có trong sổ."]
    assert Household.objects.count() == 1


def test_edited_household_is_put_back_under_its_own_code_and_number(browser):
    household = factories.make_household(id_number=NUMBER, head="Chủ hộ một")
    first = household.history.get()
    send(browser, edit_of(household), head="Chủ hộ hai")

    browser.post(reverse("poverty:restore", args=[household.pk, first.history_id]))

    household.refresh_from_db()
    assert (household.head, household.id_number.reveal()) == ("Chủ hộ một", NUMBER)


def test_support_is_not_put_back_where_its_household_is_gone(browser):
    household = factories.make_household(classified="")
    support = factories.make_support(household, date(2020, 5, 12))
    first, pk = support.history.get(), support.pk
    support.delete()
    household.delete()

    answer = browser.post(reverse("poverty:support-restore", args=[pk, first.history_id]))

    assert (answer.status_code, Support.objects.count()) == (404, 0)


@pytest.fixture
def handed_over(department_a, department_b) -> Household:
    """A household that department B now has, and has written to."""
    household = factories.make_household(head="Chủ hộ một", department=department_a)
    household.head, household.department = "Chủ hộ phòng B ghi", department_b
    household.save()
    return household


def test_history_of_a_household_goes_with_it_to_another_department(handed_over, client, office, staff_a, staff_b):
    def read_by(user) -> tuple[int, bool]:
        client.force_login(user)
        summary = client.get(reverse("journal")).content.decode()
        return client.get(reverse("poverty:history", args=[handed_over.pk])).status_code, "phòng B ghi" in summary

    assert (read_by(staff_a), read_by(staff_b)) == ((404, False), (200, True))


def test_household_of_another_department_is_not_restored_to_what_it_was_here(handed_over, browser):
    first = handed_over.history.last()

    answer = browser.post(reverse("poverty:restore", args=[handed_over.pk, first.history_id]))

    assert (answer.status_code, Household.objects.get().head) == (404, "Chủ hộ phòng B ghi")


def test_household_deleted_there_stays_that_departments(handed_over, client, office, staff_a, staff_b):
    pk = handed_over.pk
    handed_over.classifications.all().delete()
    handed_over.delete()

    answers = []
    for user in (staff_a, staff_b):
        client.force_login(user)
        answers.append(client.get(reverse("poverty:history", args=[pk])).status_code)

    assert answers == [404, 200]


def test_support_is_not_restored_to_a_household_of_another_department(browser, department_b):
    before, now = factories.make_household(), factories.make_household()
    support = factories.make_support(before, date(2020, 5, 12))
    support.household = now
    support.save()
    Household.objects.filter(pk=before.pk).update(department=department_b)

    browser.post(reverse("poverty:support-restore", args=[support.pk, support.history.last().history_id]))

    assert Support.objects.get().household == now


def class_errors(page) -> list[list[str]]:
    return [list(row.non_field_errors()) for row in page.context["children"][0].formset.forms]


def test_second_class_of_a_household_for_one_year_is_refused_in_its_row(browser):
    household = factories.make_household()
    factories.make_classification(household, "near_poor", 2019)

    page = send(browser, edit_of(household), {"dong0-0-year": "2019", "dong0-0-level": "poor"})

    assert class_errors(page) == [["Hộ này đã được phân loại trong năm đó."]]


def test_two_new_classes_for_one_year_are_refused_in_the_second_row(browser):
    first = {"dong0-0-year": "2020", "dong0-0-level": "poor"}
    second = {"dong0-TOTAL_FORMS": "2", "dong0-1-year": "2020", "dong0-1-level": "near_poor"}

    page = send(browser, ADD, {**HOUSEHOLD, **first, **second})

    assert class_errors(page) == [[], ["Hộ này đã được phân loại trong năm đó."]]
    assert not Household.objects.exists()


SUPPORT = {"dong1-0-kind": "seeds", "dong1-0-supported_on": "12/05/2020", "dong1-0-value": "1.500.000"}


def test_new_support_sent_twice_is_written_once(browser):
    household = factories.make_household()
    sent = {**opened(browser, edit_of(household)), **SUPPORT}

    browser.post(edit_of(household), sent)
    again = browser.post(edit_of(household), sent)

    assert (again.status_code, Support.objects.count()) == (302, 1)


def test_support_that_another_added_meanwhile_is_told(browser):
    household = factories.make_household()
    sent = {**opened(browser, edit_of(household)), **SUPPORT}
    browser.post(edit_of(household), sent)

    page = browser.post(edit_of(household), {**sent, "dong1-0-kind": "fertiliser"})

    [row] = page.context["conflict"].rows
    assert (row.title, row.message) == ("Thêm lần hỗ trợ – “cây, con giống”", "Nguyễn Thị An vừa thêm dòng này")
    assert page.context["children"][1].formset.forms[0]["kind"].value() == "fertiliser"
