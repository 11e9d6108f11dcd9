"""Setting up a real office: everything it needs, once, and nothing of the demonstration."""

import re

import pytest
from django.test import Client

from coopunion.models import Department, Office, OfficeIdentity, Place, User
from tests import factories
from tests.commands import refusal, run

pytestmark = pytest.mark.django_db
DEPARTMENT = "NVCS=Phòng Nghiệp vụ - Chính sách"


def counts() -> list[int]:
    return [model.objects.count() for model in (Place, Office, OfficeIdentity, Department, User)]


def password_in(text: str) -> str:
    return re.search(r"chỉ in lần này: (\S+)", text).group(1)


def signs_in(username: str, password: str) -> bool:
    client = Client()
    client.post("/dang-nhap/", {"username": username, "password": password})
    return "_auth_user_id" in client.session


def test_office_is_set_up_with_places_settings_department_and_administrator():
    run("init_office", "--department", DEPARTMENT, "--no-input")

    assert [
        (str(each), each.province.name, each.dateline_place, each.since) for each in OfficeIdentity.objects.all()
    ] == [
        ("Liên minh Hợp tác xã tỉnh Yên Bái", "Yên Bái", "Yên Bái", "từ đầu"),
        ("Liên minh Hợp tác xã tỉnh Lào Cai", "Lào Cai", "Lào Cai", "từ 01/07/2025"),
    ]
    assert Place.objects.count() > 400
    assert [each.code for each in Department.objects.all()] == ["NVCS"]
    assert [(each.username, each.role, each.is_demo) for each in User.objects.all()] == [
        ("quantri", "administrator", False)
    ]


def test_office_of_another_province_is_named_after_it():
    run("init_office", "--province", "lào cai", "--no-input")

    office = OfficeIdentity.objects.get()
    assert (office.letterhead, office.addressee, office.province.valid_to) == (
        "LIÊN MINH HỢP TÁC XÃ\nTỈNH LÀO CAI",
        "Thường trực Tỉnh ủy Lào Cai",
        None,
    )


def test_run_again_it_changes_nothing():
    run("init_office", "--department", DEPARTMENT, "--no-input")
    OfficeIdentity.objects.update(name="Tên đã sửa")
    before = counts()

    shown = run("init_office", "--department", DEPARTMENT, "--no-input")

    assert (counts(), OfficeIdentity.current().name, "Mật khẩu" in shown) == (before, "Tên đã sửa", False)


def test_generated_password_opens_and_must_be_changed():
    password = password_in(run("init_office", "--no-input"))

    assert (signs_in("quantri", password), User.objects.get().temporary_password_until is None) == (True, False)


def test_password_from_the_environment_must_be_changed_too(monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "một câu dài dễ nhớ")

    shown = run("init_office", "--no-input")

    assert ("một câu" in shown, signs_in("quantri", "một câu dài dễ nhớ")) == (False, True)
    assert User.objects.get().temporary_password_until is not None


def test_password_typed_by_the_administrator_stays(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "một câu dài dễ nhớ")

    run("init_office", "--administrator", "truongphong")

    assert signs_in("truongphong", "một câu dài dễ nhớ") is True
    assert User.objects.get().temporary_password_until is None


def test_weak_password_sets_up_nothing(monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "ngắn")

    assert refusal("init_office", "--no-input") == ("Mật khẩu chưa đạt: Mật khẩu phải có ít nhất 14 ký tự.", 1)
    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("--department", "Phòng không ký hiệu"), "Phòng, ban viết là KÝ_HIỆU=TÊN, không phải “Phòng không ký hiệu”."),
        (("--province", "Atlantis"), "Không có tỉnh “Atlantis”. Có: Lào Cai, Yên Bái."),
        (("--reset-password",), "Không có quản trị quantri."),
    ],
)
def test_wrong_argument_is_refused_in_one_line_and_sets_up_nothing(words, shown):
    assert refusal("init_office", "--no-input", *words) == (shown, 2)
    assert counts() == [0, 0, 0, 0, 0]


def test_demonstration_is_never_made_an_office(department_a):
    factories.make_user("canbo", department=department_a, is_demo=True)

    message, code = refusal("init_office", "--no-input")

    assert ("bản minh họa" in message, code, Office.objects.exists()) == (True, 1, False)


def test_only_administrator_gets_back_in():
    run("init_office", "--no-input")
    administrator = User.objects.get()
    factories.make_second_factor(administrator)
    for _ in range(5):
        signs_in("quantri", "something else")

    password = password_in(run("init_office", "--reset-password", "--no-input"))

    assert signs_in("quantri", password) is True
    assert administrator.history.first().history_change_reason == "Cấp lại mật khẩu bằng init_office"
