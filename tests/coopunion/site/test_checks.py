"""The portal's own settings are checked before it starts."""

import pytest
from cryptography.fernet import Fernet

from coopunion.site.checks import data_keys_are_set, data_keys_fit


@pytest.mark.parametrize("key", ["", "abc", "x" * 44, "khóa"])
def test_key_that_cannot_encrypt_is_an_error_named_by_its_place(key, settings):
    settings.DATA_KEYS = [Fernet.generate_key().decode(), key]

    assert [error.msg for error in data_keys_fit()] == ["Khóa thứ 2 trong DATA_KEYS không dùng được."]


def test_no_key_is_a_warning_of_deploying_alone(settings):
    settings.DATA_KEYS = []

    assert (data_keys_fit(), [each.id for each in data_keys_are_set()]) == ([], ["coopunion.W001"])


def test_keys_that_fit_are_in_order(settings):
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    assert (data_keys_fit(), data_keys_are_set()) == ([], [])
