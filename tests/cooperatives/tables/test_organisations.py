"""Cooperatives, groups and what happens to them, from Excel: what a row means, and what is refused."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeSupport,
    Inspection,
)
from coopunion.tables.workbooks import parse_table
from tests import factories
from tests.tables import brought_in, edited, exported, outcome, resource_of
from tests.workbooks import workbook

DAY = date(2020, 5, 12)
PLACE = "xã Hồng Ca, huyện Trấn Yên"
ROW = {"Tên hợp tác xã": "HTX A", "Địa bàn": PLACE}
GROUP = {"Tên tổ hợp tác": "THT A", "Địa bàn": PLACE}


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What rows name."""


def test_row_brings_the_cooperative_its_certificate_and_its_status(staff_a, commune):
    came = brought_in(
        "cooperatives",
        {
            **ROW,
            "Mã số": "0200000001",
            "Lĩnh vực": "TRỒNG TRỌT",
            "Vốn điều lệ (đồng)": "1.500.000.000",
            "Số thành viên": 9,
            "Chủ trì thành lập": "lien minh htx tinh",
            "Ngày cấp GCN lần đầu": "12/05/2020",
            "Số GCN": 160700,
            "Đăng ký theo": "Luật HTX 2012",
            "Trạng thái": "Đang hoạt động",
            "Trạng thái từ ngày": DAY,
        },
        user=staff_a,
    )
    cooperative = Cooperative.objects.get()
    certificate, status = cooperative.registrations.get(), cooperative.statuschanges.get()
    assert came == {"new": 1, "changed": 0, "unchanged": 0}
    assert (cooperative.code, cooperative.place, cooperative.sector) == ("0200000001", commune, "crops")
    assert (cooperative.charter_capital, cooperative.founding_lead) == (1_500_000_000, "union")
    assert (certificate.kind, certificate.issued_on, certificate.number) == ("first", DAY, "160700")
    assert (certificate.place, certificate.department) == (commune, staff_a.department)
    assert (status.status, status.from_on, status.place) == ("operating", DAY, commune)


def test_cooperative_is_found_by_its_code_whatever_its_name(staff_a):
    factories.make_cooperative("HTX cũ", code="5200000001")
    assert brought_in("cooperatives", {**ROW, "Mã số": "5200000001"}, user=staff_a)["changed"] == 1
    assert Cooperative.objects.get().name == "HTX A"


@pytest.mark.parametrize("name", ["hợp tác xã a", "HTX  A", "Hợp tác xã A"])
def test_cooperative_without_a_code_is_found_by_its_name_and_place(name, staff_a):
    factories.make_cooperative("HTX A", members=5)
    row = {"Tên hợp tác xã": name, "Địa bàn": "Hồng Ca", "Số thành viên": 7}
    assert brought_in("cooperatives", row, user=staff_a)["changed"] == 1


def test_code_is_added_to_the_cooperative_that_had_none(staff_a):
    factories.make_cooperative("HTX A")
    assert brought_in("cooperatives", {**ROW, "Mã số": "5200000001"}, user=staff_a)["changed"] == 1
    assert Cooperative.objects.get().code == "5200000001"


def test_another_code_is_another_cooperative(staff_a):
    factories.make_cooperative("HTX A", code="5200000009")
    resource = resource_of("cooperatives", staff_a)
    assert brought_in("cooperatives", {**ROW, "Mã số": "5200000001"}, user=staff_a)["new"] == 1
    assert resource.columns[0].heading == "Mã số"


def test_two_cooperatives_of_one_name_and_place_are_not_told_apart(staff_a):
    for members in (5, 6):
        factories.make_cooperative("HTX A", members=members)
    assert brought_in("cooperatives", {**ROW, "Số thành viên": 7}, user=staff_a) == [
        "dòng 2: Có 2 hồ sơ trùng như vậy trong sổ; không rõ là hồ sơ nào."
    ]
    assert brought_in("cooperatives", {**ROW, "Số thành viên": 6}, user=staff_a)["unchanged"] == 1


def test_row_twice_in_a_file_is_refused(staff_a):
    rows = (ROW, {"Tên hợp tác xã": "Hợp tác xã a", "Địa bàn": PLACE})
    assert brought_in("cooperatives", *rows, user=staff_a) == ["dòng 3: Trùng với dòng 2 của tệp."]
    factories.make_cooperative("HTX A")
    assert brought_in("cooperatives", *rows, user=staff_a) == ["dòng 3: Trùng với dòng 2 của tệp."]


def test_one_code_on_two_rows_is_refused(staff_a):
    rows = [{**ROW, "Mã số": "5200000001"}, {**ROW, "Tên hợp tác xã": "HTX B", "Mã số": "5200000001"}]
    assert brought_in("cooperatives", *rows, user=staff_a) == ["dòng 3: Trùng với dòng 2 của tệp."]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            200000001,
            "Ô này là số (200000001) nên có thể đã mất số 0 ở đầu: định dạng ô là Văn bản (Text) rồi nhập lại đủ "
            "10 chữ số.",
        ),
        ("520000001O", "Mã số hợp tác xã gồm đúng 10 chữ số."),
        ("52000", "Mã số hợp tác xã gồm đúng 10 chữ số."),
    ],
)
def test_code_that_is_none_is_refused_never_padded(cell, message, staff_a):
    assert brought_in("cooperatives", {**ROW, "Mã số": cell}, user=staff_a) == [f"dòng 2, cột “Mã số”: {message}"]


def test_code_kept_as_a_number_of_ten_digits_is_that_code(staff_a):
    brought_in("cooperatives", {**ROW, "Mã số": 5200000001}, user=staff_a)
    assert Cooperative.objects.get().code == "5200000001"


def test_code_of_the_wrong_length_is_told_once(staff_a):
    assert brought_in("cooperatives", {**ROW, "Mã số": "5200 124 000"}, user=staff_a) == [
        "dòng 2, cột “Mã số”: Mã số hợp tác xã gồm đúng 10 chữ số."
    ]


def test_cooperatives_of_one_name_in_communes_that_differ_by_an_accent_are_two(staff_a, district):
    for name in ("Minh Quán", "Minh Quân"):
        factories.make_place(name, "commune", parent=district)
    rows = [{**ROW, "Địa bàn": f"xã {name}, huyện Trấn Yên"} for name in ("Minh Quán", "Minh Quân")]
    assert brought_in("cooperatives", *rows, user=staff_a)["new"] == 2


def test_label_is_offered_by_its_beginning(staff_a):
    (message,) = brought_in("cooperatives", {**ROW, "Lĩnh vực": "công nghiệp"}, user=staff_a)
    assert message.endswith("Có phải “công nghiệp, tiểu thủ công nghiệp”?")


def test_everything_wrong_is_told_at_once(staff_a):
    row = {
        "Tên hợp tác xã": None,
        "Địa bàn": "Hông Ca",
        "Lĩnh vực": "trồng chọt",
        "Vốn điều lệ (đồng)": "tám trăm",
        "Số thành viên": 3,
        "Trong đó nữ": 4,
        "Ngày cấp GCN lần đầu": "31/02/2020",
    }
    said = brought_in("cooperatives", row, {**ROW, "Địa bàn": "Sa Pa"}, user=staff_a)
    assert said == [
        "dòng 2, cột “Lĩnh vực”: “trồng chọt” không có trong danh sách: trồng trọt; chăn nuôi; lâm nghiệp; thủy sản; "
        "nông nghiệp tổng hợp; công nghiệp, tiểu thủ công nghiệp; xây dựng; vận tải; thương mại, dịch vụ; "
        "quỹ tín dụng nhân dân; môi trường; lĩnh vực khác. Có phải “trồng trọt”?",
        "dòng 2, cột “Ngày cấp GCN lần đầu”: Ngày 31/02/2020 không có thật. Ghi lại theo ngày/tháng/năm.",
        "dòng 2, cột “Tên hợp tác xã”: Chưa nhập.",
        "dòng 2, cột “Vốn điều lệ (đồng)”: “tám trăm” không phải là số: viết 1.283 hoặc 153,3.",
        "dòng 3, cột “Địa bàn”: Không có địa bàn “Sa Pa”.",
    ]


@pytest.mark.parametrize(
    ("score", "message"),
    [("82,555", "Phải nhiều nhất 2 số lẻ."), (1_000_000, "Số quá lớn."), (101, "Điểm nằm trong khoảng 0–100.")],
)
def test_number_is_refused_in_the_words_of_a_form(score, message, staff_a):
    factories.make_cooperative("HTX A")
    row = {"Hợp tác xã": "HTX A", "Ngày đánh giá": DAY, "Hoạt động hiệu quả": "có", "Điểm": score}
    [said] = brought_in("assessments", row, user=staff_a)
    assert said.endswith(f": {message}")


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("Số thành viên", 1e30, "Số quá lớn."),
        ("Số thành viên", -1, "Không được nhỏ hơn 0."),
        ("Vốn điều lệ (đồng)", 1e30, "Số quá lớn."),
    ],
)
def test_whole_number_is_refused_in_plain_words(heading, cell, message, staff_a):
    said = brought_in("cooperatives", {**ROW, heading: cell}, user=staff_a)
    assert said == [f"dòng 2, cột “{heading}”: {message}"]


def test_rules_over_several_columns_are_asked_of_a_row_that_can_be_read(staff_a):
    said = brought_in("cooperatives", {**ROW, "Số thành viên": 3, "Trong đó nữ": 4}, user=staff_a)
    assert said == ["dòng 2, cột “Trong đó nữ”: Số thành viên nữ không được lớn hơn số thành viên."]


def test_day_ahead_is_refused(staff_a):
    said = brought_in(
        "cooperatives", {**ROW, "Ngày cấp GCN lần đầu": date(2021, 1, 2)}, user=staff_a, today=date(2021, 1, 1)
    )
    assert said == ["dòng 2, cột “Ngày cấp GCN lần đầu”: Nằm sau hôm nay, 01/01/2021."]


def test_column_that_is_not_there_leaves_what_is_known(staff_a):
    factories.make_cooperative("HTX A", members=5, note="ghi chú")
    brought_in("cooperatives", {**ROW, "Số thành viên": 6}, user=staff_a)
    assert Cooperative.objects.get().note == "ghi chú"


def test_empty_cell_takes_away_what_may_be_empty(staff_a):
    factories.make_cooperative("HTX A", members=5, kind="union")
    brought_in("cooperatives", {**ROW, "Số thành viên": None, "Loại hình": None}, user=staff_a)
    cooperative = Cooperative.objects.get()
    assert (cooperative.members, cooperative.kind) == (None, "union")


def test_another_day_is_another_status(staff_a):
    factories.make_cooperative("HTX A", operating_since=DAY)
    row = {**ROW, "Trạng thái": "tạm ngừng", "Trạng thái từ ngày": date(2020, 12, 1)}
    assert brought_in("cooperatives", row, user=staff_a)["changed"] == 1
    statuses = Cooperative.objects.get().statuschanges.order_by("from_on")
    assert [each.status for each in statuses] == ["operating", "suspended"]


# Whose


def test_cooperative_of_another_department_is_not_changed(staff_b, department_a):
    factories.make_cooperative("HTX A", members=5)
    assert brought_in("cooperatives", {**ROW, "Số thành viên": 6}, user=staff_b) == [
        f"dòng 2: Hồ sơ này do {department_a} phụ trách; chỉ phòng đó được ghi."
    ]
    assert brought_in("cooperatives", {**ROW, "Số thành viên": 5}, user=staff_b)["unchanged"] == 1


def test_assessment_of_another_department_s_cooperative_is_refused(staff_b, department_a):
    factories.make_cooperative("HTX A")
    row = {"Hợp tác xã": "HTX A", "Ngày đánh giá": DAY, "Hoạt động hiệu quả": "có"}
    assert brought_in("assessments", row, user=staff_b) == [
        f"dòng 2: Hồ sơ này do {department_a} phụ trách; chỉ phòng đó được ghi."
    ]


def test_inspection_and_support_of_another_department_s_cooperative_are_one_s_own(staff_b):
    factories.make_cooperative("HTX A")
    brought_in(
        "inspections", {"Hình thức": "kiểm tra hồ sơ", "Hợp tác xã": "HTX A", "Ngày kết thúc": DAY}, user=staff_b
    )
    brought_in("supports", {"Hình thức": "vốn, tín dụng", "Hợp tác xã": "HTX A", "Ngày hỗ trợ": DAY}, user=staff_b)
    assert (Inspection.objects.get().department, CooperativeSupport.objects.get().department) == (
        staff_b.department,
        staff_b.department,
    )


def test_new_record_needs_somebody_s_department():
    assert brought_in("cooperatives", ROW) == [
        "dòng 2: Chưa biết hồ sơ thuộc phòng nào: cần người nhập thuộc một phòng."
    ]


# Cost


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def test_fifty_rows_cost_no_more_queries_than_one(staff_a):
    many = [{**ROW, "Tên hợp tác xã": f"HTX số {number}", "Ngày cấp GCN lần đầu": DAY} for number in range(50)]
    brought_in("cooperatives", *many, user=staff_a)
    changed = [{**row, "Số thành viên": 9} for row in many]
    one, fifty = (
        queries(lambda rows=rows: brought_in("cooperatives", *rows, user=staff_a, dry_run=True))
        for rows in (changed[:1], changed)
    )
    assert one == fifty


@pytest.mark.parametrize("name", ["cooperatives", "assessments"])
def test_fifty_exported_rows_cost_no_more_queries_than_one(name):
    asked = []
    for number in range(50):
        factories.make_assessment(factories.make_cooperative(f"HTX số {number}", founded_on=DAY), DAY)
        if number in (0, 49):
            asked.append(queries(lambda: exported(name)))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("resource", ["cooperatives", "groups"])
def test_new_row_of_a_known_name_in_the_same_land_under_another_unit_is_told(resource, staff_a):
    old, new = factories.dao_thinh_merged()
    make, row = {
        "cooperatives": (factories.make_cooperative, ROW),
        "groups": (factories.make_group, {**GROUP, "Tên tổ hợp tác": "HTX A"}),
    }[resource]
    make("HTX A", place=old)
    make("HTX A", place=factories.make_commune("Việt Thành", "04511"))
    checked = resource_of(resource, staff_a)
    content = workbook(list(row), list({**row, "Địa bàn": str(new)}.values()))

    outcome(checked, parse_table("bang.xlsx", content, checked.known_headings), dry_run=True)

    # that of the same land, and, since nothing but name and place says which record is meant, that of the district
    assert [import_row.near_duplicates for import_row in checked.import_rows] == [
        ["HTX A (xã Đào Thịnh, huyện Trấn Yên)", "HTX A (xã Việt Thành, huyện Trấn Yên)"]
    ]


@pytest.mark.parametrize("resource", ["cooperatives", "groups", "value-chains"])
def test_corrected_commune_of_an_exported_row_without_a_code_asks_for_a_tick(resource, staff_a, commune):
    factories.make_commune("Việt Thành", "04511")
    make = {
        "cooperatives": factories.make_cooperative,
        "groups": factories.make_group,
        "value-chains": factories.make_chain,
    }[resource]
    make(name="HTX dịch vụ Hồng Ca", place=commune, department=staff_a.department)
    checked = resource_of(resource, staff_a)
    content = edited(exported(resource), {(2, "Địa bàn"): "xã Việt Thành, huyện Trấn Yên"})

    outcome(checked, parse_table("bang.xlsx", content, checked.known_headings), dry_run=True)

    assert [import_row.near_duplicates for import_row in checked.import_rows] == [[f"HTX dịch vụ Hồng Ca ({PLACE})"]]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, ["HTX A (xã Hồng Ca, huyện Trấn Yên)"]),
        ({"Mã số": "5200000001"}, []),
        ({"Tên hợp tác xã": "HTX AB"}, []),
        ({"Địa bàn": "xã Sơn A, huyện Văn Chấn"}, []),
    ],
)
def test_only_the_very_name_in_the_same_district_is_asked_about_and_not_of_a_row_with_a_code(row, expected, staff_a):
    factories.make_commune("Việt Thành", "04511")
    van_chan = factories.make_place("Văn Chấn")
    factories.make_commune("Sơn A", "04699", parent=van_chan)
    factories.make_cooperative("HTX A")
    checked = resource_of("cooperatives", staff_a)
    row = {**ROW, "Địa bàn": "xã Việt Thành, huyện Trấn Yên", **row}

    outcome(
        checked, parse_table("bang.xlsx", workbook(list(row), list(row.values())), checked.known_headings), dry_run=True
    )

    assert [import_row.near_duplicates for import_row in checked.import_rows] == [expected]


def test_certificate_of_a_day_on_which_the_commune_was_several_asks_for_the_place_of_that_day(staff_a):
    old, new = factories.dao_thinh_merged()
    factories.make_succession(factories.make_commune("Việt Thành", "04511", valid_to=factories.MERGER), new)
    row = {**ROW, "Địa bàn": str(new), "Ngày cấp GCN lần đầu": "12/05/2020"}

    assert brought_in("cooperatives", row, user=staff_a) == [
        "dòng 2, cột “Địa bàn”: Vào ngày 12/05/2020 xã Thành Thịnh, huyện Trấn Yên là: xã Việt Thành, huyện Trấn Yên; "
        f"{old}. Ghi nơi của ngày đó."
    ]


@pytest.mark.parametrize("day", [date(1999, 6, 1), date(2003, 12, 31)])
def test_cooperative_older_than_the_table_of_places_stands_where_its_land_lay_on_the_table_s_first_day(day, staff_a):
    old, new = factories.dao_thinh_merged()
    row = {**ROW, "Địa bàn": str(new), "Ngày cấp GCN lần đầu": day, "Trạng thái": "Đang hoạt động"}

    came = brought_in("cooperatives", {**row, "Trạng thái từ ngày": day}, user=staff_a)

    cooperative = Cooperative.objects.get()
    certificate, status = cooperative.registrations.get(), cooperative.statuschanges.get()
    assert (came["new"], cooperative.place) == (1, new)
    assert (certificate.place, status.place) == (old, old)


@pytest.mark.parametrize("day", [date(1999, 6, 1), date(2003, 12, 31)])
def test_events_older_than_the_table_of_places_are_brought_in(day, staff_a, commune):
    cooperative = factories.make_cooperative("HTX A", place=commune, department=staff_a.department)
    assessment = {"Hợp tác xã": "HTX A", "Ngày đánh giá": day, "Hoạt động hiệu quả": "có"}

    assert brought_in("groups", {**GROUP, "Ngày thông báo với UBND xã": day}, user=staff_a)["new"] == 1
    assert brought_in("assessments", assessment, user=staff_a)["new"] == 1

    assert (CooperativeGroup.objects.get().place, cooperative.assessments.get().place) == (commune, commune)
