"""What a password must be."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from coopunion.accounts.passwords import generated_password
from tests import factories


def complaints(password, user=None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


def test_password_of_fourteen_letters_needs_no_figure_or_mark():
    assert complaints("congvanmuadong") == []


def test_password_of_thirteen_letters_is_too_short():
    assert complaints("congvanmuadon") == ["Mật khẩu phải có ít nhất 14 ký tự."]


def test_password_beside_a_second_factor_may_have_eight_letters(staff_a):
    factories.make_second_factor(staff_a)

    assert (complaints("vuonche8", staff_a), complaints("vuonche", staff_a)) == (
        [],
        ["Mật khẩu phải có ít nhất 8 ký tự."],
    )


def test_lengths_are_settings(settings):
    settings.PASSWORD_MIN_LENGTH = 20

    assert complaints("congvanmuadong") == ["Mật khẩu phải có ít nhất 20 ký tự."]


@pytest.mark.parametrize("length", [64, 128, 1000])
def test_long_password_is_taken_whole(staff_a, length):
    password = ("Đồi chè xanh mướt " * 60)[: length - 1] + "."

    staff_a.set_password(password)

    assert (complaints(password), staff_a.check_password(password), staff_a.check_password(password[:-1])) == (
        [],
        True,
        False,
    )


@pytest.mark.parametrize(
    "password", ["password12345678", "HopTacXaYenBai2020", "liên minh htx yên bái", "Mật khẩu 20201231"]
)
def test_password_of_words_that_are_guessed_first_is_refused(password):
    assert complaints(password) == ["Mật khẩu chỉ gồm những từ dễ đoán của cơ quan."]


def test_office_word_beside_others_is_no_fault():
    assert complaints("hoptacxa trong mây mù") == []


def test_common_password_is_refused(settings):
    settings.PASSWORD_MIN_LENGTH = 8

    assert complaints("football1") == ["Mật khẩu này quá phổ biến."]


def test_password_like_one_s_own_name_is_refused(staff_a):
    assert len(complaints("Nguyễn Thị An 1", staff_a)) == 1


def test_generated_passwords_pass_the_rules_and_differ():
    made = {generated_password() for _ in range(100)}

    assert (len(made), [each for each in made if complaints(each)]) == (100, [])
