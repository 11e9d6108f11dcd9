"""The poverty standard of a year's review."""

import pytest

from poverty.standards import standard_label


@pytest.mark.parametrize(
    ("year", "shown"),
    [
        (2015, ""),
        (2016, "Quyết định 59/2015/QĐ-TTg, áp dụng 2016–2021"),
        (2020, "Quyết định 59/2015/QĐ-TTg, áp dụng 2016–2021"),
        (2021, "Quyết định 59/2015/QĐ-TTg, áp dụng 2016–2021"),
        (2022, "Nghị định 07/2021/NĐ-CP, áp dụng 2022–2026"),
        (2026, "Nghị định 07/2021/NĐ-CP, áp dụng 2022–2026"),
        (2027, "Nghị định 351/2025/NĐ-CP, áp dụng 2027–2030"),
        (2031, ""),
    ],
)
def test_standard_of_a_year(year, shown):
    assert standard_label(year) == shown
