"""Names that probably mean the same: a suspicion for a person to confirm."""

import pytest

from coopunion.near_duplicates import NearDuplicates, distinctive, near_duplicates


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HTX DVTH Hồng Ca", "hong ca"),
        ("Hợp tác xã dịch vụ tổng hợp Hồng Ca", "hong ca"),
        ("Liên hiệp HTX nông lâm nghiệp và XD Lâm Giang", "lam giang"),
        ("THT nuôi ong số 2", "nuoi ong so 2"),
        ("HTX Dịch vụ tổng hợp", "hop tac xa dich vu tong hop"),
        ("Công ty Yên Thành", "cong ty yen thanh"),
    ],
)
def test_what_tells_a_name_apart(name, expected):
    assert distinctive(name) == expected


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("HTX Hồng Ca", "Hợp tác xã DVTH Hồng Ca", True),
        ("HTX Hoà Bình", "HTX Hòa Bình", True),
        ("HTX NN Hồng Ca", "HTX nông nghiệp hong ca", True),
        ("HTX Tân Thịnh", "HTX Tân Thinhh", True),
        ("HTX Suối Giàng", "HTX Suối Giảng", True),
        ("HTX chè Shan Púng Luông", "HTX Púng Luông chè Shan", True),
        ("HTX Hồng Ca", "HTX Hồng Hà", False),  # short names: one letter is another name
        ("HTX minh họa 017", "HTX minh họa 018", False),
        ("HTX số 1 Tân Thịnh", "HTX số 2 Tân Thịnh", False),
        ("HTX Tân Thịnh", "HTX Tân Thịnh Phát", False),
        ("HTX DVTH", "HTX Hồng Ca", False),
    ],
)
def test_near_is_near_both_ways(one, other, near):
    assert [near_duplicates(one, [("other", [other])]), near_duplicates(other, [("one", [one])])] == [
        ["other"] if near else [],
        ["one"] if near else [],
    ]


def test_any_name_of_a_thing_may_be_near_and_it_is_told_once():
    others = [("A", ["HTX Xanh", "HTX Hồng Ca", "HTX DVTH Hồng Ca"]), ("B", ["HTX Hồng Hà", ""])]
    assert near_duplicates("Hợp tác xã Hồng Ca", others) == ["A"]


def test_every_near_name_is_found():
    index = NearDuplicates()
    things = [("first", "HTX Tân Thịnh"), ("second", "HTX Tân Thịn"), ("third", "HTX DVTH Tân Thịnh")]
    for thing, name in things:
        index.add(name, thing)
    assert sorted(index.of("HTX Tân Thịnh")) == ["first", "second", "third"]
