"""What was previewed is written as it was planned, without the file; unless something it rests on was written since."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Assessment, Cooperative, CooperativeGroup, Inspection, Registration, StatusChange
from coopunion.models import Department, Office, OfficeIdentity, Place, PlaceSuccession, SignedPeriod, TableImport, User
from coopunion.tables import importing
from coopunion.tables.importing import DataChanged, NeedsAnswer, apply, check
from coopunion.tables.pipeline import check as check_rows
from poverty.models import Classification, Household
from programs.models import Indicator, Task
from tests import factories
from tests.tables import cells, edited, exported
from tests.workbooks import workbook

DAY = date(2020, 5, 12)
HEADINGS = ["Tên tổ hợp tác", "Địa bàn", "Số thành viên"]
PLACE = "xã Hồng Ca, huyện Trấn Yên"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What files name."""


@pytest.fixture
def unread(monkeypatch):
    """From the call on, a file that is read or checked is a failure."""

    def forbid() -> None:
        def refuse(*args: object) -> None:
            raise AssertionError("the file was read again")

        monkeypatch.setattr(importing, "parse_table", refuse)
        monkeypatch.setattr(importing, "check_rows", refuse)

    return forbid


def groups(user: User, *rows: tuple[str, int]) -> TableImport:
    return check(user, "groups", "tht.xlsx", workbook(HEADINGS, *[[name, PLACE, members] for name, members in rows]))


def test_new_and_changed_records_are_written_without_reading_the_file(staff_a, unread):
    old = factories.make_group("THT A", members=3, note="cũ")
    row = groups(staff_a, ("THT A", 5), ("THT B", 6))
    unread()

    apply(row.pk)

    known, new = CooperativeGroup.objects.order_by("name")
    assert (known.pk, known.members, known.note, known.created_at) == (old.pk, 5, "cũ", old.created_at)
    assert (new.name, new.members, new.department, new.created_by) == ("THT B", 6, staff_a.department, staff_a)
    assert CooperativeGroup.objects.matching("tht b").get() == new
    assert list(CooperativeGroup.history.order_by("pk").values_list("history_type", "members")) == [
        ("+", 3),
        ("+", 6),
        ("~", 5),
    ]


def test_new_records_of_one_row_refer_to_each_other(staff_a, unread):
    headings = ["Tên hợp tác xã", "Địa bàn", "Vốn điều lệ (đồng)", "Ngày cấp GCN lần đầu", "Trạng thái từ ngày"]
    headings += ["Trạng thái"]
    rows = [[f"HTX {name}", PLACE, 500_000_000, DAY, DAY, "đang hoạt động"] for name in ("Một", "Hai")]
    row = check(staff_a, "cooperatives", "htx.xlsx", workbook(headings, *rows))
    unread()

    apply(row.pk)

    assert [each.charter_capital for each in Cooperative.objects.all()] == [500_000_000] * 2
    for model in (Registration, StatusChange):
        assert {each.cooperative for each in model.objects.all()} == set(Cooperative.objects.all())


def test_personal_number_is_kept_sealed_and_written_whole(staff_a, unread):
    headings = ["Mã hộ", "Địa bàn", "Số định danh của chủ hộ", "Căn cứ xử lý dữ liệu cá nhân", "Năm phân loại"]
    row = check(
        staff_a,
        "households",
        "ho.xlsx",
        workbook([*headings, "Phân loại"], ["YB-1", PLACE, "015070001234", "Luật", 2020, "hộ nghèo"]),
    )
    [kept] = TableImport.objects.filter(pk=row.pk).values_list("preview", "plan")
    stored = connection.cursor().execute("SELECT plan FROM coopunion_tableimport").fetchone()[0] if _sqlite() else ""
    unread()

    apply(row.pk)

    household = Household.objects.get()
    assert household.id_number.reveal() == "015070001234"
    assert Household.objects.get(id_index=household.id_index) == Classification.objects.get().household
    assert ("015070001234" in str(kept[0]), "015070001234" in stored) == (False, False)
    assert TableImport.objects.get().plan.plain == ""


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def test_plan_moves_adds_and_takes_away_without_reading_the_file(administrator, unread):
    program = factories.make_program()
    factories.make_indicator(program, "1a", target=30, task=factories.make_task(program))
    changes = {(2, "Nhiệm vụ"): "9", (2, "Tên nhiệm vụ"): "Việc mới", (2, "Kế hoạch"): None, (2, "Phấn đấu"): 40}
    plan = edited(exported("plan"), changes)
    row = check(administrator, "plan", "k.xlsx", plan)
    unread()

    apply(row.pk)

    indicator = Indicator.objects.get()
    assert indicator.task == Task.objects.get(number="9")
    assert [(each.kind, each.value) for each in indicator.targets.all()] == [("own_aim", 40)]
    assert cells(exported("plan"))[0]["Tên nhiệm vụ"] == "Việc mới"


def test_draft_without_a_place_that_a_row_changes_gets_its_subject_s(staff_a, commune, unread):
    group = factories.make_group("THT A")
    factories.make_inspection(group, DAY, state="draft", place=None, kind="dossier")
    headings = ["Hình thức", "Tổ hợp tác", "Ngày kết thúc", "Kết luận"]
    row = check(staff_a, "inspections", "kt.xlsx", workbook(headings, ["kiểm tra hồ sơ", "THT A", DAY, "Đầy đủ."]))
    unread()

    apply(row.pk)

    inspection = Inspection.objects.get()
    assert (inspection.findings, inspection.place) == ("Đầy đủ.", commune)


def test_confirming_asks_no_more_for_more_rows(staff_a):
    asked = []
    for count in (3, 30):
        row = groups(staff_a, *[(f"THT {count} số {number:03d}", 5) for number in range(count)])
        with CaptureQueriesContext(connection) as queries:
            apply(row.pk, near_duplicates_confirmed=True)
        asked.append(len(queries))
    assert asked[0] == asked[1]


# What was written since


def test_change_of_another_record_needs_no_second_reading(staff_a, staff_b, unread):
    factories.make_group("THT A", members=3)
    other, cooperative = factories.make_group("THT khác"), factories.make_cooperative("HTX khác")
    row = groups(staff_a, ("THT A", 5))
    other.members = 8
    other.save()
    cooperative.save()
    factories.make_group("THT khác nữa", department=staff_b.department)
    unread()

    apply(row.pk)

    assert CooperativeGroup.objects.get(name="THT A").members == 5


@pytest.mark.parametrize(
    "model", [Department, Office, OfficeIdentity, Place, PlaceSuccession, User], ids=lambda model: model.__name__
)
def test_what_every_check_rests_on_is_looked_at_again(model, staff_a, monkeypatch):
    factories.dao_thinh_merged()
    factories.make_group("THT A", members=3)
    row, read = groups(staff_a, ("THT A", 5)), []
    monkeypatch.setattr(importing, "check_rows", lambda *given: (read.append(given), check_rows(*given)))

    model.objects.first().save()
    apply(row.pk)

    assert (len(read), CooperativeGroup.objects.get().members) == (1, 5)


def test_new_record_beside_new_ones_is_looked_at_and_in_no_way_of_them(staff_a):
    row = groups(staff_a, ("THT A", 5))
    factories.make_group("THT khác hẳn")
    apply(row.pk)
    assert set(CooperativeGroup.objects.values_list("name", flat=True)) == {"THT A", "THT khác hẳn"}


def test_rows_that_would_do_something_else_now_are_named_with_why(staff_a, staff_b):
    changed, removed = factories.make_group("THT A", members=3), factories.make_group("THT B", members=3)
    factories.make_group("THT E", members=3)
    row = groups(staff_a, ("THT A", 5), ("THT B", 5), ("THT C", 5), ("THT D", 5), ("THT E", 5))
    changed.members = 4
    changed.save()
    removed.state, removed.annulled_because = "annulled", "Nhập nhầm"
    removed.save()
    factories.make_group("THT C", department=staff_b.department)
    factories.make_group("THT D", members=5)

    with pytest.raises(DataChanged) as refused:
        apply(row.pk)

    assert str(refused.value) == (
        "Sổ đã thay đổi từ lúc xem trước: "
        "dòng 2 (Số thành viên: trong sổ là “4”, lúc xem trước trong sổ là “3”); "
        "dòng 3 (nay là “Mới”, lúc xem trước là “Thay đổi”); "
        "dòng 4 (nay là “Lỗi”, lúc xem trước là “Mới”; "
        f"Hồ sơ này do {staff_b.department} phụ trách; chỉ phòng đó được ghi.); "
        "dòng 5 (nay là “Không đổi”, lúc xem trước là “Mới”). "
        "Chưa ghi gì; hãy xem lại bản mới dưới đây."
    )
    assert CooperativeGroup.objects.get(name="THT E").members == 3


def test_period_that_was_signed_since_asks_for_a_reason(staff_a):
    content = workbook([*HEADINGS, "Ngày thông báo với UBND xã"], ["THT A", PLACE, 5, DAY])
    row = check(staff_a, "groups", "tht.xlsx", content)
    SignedPeriod.objects.create(key="190/2020/2", title="Quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    with pytest.raises(DataChanged, match=r"dòng 2 \(thuộc kỳ đã duyệt: Quý II\)"):
        apply(row.pk)
    with pytest.raises(NeedsAnswer, match="Quý II"):
        apply(row.pk)


def assessment(user: User) -> TableImport:
    headings = ["Hợp tác xã", "Ngày đánh giá", "Hoạt động hiệu quả"]
    return check(user, "assessments", "dg.xlsx", workbook(headings, ["HTX A", DAY, "có"]))


def test_cooperative_that_was_annulled_since_is_told(staff_a):
    cooperative = factories.make_cooperative("HTX A", department=staff_a.department)
    row = assessment(staff_a)
    cooperative.state, cooperative.annulled_because = "annulled", "Nhập nhầm"
    cooperative.save()
    with pytest.raises(DataChanged, match=r"dòng 2 .*Không có hợp tác xã “HTX A” trong sổ"):
        apply(row.pk)
    assert Assessment.objects.count() == 0


def test_event_lies_where_its_cooperative_has_moved_since(staff_a, district):
    cooperative = factories.make_cooperative("HTX A", department=staff_a.department)
    row = assessment(staff_a)
    factories.make_move(cooperative, district, date(2020, 1, 5))
    apply(row.pk)
    assert Assessment.objects.get().place == district


def test_same_event_entered_since_is_the_row_s(staff_a):
    cooperative = factories.make_cooperative("HTX A", department=staff_a.department)
    row = assessment(staff_a)
    factories.make_assessment(cooperative, DAY, effective=True)
    with pytest.raises(DataChanged, match=r"dòng 2 .nay là “Không đổi”"):
        apply(row.pk)


def test_user_who_went_to_another_department_is_asked_anew(staff_a, department_b):
    row = groups(staff_a, ("THT A", 5))
    factories.make_group("THT A")
    User.objects.filter(pk=staff_a.pk).update(department=department_b)
    with pytest.raises(DataChanged, match=r"dòng 2 .*chỉ phòng đó được ghi"):
        apply(row.pk)


def test_what_was_written_while_the_file_was_checked_counts(staff_a, monkeypatch):
    group = factories.make_group("THT A", members=3)

    def check_and_save(table, sheet):
        check_rows(table, sheet)
        group.members = 4
        group.save()

    with monkeypatch.context() as patched:
        patched.setattr(importing, "check_rows", check_and_save)
        row = groups(staff_a, ("THT A", 5))

    with pytest.raises(DataChanged, match="trong sổ là “4”"):
        apply(row.pk)


def test_row_of_history_that_was_not_yet_committed_at_the_preview_counts(staff_a):
    """Its number is lower than the newest that the preview saw."""
    group, other = factories.make_group("THT A", members=3), factories.make_group("THT khác")
    group.members = 4
    group.save()
    late = group.history.latest()
    other.save()
    kept = {field.attname: getattr(late, field.attname) for field in late._meta.concrete_fields}
    late.delete()
    CooperativeGroup.objects.filter(pk=group.pk).update(members=3)
    row = groups(staff_a, ("THT A", 5))

    CooperativeGroup.objects.filter(pk=group.pk).update(members=4)
    CooperativeGroup.history.model(**kept).save()

    with pytest.raises(DataChanged, match="trong sổ là “4”"):
        apply(row.pk)
