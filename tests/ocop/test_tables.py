"""OCOP products and recognitions from Excel."""

from datetime import date

import pytest

from coopunion.tables.workbooks import parse_table
from ocop.models import Producer, Product, Recognition
from tests import factories
from tests.tables import brought_in, outcome, resource_of
from tests.workbooks import workbook

DAY = date(2020, 11, 20)
PLACE = "xã Hồng Ca, huyện Trấn Yên"
ROW = {"Tên sản phẩm": "Chè Shan", "Chủ thể": "Công ty A", "Loại chủ thể": "doanh nghiệp", "Địa bàn": PLACE}


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What rows name."""


def test_producer_comes_into_being_once_with_its_products(staff_a):
    rows = (ROW, {**ROW, "Tên sản phẩm": "Chè đen"}, {**ROW, "Chủ thể": "Công ty B"})
    assert brought_in("products", *rows, user=staff_a) == {"new": 3, "changed": 0, "unchanged": 0}
    assert [(each.name, each.products.count()) for each in Producer.objects.order_by("name")] == [
        ("Công ty A", 2),
        ("Công ty B", 1),
    ]


def test_rows_that_say_different_things_of_one_producer_are_refused(staff_a):
    rows = (ROW, {**ROW, "Tên sản phẩm": "Chè đen", "Loại chủ thể": "hộ sản xuất"})
    assert brought_in("products", *rows, user=staff_a) == [
        "dòng 3, cột “Loại chủ thể”: Khác với dòng 2: “doanh nghiệp”."
    ]


@pytest.mark.parametrize("more", [{}, {"Mã số HTX": "5200000001"}])
def test_producer_that_is_a_cooperative_is_the_one_of_the_register(more, staff_a):
    cooperative = factories.make_cooperative("HTX A", code="5200000001")
    row = {**ROW, "Chủ thể": "HTX A", "Loại chủ thể": "hợp tác xã", **more}
    brought_in("products", row, user=staff_a)
    assert Producer.objects.get().cooperative == cooperative


def test_producer_that_is_no_cooperative_of_the_register_is_refused(staff_a):
    assert brought_in("products", {**ROW, "Loại chủ thể": "hợp tác xã"}, user=staff_a) == [
        "dòng 2, cột “Chủ thể”: Không có hợp tác xã “Công ty A” trong sổ."
    ]


def test_producer_of_the_register_is_found_by_its_cooperative_whatever_unit_names_its_place(staff_a):
    old, new = factories.dao_thinh_merged()
    known = factories.make_cooperative("HTX A", place=old)
    factories.make_producer("HTX A (chủ thể)", "cooperative", cooperative=known, place=old)
    row = {**ROW, "Chủ thể": "HTX A", "Loại chủ thể": "hợp tác xã", "Địa bàn": str(new)}

    came = brought_in("products", row, user=staff_a)

    producer = Producer.objects.get()
    assert (came["new"], producer.name, producer.place) == (1, "HTX A (chủ thể)", old)
    assert Product.objects.get().producer == producer


def test_new_producer_of_a_known_name_in_the_same_land_is_told(staff_a, district):
    _, new = factories.dao_thinh_merged()
    factories.make_producer("Công ty A", place=district)
    resource = resource_of("products", staff_a)
    content = workbook(list(ROW), list({**ROW, "Địa bàn": str(new)}.values()))

    outcome(resource, parse_table("bang.xlsx", content, resource.known_headings), dry_run=True)

    assert [import_row.near_duplicates for import_row in resource.import_rows] == [["Công ty A (huyện Trấn Yên)"]]


def test_producer_of_another_department_is_not_rewritten_by_a_product(staff_a, staff_b):
    producer = factories.make_producer("Công ty A", department=staff_b.department)

    came = brought_in("products", {**ROW, "Loại chủ thể": "hộ sản xuất"}, user=staff_a)

    producer.refresh_from_db()
    assert (producer.kind, Product.objects.count()) == ("company", 0)
    assert came == [
        f"dòng 2, cột “Loại chủ thể”: {producer} do {staff_b.department} phụ trách; chỉ phòng đó được sửa: "
        "ghi như trong sổ."
    ]


def test_product_of_an_unchanged_producer_of_another_department_is_new(staff_a, staff_b):
    factories.make_producer("Công ty A", department=staff_b.department)
    assert brought_in("products", ROW, user=staff_a) == {"new": 1, "changed": 0, "unchanged": 0}


def test_product_is_found_by_its_name_and_producer(staff_a):
    factories.make_product("Chè Shan", producer=factories.make_producer("Công ty A"))
    factories.make_product("Chè Shan", producer=factories.make_producer("Công ty B"))
    row = {**ROW, "Tên sản phẩm": "chè shan", "Nhóm sản phẩm": "Đồ uống"}
    assert brought_in("products", row, user=staff_a)["changed"] == 1
    assert Product.objects.get(category="drink").producer.name == "Công ty A"


def test_product_of_a_name_borne_twice_needs_its_producer(staff_a):
    for name in ("Công ty A", "Công ty B"):
        factories.make_product("Chè Shan", producer=factories.make_producer(name))
    row = {"Tên sản phẩm": "Chè Shan", "Số sao": 3, "Ngày quyết định": DAY}
    assert len(brought_in("recognitions", row, user=staff_a)) == 1
    assert brought_in("recognitions", {**row, "Chủ thể": "Công ty B"}, user=staff_a)["new"] == 1
    assert Recognition.objects.get().product.producer.name == "Công ty B"


def test_product_of_another_producer_is_none(staff_a):
    factories.make_product("Chè Shan", producer=factories.make_producer("Công ty A"))
    row = {"Tên sản phẩm": "Chè Shan", "Chủ thể": "Công ty C", "Số sao": 3, "Ngày quyết định": DAY}
    assert brought_in("recognitions", row, user=staff_a) == [
        "dòng 2, cột “Tên sản phẩm”: Không có sản phẩm “Chè Shan” trong sổ."
    ]


def test_recognition_is_where_its_producer_is(staff_a, commune):
    factories.make_product("Chè Shan")
    brought_in("recognitions", {"Tên sản phẩm": "Chè Shan", "Số sao": 4, "Ngày quyết định": DAY}, user=staff_a)
    recognition = Recognition.objects.get()
    assert (recognition.place, recognition.kind, recognition.stars) == (commune, "first", 4)


@pytest.mark.parametrize("stars", [0, 6, "3,5"])
def test_stars_are_one_to_five(stars, staff_a):
    factories.make_product("Chè Shan")
    row = {"Tên sản phẩm": "Chè Shan", "Số sao": stars, "Ngày quyết định": DAY}
    assert brought_in("recognitions", row, user=staff_a) == ["dòng 2, cột “Số sao”: Phải là số nguyên từ 1 đến 5."]
