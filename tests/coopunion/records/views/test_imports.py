"""The pages of imports and exports: what a person sees, and what they may do."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cooperatives.models import CooperativeGroup
from coopunion.models import SignedPeriod, TableImport
from coopunion.tables.importing import apply
from tests import factories
from tests.tables import cells
from tests.workbooks import workbook

HEADINGS = ["Tên tổ hợp tác", "Địa bàn", "Số thành viên"]
PLACE = "xã Hồng Ca, huyện Trấn Yên"
DAY = date(2020, 5, 12)


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What files name."""


@pytest.fixture
def staff(client, staff_a):
    client.force_login(staff_a)
    return client


def upload(client, content: bytes, name: str = "tht.xlsx", resource: str = "groups"):
    return client.post(reverse("imports"), {"resource": resource, "file": SimpleUploadedFile(name, content)})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def saved(response) -> bytes:
    return b"".join(response.streaming_content)


def test_upload_leads_to_its_preview(staff):
    response = upload(staff, workbook(HEADINGS, ["THT A", PLACE, 5], ["THT B", PLACE, 1]))
    row = TableImport.objects.get()
    page = text(staff.get(response.url))
    assert response.url == reverse("import", args=[row.pk])
    assert "Ô C3, Số thành viên: Số thành viên không được nhỏ hơn 2." in page
    assert ("Ghi 1 dòng vào sổ" in page, "Tải tệp đã đánh dấu lỗi" in page) == (False, True)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tht.xlsx", b"x", "Tệp không phải là bảng tính .xlsx còn nguyên vẹn."),
        ("tht.pdf", b"x", "Chỉ đọc được tệp .xlsx và .csv."),
        (
            "tht.csv",
            "Tên THT;Địa bàn".encode(),
            "Thiếu cột: Tên tổ hợp tác. Cột “Tên THT” có phải là “Tên tổ hợp tác”?",
        ),
    ],
)
def test_file_that_cannot_be_read_is_refused_on_the_spot(name, content, message, staff):
    response = upload(staff, content, name)
    assert (message in text(response), TableImport.objects.count()) == (True, 0)


def test_file_over_the_limit_is_refused(staff):
    assert "Tệp lớn hơn 5 MB." in text(upload(staff, b"x" * (5 * 1024 * 1024 + 1)))


def test_table_that_the_role_may_not_write_is_no_choice(staff):
    response = upload(staff, b"x", resource="plan")
    assert response.context["form"].errors["resource"] == [
        "Hãy chọn một lựa chọn hợp lệ. plan không phải là một trong các lựa chọn khả thi."
    ]


def test_changed_cells_show_old_and_new(staff, staff_a):
    factories.make_group("THT A", members=3)
    row = factories.make_import(staff_a, content=f"Tên tổ hợp tác;Địa bàn;Số thành viên\nTHT A;{PLACE};5\n")
    page = text(staff.get(row.get_absolute_url()))
    assert '<span class="old">3</span> <span aria-label="thành">→</span> <span class="new">5</span>' in page


def test_counts_filter_the_rows(staff, staff_a):
    factories.make_group("THT A")
    row = factories.make_import(staff_a, content=f"Tên tổ hợp tác;Địa bàn\nTHT A;{PLACE}\nTHT B;{PLACE}\nTHT C;Sa Pa\n")
    seen = {
        kind: [shown.row.number for shown in staff.get(row.get_absolute_url(), {"xem": kind}).context["shown_rows"]]
        for kind in ("", "new", "same", "wrong", "changed", "lạ")
    }
    assert seen == {"": [2, 3, 4], "new": [3], "same": [2], "wrong": [4], "changed": [], "lạ": [2, 3, 4]}


def test_headings_alone_are_0_rows(staff, staff_a):
    row = factories.make_import(staff_a, content="Tên tổ hợp tác;Địa bàn\n")
    assert "Tệp chỉ có dòng tiêu đề: 0 dòng" in text(staff.get(row.get_absolute_url()))


def test_long_preview_has_pages(staff, staff_a):
    rows = "".join(f"THT {number:03d};{PLACE}\n" for number in range(101))
    row = factories.make_import(staff_a, content=f"Tên tổ hợp tác;Địa bàn\n{rows}")
    assert len(staff.get(row.get_absolute_url(), {"trang": 2}).context["shown_rows"]) == 1


def test_confirming_writes_and_shows_the_result(staff, staff_a):
    row = factories.make_import(staff_a)
    response = staff.post(reverse("import-apply", args=[row.pk]), {"reason": "Danh sách huyện"}, follow=True)
    page = text(response)
    assert "Đã ghi 1 dòng mới, 0 dòng thay đổi" in page
    assert "Lý do: Danh sách huyện." in page
    assert CooperativeGroup.objects.count() == 1


def test_result_is_found_again_under_the_person_s_imports(staff, staff_a, staff_b, client):
    apply(factories.make_import(staff_a).pk)
    assert "Đã ghi" in text(staff.get(reverse("imports")))
    client.force_login(staff_b)
    assert "tht.csv" not in text(client.get(reverse("imports")))


def test_file_with_nothing_to_write_waits_for_nobody(staff, staff_a):
    factories.make_import(staff_a)
    upload(staff, workbook(HEADINGS))
    page = text(staff.get(reverse("imports")))
    assert (page.count("Chờ ghi"), page.count("Không có gì để ghi")) == (1, 1)


def test_near_name_asks_for_a_tick(staff, staff_a):
    factories.make_group("THT nuôi ong Hồng Ca")
    row = factories.make_import(staff_a, content=f"Tên tổ hợp tác;Địa bàn\nTHT nuôi ongg Hồng Ca;{PLACE}\n")
    assert "Tên gần giống: THT nuôi ong Hồng Ca." in text(staff.get(row.get_absolute_url()))
    address = reverse("import-apply", args=[row.pk])
    assert "đánh dấu xác nhận" in text(staff.post(address, follow=True))
    assert "Đã ghi 1 dòng mới" in text(staff.post(address, {"near_duplicates": "1"}, follow=True))


def test_signed_period_asks_for_a_reason(staff, staff_a):
    SignedPeriod.objects.create(key="190/2020/2", title="Quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    table = f"Tên tổ hợp tác;Địa bàn;Ngày thông báo với UBND xã\nTHT A;{PLACE};12/05/2020\n"
    row = factories.make_import(staff_a, content=table)
    assert "Có dòng thuộc kỳ đã duyệt (Quý II)" in text(staff.get(row.get_absolute_url()))
    assert "ghi lý do" in text(staff.post(reverse("import-apply", args=[row.pk]), follow=True))
    assert CooperativeGroup.objects.count() == 0


def test_changed_register_shows_the_preview_anew(staff, staff_a):
    row = factories.make_import(staff_a)
    factories.make_group("THT từ Excel")
    page = text(staff.post(reverse("import-apply", args=[row.pk]), follow=True))
    assert "Sổ đã thay đổi từ lúc xem trước: dòng 2 (nay là “Không đổi”, lúc xem trước là “Mới”)." in page
    assert "Không có gì để ghi" in page


def test_undo_brings_everything_back(staff, staff_a):
    row = factories.make_import(staff_a)
    apply(row.pk)
    page = text(staff.post(reverse("import-undo", args=[row.pk]), {"reason": "Nhầm tệp"}, follow=True))
    assert "mọi hồ sơ của tệp này trở lại như trước" in page
    assert CooperativeGroup.objects.count() == 0


def test_undo_that_is_too_late_says_why(staff, staff_a):
    row = factories.make_import(staff_a)
    apply(row.pk)
    CooperativeGroup.objects.get().save()
    assert "Không hoàn tác cả tệp được nữa" in text(staff.post(reverse("import-undo", args=[row.pk]), follow=True))


def test_file_may_be_dropped(staff, staff_a):
    row = factories.make_import(staff_a)
    staff.post(reverse("import-drop", args=[row.pk]))
    assert TableImport.objects.count() == 0


def test_written_import_cannot_be_dropped(staff, staff_a):
    row = factories.make_import(staff_a)
    apply(row.pk)
    staff.post(reverse("import-drop", args=[row.pk]))
    assert TableImport.objects.get().state == "applied"


def test_marked_file_is_mended_and_brought_again(staff, staff_a):
    row = factories.make_import(staff_a, content=f"Tên tổ hợp tác;Địa bàn;Số thành viên\nTHT A;{PLACE};1\n")
    marked = saved(staff.get(reverse("import-marked", args=[row.pk])))
    [line] = cells(marked)
    assert line["Lỗi cần sửa"] == "Số thành viên: Số thành viên không được nhỏ hơn 2."
    content = workbook(list(line), [line["Tên tổ hợp tác"], line["Địa bàn"], 5, line["Lỗi cần sửa"]])
    upload(staff, content)
    assert [each.state for each in TableImport.objects.order_by("pk")] == ["wrong", "checked"]


def test_same_file_again_says_when_it_was_written(staff, staff_a):
    apply(factories.make_import(staff_a).pk)
    row = factories.make_import(staff_a)
    assert "Đúng tệp này đã được ghi lúc" in text(staff.get(row.get_absolute_url()))


def test_name_of_a_file_is_only_shown(staff):
    upload(staff, workbook(HEADINGS, ["THT A", PLACE, 5]), '../<script>"x.xlsx')
    row = TableImport.objects.get()
    assert "<script>" not in text(staff.get(row.get_absolute_url())).replace("<script src", "")


def test_script_in_a_cell_is_shown_as_text(staff, staff_a):
    row = factories.make_import(staff_a, content=f"Tên tổ hợp tác;Địa bàn\n<b>THT</b>;{PLACE}\n")
    page = text(staff.get(row.get_absolute_url()))
    assert ("<b>THT</b>" in page, "&lt;b&gt;THT&lt;/b&gt;" in page) == (False, True)


# Exports


def test_list_is_exported_as_it_is_filtered_and_ordered(staff):
    factories.make_cooperative("HTX B", kind="union", members=5)
    factories.make_cooperative("HTX C", members=7)
    factories.make_cooperative("HTX A", members=9)
    response = staff.get(reverse("cooperatives:export"), {"loai": "cooperative", "sap-xep": "-members"})
    assert [row["Tên hợp tác xã"] for row in cells(saved(response))] == ["HTX A", "HTX C"]
    assert "attachment" in response.headers["Content-Disposition"]


def test_list_without_a_table_gives_its_columns(staff):
    factories.make_producer("Công ty A")
    response = staff.get(reverse("ocop:producer-export"))
    assert cells(saved(response)) == [{"Tên chủ thể": "Công ty A", "Loại chủ thể": "Doanh nghiệp", "Địa bàn": PLACE}]


def test_link_to_the_export_keeps_the_filters(staff):
    factories.make_cooperative("HTX A")
    page = text(staff.get(reverse("cooperatives:list"), {"q": "htx a"}))
    assert f"{reverse('cooperatives:export')}?q=htx+a" in page


def test_list_of_nothing_has_no_link(staff):
    assert reverse("cooperatives:export") not in text(staff.get(reverse("cooperatives:list")))


def test_households_are_exported_as_their_list_shows_them(client, staff_a, staff_b):
    factories.make_household("YB-1")
    seen = []
    for user in (staff_a, staff_b):
        client.force_login(user)
        seen.append(len(cells(saved(client.get(reverse("poverty:export"))))))
    assert seen == [1, 0]


@pytest.mark.parametrize(
    ("name", "resource", "answers"),
    [
        ("import-template", "groups", (200, 403, 403)),
        ("import-template", "plan", (403, 403, 200)),
        ("import-template", "khong-co", (404, 404, 404)),
        ("import-export", "plan", (200, 200, 200)),
        ("import-export", "households", (200, 200, 403)),
    ],
)
def test_tables_are_for_those_who_may_read_or_write_them(
    name, resource, answers, client, staff_a, leadership, administrator
):
    got = []
    for user in (staff_a, leadership, administrator):
        client.force_login(user)
        response = client.get(reverse(name, args=[resource]))
        got.append(response.status_code)
        if response.streaming:
            saved(response)
    assert tuple(got) == answers


def test_template_is_an_xlsx_with_a_name_of_ours(staff):
    response = staff.get(reverse("import-template", args=["groups"]))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="mau-to-hop-tac-')
    assert BytesIO(saved(response)).read(2) == b"PK"


def test_page_offers_each_role_what_it_may_do(client, staff_a, leadership, administrator):
    seen = {}
    for user in (staff_a, leadership, administrator):
        client.force_login(user)
        context = client.get(reverse("imports")).context
        seen[user.username] = (list(context["writable"]), "households" in context["tables"])
    assert seen["leadership"] == ([], True)
    assert seen["administrator"] == (["plan"], False)
    assert (len(seen["staff_a"][0]), seen["staff_a"][1]) == (13, True)


def test_near_word_is_taken_with_one_click_and_taken_back(staff):
    content = workbook(["Tên hợp tác xã", "Địa bàn", "Lĩnh vực"], ["HTX A", PLACE, "trồng trọtt"])
    page = upload(staff, content, resource="cooperatives").url
    correct = reverse("import-correct", args=[TableImport.objects.get().pk])
    offer = '<button class="btn btn-link" form="sua-o" name="thay" value="2:Lĩnh vực">Dùng trồng trọt</button>'
    assert offer in text(staff.get(page))

    taken = staff.post(f"{correct}?xem=wrong", {"thay": "2:Lĩnh vực"})
    mended = text(staff.get(page))
    staff.post(correct, {"bo": "2:Lĩnh vực"})

    assert taken.url == f"{page}?xem=wrong"
    assert "Lĩnh vực: “trồng trọtt” → “trồng trọt”, 1 ô (C2)" in mended
    assert ("Ghi 1 dòng vào sổ" in mended, offer in mended, offer in text(staff.get(page))) == (True, False, True)


@pytest.mark.parametrize("cell", ["", "2", ":Lĩnh vực", f"{'9' * 5000}:Lĩnh vực", "2:\n"])
def test_cell_that_cannot_be_named_is_left_alone(cell, staff):
    content = workbook(["Tên hợp tác xã", "Địa bàn", "Lĩnh vực"], ["HTX A", PLACE, "trồng trọtt"])
    upload(staff, content, resource="cooperatives")
    row = TableImport.objects.get()

    assert staff.post(reverse("import-correct", args=[row.pk]), {"thay": cell}).status_code == 302
    assert TableImport.objects.get().preview == row.preview


def test_marked_file_holds_what_was_mended(staff):
    rows = [["HTX A", PLACE, "trồng trọtt"], ["HTX B", PLACE, "xyz"]]
    upload(staff, workbook(["Tên hợp tác xã", "Địa bàn", "Lĩnh vực"], *rows), resource="cooperatives")
    row = TableImport.objects.get()

    staff.post(reverse("import-correct", args=[row.pk]), {"thay": "2:Lĩnh vực"})

    marked = cells(saved(staff.get(reverse("import-marked", args=[row.pk]))))
    assert [each["Lĩnh vực"] for each in marked] == ["trồng trọt", "xyz"]
