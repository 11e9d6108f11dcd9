"""Who registers, and what the law asks, from day to day."""

from datetime import date

import pytest

from cooperatives.laws import fewest_members, registrar_help, registrar_label


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (None, ""),
        (date(2013, 12, 31), ""),
        (date(2020, 5, 12), "Phòng Tài chính – Kế hoạch cấp huyện (Nghị định 193/2013/NĐ-CP)"),
        (date(2024, 7, 18), "Phòng Tài chính – Kế hoạch cấp huyện (Nghị định 92/2024/NĐ-CP)"),
        (date(2025, 6, 30), "Phòng Tài chính – Kế hoạch cấp huyện (Nghị định 92/2024/NĐ-CP)"),
        (date(2025, 7, 1), "UBND cấp xã (Nghị định 125/2025/NĐ-CP)"),
    ],
)
def test_registrar_of_a_day(day, shown):
    assert registrar_label(day) == shown


def test_form_tells_the_registrars_since_the_law_of_2023():
    assert registrar_help() == (
        "Nơi cấp: từ 01/07/2025 UBND cấp xã; từ 18/07/2024 Phòng Tài chính – Kế hoạch cấp huyện."
    )


def test_fewest_members_by_the_law_of_the_day():
    days = (date(2000, 1, 1), date(2005, 1, 1), date(2024, 6, 30), date(2024, 7, 1))
    assert [(fewest_members(day), fewest_members(day, union=True)) for day in days] == [(0, 0), (7, 0), (7, 4), (5, 3)]
