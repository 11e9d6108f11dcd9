"""The journal: one list of every change, searched, filtered, guarded, and never rewritten."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coopunion.history.journal import sources
from coopunion.models import JournalEntry, Record
from coopunion.registers.register import register_of
from coopunion.tables.importing import apply
from poverty.personal_data import reveal_id_number
from tests import factories


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


def lines(browser, **asked) -> list[tuple[str, str]]:
    return [(line.kind, line.title) for line in browser.get("/nhat-ky/", asked).context["lines"]]


def change(record, user=None, reason="", **values):
    for name, value in values.items():
        setattr(record, name, value)
    record._history_user, record._change_reason = user, reason
    record.save()


def test_change_is_told_from_what_to_what(browser, commune, staff_a):
    group = factories.make_group("THT Một", members=5)
    change(group, staff_a, "Đếm lại", members=8)

    first = browser.get("/nhat-ky/", {"so": "cooperatives.cooperativegroup"}).context["lines"][0]

    assert (first.by, first.reason, first.address) == ("Nguyễn Thị An", "Đếm lại", group.get_absolute_url())
    assert [(field.label, field.old, field.new) for field in first.fields] == [("Số thành viên", "5", "8")]


def test_relations_and_choices_are_told_by_name(browser, commune, district, other_district):
    cooperative = factories.make_cooperative("HTX Một", place=district, sector="crops")
    change(cooperative, place=other_district, sector="forestry")

    first = browser.get("/nhat-ky/", {"so": "cooperatives.cooperative"}).context["lines"][0]

    assert [(field.label, field.old, field.new) for field in first.fields] == [
        ("Địa bàn trụ sở", "huyện Trấn Yên", "huyện Văn Yên"),
        ("Lĩnh vực", "trồng trọt", "lâm nghiệp"),
    ]


def test_search_finds_records_without_diacritics_and_reasons(browser, commune):
    group = factories.make_group("THT Hồng Ca")
    change(factories.make_group("THT Hai"), reason="Theo văn bản 12", members=3)

    assert lines(browser, q="hong ca") == [("Tạo", str(group)), ("Tạo", str(commune))]
    assert lines(browser, q="văn bản 12") == [("Sửa", "THT Hai")]


def test_deletions_can_be_asked_for_alone(browser, commune):
    group = factories.make_group("THT Một")
    group.delete()

    assert lines(browser, xoa="1") == [("Xóa", "THT Một")]


def test_deleted_record_is_found_by_its_name_and_leads_to_where_it_is_restored(browser, commune):
    group = factories.make_group("Tổ hợp tác Bướm Đêm")
    address = f"/tht/{group.pk}/lich-su/"
    group.delete()

    found = browser.get("/nhat-ky/", {"q": "tht buom dem"}).context["lines"]

    shown = [(line.kind, line.title, line.address) for line in found]
    assert shown == [("Xóa", "Tổ hợp tác Bướm Đêm", address), ("Tạo", "Tổ hợp tác Bướm Đêm", address)]
    assert browser.get(address).status_code == 200


def test_events_of_a_deleted_cooperative_keep_its_name(browser, commune):
    cooperative = factories.make_cooperative("HTX Bướm Đêm")
    inspection = factories.make_inspection(cooperative, date(2020, 1, 9))
    factories.make_recommendation(inspection, "Sửa điều lệ")
    addresses = [f"/htx/{cooperative.pk}/lich-su/", f"/kiem-tra/{inspection.pk}/lich-su/"]
    inspection.delete()
    cooperative.delete()

    found = browser.get("/nhat-ky/", {"q": "buom dem", "xoa": "1"}).context["lines"]

    assert [(line.title, line.address, line.owner, line.owner_address) for line in found] == [
        ("HTX Bướm Đêm", addresses[0], "", ""),
        ("Kiểm tra hồ sơ: HTX Bướm Đêm", addresses[1], "", ""),
        ("Sửa điều lệ", "", "Kiểm tra hồ sơ: HTX Bướm Đêm", addresses[1]),
    ]
    assert [browser.get(address).context["title"] for address in addresses] == [line.title for line in found[:2]]


def test_deleted_reorganisation_keeps_the_names_of_its_parties(browser, commune):
    old, new = factories.make_cooperative("HTX Cũ"), factories.make_cooperative("HTX Mới")
    factories.make_reorganisation("merger", [old], [new], date(2020, 5, 1)).delete()

    found = lines(browser, q="htx cu", xoa="1", so="cooperatives.reorganisation")

    assert found == [("Xóa", "Sáp nhập: HTX Cũ → HTX Mới")]


def test_rows_of_a_record_are_found_by_their_own_words_and_lead_to_it(browser, commune):
    chain = factories.make_chain("Quế hữu cơ")
    factories.make_partner(chain, name="Công ty Chế biến Đại Phát").delete()

    found = browser.get("/nhat-ky/", {"q": "cb dai phat"}).context["lines"]

    shown = [(line.kind, line.title, line.owner, line.owner_address) for line in found]
    partner = ("Công ty Chế biến Đại Phát – tiêu thụ", "Quế hữu cơ", chain.get_absolute_url())
    assert shown == [("Xóa", *partner), ("Tạo", *partner)]


def test_files_are_found_by_name_and_lead_to_their_record(browser, commune):
    group = factories.make_group("THT Một")
    factories.make_evidence(group, name="Biên bản họp.pdf").delete()

    found = browser.get("/nhat-ky/", {"q": "bien ban hop.pdf", "xoa": "1"}).context["lines"]

    shown = [(line.title, line.address, line.owner, line.owner_address) for line in found]
    assert shown == [("Biên bản họp.pdf", "", "THT Một", group.get_absolute_url())]


def test_reasons_and_deeds_are_found_without_diacritics(browser, commune, staff_a):
    change(factories.make_group("THT Một"), reason="Nhập nhầm số Đại hội", members=3)
    JournalEntry.write("Xuất Excel", user=staff_a, title="Tổ hợp tác", detail="Điều kiện: Trấn Yên")

    assert lines(browser, q="nhap nham so dai hoi") == [("Sửa", "THT Một")]
    assert lines(browser, q="dieu kien") == [("Xuất Excel", "Tổ hợp tác")]


def test_deleted_household_of_another_department_is_not_found(client, office, staff_a, staff_b, leadership, commune):
    factories.make_household(code="BM-01", head="Giàng A Trùng", classified="").delete()
    seen = {}
    for user in (staff_a, staff_b, leadership):
        client.force_login(user)
        seen[user.username] = [lines(client, q=words, xoa="1") for words in ("giang a trung", "BM-01")]

    found = [[("Xóa", "Hộ BM-01")]] * 2
    assert seen == {"staff_a": found, "staff_b": [[], []], "leadership": found}


def test_words_of_signs_alone_find_what_no_words_find(browser, commune):
    factories.make_group("THT Một")

    assert lines(browser, q="%_\\'") == lines(browser)


def test_every_record_has_a_register_and_with_it_a_history_page(db):
    records = [model for model in sources().values() if issubclass(model, Record)]

    assert [register_of(model).model for model in records] == records


def test_days_and_people_narrow_the_list(browser, commune, staff_a):
    change(factories.make_group("THT Một"), staff_a, members=3)

    assert lines(browser, nguoi=staff_a.pk, so="cooperatives.cooperativegroup") == [("Sửa", "THT Một")]
    assert lines(browser, den="01/01/2001") == []


def test_nonsense_in_the_address_is_left_out(browser, commune):
    factories.make_group("THT Một")

    answer = browser.get("/nhat-ky/", {"so": "auth.secret", "nguoi": "x", "tu": "99/99/9999", "trang": "-1"})

    assert ("Tạo", "THT Một") in [(line.kind, line.title) for line in answer.context["lines"]]


def test_households_of_other_departments_stay_out(client, office, staff_a, staff_b, leadership, commune):
    factories.make_household(code="BM-01")
    seen = {}
    for user in (staff_a, staff_b, leadership):
        client.force_login(user)
        seen[user.username] = lines(client, so="poverty.household")

    assert seen == {"staff_a": [("Tạo", "Hộ BM-01")], "staff_b": [], "leadership": [("Tạo", "Hộ BM-01")]}


def test_files_of_other_departments_households_stay_out(client, office, staff_a, staff_b, commune):
    factories.make_evidence(factories.make_household(), name="giay-to.pdf")
    seen = {}
    for user in (staff_a, staff_b):
        client.force_login(user)
        seen[user.username] = lines(client, so="coopunion.evidence")

    assert seen == {"staff_a": [("Tạo", "giay-to.pdf")], "staff_b": []}


def test_deed_is_seen_by_the_doer_and_by_those_who_answer(client, office, staff_a, staff_b, administrator):
    JournalEntry.write("Xem số định danh", user=staff_a, title="Hộ BM-01", detail="xác minh hồ sơ")
    seen = {}
    for user in (staff_a, staff_b, administrator):
        client.force_login(user)
        seen[user.username] = ("Xem số định danh", "Hộ BM-01") in lines(client)

    assert seen == {"staff_a": True, "staff_b": False, "administrator": True}


def test_entry_is_never_changed_or_deleted(staff_a):
    entry = JournalEntry.write("Việc", user=staff_a, title="Một")

    with pytest.raises(TypeError, match="chỉ ghi thêm"):
        entry.save()
    with pytest.raises(TypeError, match="chỉ ghi thêm"):
        entry.delete()


def test_page_asks_the_same_queries_for_fifty_lines_as_for_one(browser, commune):
    factories.make_group("THT Một")
    asked = {"so": "cooperatives.cooperativegroup"}
    with CaptureQueriesContext(connection) as one:
        browser.get("/nhat-ky/", asked)
    for number in range(49):
        change(factories.make_group(f"THT {number}"), contract_on=date(2020, 1, 1))

    with CaptureQueriesContext(connection) as fifty:
        browser.get("/nhat-ky/", asked)

    assert len(fifty) - len(one) <= 1  # the page before holds no change, and so asks for no earlier version


def test_page_asks_the_same_queries_however_much_of_the_plan_was_written(browser, office):
    indicator = factories.make_indicator(factories.make_program(), "1a")
    targets = (factories.make_target(indicator, 30, effective_from=date(2020, 1, day)) for day in range(1, 25))
    figures = (factories.make_figure(indicator, 5, 1, place=factories.make_place(f"H{number}")) for number in range(24))
    next(targets), next(figures)
    with CaptureQueriesContext(connection) as few:
        browser.get("/nhat-ky/")
    assert len([*targets, *figures]) == 46

    with CaptureQueriesContext(connection) as many:
        browser.get("/nhat-ky/")

    assert len(many) <= len(few)  # the page before tells of more kinds of things


@pytest.mark.parametrize("asked", [{"den": "31/12/9999"}, {"tu": "01/01/0001"}])
def test_days_at_the_ends_of_the_calendar_find_everything(asked, browser):
    factories.make_group("THT Một")

    page = browser.get("/nhat-ky/", asked)

    assert "THT Một" in page.content.decode()


def test_line_leads_only_where_its_reader_may_go(client, office, staff_a, administrator):
    department = staff_a.department
    department.name = "Phòng mới"
    department.save()

    leads = {}
    for user in (staff_a, administrator):
        client.force_login(user)
        page = client.get("/nhat-ky/", {"so": "coopunion.department"}).content.decode()
        leads[user.username] = f'href="/quan-tri/phong-ban/{department.pk}/"' in page

    assert leads == {"staff_a": False, "administrator": True}


def test_import_is_linked_for_whom_it_opens(client, office, staff_a, administrator):
    row = factories.make_import(staff_a)
    apply(row.pk)

    leads = {}
    for user in (staff_a, administrator):
        client.force_login(user)
        found = client.get("/nhat-ky/", {"q": "tht.csv"}).context["lines"]
        leads[user.username] = [line.address for line in found if line.kind == "nhập từ Excel"]

    assert leads == {"staff_a": [row.get_absolute_url()], "administrator": [""]}


@pytest.mark.parametrize("deleted", [False, True])
def test_deed_leads_where_its_household_is_by_now(deleted, client, office, staff_a, staff_b, leadership, commune):
    household = factories.make_household(classified="", department=staff_a.department)
    reveal_id_number(household, user=staff_a, purpose="Đối chiếu danh sách")
    number, page = household.pk, "lich-su/" if deleted else ""
    change(household, department=staff_b.department)
    if deleted:
        household.delete()

    leads = {}
    for user in (staff_a, leadership):
        client.force_login(user)
        [leads[user.username]] = [line.address for line in client.get("/nhat-ky/", {"q": "doi chieu"}).context["lines"]]

    assert leads == {"staff_a": "", "leadership": f"/ho-ngheo/{number}/{page}"}


def test_file_of_a_deleted_record_leads_to_where_that_is_restored(browser, commune):
    group = factories.make_group("THT Một")
    factories.make_evidence(group, name="bien-ban.pdf")
    number = group.pk
    group.delete()

    [line] = browser.get("/nhat-ky/", {"q": "bien-ban"}).context["lines"]

    assert (line.address, line.owner_address) == ("", f"/tht/{number}/lich-su/")


@pytest.mark.parametrize(
    "words", [" ".join(f"{a}{b}" for a in "abcdefghi" for b in "xyzkmn"), "(*[\\ ² ß Ω +?.", "đ" * 200]
)
def test_no_words_are_too_many_or_too_odd(words, browser, commune):
    factories.make_group("THT Một")

    assert lines(browser, q=words) == []
