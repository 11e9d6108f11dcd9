"""A person's number is recognised as people type it, and what only resembles one is left alone."""

import pytest

from coopunion.personal_numbers import hide_personal_numbers, holds_personal_number


@pytest.mark.parametrize(
    "text",
    [
        "001070123466",
        "số 001070123466 ghi tay",
        "001 070 123 466",
        "0010-7012-3466",
        "001070 123466",
        "cccd-101070123466",
    ],
)
def test_number_of_a_person_is_recognised(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    ["0912 345 678", "120.000.000.000 đồng", "2018 2019 2020", "12.05-15.06.2020", "0123456789012", "1234/QĐ-UBND", ""],
)
def test_what_only_resembles_one_is_not(text):
    assert not holds_personal_number(text)


def test_hidden_number_keeps_its_last_three_digits():
    assert hide_personal_numbers("cccd-001070123466 (1)") == "cccd-•••••••••466 (1)"
