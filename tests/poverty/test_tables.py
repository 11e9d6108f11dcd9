"""Households from Excel: a department's own, and nothing told of another's."""

from datetime import date

import pytest

from coopunion.models import TableImport
from poverty.models import Exit, Household, Support
from tests import factories
from tests.tables import brought_in, cells, exported

DAY = date(2020, 6, 15)
PLACE = "xã Hồng Ca, huyện Trấn Yên"
ROW = {"Mã hộ": "YB-1", "Địa bàn": PLACE}
SUPPORT = {"Mã hộ": "YB-1", "Hình thức": "cây, con giống", "Ngày hỗ trợ": DAY}


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What rows name."""


def test_row_brings_the_household_with_its_class_of_the_year(staff_a):
    row = {**ROW, "Chủ hộ": "Hộ minh họa", "Số nhân khẩu": 5, "Năm phân loại": 2020, "Phân loại": "Hộ nghèo"}
    brought_in("households", row, user=staff_a)
    household = Household.objects.get()
    assert (household.head, household.members, household.department) == ("Hộ minh họa", 5, staff_a.department)
    assert [(each.year, each.level) for each in household.classifications.all()] == [(2020, "poor")]


def test_next_year_s_class_stands_beside_this_year_s(staff_a):
    factories.make_household("YB-1")
    row = {**ROW, "Năm phân loại": 2021, "Phân loại": "hộ cận nghèo"}
    assert brought_in("households", row, user=staff_a)["changed"] == 1
    assert Household.objects.get().classifications.count() == 2


def test_support_and_exit_are_of_the_household_named_by_its_code(staff_a, commune):
    household = factories.make_household("YB-1")
    brought_in("household-supports", {**SUPPORT, "Trị giá (đồng)": "1.500.000"}, user=staff_a)
    brought_in("exits", {"Mã hộ": "YB-1", "Ngày quyết định": date(2020, 12, 1)}, user=staff_a)
    support, left = Support.objects.get(), Exit.objects.get()
    assert (support.household, support.value, support.organiser) == (household, 1_500_000, "union")
    assert (support.place, left.household, left.place) == (commune, household, commune)


# Another department's


def test_household_of_another_department_and_one_there_is_not_are_answered_alike(staff_b):
    factories.make_household("YB-1", head="Chủ hộ bí mật")
    rows = [SUPPORT, {**SUPPORT, "Mã hộ": "YB-2"}]
    assert brought_in("household-supports", *rows, user=staff_b) == [
        "dòng 2, cột “Mã hộ”: Không có hộ “YB-1” trong sổ của phòng.",
        "dòng 3, cột “Mã hộ”: Không có hộ “YB-2” trong sổ của phòng.",
    ]


@pytest.mark.parametrize("members", [4, 5])
def test_code_of_another_department_s_household_tells_nothing_of_it(members, staff_b):
    factories.make_household("YB-1", head="Chủ hộ bí mật", members=4)
    row = factories.make_import(
        staff_b, "households", f"Mã hộ;Địa bàn;Số nhân khẩu;Chủ hộ\nYB-1;{PLACE};{members};Hộ khác\n", "ho.csv"
    )
    [shown] = TableImport.objects.get(pk=row.pk).preview["rows"]
    assert (shown["errors"], shown["old"], shown["record"]) == (
        [["Mã hộ", "Mã hộ này đã có trong sổ.", "A2"]],
        {},
        None,
    )


def test_masked_number_beside_another_department_s_household_is_no_second_error(staff_b):
    factories.make_household("YB-1")
    said = brought_in("households", {**ROW, "Mã hộ": "YB-1", "Số định danh của chủ hộ": "•••••••••902"}, user=staff_b)
    assert said == ["dòng 2, cột “Mã hộ”: Mã hộ này đã có trong sổ."]


def test_export_holds_one_s_own_households(staff_a, staff_b, leadership, administrator):
    household = factories.make_household("YB-1", head="Chủ hộ")
    factories.make_support(household, DAY)
    factories.make_exit(household, date(2020, 12, 1))
    seen = {
        user.username: [len(cells(exported(name, user))) for name in ("households", "household-supports", "exits")]
        for user in (staff_a, staff_b, leadership, administrator)
    }
    assert seen == {
        "staff_a": [1, 1, 1],
        "staff_b": [0, 0, 0],
        "leadership": [1, 1, 1],
        "administrator": [0, 0, 0],
    }


# Personal numbers


def test_number_is_exported_masked_and_its_mask_changes_nothing(staff_a):
    factories.make_household("YB-1", id_number="012345678901")
    [row] = cells(exported("households", staff_a))
    assert row["Số định danh của chủ hộ"] == "•••••••••901"
    assert brought_in("households", row, user=staff_a)["unchanged"] == 1


def test_number_is_changed_by_a_whole_one_and_taken_away_by_none(staff_a):
    factories.make_household("YB-1", id_number="012345678901")
    heading = "Số định danh của chủ hộ"
    brought_in("households", {**ROW, heading: "012345678902"}, user=staff_a)
    assert Household.objects.get().id_number.plain == "012345678902"
    brought_in("households", {**ROW, heading: None}, user=staff_a)
    assert Household.objects.get().id_number.plain == ""


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            12345678901,
            "Ô này là số nên có thể đã mất số 0 ở đầu: định dạng ô là Văn bản (Text) rồi nhập lại đủ 12 chữ số.",
        ),
        ("01234567890", "Số định danh gồm đúng 12 chữ số; đã nhập 11."),
        ("O12345678901", "Số định danh chỉ gồm chữ số (không có chữ O hay ký tự khác)."),
        ("•••••••••902", "Số bị che không nhập được: ghi đủ số, hoặc xóa cột này khỏi tệp."),
    ],
)
def test_number_that_is_none_is_refused_without_being_repeated(cell, message, staff_a):
    factories.make_household("YB-1", id_number="012345678901")
    said = brought_in("households", {**ROW, "Số định danh của chủ hộ": cell}, user=staff_a)
    assert said == [f"dòng 2, cột “Số định danh của chủ hộ”: {message}"]


def test_number_of_another_household_is_refused_without_naming_it(staff_b, staff_a):
    factories.make_household("YB-9", id_number="012345678901", department=staff_a.department)
    said = brought_in("households", {**ROW, "Số định danh của chủ hộ": "012345678901"}, user=staff_b)
    assert said == ["dòng 2: Số định danh này đã có trong sổ hộ nghèo."]


def test_preview_shows_numbers_masked(staff_a):
    factories.make_household("YB-1", id_number="012345678901")
    table = f"Mã hộ;Địa bàn;Số định danh của chủ hộ\nYB-1;{PLACE};012345678902\nYB-2;{PLACE};0123\n"
    row = factories.make_import(staff_a, "households", table, "ho.csv")
    shown = TableImport.objects.get(pk=row.pk).preview["rows"]
    assert [each["cells"][1] for each in shown] == ["•••••••••902", "•123"]
    assert shown[0]["old"] == {"Số định danh của chủ hộ": "•••••••••901"}


def test_ethnicity_needs_its_legal_basis(staff_a):
    said = brought_in("households", {**ROW, "Dân tộc": "Tày"}, user=staff_a)
    assert said == ["dòng 2: Dân tộc là dữ liệu nhạy cảm: chỉ ghi khi có căn cứ."]
