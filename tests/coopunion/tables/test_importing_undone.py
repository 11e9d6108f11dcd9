"""Undoing one import after another, and how the work of undoing one grows with its rows."""

import sys
from datetime import date
from types import FrameType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperatives.models import Cooperative, CooperativeGroup, StatusChange
from coopunion.history import reverting, writing
from coopunion.history.reverting import CannotRevert
from coopunion.models import TableImport, User
from coopunion.tables import importing
from coopunion.tables.importing import apply, check, undo
from tests import factories
from tests.tables import edited, exported
from tests.workbooks import workbook

HEADINGS = ["Tên tổ hợp tác", "Địa bàn", "Số thành viên"]
PLACE = "xã Hồng Ca, huyện Trấn Yên"


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What files name."""


def brought(user: User, *rows: tuple[str, int]) -> TableImport:
    row = check(user, "groups", "tht.xlsx", workbook(HEADINGS, *[[name, PLACE, members] for name, members in rows]))
    apply(row.pk, near_duplicates_confirmed=True)
    return TableImport.objects.get(pk=row.pk)


def members() -> dict[str, int]:
    return dict(CooperativeGroup.objects.values_list("name", "members"))


@pytest.mark.django_db
def test_import_that_was_undone_is_not_in_the_way_of_an_earlier_one(staff_a):
    factories.make_group("THT A", members=3)
    first = brought(staff_a, ("THT A", 5), ("THT B", 6))
    second = brought(staff_a, ("THT A", 7), ("THT B", 8))
    third = brought(staff_a, ("THT A", 9))

    undo(third.pk, user=staff_a)
    undo(second.pk, user=staff_a)
    between = members()
    undo(first.pk, user=staff_a)

    assert (between, members()) == ({"THT A": 5, "THT B": 6}, {"THT A": 3})
    assert set(TableImport.objects.values_list("state", flat=True)) == {"undone"}


@pytest.mark.django_db
def test_target_that_an_undone_import_deleted_and_brought_back_may_be_undone_further(administrator):
    program = factories.make_program()
    indicator = factories.make_indicator(program, "1a", target=30, task=factories.make_task(program))
    pks = []
    for value in (40, None):
        row = check(administrator, "plan", "k.xlsx", edited(exported("plan"), {(2, "Kế hoạch"): value}))
        apply(row.pk)
        pks.append(row.pk)

    for pk in reversed(pks):
        undo(pk, user=administrator)

    assert indicator.targets.get().value == 30


@pytest.mark.django_db
def test_later_import_that_was_not_undone_is_in_the_way(staff_a):
    first, second = brought(staff_a, ("THT A", 5)), brought(staff_a, ("THT A", 7))
    with pytest.raises(CannotRevert, match="1 hồ sơ đã được sửa: THT A"):
        undo(first.pk, user=staff_a)
    assert (members(), TableImport.objects.get(pk=second.pk).state) == ({"THT A": 7}, "applied")


@pytest.mark.django_db
@pytest.mark.parametrize("edited_members", [5, 4])
def test_edit_by_a_person_is_in_the_way_also_after_an_undone_import(edited_members, staff_a, staff_b):
    """Also one that left the record as the first import had: somebody confirmed that value."""
    first, second = brought(staff_a, ("THT A", 5)), brought(staff_a, ("THT A", 7))
    undo(second.pk, user=staff_a)
    group = CooperativeGroup.objects.get()
    group.members, group._history_user = edited_members, staff_b
    group.save()

    with pytest.raises(CannotRevert) as refused:
        undo(first.pk, user=staff_a)

    at = timezone.localtime(group.history.latest().history_date)
    assert f"THT A ({staff_b}, {at:%d/%m/%Y %H:%M})" in str(refused.value)
    assert members() == {"THT A": edited_members}


@pytest.mark.django_db
def test_record_that_differs_from_what_the_import_left_is_in_the_way(staff_a):
    """Written past the history between an import and its undo: no row tells of it, the record does."""
    first, second = brought(staff_a, ("THT A", 5)), brought(staff_a, ("THT A", 7))
    undo(second.pk, user=staff_a)
    CooperativeGroup.objects.update(note="gõ thêm")
    with pytest.raises(CannotRevert, match="THT A"):
        undo(first.pk, user=staff_a)
    assert members() == {"THT A": 5}


@pytest.mark.django_db
def test_status_entered_since_on_a_new_cooperative_keeps_the_whole_import(staff_a):
    """Though the import wrote statuses of its own, which are undone with it."""
    headings = ["Tên hợp tác xã", "Địa bàn", "Ngày cấp GCN lần đầu", "Trạng thái", "Trạng thái từ ngày"]
    content = workbook(headings, ["HTX A", PLACE, "12/05/2020", "đang hoạt động", "12/05/2020"])
    row = check(staff_a, "cooperatives", "htx.xlsx", content)
    apply(row.pk)
    factories.make_status(Cooperative.objects.get(), "suspended", date(2021, 3, 1))
    with pytest.raises(CannotRevert, match="trạng thái"):
        undo(row.pk, user=staff_a)
    assert (Cooperative.objects.count(), StatusChange.objects.count()) == (1, 2)


@pytest.mark.django_db
def test_place_that_another_record_took_since_is_said(administrator):
    program = factories.make_program()
    indicator = factories.make_indicator(program, "1a", target=30, task=factories.make_task(program))
    row = check(administrator, "plan", "k.xlsx", edited(exported("plan"), {(2, "Kế hoạch"): None}))
    apply(row.pk)
    factories.make_target(indicator, 31)
    with pytest.raises(CannotRevert, match="Một hồ sơ khác nay"):
        undo(row.pk, user=administrator)
    assert (indicator.targets.get().value, TableImport.objects.get(pk=row.pk).state) == (31, "applied")


OURS = {module.__file__ for module in (reverting, importing, writing)}


def work_of_undoing(user: User, count: int) -> tuple[int, int]:
    """Queries, and steps of the interpreter in our own modules, for undoing an import of so many new records
    after one that changed them all.
    """
    names = [f"THT số {number:04d}" for number in range(count)]
    first = brought(user, *[(name, 5) for name in names])
    second = brought(user, *[(name, 6) for name in names])
    steps = 0

    def trace(frame: FrameType, event: str, arg: object):
        nonlocal steps
        if frame.f_code.co_filename not in OURS:
            return None
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    with CaptureQueriesContext(connection) as queries:
        sys.settrace(trace)
        try:
            undo(second.pk, user=user)
            undo(first.pk, user=user)
        finally:
            sys.settrace(before)
    assert not CooperativeGroup.objects.exists()
    return len(queries), steps


@pytest.mark.django_db
def test_work_of_undoing_grows_in_line_with_the_rows(staff_a, monkeypatch):
    monkeypatch.setattr(reverting, "CHUNK", 10)
    monkeypatch.setattr(writing, "BATCH", 10)
    small, middle, large = (work_of_undoing(staff_a, count) for count in (50, 100, 150))
    queries, steps = zip(small, middle, large, strict=True)
    assert queries[2] - queries[1] == queries[1] - queries[0] > 0
    assert steps[2] - steps[1] == pytest.approx(steps[1] - steps[0], rel=0.01)
