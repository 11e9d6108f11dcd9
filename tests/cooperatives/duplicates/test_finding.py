"""Pairs of records that may be one cooperative: found across spelling, compared, merged or told apart by a person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperatives.duplicates.finding import pairs
from cooperatives.duplicates.merging import merge
from cooperatives.duplicates.views import versions
from cooperatives.models import Alias, Cooperative, Merge, NotDuplicate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


@pytest.fixture
def pair(office, commune) -> tuple[Cooperative, Cooperative]:
    one = factories.make_cooperative("HTX DVTH Hồng Ca", members=12, founded_on=date(2019, 5, 1))
    return one, factories.make_cooperative("Hợp tác xã dịch vụ tổng hợp Hồng Cà", members=15)


def found() -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in pairs()]


def answers(kept: Cooperative, removed: Cooperative, **changes) -> dict[str, str]:
    chosen = {"name": "kept", "members": "removed", "reason": "Cùng giám đốc, cùng trụ sở"}
    return chosen | {"seen": versions(kept, removed)} | changes


def page_of(kept: Cooperative, removed: Cooperative) -> str:
    return reverse("cooperatives:duplicate-pair", args=[kept.pk, removed.pk])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX DVTH Hồng Ca", "Hợp tác xã dịch vụ tổng hợp Hồng Cà"),
        ("HTX Hoà Bình", "HTX Hòa Bình"),
        ("HTX NN Thuý Sơn", "Hợp tác xã nông nghiệp Thúy Sơn"),
        ("HTX Công Tâm", "HTX Dịch vụ nông - lâm nghiệp tổng hợp Công Tâm"),
        ("HTX Bình Hòa", "HTX Hòa Bình"),  # the same words
        ("HTX Xanh 27/7", "HTX nông lâm nghiệp Xanh 27-7"),
        ("HTX Công Tâm", "HTX Công Tâm Viễn Sơn"),
        ("HTX Tây Bắc Hiền Vinh", "HTX Tây Bắc Hiên Vịnhh"),
    ],
)
def test_pair_is_found_across_spelling(one, other, commune):
    factories.make_cooperative(one)
    factories.make_cooperative(other)
    assert found() == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX minh họa 017", "HTX minh họa 018"),
        ("HTX Xanh 27/7", "HTX Xanh 19/5"),
        ("HTX Hồng Ca", "HTX Hồng Hà"),
        ("HTX dịch vụ tổng hợp", "HTX dịch vụ Hồng Ca"),
        ("HTX Quế", "HTX Quế Đào Thịnh"),
    ],
)
def test_other_names_are_no_pair(one, other, commune):
    factories.make_cooperative(one)
    factories.make_cooperative(other)
    assert found() == []


def test_pair_is_found_by_other_and_former_names(commune):
    one = factories.make_cooperative("HTX Quế")
    Alias.objects.create(cooperative=one, name="HTX Hương Chanh")
    other = factories.make_cooperative("HTX Hương Chanh")
    factories.make_renaming(other, "HTX Tinh dầu sả", date(2021, 1, 1))
    assert found() == [("HTX Quế", "HTX Tinh dầu sả")]


def test_similar_names_in_other_districts_are_no_pair_but_same_names_are(commune, other_district):
    for name in ("HTX Công Tâm Viễn Sơn", "HTX Công Tâm"):
        factories.make_cooperative(name)
    factories.make_cooperative("HTX Công Tâm", place=other_district)
    assert [(one, other) for one, other in found()] == [
        ("HTX Công Tâm", "HTX Công Tâm"),
        ("HTX Công Tâm Viễn Sơn", "HTX Công Tâm"),
    ]


def test_pair_is_found_under_the_communes_of_two_maps_and_by_a_later_seat(commune, other_district):
    old, new = factories.dao_thinh_merged()
    factories.make_cooperative("HTX Công Tâm", place=old, code="5200000001")
    factories.make_cooperative("HTX Công Tâm Viễn Sơn", place=new)
    factories.make_cooperative("HTX Cong Tam", place=new, code="5200000002")
    moved = factories.make_cooperative("HTX Công Tâm Đông Cuông", place=other_district)
    factories.make_move(moved, new, date(2025, 1, 1))
    assert found() == [
        ("HTX Cong Tam", "HTX Công Tâm Viễn Sơn"),
        ("HTX Cong Tam", "HTX Công Tâm Đông Cuông"),
        ("HTX Công Tâm", "HTX Cong Tam"),
        ("HTX Công Tâm", "HTX Công Tâm Viễn Sơn"),
        ("HTX Công Tâm", "HTX Công Tâm Đông Cuông"),
    ]


def test_two_codes_are_two_unless_the_name_and_the_commune_are_one(commune, other_district):
    factories.make_cooperative("HTX Hồng Ca", code="5200000001")
    factories.make_cooperative("HTX Hồng Ca", code="5200000002", place=other_district)
    apart = found()
    factories.make_cooperative("HTX Hồng Cà", code="5200000003")
    assert (apart, found()) == ([], [("HTX Hồng Ca", "HTX Hồng Cà")])


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"state": "annulled"}, {"kind": "union"}])
def test_drafts_annulled_records_and_other_kinds_are_no_pair(fields, commune):
    factories.make_cooperative("HTX Hồng Ca")
    factories.make_cooperative("HTX Hồng Ca", **fields)
    assert found() == []


def test_record_with_a_code_is_proposed_to_be_kept(commune):
    factories.make_cooperative("HTX Một")
    factories.make_cooperative("HTX Mốt", code="5200000001")
    assert found() == [("HTX Mốt", "HTX Một")]


def test_pair_said_to_be_two_is_not_proposed_again(browser, pair, staff_a):
    address = reverse("cooperatives:not-duplicate", args=[pair[1].pk, pair[0].pk])
    browser.post(address)
    browser.post(address)
    said = NotDuplicate.objects.get()
    assert (found(), said.first, said.said_by, said.history.count()) == ([], pair[0], staff_a, 1)


def test_list_asks_as_many_queries_for_fifty_pairs_as_for_one(browser, commune):
    def make(number: int) -> None:
        for name in (f"HTX Suối {number}", f"Hợp tác xã Suối {number}"):
            factories.make_cooperative(name)

    make(0)
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("cooperatives:duplicates"))
    for number in range(1, 50):
        make(number)
    with CaptureQueriesContext(connection) as fifty:
        page = browser.get(reverse("cooperatives:duplicates"))
    assert (len(fifty), page.context["page"].paginator.count) == (len(one), 50)


def test_comparison_offers_what_differs_and_prefers_what_is_filled(browser, pair):
    pair[0].activity, pair[1].activity = "", "Trồng chè"
    for each in pair:
        each.save()
    form = browser.get(page_of(*pair)).context["form"]
    alike = {pair.label: pair.texts[0] for pair in form.alike}
    assert alike["Địa bàn trụ sở"] == "xã Hồng Ca, huyện Trấn Yên"
    assert [(field.name, field.initial) for field in form.choices] == [
        ("name", "kept"),
        ("activity", "removed"),
        ("members", "kept"),
    ]


def test_pair_is_merged_as_chosen_and_old_links_lead_on(browser, pair):
    kept, removed = pair
    done = browser.post(page_of(kept, removed), answers(kept, removed))
    made = Merge.objects.get()
    kept.refresh_from_db()
    led = browser.get(removed.get_absolute_url())
    assert (done.url, led.status_code, led.url) == (made.get_absolute_url(), 302, kept.get_absolute_url())
    assert (kept.members, kept.name) == (15, "HTX DVTH Hồng Ca")
    page = browser.get(kept.get_absolute_url()).content.decode()
    assert ("đã gộp vào hồ sơ này" in page, made.get_absolute_url() in page) == (True, True)


def test_merged_record_is_in_no_list_and_no_suggestion(browser, pair, staff_a):
    merge(*pair, by=staff_a, reason="Trùng")
    listed = [str(row) for row in browser.get("/htx/").context["listing"].page]
    assert (listed, len(browser.get("/htx/goi-y/", {"q": "hong ca"}).json()["names"])) == (["HTX DVTH Hồng Ca"], 1)


def test_merge_without_reason_or_choice_writes_nothing(browser, pair):
    wrong = browser.post(page_of(*pair), answers(*pair, reason="", members="x"))
    assert set(wrong.context["form"].errors) == {"reason", "members"}
    assert Merge.objects.count() == 0


def test_merge_of_what_was_edited_since_it_was_compared_writes_nothing(browser, pair):
    data = answers(*pair)
    pair[1].members = 30
    pair[1].save()
    page = browser.post(page_of(*pair), data)
    assert (page.context["form"].errors["seen"], Merge.objects.count()) == (
        ["Một trong hai hồ sơ vừa được sửa. Xem lại rồi gộp."],
        0,
    )


def test_staff_of_another_department_may_compare_but_not_merge(client, office, pair, staff_b):
    client.force_login(staff_b)
    codes = [
        client.get(page_of(*pair)).status_code,
        client.post(page_of(*pair), answers(*pair)).status_code,
        client.post(reverse("cooperatives:not-duplicate", args=[pair[0].pk, pair[1].pk])).status_code,
    ]
    assert (codes, Merge.objects.count(), NotDuplicate.objects.count()) == ([200, 403, 403], 0, 0)


def test_record_of_another_department_is_merged_neither_way_and_the_page_says_whom_to_ask(browser, pair, department_b):
    Cooperative.objects.filter(pk=pair[1].pk).update(department=department_b)
    page = browser.get(page_of(*pair)).content.decode()
    codes = [browser.post(page_of(*two), answers(*two)).status_code for two in (pair, pair[::-1])]
    assert (codes, Merge.objects.count()) == ([403, 403], 0)
    assert f"“{pair[1].name}” do {department_b} phụ trách." in page


def test_merge_is_undone_by_the_department_of_both_alone(browser, pair, staff_a, department_b):
    made = merge(*pair, by=staff_a, reason="Một HTX")
    Cooperative.objects.filter(pk=pair[1].pk).update(department=department_b)
    answer = browser.post(reverse("cooperatives:merge-undo", args=[made.pk]), {"reason": "Nhầm"})
    assert (answer.status_code, Merge.objects.get().is_active) == (403, True)


def test_merge_is_undone_from_its_page_with_a_reason(browser, pair, staff_a):
    made = merge(*pair, by=staff_a, reason="Trùng")
    address = reverse("cooperatives:merge-undo", args=[made.pk])
    browser.post(address, {"reason": ""})
    without = Merge.objects.get().is_active
    page = browser.post(address, {"reason": "Hai hợp tác xã khác nhau"}, follow=True)
    made.refresh_from_db()
    assert (without, made.is_active, made.undone_by) == (True, False, staff_a)
    assert "hai hồ sơ trở lại như trước khi gộp" in page.content.decode()
    assert browser.get(pair[1].get_absolute_url()).status_code == 200


def test_undo_that_is_refused_says_why(browser, pair, staff_a):
    made = merge(*pair, taken=["members"], by=staff_a, reason="Trùng")
    kept = Cooperative.objects.get(pk=pair[0].pk)
    kept.members = 99
    kept.save()
    page = browser.post(reverse("cooperatives:merge-undo", args=[made.pk]), {"reason": "Nhầm"}, follow=True)
    assert "đã được sửa sau khi gộp (số thành viên)" in page.content.decode()


@pytest.mark.parametrize("numbers", [(0, 0), (1, 1)])
def test_pair_of_one_or_of_unknown_records_is_not_found(numbers, browser, pair):
    known = [pair[0].pk if number else 10**6 for number in numbers]
    assert browser.get(reverse("cooperatives:duplicate-pair", args=known)).status_code == 404


def test_pair_is_told_with_the_seats_of_today(browser, pair, other_district):
    factories.make_move(pair[0], other_district, date(2021, 4, 1))
    pages = [browser.get(address).content.decode() for address in ("/htx/trung-lap/", page_of(*pair))]
    assert ["huyện Văn Yên" in page for page in pages] == [True, True]


def test_merge_is_named_by_the_names_of_its_day_and_found_from_both_histories(browser, pair, staff_a):
    made = merge(*pair, taken=["name"], by=staff_a, reason="Trùng")
    shown = "Gộp “Hợp tác xã dịch vụ tổng hợp Hồng Cà” vào “HTX DVTH Hồng Ca”"
    pages = [browser.get(reverse("cooperatives:history", args=[each.pk])).content.decode() for each in pair]
    link = f'<a href="{made.get_absolute_url()}">{shown}</a>'
    assert (str(Merge.objects.get()), [link in page for page in pages]) == (shown, [True, True])
    assert ['<span class="tag">Đã hủy</span>' in page for page in pages] == [False, True]
