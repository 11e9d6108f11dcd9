"""Shading of a column: four steps up to its highest, fewer where the highest is below four."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.dashboard.districts import shades


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([None, 0], [0, 0]),
        ([0, 1, 2, 3], [0, 1, 2, 3]),
        ([1], [1]),
        ([1, 2, 3, 4], [1, 2, 3, 4]),
        ([0, 10, 11, 20, 21, 30, 31, 40], [0, 1, 2, 2, 3, 3, 4, 4]),
        ([Decimal("0.5"), Decimal("2.5")], [1, 3]),
        ([-2, 8], [0, 4]),
    ],
)
def test_shades(values, expected):
    assert shades([None if value is None else Decimal(value) for value in values]) == expected


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1))
def test_more_is_never_lighter_and_only_nothing_is_white(values):
    dark = shades(values)

    assert [shade for _, shade in sorted(zip(values, dark, strict=True))] == sorted(dark)
    assert [shade > 0 for shade in dark] == [value > 0 for value in values]
    assert max(dark) <= 4
