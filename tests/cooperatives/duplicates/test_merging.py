"""Two records of one cooperative made one, and two again: every row exactly as before."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from cooperatives.duplicates.merging import CannotMerge, compare, following, merge, summary_of, undo
from cooperatives.models import Alias, Cooperative, Merge
from coopunion.history.reverting import CannotRevert
from coopunion.models import Evidence, JournalEntry
from ocop.models import Producer, Product
from tests import factories
from tests.programs.examples import count

pytestmark = pytest.mark.django_db

REASON = "Cùng mã số thuế trên giấy chứng nhận"


@pytest.fixture
def kept(office, commune) -> Cooperative:
    """In the register since 2019, with a producer and a chain of its own."""
    cooperative = factories.make_cooperative(
        "HTX dịch vụ tổng hợp Hồng Ca",
        founded_on=date(2019, 5, 1),
        operating_since=date(2019, 5, 1),
        code="5200000001",
        members=12,
    )
    producer = factories.make_producer("HTX Hồng Ca", "cooperative", cooperative=cooperative)
    product = factories.make_product("Chè Hồng Ca", producer=producer)
    factories.make_recognition(product, date(2020, 3, 1))
    factories.make_chain("Chuỗi chè", recognised_on=date(2020, 2, 1), members=(cooperative,), lead=cooperative)
    return cooperative


@pytest.fixture
def removed(kept) -> Cooperative:
    """The same one entered again in 2020, with its own rows and some that the other has too."""
    cooperative = factories.make_cooperative(
        "HTX DVTH Hồng Cà",
        founded_on=date(2020, 5, 1),
        operating_since=date(2019, 5, 1),
        short_name="HTX Hồng Cà",
        members=15,
        activity="Trồng chè",
    )
    Alias.objects.create(cooperative=cooperative, name="Hợp tác xã chè Hồng Ca")
    factories.make_assessment(cooperative, date(2020, 12, 1))
    factories.make_inspection(cooperative, date(2020, 6, 1))
    factories.make_move(cooperative, factories.van_yen(), date(2020, 7, 1))
    factories.make_renaming(cooperative, "HTX DVTH Hồng Cà", date(2020, 8, 1))
    producer = factories.make_producer("HTX DVTH Hồng Cà", "cooperative", cooperative=cooperative)
    same = factories.make_product("Chè Hồng Ca", producer=producer)
    factories.make_recognition(same, date(2020, 3, 1))
    factories.make_recognition(same, date(2020, 9, 1), stars=4, kind="upgrade")
    factories.make_product("Mật ong", producer=producer)
    factories.make_chain("Chuỗi mật ong", recognised_on=date(2020, 4, 1), members=(cooperative, kept), lead=cooperative)
    factories.make_reorganisation(
        "separation", [factories.make_cooperative("HTX lớn")], [cooperative], date(2018, 1, 1)
    )
    factories.make_evidence(cooperative)
    return cooperative


def everything() -> dict[str, list[tuple]]:
    """Every row of every table that people's records live in."""
    tables = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("coopunion", "cooperatives", "ocop", "poverty", "programs", "reports")
        and not hasattr(model, "instance_type")
        and model not in (Merge, JournalEntry)
    ]
    return {model._meta.label: sorted(model._default_manager.values_list(), key=str) for model in tables}


def test_merge_turns_every_row_to_the_kept_record(kept, removed, staff_a):
    merge(kept, removed, by=staff_a, reason=REASON)
    left = [
        relation.related_model.__name__
        for relation in Cooperative._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and isinstance(getattr(relation, "field", None), models.ForeignKey)
        and not hasattr(relation.related_model, "instance_type")
        and relation.related_model._default_manager.filter(**{relation.field.name: removed}).exists()
    ]
    assert (left, Evidence.objects.get().object_id) == (["Merge"], kept.pk)


def test_merge_annuls_what_the_kept_record_has_already(kept, removed, staff_a):
    merge(kept, removed, by=staff_a, reason=REASON)
    states = {
        name: list(getattr(kept, name).order_by("pk").values_list("state", flat=True))
        for name in ("registrations", "statuschanges", "assessments", "inspections")
    }
    assert states == {
        "registrations": ["recorded", "annulled"],
        "statuschanges": ["recorded", "annulled"],
        "assessments": ["recorded"],
        "inspections": ["recorded"],
    }


def test_merge_folds_producers_with_their_products_and_recognitions(kept, removed, staff_a):
    merge(kept, removed, by=staff_a, reason=REASON)
    producer = Producer.objects.recorded().get(cooperative=kept)
    names = list(producer.products.recorded().order_by("name").values_list("name", flat=True))
    product = Product.objects.recorded().get(name="Chè Hồng Ca")
    stars = list(product.recognitions.recorded().values_list("decided_on", "stars"))
    assert (producer.name, names) == ("HTX Hồng Ca", ["Chè Hồng Ca", "Mật ong"])
    assert stars == [(date(2020, 3, 1), 3), (date(2020, 9, 1), 4)]


def test_counts_follow_a_merge_and_its_undoing(kept, removed, staff_a):
    keys = ("cooperatives.founded", "cooperatives.operating", "cooperatives.effective", "ocop.recognised")
    before = [count(key) for key in keys]
    made = merge(kept, removed, by=staff_a, reason=REASON)
    merged = [count(key) for key in keys]
    undo(made, by=staff_a, reason="Nhầm")
    assert (before, merged, [count(key) for key in keys]) == ([1, 2, 1, 2], [0, 1, 1, 1], before)


def test_merge_keeps_the_chosen_values_and_every_name(kept, removed, staff_a):
    merge(kept, removed, taken=["members", "activity", "name"], by=staff_a, reason=REASON)
    kept.refresh_from_db()
    assert (kept.name, kept.members, kept.activity, kept.code) == ("HTX DVTH Hồng Cà", 15, "Trồng chè", "5200000001")
    assert [alias.name for alias in kept.aliases.all()] == [
        "HTX Hồng Cà",
        "HTX dịch vụ tổng hợp Hồng Ca",
        "Hợp tác xã chè Hồng Ca",
    ]
    assert list(Cooperative.objects.recorded().matching("htx hồng cà che")) == [kept]


def test_removed_record_is_annulled_and_says_where_it_went(kept, removed, staff_a):
    merge(kept, removed, by=staff_a, reason=REASON)
    removed.refresh_from_db()
    assert (removed.state, removed.annulled_because) == (
        "annulled",
        f"Gộp vào hồ sơ “HTX dịch vụ tổng hợp Hồng Ca” (#{kept.pk}): {REASON}",
    )


def test_undo_restores_every_row_exactly(kept, removed, staff_a):
    before = everything()
    made = merge(kept, removed, taken=["members", "name"], by=staff_a, reason=REASON)
    during = everything()
    undo(made, by=staff_a, reason="Hai hợp tác xã khác nhau")
    after = everything()
    assert during != before
    assert {name for name in before if before[name] != after[name]} == set()


def test_every_write_of_merge_and_undo_is_in_the_history(kept, removed, staff_a):
    inspection = removed.inspections.get()
    made = merge(kept, removed, by=staff_a, reason=REASON)
    undo(made, by=staff_a, reason="Nhầm")
    written = [(row.history_user, row.history_change_reason) for row in inspection.history.all()[:2]]
    assert written == [
        (staff_a, "Hoàn tác gộp: Nhầm"),
        (staff_a, f"Gộp “HTX DVTH Hồng Cà” vào “HTX dịch vụ tổng hợp Hồng Ca”: {REASON}"),
    ]
    assert list(JournalEntry.objects.values_list("kind", flat=True)) == ["Hoàn tác gộp hồ sơ", "Gộp hồ sơ"]


def test_undo_keeps_what_was_edited_elsewhere_in_the_rows(kept, removed, staff_a):
    made = merge(kept, removed, by=staff_a, reason=REASON)
    kept = Cooperative.objects.get(pk=kept.pk)
    kept.members = 20
    kept.save()
    undo(made, by=staff_a, reason="Nhầm")
    kept.refresh_from_db()
    assert (kept.members, "che" in kept.search_text) == (20, False)


@pytest.mark.parametrize("taken", [["members"], []])
def test_undo_refuses_where_a_written_field_was_changed_since(taken, kept, removed, staff_a):
    made = merge(kept, removed, taken=taken, by=staff_a, reason=REASON)
    row = Cooperative.objects.get(pk=kept.pk) if taken else kept.assessments.get()
    setattr(row, "members" if taken else "cooperative", 99 if taken else factories.make_cooperative("HTX khác"))
    row.save()
    before = everything()
    with pytest.raises(CannotRevert, match="đã được sửa sau khi gộp"):
        undo(made, by=staff_a, reason="Nhầm")
    assert (everything(), Merge.objects.get().is_active) == (before, True)


def test_undo_refuses_where_a_moved_row_is_gone(kept, removed, staff_a):
    made = merge(kept, removed, by=staff_a, reason=REASON)
    kept.assessments.get().delete()
    with pytest.raises(CannotRevert, match="đã bị xóa sau khi gộp"):
        undo(made, by=staff_a, reason="Nhầm")


def test_undo_refuses_where_another_record_took_the_place(kept, removed, staff_a):
    made = merge(kept, removed, taken=["code"], by=staff_a, reason=REASON)
    kept.refresh_from_db()
    factories.make_cooperative("HTX khác", code="5200000001")
    with pytest.raises(CannotRevert, match="nay đã mang mã số"):
        undo(made, by=staff_a, reason="Nhầm")


def test_merge_of_a_merged_record_is_undone_from_the_last(kept, removed, staff_a):
    third = factories.make_cooperative("HTX Hồng Ca mới", founded_on=date(2018, 1, 1))
    before = everything()
    first, second = merge(kept, removed, by=staff_a, reason=REASON), merge(third, kept, by=staff_a, reason=REASON)
    with pytest.raises(CannotRevert):
        undo(first, by=staff_a, reason="Nhầm")
    undo(second, by=staff_a, reason="Nhầm")
    undo(first, by=staff_a, reason="Nhầm")
    assert everything() == before


def test_undo_twice_is_refused(kept, removed, staff_a):
    made = merge(kept, removed, by=staff_a, reason=REASON)
    undo(made, by=staff_a, reason="Nhầm")
    with pytest.raises(CannotRevert, match="đã được hoàn tác"):
        undo(made, by=staff_a, reason="Nhầm")


def test_merge_of_what_is_no_record_is_refused(kept, removed, staff_a):
    merge(kept, removed, by=staff_a, reason=REASON)
    union = factories.make_cooperative("Liên hiệp HTX", kind="union")
    for other, message in ((removed, "đã hủy"), (kept, "hai hồ sơ khác nhau"), (union, "không phải là một đơn vị")):
        with pytest.raises(CannotMerge, match=message):
            merge(kept, other, by=staff_a, reason=REASON)


def test_comparison_tells_differences_and_what_will_follow(kept, removed):
    assert [each.field.name for each in compare(kept, removed)[0]] == [
        "name",
        "short_name",
        "code",
        "activity",
        "members",
    ]
    told_before = {each.name: (each.count, len(each.doubles)) for each in following(kept, removed)}
    assert (told_before["giấy chứng nhận đăng ký"], told_before["đánh giá"]) == ((1, 1), (1, 0))


def test_merge_page_tells_what_moved(kept, removed, staff_a):
    lines = summary_of(merge(kept, removed, by=staff_a, reason=REASON))
    assert {"đánh giá: chuyển sang 1", "giấy chứng nhận đăng ký: hủy vì trùng 1"} <= set(lines)
