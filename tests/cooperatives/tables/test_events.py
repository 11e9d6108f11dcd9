"""What happens to cooperatives and groups, and what they become over the years, from Excel."""

from datetime import date

import pytest

from cooperatives.models import Assessment, Conversion, Cooperative, CooperativeGroup, ValueChain
from coopunion.models import SignedPeriod
from coopunion.tables.library import run
from coopunion.tables.workbooks import parse_table
from tests import factories
from tests.tables import brought_in, cells, exported, resource_of

DAY = date(2020, 5, 12)
PLACE = "xã Hồng Ca, huyện Trấn Yên"
ROW = {"Tên hợp tác xã": "HTX A", "Địa bàn": PLACE}
GROUP = {"Tên tổ hợp tác": "THT A", "Địa bàn": PLACE}


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What rows name."""


def test_cooperative_is_named_by_code_name_short_name_or_other_name(staff_a):
    cooperative = factories.make_cooperative("HTX dịch vụ A", short_name="HTX A", code="5200000001")
    cooperative.aliases.create(name="HTX An Thịnh")
    names = [("5200000001", ""), ("", "HTX DV A"), ("", "htx a"), ("", "HTX An Thinh"), ("5200000001", "HTX A")]
    rows = [
        {"Mã số HTX": code, "Hợp tác xã": name, "Ngày đánh giá": date(2020, 1, day), "Hoạt động hiệu quả": "có"}
        for day, (code, name) in enumerate(names, 1)
    ]
    assert brought_in("assessments", *rows, user=staff_a)["new"] == 5
    assert {each.cooperative for each in Assessment.objects.all()} == {cooperative}


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        ("", "HTX B", f"“HTX B” có thể là: HTX B – {PLACE} #{{0}}; HTX B – {PLACE} #{{1}}. Hãy ghi rõ như vậy."),
        ("", "HTX Hồng Cá Vàng", "Không có hợp tác xã “HTX Hồng Cá Vàng” trong sổ."),
        ("", "HTX dịch vụ Ab", "Không có hợp tác xã “HTX dịch vụ Ab” trong sổ. Có phải “HTX dịch vụ A”?"),
        ("5200000009", "", "Không có mã số 5200000009 trong sổ (cột “Mã số HTX”)."),
        ("5200000001", "HTX B", "Mã số 5200000001 là của HTX dịch vụ A, không phải “HTX B”."),
        ("", "", "Chưa nhập."),
    ],
)  # fmt: skip
def test_cooperative_that_is_not_clear_is_refused(code, name, message, staff_a):
    factories.make_cooperative("HTX dịch vụ A", code="5200000001")
    near_duplicates = [factories.make_cooperative("HTX B").pk for _ in range(2)]
    row = {"Mã số HTX": code, "Hợp tác xã": name, "Ngày đánh giá": DAY, "Hoạt động hiệu quả": "có"}
    assert brought_in("assessments", row, user=staff_a) == [
        f"dòng 2, cột “Hợp tác xã”: {message.format(*near_duplicates)}"
    ]


def test_cooperative_of_a_name_borne_twice_is_named_by_its_number(staff_a):
    first, _ = (factories.make_cooperative("HTX B") for _ in range(2))
    row = {"Hợp tác xã": f"HTX B – {PLACE} #{first.pk}", "Ngày đánh giá": DAY, "Hoạt động hiệu quả": "không"}
    brought_in("assessments", row, user=staff_a)
    assert (Assessment.objects.get().cooperative, Assessment.objects.get().effective) == (first, False)


def test_event_s_place_is_its_cooperative_s_unless_the_row_says_another(staff_a, commune, district):
    factories.make_cooperative("HTX A")
    row = {"Hợp tác xã": "HTX A", "Hoạt động hiệu quả": "x"}
    brought_in(
        "assessments",
        {**row, "Ngày đánh giá": DAY, "Địa bàn": None},
        {**row, "Ngày đánh giá": date(2020, 6, 1), "Địa bàn": "huyện Trấn Yên"},
        user=staff_a,
    )
    assert [each.place for each in Assessment.objects.order_by("valid_on")] == [commune, district]


def test_place_of_an_event_is_that_of_its_day(staff_a):
    factories.make_place("Việt Thành", "commune", valid_to=date(2020, 2, 1))
    factories.make_cooperative("HTX A")
    row = {"Hợp tác xã": "HTX A", "Hoạt động hiệu quả": "có", "Địa bàn": "xã Việt Thành, huyện Trấn Yên"}
    assert brought_in("assessments", {**row, "Ngày đánh giá": date(2020, 1, 5)}, user=staff_a)["new"] == 1
    [said] = brought_in("assessments", {**row, "Ngày đánh giá": date(2020, 2, 5)}, user=staff_a)
    assert "01/02/2020" in said


def test_place_of_an_event_is_where_its_cooperative_had_its_seat_that_day(staff_a, commune, district):
    factories.make_move(factories.make_cooperative("HTX A"), district, date(2020, 6, 1))
    row = {"Hợp tác xã": "HTX A", "Hoạt động hiệu quả": "có"}
    days = (date(2020, 5, 31), date(2020, 6, 1))
    brought_in("assessments", *[{**row, "Ngày đánh giá": day} for day in days], user=staff_a)
    assert [each.place for each in Assessment.objects.order_by("valid_on")] == [commune, district]


def test_conversion_under_way_is_finished_by_a_later_file(staff_a):
    factories.make_cooperative("HTX A")
    row = {"Hợp tác xã": "HTX A", "Ngày bắt đầu": date(2020, 1, 5)}
    brought_in("conversions", {**row, "Ngày hoàn thành": None}, user=staff_a)
    assert brought_in("conversions", {**row, "Ngày hoàn thành": DAY}, user=staff_a)["changed"] == 1
    assert Conversion.objects.get().completed_on == DAY


def test_chain_names_its_leading_cooperative(staff_a):
    lead = factories.make_cooperative("HTX A", code="5200000001")
    row = {"Tên mô hình": "Chuỗi chè", "Địa bàn": PLACE, "Mã số HTX": "5200000001", "HTX chủ trì": "HTX A"}
    brought_in("value-chains", row, user=staff_a)
    assert ValueChain.objects.get().lead == lead


@pytest.mark.parametrize(("cooperative", "group"), [("HTX A", "THT A"), (None, None)])
def test_inspection_is_of_a_cooperative_or_of_a_group(cooperative, group, staff_a):
    factories.make_cooperative("HTX A")
    factories.make_group("THT A")
    row = {"Hình thức": "kiểm tra thực tế", "Hợp tác xã": cooperative, "Tổ hợp tác": group, "Ngày kết thúc": DAY}
    said = brought_in("inspections", {**row, "Địa bàn": PLACE}, user=staff_a)
    assert said == ["dòng 2: Chọn một hợp tác xã hoặc một tổ hợp tác."]


def test_group_is_found_by_its_name_and_place(staff_a):
    factories.make_group("THT A", members=3)
    assert brought_in("groups", {**GROUP, "Số thành viên": 5}, user=staff_a)["changed"] == 1
    assert brought_in("groups", {**GROUP, "Địa bàn": "huyện Trấn Yên", "Số thành viên": 5}, user=staff_a)["new"] == 1
    assert CooperativeGroup.objects.count() == 2


# Over the years


@pytest.fixture
def moved(commune, district) -> Cooperative:
    """Registered in Hồng Ca, moved to the district's town."""
    cooperative = factories.make_cooperative("HTX A", address="thôn 1", members=5)
    factories.make_move(cooperative, district, date(2020, 6, 1), address="tổ 2")
    return cooperative


@pytest.mark.parametrize(("place", "address"), [(PLACE, "thôn 1"), ("huyện Trấn Yên", "tổ 2")])
def test_moved_cooperative_is_found_at_its_first_and_its_present_seat(place, address, moved, staff_a, commune):
    row = {"Tên hợp tác xã": "HTX A", "Địa bàn": place, "Số thành viên": 6}
    assert brought_in("cooperatives", row, user=staff_a)["changed"] == 1
    moved.refresh_from_db()
    assert (moved.place, moved.address, moved.members) == (commune, "thôn 1", 6)


def test_export_shows_the_present_seat_and_changes_nothing_when_it_comes_back(moved):
    [row] = cells(exported("cooperatives"))
    assert (row["Địa bàn"], row["Địa chỉ"]) == ("huyện Trấn Yên", "tổ 2")
    assert brought_in("cooperatives", row)["unchanged"] == 1


def test_another_seat_of_a_moved_cooperative_is_a_move_to_be_entered(moved, staff_a, other_district):
    moved.code = "5200000001"
    moved.save()
    row = {"Mã số": "5200000001", "Tên hợp tác xã": "HTX A", "Địa bàn": "huyện Văn Yên", "Địa chỉ": "tổ 9"}
    refusal = "HTX này đã chuyển trụ sở: ghi lần chuyển mới ở trang của HTX."
    assert brought_in("cooperatives", row, user=staff_a) == [
        f"dòng 2, cột “Địa bàn”: {refusal}",
        f"dòng 2, cột “Địa chỉ”: {refusal}",
    ]


def test_former_name_is_near(staff_a):
    factories.make_renaming(factories.make_cooperative("HTX Hồng Ca"), "HTX Bình Minh", date(2020, 6, 1))
    content = f"Tên hợp tác xã;Địa bàn\nHTX DVTH Hồng Ca;{PLACE}\n".encode()
    resource = resource_of("cooperatives", staff_a)
    table = parse_table("b.csv", content, resource.known_headings)
    run(resource, table, dry_run=True)
    assert resource.import_rows[0].near_duplicates == ["HTX Bình Minh"]


@pytest.mark.parametrize(
    ("change", "signed"), [({"Chủ trì thành lập": "đơn vị khác"}, ["Quý II"]), ({"Số thành viên": 9}, [])]
)
def test_what_decides_whether_a_founding_counts_needs_a_reason_where_it_was_signed(change, signed, staff_a):
    SignedPeriod.objects.create(key="190/2020/2", title="Quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    factories.make_cooperative("HTX A", founded_on=DAY, lead="union", members=5)
    resource = resource_of("cooperatives", staff_a)
    [(heading, value)] = change.items()
    content = f"Tên hợp tác xã;Địa bàn;{heading}\nHTX A;{PLACE};{value}\n".encode()
    run(resource, parse_table("b.csv", content, resource.known_headings), dry_run=True)
    assert resource.import_rows[0].signed == signed


def test_rows_that_name_nobody_known_are_no_repetitions_of_each_other(staff_a):
    row = {"Hình thức": "kiểm tra hồ sơ", "Tổ hợp tác": None, "Ngày bắt đầu": date(2020, 6, 1), "Ngày kết thúc": DAY}
    names = ("HTX Một", "HTX Hai Ba", None)
    shown = brought_in("inspections", *({**row, "Hợp tác xã": name} for name in names), user=staff_a)
    assert shown == [
        "dòng 2, cột “Hợp tác xã”: Không có hợp tác xã “HTX Một” trong sổ.",
        "dòng 2, cột “Ngày kết thúc”: Ngày kết thúc không được trước ngày bắt đầu.",
        "dòng 3, cột “Hợp tác xã”: Không có hợp tác xã “HTX Hai Ba” trong sổ.",
        "dòng 3, cột “Ngày kết thúc”: Ngày kết thúc không được trước ngày bắt đầu.",
        "dòng 4: Chưa nhập địa bàn.",
        "dòng 4: Chọn một hợp tác xã hoặc một tổ hợp tác.",
        "dòng 4, cột “Ngày kết thúc”: Ngày kết thúc không được trước ngày bắt đầu.",
    ]
