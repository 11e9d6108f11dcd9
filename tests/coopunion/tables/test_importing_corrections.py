"""A wrong cell read as the preview offers, with one click: shown, written, told, and taken back."""

import pytest

from cooperatives.models import Cooperative
from coopunion.models import JournalEntry, TableImport
from coopunion.tables.importing import DataChanged, apply, check, correct, revert_correction
from coopunion.tables.preview import Preview
from tests import factories
from tests.workbooks import workbook

PLACE = "xã Hồng Ca, huyện Trấn Yên"


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What files name."""


def preview_of(row: TableImport) -> Preview:
    return Preview.from_dict(TableImport.objects.get(pk=row.pk).preview)


def mistyped() -> bytes:
    """Two cells of one misspelling, a third one that is something else."""
    headings = ["Tên hợp tác xã", "Địa bàn", "Lĩnh vực"]
    rows = [("HTX A", PLACE, "trồng trọtt"), ("HTX B", PLACE, "trồng trọtt"), ("HTX C", PLACE, "môi trườngg")]
    return workbook(headings, *[list(row) for row in rows])


def sectors() -> list[str]:
    return list(Cooperative.objects.order_by("name").values_list("sector", flat=True))


def test_offer_is_taken_in_every_cell_that_says_the_same_and_shown_before_anything_is_written(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())

    correct(row.pk, 2, "Lĩnh vực")

    shown = preview_of(row)
    assert [str(each) for each in shown.corrections] == ["Lĩnh vực: “trồng trọtt” → “trồng trọt” (C2, C3)"]
    assert [(each.kind, each.cells[2]) for each in shown.rows] == [
        ("new", "trồng trọt"),
        ("new", "trồng trọt"),
        ("wrong", "môi trườngg"),
    ]
    assert (TableImport.objects.get().state, Cooperative.objects.count()) == ("wrong", 0)


def test_confirming_writes_what_was_mended_and_the_journal_says_so(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())
    for line in (2, 4):
        correct(row.pk, line, "Lĩnh vực")

    apply(row.pk, reason="Tệp của huyện")

    assert (TableImport.objects.get().state, sectors()) == ("applied", ["crops", "crops", "environment"])
    assert JournalEntry.objects.get().detail == (
        "Tệp của huyện; Thay khi nhập: Lĩnh vực: “trồng trọtt” → “trồng trọt” (C2, C3); "
        "Thay khi nhập: Lĩnh vực: “môi trườngg” → “môi trường” (C4)"
    )


def test_mend_stays_when_the_register_has_changed_since(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())
    for line in (2, 4):
        correct(row.pk, line, "Lĩnh vực")
    factories.make_cooperative("HTX A", department=staff_a.department)

    with pytest.raises(DataChanged):
        apply(row.pk)
    apply(row.pk)

    assert (len(sectors()), set(sectors())) == (3, {"crops", "environment"})


def test_mend_is_taken_back_and_asked_again(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())
    before = preview_of(row)

    correct(row.pk, 2, "Lĩnh vực")
    revert_correction(row.pk, 3, "Lĩnh vực")

    assert preview_of(row) == before
    assert [each.offers for each in before.rows] == [
        {"Lĩnh vực": "trồng trọt"},
        {"Lĩnh vực": "trồng trọt"},
        {"Lĩnh vực": "môi trường"},
    ]


@pytest.mark.parametrize(("line", "heading"), [(9, "Lĩnh vực"), (2, "Địa bàn"), (2, "Không có")])
def test_cell_without_an_offer_is_left_alone(line, heading, staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())
    before = preview_of(row)

    correct(row.pk, line, heading)

    assert preview_of(row) == before


def test_offer_taken_twice_is_taken_once(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())

    correct(row.pk, 2, "Lĩnh vực")
    correct(row.pk, 2, "Lĩnh vực")

    assert [each.rows for each in preview_of(row).corrections] == [[2, 3]]


def test_written_import_is_not_mended(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", mistyped())
    for line in (2, 4):
        correct(row.pk, line, "Lĩnh vực")
    apply(row.pk)

    revert_correction(row.pk, 2, "Lĩnh vực")
    correct(row.pk, 2, "Lĩnh vực")

    assert TableImport.objects.get().state == "applied"


def test_place_is_offered_in_full_so_that_it_is_not_asked_about_again(staff_a):
    file = workbook(["Tên hợp tác xã", "Địa bàn"], ["HTX A", "xã Hồng Cah, huyện Trấn Yên"])
    row = check(staff_a, "cooperatives", "htx.xlsx", file)

    assert preview_of(row).rows[0].offers == {"Địa bàn": PLACE}
    correct(row.pk, 2, "Địa bàn")

    assert [(each.kind, each.cells[1]) for each in preview_of(row).rows] == [("new", PLACE)]
