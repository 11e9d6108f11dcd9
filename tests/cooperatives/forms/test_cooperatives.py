"""The form of a cooperative: what is refused, what is warned of, what a signed quarter asks for."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cooperatives.models import Cooperative, CooperativeGroup
from coopunion.models import SignedPeriod
from tests import factories
from tests.forms import confirmed, errors, send, warnings

ADD = "/htx/them/"
COOPERATIVE = {
    "kind": "cooperative",
    "founding_lead": "union",
    "name": "HTX Hòa Bình",
    "place": "xã Hồng Ca, huyện Trấn Yên",
    "code": "5200000001",
    "members": "9",
    "women": "4",
    "charter_capital": "1.200.000.000",
}


def edit_of(cooperative) -> str:
    return reverse("cooperatives:edit", args=[cooperative.pk])


def test_cooperative_is_recorded_with_its_other_names(browser, staff_a, commune):
    send(browser, ADD, COOPERATIVE, **{"dong0-0-name": "HTX chè Hồng Ca"})

    cooperative = Cooperative.objects.get()
    assert (cooperative.name, cooperative.place, cooperative.charter_capital) == (
        "HTX Hòa Bình", commune, Decimal(1_200_000_000),
    )  # fmt: skip
    assert (cooperative.department, cooperative.created_by) == (staff_a.department, staff_a)
    assert list(Cooperative.objects.matching("che hong ca")) == [cooperative]


def test_other_name_written_twice_is_told_in_the_words_of_the_page(browser):
    rows = {"dong0-TOTAL_FORMS": "2", "dong0-0-name": "HTX chè Hồng Ca", "dong0-1-name": "HTX chè Hồng Ca"}

    [names] = send(browser, ADD, COOPERATIVE, **rows).context["children"]

    assert names.formset.non_form_errors() == ["Có hai dòng trùng nhau (tên khác): sửa hoặc bỏ một dòng."]
    assert names.formset.forms[1].non_field_errors() == ["Dòng này trùng với một dòng ở trên."]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("charter_capital", "-1", "Vốn điều lệ không được nhỏ hơn 0."),
        ("charter_capital", "1,234.5", "“1,234.5” không phải là số: viết 9 hoặc 1.283."),
        ("charter_capital", "1e309", "“1e309” không phải là số: viết 9 hoặc 1.283."),
        ("charter_capital", "1.000.000.000.000.000.000.000", "Số quá lớn."),
        ("women", "10", "Số thành viên nữ không được lớn hơn số thành viên."),
        ("code", "520000000O", "Mã số hợp tác xã gồm đúng 10 chữ số."),
        ("code", "123", "Mã số hợp tác xã gồm đúng 10 chữ số."),
        ("place", "", "Chưa nhập địa bàn trụ sở. Có thể lưu nháp khi chưa đủ."),
    ],
)
def test_wrong_value_is_refused_beside_its_field_and_kept(field, typed, message, browser):
    page = send(browser, ADD, COOPERATIVE, **{field: typed})

    assert (errors(page), Cooperative.objects.count()) == ({field: [message]}, 0)
    assert (page.context["form"][field].value() or "") == typed


def test_summary_follows_the_page_and_names_each_field_once(browser):
    page = send(browser, ADD, COOPERATIVE, charter_capital="-1", members="abc", code="123", place="", name="")

    assert [message for _, message in page.context["form"].wrong] == [
        "Tên hợp tác xã: Trường này là bắt buộc.",
        "Mã số hợp tác xã gồm đúng 10 chữ số.",
        "Chưa nhập địa bàn trụ sở. Có thể lưu nháp khi chưa đủ.",
        "Số thành viên: “abc” không phải là số: viết 9 hoặc 1.283.",
        "Vốn điều lệ không được nhỏ hơn 0.",
    ]


def test_marks_say_what_saving_needs_and_empty_rows_ask_for_nothing(browser):
    html = browser.get(ADD).content.decode()

    marked = re.findall(r'<label class="field-label"[^>]*>([^<]*)<span class="field-required"', html)
    assert marked == ["Tên hợp tác xã", "Loại hình", "Chủ trì thành lập", "Địa bàn trụ sở"]


def test_empty_choice_says_what_to_do(browser):
    html = browser.get(ADD).content.decode()

    assert ('<option value="" selected>Chọn…</option>' in html, "---------" in html) == (True, False)


def test_women_without_members_are_refused(browser):
    assert list(errors(send(browser, ADD, COOPERATIVE, members="0", women="5"))) == ["women"]


def test_code_of_another_cooperative_is_refused(browser):
    factories.make_cooperative("HTX Khác", code="5200000001")

    assert "Mã số này đã có ở một hợp tác xã khác." in str(errors(send(browser, ADD, COOPERATIVE)))


@pytest.mark.parametrize("name", ["HTX Hoà Bình", "Hợp tác xã Hòa Bình", "HTX Hoa Binh", "HTX Bình Hòa"])
def test_nearly_the_same_name_in_the_commune_is_warned_of_and_saved_once_confirmed(name, browser):
    factories.make_cooperative("HTX Hòa Bình", code="5200000009")

    asked = send(browser, ADD, COOPERATIVE, name=name)
    send(browser, ADD, COOPERATIVE, name=name, **confirmed(asked))

    assert warnings(asked) == [
        "xã Hồng Ca, huyện Trấn Yên đã có “HTX Hòa Bình”, mã số 5200000009. Đây là hai đơn vị khác nhau?"
    ]
    assert Cooperative.objects.count() == 2


def test_nearly_the_same_name_leads_to_the_record_and_tells_it_apart(browser):
    other = factories.make_cooperative("HTX Hòa Bình", code="5200000009", founded_on=date(2019, 6, 4))

    html = send(browser, ADD, COOPERATIVE).content.decode()

    assert (
        f'<a href="{other.get_absolute_url()}" target="_blank" rel="noopener">HTX Hòa Bình</a><span class="note">'
        "mã số 5200000009; xã Hồng Ca, huyện Trấn Yên; đăng ký lần đầu 04/06/2019</span>"
    ) in html
    assert ("Chưa lưu, chờ bạn xác nhận." in html, "notice-error" in html) == (True, False)


@pytest.mark.parametrize("name", ["HTX Hòa Phát", "HTX Tân Thịnh"])
def test_another_name_is_not_warned_of(name, browser):
    factories.make_cooperative("HTX Hòa Bình")

    send(browser, ADD, COOPERATIVE, name=name)

    assert Cooperative.objects.count() == 2


def test_same_name_in_another_commune_is_not_warned_of(browser, other_district):
    factories.make_cooperative("HTX Hòa Bình", place=other_district)

    send(browser, ADD, COOPERATIVE)

    assert Cooperative.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"charter_capital": "1.200"}, "Vốn điều lệ 1.200 đồng là rất nhỏ. Ô này ghi bằng đồng."),
        ({"members": "3", "women": ""}, "Chỉ có 3 thành viên; luật cần ít nhất 5."),
        ({"members": "12.000"}, "12.000 thành viên là rất nhiều."),
    ],
)
def test_unlikely_number_is_warned_of(changes, message, browser):
    asked = send(browser, ADD, COOPERATIVE, **changes)

    assert (warnings(asked), Cooperative.objects.count()) == ([message], 0)


def test_confirmation_holds_for_the_value_it_was_given_for(browser):
    asked = send(browser, ADD, COOPERATIVE, members="3", women="")

    again = send(browser, ADD, COOPERATIVE, members="2", women="", **confirmed(asked))

    assert warnings(again) == ["Chỉ có 2 thành viên; luật cần ít nhất 5."]


def test_draft_is_not_warned_of(browser):
    send(browser, ADD, COOPERATIVE, members="3", women="", action="draft")

    assert Cooperative.objects.get().state == "draft"


def test_who_led_the_founding_in_a_signed_quarter_changes_with_a_reason(browser):
    cooperative = factories.make_cooperative(founded_on=date(2020, 5, 12), lead="other")
    SignedPeriod.objects.create(
        key="190/2020/2", title="quý II năm 2020", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30)
    )

    refused = send(browser, edit_of(cooperative), founding_lead="union")
    saved = send(browser, edit_of(cooperative), activity="Trồng chè")

    assert (list(errors(refused)), saved.redirect_chain[0][0]) == (["reason"], cooperative.get_absolute_url())


def test_kind_of_a_cooperative_that_a_signed_quarter_counts_as_operating_changes_with_a_reason(browser):
    """It operates since 2019, and the signed stock of 2020 counts it."""
    cooperative = factories.make_cooperative(operating_since=date(2019, 3, 1))
    SignedPeriod.objects.create(
        key="190/2020/2", title="quý II năm 2020", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30)
    )

    assert list(errors(send(browser, edit_of(cooperative), kind="union"))) == ["reason"]


def test_cooperative_that_has_products_is_not_deleted_and_says_by_what(browser):
    cooperative = factories.make_cooperative()
    producer = factories.make_producer("Chủ thể một", "cooperative", cooperative=cooperative)

    page = browser.post(reverse("cooperatives:delete", args=[cooperative.pk]), {"sure": "yes"})

    assert (page.context["referring"], Cooperative.objects.count()) == ([producer], 1)


def test_page_offers_other_departments_inspections_and_supports_alone(client, office, staff_b):
    cooperative = factories.make_cooperative()
    client.force_login(staff_b)

    adds = client.get(cooperative.get_absolute_url()).context["adds"]

    assert [add.label for add, _ in adds] == ["Ghi kiểm tra", "Ghi hỗ trợ"]


@pytest.mark.parametrize("where", ["old", "district", "moved"])
def test_name_known_in_the_same_land_under_another_unit_asks_to_be_confirmed(where, browser, district):
    old, new = factories.dao_thinh_merged()
    first = {"old": old, "district": district, "moved": factories.van_yen()}[where]
    known = factories.make_cooperative("HTX Hoà Bình", place=first)
    if where == "moved":
        factories.make_move(known, old, date(2021, 4, 1))

    page = send(browser, ADD, COOPERATIVE, place=str(new))

    seat = district if where == "district" else old
    assert warnings(page) == [f"{seat} đã có “HTX Hoà Bình”. Đây là hai đơn vị khác nhau?"]


# ---- groups ----

GROUP = {"name": "THT Nuôi ong", "place": "xã Hồng Ca, huyện Trấn Yên"}


def test_group_that_had_to_register_is_recorded_with_its_certificate(browser):
    typed = {"registration_ground": "capital", "registered_on": "05/05/2025", "certificate_number": "THT-01"}
    send(browser, "/tht/them/", GROUP, **typed)

    group = CooperativeGroup.objects.get()
    assert (group.registration_ground, group.registered_on, group.certificate_number) == (
        "capital", date(2025, 5, 5), "THT-01",
    )  # fmt: skip


def test_certificate_of_a_group_from_before_the_law_of_2023_is_refused(browser):
    page = send(browser, "/tht/them/", GROUP, registered_on="30/06/2024", notified_on="01/06/2024")

    assert errors(page) == {"registered_on": ["Trước 01/07/2024 tổ hợp tác chưa được cấp giấy chứng nhận đăng ký."]}


def test_certificate_that_does_not_make_its_group_count_is_warned_of(browser):
    asked = send(browser, "/tht/them/", GROUP, registered_on="05/05/2025")

    assert warnings(asked) == ["Tổ không thuộc diện phải đăng ký được tính theo ngày thông báo, mà ngày ấy chưa ghi."]


@pytest.mark.parametrize(
    ("kind", "members", "day", "least"),
    [
        ("cooperative", "6", date(2024, 6, 30), 7),
        ("cooperative", "4", date(2024, 7, 1), 5),
        ("union", "3", date(2024, 6, 30), 4),
        ("union", "2", date(2024, 7, 1), 3),
    ],
)
def test_too_few_members_are_judged_by_the_law_of_the_day(kind, members, day, least, browser, monkeypatch):
    monkeypatch.setattr("cooperatives.forms.cooperatives.timezone.localdate", lambda: day)

    asked = send(browser, ADD, COOPERATIVE, kind=kind, members=members, women="1")

    assert warnings(asked) == [f"Chỉ có {members} thành viên; luật cần ít nhất {least}."]
