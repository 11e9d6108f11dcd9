"""The life of an import: shown, written once and whole, undone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cooperatives.models import Cooperative, CooperativeGroup, Inspection, Registration, StatusChange
from coopunion.history.reverting import CannotRevert
from coopunion.models import JournalEntry, SignedPeriod, TableImport
from coopunion.tables import importing
from coopunion.tables.importing import DataChanged, NeedsAnswer, apply, check, undo
from coopunion.tables.preview import Preview
from coopunion.tables.workbooks import UnreadableTable
from tests import factories
from tests.commands import run_json
from tests.tables import cells, edited, exported
from tests.workbooks import workbook

DAY = date(2020, 5, 12)
HEADINGS = ["Tên tổ hợp tác", "Địa bàn", "Số thành viên"]
PLACE = "xã Hồng Ca, huyện Trấn Yên"


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What files name."""


def groups(*rows: tuple) -> bytes:
    return workbook(HEADINGS, *[[name, PLACE, members] for name, members in rows])


def preview_of(row: TableImport) -> Preview:
    return Preview.from_dict(TableImport.objects.get(pk=row.pk).preview)


def figure(key: str) -> float:
    """What the dashboard and the command say of the year's only indicator."""
    said = run_json("progress", "--program", "190", "--year", "2020", "--quarter", "4", "--as-of", "2020-12-31")
    return said["indicators"][0][key]


def test_check_writes_nothing_and_keeps_what_it_found(staff_a):
    row = check(staff_a, "groups", "../tht.xlsx", groups(("THT A", 5), ("THT B", 1)))
    assert (CooperativeGroup.objects.count(), row.state, row.file_name, row.rows_new, row.rows_wrong) == (
        0,
        "wrong",
        "tht.xlsx",
        1,
        1,
    )
    assert preview_of(row).rows[1].errors == [
        ["Số thành viên", "Số thành viên không được nhỏ hơn 2.", "C3"],
    ]


def test_new_row_shows_what_it_changes_of_a_record_that_is_there(staff_a):
    factories.make_producer("Công ty A", department=staff_a.department)
    headings = ["Tên sản phẩm", "Chủ thể", "Loại chủ thể", "Địa bàn"]

    row = check(staff_a, "products", "sp.xlsx", workbook(headings, ["Chè", "Công ty A", "hộ sản xuất", PLACE]))

    assert [(each.kind, each.old) for each in preview_of(row).rows] == [("new", {"Loại chủ thể": "doanh nghiệp"})]


def test_unreadable_file_is_not_kept(staff_a):
    with pytest.raises(UnreadableTable):
        check(staff_a, "groups", "tht.xlsx", b"x")
    assert TableImport.objects.count() == 0


def test_round_trip_shows_three_cells_writes_them_and_takes_them_back(staff_a, department_a):
    for number, lead in ((1, "union"), (2, "other"), (3, "other")):
        factories.make_cooperative(
            f"HTX số {number}", founded_on=DAY, lead=lead, code=f"520000000{number}", members=9, operating_since=DAY
        )
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union", target=30)
    before = exported("cooperatives")
    changes = {(2, "Số thành viên"): 12, (3, "Chủ trì thành lập"): "Liên minh HTX tỉnh", (4, "Địa chỉ"): "thôn 3"}

    row = check(staff_a, "cooperatives", "htx.xlsx", edited(before, changes))

    assert [(each.number, each.old) for each in preview_of(row).rows] == [
        (2, {"Số thành viên": "9"}),
        (3, {"Chủ trì thành lập": "đơn vị khác"}),
        (4, {"Địa chỉ": ""}),
    ]
    assert figure("actual") == 1
    apply(row.pk)
    assert figure("actual") == 2
    assert cells(exported("cooperatives")) == cells(edited(before, changes))
    undo(row.pk, user=staff_a)
    assert figure("actual") == 1
    assert cells(exported("cooperatives")) == cells(before)


def test_one_wrong_row_of_5000_keeps_all_from_being_written(staff_a):
    rows = [(f"THT số {number:04d}", 5) for number in range(4_999)]
    row = check(staff_a, "groups", "tht.xlsx", groups(*rows, ("THT cuối", 1)))

    with pytest.raises(NeedsAnswer):
        apply(row.pk)

    assert (row.state, row.rows_new, row.rows_wrong) == ("wrong", 4_999, 1)
    assert (CooperativeGroup.objects.count(), CooperativeGroup.history.count()) == (0, 0)


def test_applied_import_tells_who_when_and_why(staff_a):
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5)))
    apply(row.pk, reason="Danh sách của huyện")
    row = TableImport.objects.get(pk=row.pk)
    change = CooperativeGroup.history.get()
    assert (change.history_user, change.history_change_reason) == (staff_a, "Danh sách của huyện (tệp tht.xlsx)")
    assert (row.state, row.reason, row.file, row.preview) == ("applied", "Danh sách của huyện", b"", {})
    assert JournalEntry.objects.get().title == "Tổ hợp tác: 1 mới, 0 thay đổi từ tệp tht.xlsx"


def test_new_record_is_of_the_writer_s_department_and_can_be_searched(staff_a):
    apply(check(staff_a, "groups", "tht.xlsx", groups(("THT Hồng Ca", 5))).pk)
    group = CooperativeGroup.objects.matching("to hop tac hong ca").get()
    assert (group.department, group.created_by, group.state) == (staff_a.department, staff_a, "recorded")


def test_confirming_twice_writes_once(staff_a):
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5)))
    for _ in range(3):
        apply(row.pk)
    assert (CooperativeGroup.objects.count(), JournalEntry.objects.count()) == (1, 1)


def test_same_file_again_has_nothing_to_write(staff_a):
    content = groups(("THT A", 5))
    first = check(staff_a, "groups", "tht.xlsx", content)
    apply(first.pk)
    again = check(staff_a, "groups", "tht.xlsx", content)
    with pytest.raises(NeedsAnswer, match="không có dòng mới"):
        apply(again.pk)
    assert importing.applied_before(again) == TableImport.objects.get(pk=first.pk).applied_at


def test_register_changed_since_the_preview_shows_it_anew(staff_a):
    group = factories.make_group("THT A", members=3)
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5)))
    group.members = 4
    group.save()

    with pytest.raises(DataChanged):
        apply(row.pk)

    assert (CooperativeGroup.objects.get().members, preview_of(row).rows[0].old) == (4, {"Số thành viên": "4"})
    apply(row.pk)
    assert CooperativeGroup.objects.get().members == 5


def test_row_that_has_become_wrong_since_is_shown_as_wrong(staff_a, staff_b):
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5)))
    factories.make_group("THT A", department=staff_b.department)
    with pytest.raises(DataChanged):
        apply(row.pk)
    assert TableImport.objects.get(pk=row.pk).state == "wrong"


def test_near_name_must_be_confirmed(staff_a):
    factories.make_group("THT nuôi ong Hồng Ca")
    row = check(staff_a, "groups", "tht.xlsx", groups(("Tổ hợp tác nuôi ong Hòng Cá", 5), ("THT khác hẳn", 5)))
    assert [each.near_duplicates for each in preview_of(row).rows] == [
        [],
        [],
    ]  # alike without diacritics: that very group
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT nuôi ongg Hồng Ca", 5)))
    with pytest.raises(NeedsAnswer, match="gần giống"):
        apply(row.pk)
    apply(row.pk, near_duplicates_confirmed=True)
    assert CooperativeGroup.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_row_in_a_signed_period_needs_a_reason(reason, staff_a):
    SignedPeriod.objects.create(key="190/2020/2", title="Quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    content = workbook([*HEADINGS, "Ngày thông báo với UBND xã"], ["THT A", PLACE, 5, DAY])
    row = check(staff_a, "groups", "tht.xlsx", content)
    with pytest.raises(NeedsAnswer, match="Quý II"):
        apply(row.pk, reason=reason)
    apply(row.pk, reason="Bổ sung")
    with pytest.raises(NeedsAnswer, match="hoàn tác"):
        undo(row.pk, user=staff_a)
    undo(row.pk, user=staff_a, reason="Nhầm tệp")
    assert CooperativeGroup.objects.count() == 0


@pytest.fixture
def signed_plan():
    """A programme with one target, its fourth quarter signed."""
    program = factories.make_program()
    factories.make_indicator(program, "1a", target=30, task=factories.make_task(program))
    factories.make_period(program, 4)
    SignedPeriod.objects.create(
        key="190/2020/4", title="Quý IV", starts_on=date(2020, 10, 1), ends_on=date(2020, 12, 31)
    )


@pytest.mark.parametrize(
    ("heading", "value", "signed"),
    [
        ("Kế hoạch", 99, ["Quý IV"]),
        ("Kế hoạch", None, ["Quý IV"]),
        ("Phấn đấu", 40, ["Quý IV"]),
        ("Cách đếm", "cooperatives.converted", ["Quý IV"]),
        ("Chỉ tiêu", "HTX mới", []),
    ],
)
def test_row_of_a_plan_that_signed_figures_rest_on_needs_a_reason(heading, value, signed, administrator, signed_plan):
    row = check(administrator, "plan", "k.xlsx", edited(exported("plan"), {(2, heading): value}))
    assert preview_of(row).signed == signed


def test_undo_of_a_plan_whose_quarter_was_signed_needs_a_reason_too(administrator, signed_plan):
    period = SignedPeriod.objects.get()
    SignedPeriod.objects.all().delete()
    row = check(administrator, "plan", "k.xlsx", edited(exported("plan"), {(2, "Kế hoạch"): 99}))
    apply(row.pk)
    period.save(force_insert=True)

    with pytest.raises(NeedsAnswer, match="Quý IV"):
        undo(row.pk, user=administrator)


def test_moving_a_record_out_of_a_signed_period_needs_a_reason_too(staff_a):
    SignedPeriod.objects.create(key="190/2020/2", title="Quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    factories.make_group("THT A", notified_on=DAY)
    content = workbook(["Tên tổ hợp tác", "Địa bàn", "Ngày thông báo với UBND xã"], ["THT A", PLACE, date(2021, 1, 5)])
    assert preview_of(check(staff_a, "groups", "tht.xlsx", content)).signed == ["Quý II"]


def test_unconfirmed_file_is_forgotten_after_a_week(staff_a):
    row = check(staff_a, "groups", "cu.xlsx", groups(("THT A", 5)))
    TableImport.objects.filter(pk=row.pk).update(uploaded_at=timezone.now() - timedelta(days=8))
    check(staff_a, "groups", "moi.xlsx", groups(("THT B", 5)))
    assert [each.file_name for each in TableImport.objects.all()] == ["moi.xlsx"]


# Undo


def test_undo_takes_away_what_was_made_and_restores_what_was_changed(staff_a, staff_b):
    old = factories.make_group("THT A", members=3, note="cũ")
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5), ("THT B", 6)))
    apply(row.pk)
    undo(row.pk, user=staff_a, reason="Nhầm tệp")
    undo(row.pk, user=staff_a)
    group = CooperativeGroup.objects.get()
    assert (group.pk, group.members, group.note) == (old.pk, 3, "cũ")
    assert [(each.history_type, each.members) for each in CooperativeGroup.history.order_by("history_id")] == [
        ("+", 3),
        ("+", 6),
        ("~", 5),
        ("~", 3),
        ("-", 6),
    ]
    assert CooperativeGroup.history.latest().history_change_reason == f"Hoàn tác lần nhập {row.pk}: Nhầm tệp"
    assert TableImport.objects.get(pk=row.pk).state == "undone"


def test_undo_keeps_the_day_of_creation_and_renews_the_search(staff_a):
    old = factories.make_group("THT Xuân Ái", members=3)
    apply((row := check(staff_a, "groups", "t.xlsx", groups(("tht xuân ái", 5)))).pk)
    undo(row.pk, user=staff_a)
    group = CooperativeGroup.objects.matching("xuan ai").get()
    assert (group.name, group.created_at) == ("THT Xuân Ái", old.created_at)


def test_record_touched_since_keeps_the_whole_import(staff_a):
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5), ("THT B", 6)))
    apply(row.pk)
    group = CooperativeGroup.objects.get(name="THT B")
    group.members = 7
    group.save()
    with pytest.raises(CannotRevert, match="THT B"):
        undo(row.pk, user=staff_a)
    assert CooperativeGroup.objects.count() == 2


def test_record_used_since_keeps_the_whole_import(staff_a):
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5)))
    apply(row.pk)
    factories.make_inspection(CooperativeGroup.objects.get(), DAY)
    with pytest.raises(CannotRevert, match="kiểm tra"):
        undo(row.pk, user=staff_a)
    assert (CooperativeGroup.objects.count(), Inspection.objects.count()) == (1, 1)


def test_evidence_attached_since_keeps_the_whole_import(staff_a):
    row = check(staff_a, "groups", "tht.xlsx", groups(("THT A", 5)))
    apply(row.pk)
    factories.make_evidence(CooperativeGroup.objects.get())
    with pytest.raises(CannotRevert, match="minh chứng"):
        undo(row.pk, user=staff_a)


def test_alias_added_since_keeps_the_whole_import(staff_a):
    row = check(staff_a, "cooperatives", "htx.xlsx", workbook(["Tên hợp tác xã", "Địa bàn"], ["HTX A", PLACE]))
    apply(row.pk)
    Cooperative.objects.get().aliases.create(name="HTX cũ")
    with pytest.raises(CannotRevert, match="tên khác"):
        undo(row.pk, user=staff_a)


def test_undo_takes_away_certificate_and_status_with_their_cooperative(staff_a):
    headings = ["Tên hợp tác xã", "Địa bàn", "Ngày cấp GCN lần đầu", "Trạng thái", "Trạng thái từ ngày"]
    row = check(staff_a, "cooperatives", "h.xlsx", workbook(headings, ["HTX A", PLACE, DAY, "đang hoạt động", DAY]))
    apply(row.pk)
    assert Cooperative.objects.operating_on(DAY).count() == 1
    undo(row.pk, user=staff_a)
    assert (Cooperative.objects.count(), Registration.objects.count(), StatusChange.objects.count()) == (0, 0, 0)


def test_undo_of_a_plan_brings_back_the_target_that_it_took_away(administrator):
    program = factories.make_program()
    indicator = factories.make_indicator(program, "1a", target=30, task=factories.make_task(program))
    plan = edited(exported("plan"), {(2, "Kế hoạch"): None})
    row = check(administrator, "plan", "k.xlsx", plan)
    assert preview_of(row).rows[0].old == {"Kế hoạch": "30"}
    apply(row.pk)
    assert indicator.targets.count() == 0
    undo(row.pk, user=administrator)
    assert indicator.targets.get().value == 30


def test_progress_follows_the_plan_that_was_brought_in(administrator):
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union", target=30)
    row = check(administrator, "plan", "k.xlsx", edited(exported("plan"), {(2, "Kế hoạch"): 40}))
    apply(row.pk)
    assert figure("target") == 40
