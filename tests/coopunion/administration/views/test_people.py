"""The administrator's pages: accounts, departments, the office."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from coopunion.accounts import second_factor
from coopunion.models import Department, JournalEntry, Office, OfficeIdentity, User
from tests import factories
from tests.factories import PASSWORD
from tests.forms import errors, send

NEWCOMER = {"username": "newcomer", "full_name": "Người mới minh họa", "role": "staff"}


@pytest.fixture
def office_client(client, administrator) -> Client:
    client.force_login(administrator)
    return client


def shown_password(page) -> str:
    return re.search(r"<code>([a-z0-9-]{19})</code>", page.content.decode()).group(1)


def signs_in(username: str, password: str) -> bool:
    client = Client()
    client.post("/dang-nhap/", {"username": username, "password": password})
    return "_auth_user_id" in client.session


def edit(client, address: str, **changes):
    """Open the form and send it as a browser would, with these fields changed."""
    form = client.get(address).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return client.post(address, {name: value for name, value in (fields | changes).items() if value is not None})


# Accounts


def test_new_account_gets_a_password_that_is_shown_once(office_client, department_a):
    page = edit(office_client, reverse("user-add"), **NEWCOMER, department=department_a.pk)

    newcomer = User.objects.get(username="newcomer")
    assert signs_in("newcomer", shown_password(page)) is True
    assert newcomer.temporary_password_until > timezone.now()
    assert shown_password(page) not in office_client.get(newcomer.get_absolute_url()).content.decode()


def test_page_with_a_password_is_stored_by_no_browser(office_client, department_a):
    page = edit(office_client, reverse("user-add"), **NEWCOMER, department=department_a.pk)

    assert "no-store" in page.headers["Cache-Control"]


def test_form_of_an_account_sent_twice_makes_one(office_client, department_a):
    address = reverse("user-add")
    form = office_client.get(address).context["form"]
    fields = NEWCOMER | {"department": department_a.pk, "submission": form["submission"].value()}

    office_client.post(address, fields)
    office_client.post(address, fields)

    assert User.objects.filter(full_name="Người mới minh họa").count() == 1


@pytest.mark.parametrize(
    ("changes", "summary"),
    [
        ({"department": ""}, "Cán bộ phải thuộc một phòng, ban."),
        ({"username": "ADMINISTRATOR"}, "Đã có tài khoản mang tên đăng nhập này."),
        ({"username": "hai chữ"}, "Điền tên đăng nhập hợp lệ"),
        ({"full_name": "\u200b "}, "Trường này là bắt buộc."),
        ({"role": "owner"}, "owner"),
    ],
)
def test_account_is_refused_with_a_reason(office_client, department_a, changes, summary):
    page = edit(office_client, reverse("user-add"), **(NEWCOMER | {"department": department_a.pk} | changes))

    assert (summary in page.content.decode(), User.objects.count()) == (True, 1)


def test_fields_that_are_not_in_the_form_are_ignored(office_client, staff_a):
    edit(office_client, staff_a.get_absolute_url(), is_superuser="1", is_active="", is_demo="1", password="x")

    staff_a.refresh_from_db()
    assert (staff_a.is_superuser, staff_a.is_active, staff_a.is_demo, staff_a.check_password(PASSWORD)) == (
        False,
        True,
        False,
        True,
    )


def test_new_role_holds_from_the_next_click(office_client, staff_a):
    their = Client()
    their.force_login(staff_a)
    before = their.get(reverse("user-list")).status_code

    edit(office_client, staff_a.get_absolute_url(), role="administrator")

    assert (before, their.get(reverse("user-list")).status_code) == (403, 200)


def test_change_of_an_account_stands_in_its_history(office_client, administrator, staff_a):
    edit(office_client, staff_a.get_absolute_url(), full_name="Nguyễn Thị Bình An", reason="Sai tên")

    last = staff_a.history.first()
    assert (last.full_name, last.history_user, last.history_change_reason) == (
        "Nguyễn Thị Bình An",
        administrator,
        "Sai tên",
    )


def test_account_saved_meanwhile_is_not_written_over(office_client, staff_a):
    address = staff_a.get_absolute_url()
    form = office_client.get(address).context["form"]
    mine = {name: form[name].value() for name in form.fields} | {"full_name": "Tên của tôi"}
    edit(office_client, address, full_name="Tên của người kia")

    page = office_client.post(address, {name: value for name, value in mine.items() if value is not None})

    staff_a.refresh_from_db()
    assert (staff_a.full_name, "Tên của tôi" in page.content.decode()) == ("Tên của người kia", True)


def test_last_administrator_stays_one(office_client, administrator):
    page = edit(office_client, administrator.get_absolute_url(), role="leadership")

    administrator.refresh_from_db()
    assert (administrator.role, "Đây là quản trị duy nhất" in page.content.decode()) == ("administrator", True)


def test_nobody_closes_their_own_account(office_client, administrator):
    factories.make_user("second", "administrator")

    office_client.post(reverse("user-close", args=[administrator.pk]))

    administrator.refresh_from_db()
    assert administrator.is_active is True


@pytest.mark.parametrize("step", ["moved", "closed"])
def test_work_of_one_who_moves_or_leaves_is_called_to_mind(step, office_client, staff_a, department_b):
    factories.make_cooperative(state="draft", created_by=staff_a)
    page = reverse("user-edit", args=[staff_a.pk])

    if step == "moved":
        edit(office_client, page, department=department_b.pk)
    else:
        office_client.post(reverse("user-close", args=[staff_a.pk]))
    after = office_client.get(page)

    assert "Nguyễn Thị An còn giữ 1 việc" in [str(message) for message in after.context["messages"]][-1]
    assert "Bàn giao công việc (1)" in after.content.decode()


def test_closed_account_cannot_sign_in_until_it_is_opened(office_client, staff_a):
    office_client.post(reverse("user-close", args=[staff_a.pk]))
    closed = signs_in("staff_a", PASSWORD)

    office_client.post(reverse("user-open", args=[staff_a.pk]))

    assert (closed, signs_in("staff_a", PASSWORD)) == (False, True)


def test_password_given_anew_replaces_the_old(office_client, staff_a):
    page = office_client.post(reverse("user-password", args=[staff_a.pk]))

    assert (signs_in("staff_a", shown_password(page)), signs_in("staff_a", PASSWORD)) == (True, False)
    assert staff_a.history.first().history_change_reason == "Cấp lại mật khẩu"


@pytest.mark.parametrize(
    ("name", "moved_to"), [("user-password", "own-password"), ("user-second-factor", "second-factor")]
)
def test_administrator_s_own_password_is_changed_on_their_own_page(office_client, administrator, name, moved_to):
    assert office_client.post(reverse(name, args=[administrator.pk])).url == reverse(moved_to)


def test_second_factor_taken_off_takes_the_password_along(office_client, staff_a):
    factories.make_second_factor(staff_a)
    second_factor.new_recovery_codes(staff_a)

    page = office_client.post(reverse("user-second-factor", args=[staff_a.pk]))

    assert (TOTPDevice.objects.exists(), second_factor.recovery_codes_left(staff_a)) == (False, 0)
    assert (signs_in("staff_a", shown_password(page)), signs_in("staff_a", PASSWORD)) == (True, False)


def test_unlocking_opens_a_locked_account_and_is_written_down(office_client, staff_a):
    for _ in range(5):
        signs_in("staff_a", "something else")
    locked = signs_in("staff_a", PASSWORD)
    shown = "Tạm khóa do nhập sai" in office_client.get(staff_a.get_absolute_url()).content.decode()

    office_client.post(reverse("user-unlock", args=[staff_a.pk]))

    assert (locked, shown, signs_in("staff_a", PASSWORD)) == (False, True, True)
    assert JournalEntry.objects.get().title == str(staff_a)


def test_list_of_accounts_says_how_each_stands(office_client, staff_a, disabled):
    for _ in range(5):
        signs_in("staff_a", "something else")
    factories.make_user("waits", temporary_password_until=timezone.now() + timezone.timedelta(days=1))

    page = office_client.get(reverse("user-list")).content.decode()

    assert [state in page for state in ("Đã ngừng", "Tạm khóa do nhập sai", "Chờ đổi mật khẩu tạm", "Đang dùng")] == [
        True
    ] * 4


def queries_of(client, address: str, django_assert_num_queries, expected: int) -> None:
    with django_assert_num_queries(expected):
        client.get(address)


@pytest.mark.parametrize("accounts", [1, 50])
def test_list_of_accounts_takes_the_same_queries_however_long(office_client, accounts, django_assert_num_queries):
    department = factories.make_department()
    for number in range(accounts):
        User.objects.create(username=f"staff-{number}", role="staff", department=department)
    office_client.get(reverse("user-list"))

    # the session and its user, the office (for the second factor, for the page), the locked names, the accounts, and
    # three to renew the session
    queries_of(office_client, reverse("user-list"), django_assert_num_queries, 9)


# Departments


def test_department_is_added_and_renamed(office_client):
    edit(office_client, reverse("department-add"), code="TVHT", name="  Trung tâm   Tư vấn ")
    department = Department.objects.get(code="TVHT")
    edit(office_client, department.get_absolute_url(), name="Trung tâm Tư vấn hỗ trợ")

    assert [row.name for row in department.history.all()] == ["Trung tâm Tư vấn hỗ trợ", "Trung tâm Tư vấn"]


def test_department_with_people_is_not_deleted(office_client, staff_a, department_a):
    answer = office_client.post(reverse("department-delete", args=[department_a.pk]), follow=True)

    assert "còn tài khoản hoặc hồ sơ nên không xóa được" in answer.content.decode()
    assert Department.objects.filter(pk=department_a.pk).exists()


def test_department_that_nothing_belongs_to_is_deleted(office_client, department_b):
    office_client.post(reverse("department-delete", args=[department_b.pk]))

    assert Department.objects.filter(pk=department_b.pk).exists() is False


# The office


def test_office_page_changes_what_papers_say(office_client, office):
    edit(office_client, office.get_absolute_url(), signer_name="Người ký minh họa", letterhead="DÒNG MỘT\r\nDÒNG HAI")

    office.refresh_from_db()
    assert (office.signer_name, office.letterhead.splitlines()) == ("Người ký minh họa", ["DÒNG MỘT", "DÒNG HAI"])
    assert OfficeIdentity.history.first().history_user.username == "administrator"


def test_papers_may_go_to_several_addressees(office_client, office):
    edit(office_client, office.get_absolute_url(), addressee="Thường trực Tỉnh ủy;\r\n\r\n Ủy ban nhân dân tỉnh.")

    office.refresh_from_db()
    assert office.addressees == ["Thường trực Tỉnh ủy", "Ủy ban nhân dân tỉnh"]


def test_office_page_refuses_a_font_that_is_more_than_a_name(office_client, office):
    page = edit(office_client, reverse("office-edit"), paper_font="x; } body { display: none")

    assert ("Tên phông chỉ có chữ, số và dấu cách." in page.content.decode(), Office.current().paper_font) == (
        True,
        "Liberation Serif",
    )


def test_office_gets_another_name_from_a_day_on(office_client, office):
    page = send(
        office_client,
        reverse("office-identity-add"),
        from_on="01/07/2025",
        name="Liên minh Hợp tác xã tỉnh Lào Cai",
        decision="Nghị quyết 202/2025/QH15",
    )

    later = OfficeIdentity.on(date(2025, 7, 1))
    assert (OfficeIdentity.on(date(2025, 6, 30)), later.name) == (office, "Liên minh Hợp tác xã tỉnh Lào Cai")
    assert later.recipients == office.recipients  # what was not changed is taken over
    shown = page.content.decode()
    assert ("Từ đầu" in shown, "Từ 01/07/2025" in shown) == (True, True)


def test_name_that_signed_reports_bear_is_not_edited(office_client, office):
    address, why = office.get_absolute_url(), "Đã có báo cáo đề ngày 31/12/2020 được duyệt dưới tên này"
    OfficeIdentity.objects.sign(office.pk, date(2020, 12, 31))
    page = send(office_client, address, name="Tên khác")
    opened = office_client.get(address).content.decode()

    office.refresh_from_db()
    assert office.name == "Liên minh Hợp tác xã tỉnh Yên Bái"
    assert (why in errors(page)["__all__"][0], "Tên khác" in page.content.decode()) == (True, True)
    assert (why in opened, 'value="save"' in opened, "disabled" in opened) == (True, False, True)


@pytest.mark.parametrize(("day", "saved"), [("31/12/2020", 1), ("01/01/2021", 2)])
def test_another_name_never_begins_before_what_was_signed(day, saved, office_client, office):
    OfficeIdentity.objects.sign(office.pk, date(2020, 12, 31))
    page = send(office_client, reverse("office-identity-add"), from_on=day, name="Tên sau")

    assert OfficeIdentity.objects.count() == saved
    assert ("chọn ngày sau đó" in page.content.decode()) is (saved == 1)


def test_two_names_never_begin_on_one_day(office_client, office):
    page = send(office_client, reverse("office-identity-add"), from_on="01/01/2004", name="Tên khác")

    assert errors(page)["__all__"] == ["Đã có một tên cơ quan từ ngày này."]
