"""The pages of administrative units: searching, reading a unit's succession, entering units and successions."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coopunion.models import Place, PlaceSuccession
from coopunion.places.loading import load_places
from tests import factories

pytestmark = pytest.mark.django_db

REFORM, TODAY = date(2025, 7, 1), date(2025, 8, 1)


@pytest.fixture(autouse=True)
def on_a_day_after_the_reform(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def browser(client, office, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def unit(province, district) -> Place:
    return factories.make_commune("Đào Thịnh", "04507")


def listed(page) -> list[str]:
    return [str(place) for place in page.context["page"]]


def entered(unit: Place, **changes) -> dict[str, str]:
    """What a person types to enter a commune of Trấn Yên."""
    typed = {"kind": "commune", "name": "Thành Thịnh", "code": "04510", "parent": "huyện Trấn Yên"}
    return typed | {"valid_from": "01/12/2024", "valid_to": "", "decision": "Nghị quyết 1246"} | changes


def became(**changes) -> dict[str, str]:
    typed = {"on": "01/12/2024", "extent": "whole", "successor": "xã Thành Thịnh", "decision": "Nghị quyết 1246"}
    return typed | changes


def errors(page) -> dict[str, list[str]]:
    return page.context["form"].errors


def test_list_shows_the_units_of_today_unless_another_map_is_asked(browser):
    load_places()
    found = [
        listed(browser.get(reverse("places"), {"q": "dao thinh", "luc": time}))
        for time in ("", "nay", "2020", "tat-ca")
    ]
    assert found == [[], [], ["xã Đào Thịnh, huyện Trấn Yên"], ["xã Đào Thịnh, huyện Trấn Yên"]]


def test_list_finds_by_level_and_withstands_nonsense(browser):
    load_places()
    assert len(listed(browser.get(reverse("places"), {"cap": "district", "luc": "2020"}))) == 18
    assert len(listed(browser.get(reverse("places"), {"cap": "x", "luc": "y", "trang": "z"}))) == 50


def test_page_of_a_unit_tells_where_it_came_from_and_what_it_became(browser):
    load_places()
    middle = Place.objects.get(name="Thành Thịnh")
    page = browser.get(middle.get_absolute_url())
    shown = [str(row.predecessor) for row in page.context["origins"]], [str(row) for row in page.context["successions"]]
    assert shown == (
        ["xã Đào Thịnh, huyện Trấn Yên", "xã Việt Thành, huyện Trấn Yên"],
        ["xã Thành Thịnh, huyện Trấn Yên → xã Trấn Yên, tỉnh Lào Cai"],
    )
    assert [str(place) for place in page.context["now"]] == ["xã Trấn Yên, tỉnh Lào Cai"]


def test_page_of_a_district_lists_the_communes_of_its_last_day(browser):
    load_places()
    page = browser.get(Place.objects.get(code="138").get_absolute_url())
    shown = [text in page.content.decode() for text in ("Đã bãi bỏ từ 01/07/2025", "theo từng xã trực thuộc")]
    assert (len(page.context["children"]), len(page.context["now"]), shown) == (18, 7, [True, True])


def test_page_asks_as_many_queries_for_many_successions_as_for_one(browser):
    load_places()
    pages = [
        Place.objects.get(name=name, valid_from=day)
        for name, day in (("Thành Thịnh", "2024-12-01"), ("Mậu A", "2025-07-01"))
    ]
    counts = []
    for place in pages:
        with CaptureQueriesContext(connection) as queries:
            browser.get(place.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_reader_sees_no_button_to_change(client, office, unit, staff_a):
    client.force_login(staff_a)
    pages = [client.get(address).content.decode() for address in (reverse("places"), unit.get_absolute_url())]
    assert [word in page for page in pages for word in ("Thêm đơn vị", "Ghi kế thừa", "/sua/")] == [False] * 6


def test_unit_is_entered_with_its_history(browser, unit, administrator):
    page = browser.post(reverse("place-add"), entered(unit))
    made = Place.objects.get(code="04510")
    assert (page.status_code, page.url) == (302, made.get_absolute_url())
    assert (made.level, made.parent.name, made.search_text) == ("commune", "Trấn Yên", "thanh thinh")
    assert made.history.get().history_user == administrator


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"parent": ""}, {"parent": ["Huyện, xã phải thuộc một đơn vị cấp trên."]}),
        ({"parent": "xã Đào Thịnh"}, {"parent": ["“xã Đào Thịnh” không phải là cấp trên của đơn vị này."]}),
        (
            {"kind": "province", "parent": "tỉnh Yên Bái"},
            {"parent": ["“tỉnh Yên Bái” không phải là cấp trên của đơn vị này."]},
        ),
        ({"code": "04507"}, {"code": ["Trong thời gian đó mã này là của xã Đào Thịnh, huyện Trấn Yên."]}),
        ({"decision": ""}, {"decision": ["Trường này là bắt buộc."]}),
        ({"valid_to": "01/12/2023"}, {"__all__": ["Ngày hết hiệu lực phải sau ngày có hiệu lực."]}),
        ({"valid_from": "31/02/2024"}, {"valid_from", "parent"}),
    ],
)
def test_unit_that_cannot_be_is_refused(changes, expected, browser, unit):
    found = errors(browser.post(reverse("place-add"), entered(unit, **changes)))
    assert (found if isinstance(expected, dict) else set(found)) == expected
    assert Place.objects.filter(name="Thành Thịnh").exists() is False


def test_succession_ends_the_old_unit_on_its_day(browser, unit, administrator):
    factories.make_commune("Thành Thịnh", "04510", date(2024, 12, 1))
    browser.post(reverse("place-succession-add", args=[unit.pk]), became())
    unit.refresh_from_db()
    succession = PlaceSuccession.objects.get()
    assert (unit.valid_to, str(succession.successor)) == (date(2024, 12, 1), "xã Thành Thịnh, huyện Trấn Yên")
    assert (succession.history.get().history_user, unit.history.first().history_user) == (administrator,) * 2


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"on": "01/01/2003"}, "successor", "Không có địa bàn “xã Thành Thịnh” vào ngày 01/01/2003"),
        ({"on": "02/12/2024"}, "successor", "Đơn vị mới phải có hiệu lực từ 02/12/2024."),
        ({"successor": "huyện Trấn Yên"}, "successor", "Hai đơn vị phải cùng cấp"),
        ({"successor": "xã Không Có"}, "successor", "Không có địa bàn “xã Không Có”."),
        ({"decision": ""}, "decision", "Trường này là bắt buộc."),
    ],
)
def test_succession_that_cannot_be_is_refused(changes, field, message, browser, unit):
    factories.make_commune("Thành Thịnh", "04510", date(2024, 12, 1))
    found = errors(browser.post(reverse("place-succession-add", args=[unit.pk]), became(**changes)))
    unit.refresh_from_db()
    assert found[field][0].startswith(message)
    assert (PlaceSuccession.objects.count(), unit.valid_to) == (0, None)


def test_second_whole_succession_is_refused_but_parts_go_to_several(browser, unit):
    for name, code in (("Thành Thịnh", "04510"), ("Minh Quán", "04511")):
        factories.make_commune(name, code, date(2024, 12, 1))
    address = reverse("place-succession-add", args=[unit.pk])
    browser.post(address, became(extent="part"))
    refused = errors(browser.post(address, became(successor="xã Minh Quán")))
    again = errors(browser.post(address, became(extent="part")))
    browser.post(address, became(successor="xã Minh Quán", extent="part"))
    assert refused == {"extent": ["Đơn vị cũ còn nhập vào đơn vị khác: mọi dòng phải ghi “một phần”."]}
    assert again == {"successor": ["Hai đơn vị này đã được nối với nhau."]}
    assert PlaceSuccession.objects.count() == 2


def test_days_held_by_a_succession_cannot_be_moved(browser, unit):
    new = factories.make_commune("Thành Thịnh", "04510", date(2024, 12, 1))
    Place.objects.filter(pk=unit.pk).update(valid_to=date(2024, 12, 1))
    factories.make_succession(Place.objects.get(pk=unit.pk), new)
    seen = {"seen": str(new.history.latest("history_id").pk)}
    page = browser.post(reverse("place-edit", args=[new.pk]), entered(new, valid_from="02/12/2024", **seen))
    assert set(errors(page)) == {"valid_from"}


def test_second_editor_of_a_unit_keeps_what_they_typed_and_sees_what_the_first_saved(browser, unit):
    seen = unit.history.latest("history_id").pk
    unit.name = "Đào Thịnh mới"
    unit.save()
    typed = entered(unit, name="Đào Thịnh khác", code="04507", valid_from="01/01/2004", seen=str(seen))

    page = browser.post(reverse("place-edit", args=[unit.pk]), typed)

    unit.refresh_from_db()
    (name,) = [field for field in page.context["conflict"].fields if field.both]
    assert (unit.name, name.name, name.saved, name.mine) == ("Đào Thịnh mới", "name", "Đào Thịnh mới", "Đào Thịnh khác")
    assert page.context["form"]["name"].value() == "Đào Thịnh khác"


def test_second_editor_of_a_succession_keeps_what_they_typed(browser, unit):
    new = factories.make_commune("Thành Thịnh", "04510", date(2024, 12, 1))
    Place.objects.filter(pk=unit.pk).update(valid_to=date(2024, 12, 1))
    succession = factories.make_succession(Place.objects.get(pk=unit.pk), new)
    seen = str(succession.history.latest("history_id").pk)
    succession.decision = "Nghị quyết 1240"
    succession.save()

    page = browser.post(
        reverse("place-succession-edit", args=[succession.pk]), became(decision="Nghị quyết 1239", seen=seen)
    )

    (decision,) = page.context["conflict"].fields
    assert (decision.saved, decision.mine) == ("Nghị quyết 1240", "Nghị quyết 1239")
    assert PlaceSuccession.objects.get().decision == "Nghị quyết 1240"


@pytest.mark.parametrize("form", ["place-add", "place-succession-add"])
def test_text_sent_after_the_session_ended_comes_back_unsaved(form, client, office, unit, administrator):
    address = reverse(form, args=[unit.pk] if form == "place-succession-add" else [])
    sign_in = {"username": "administrator", "password": factories.PASSWORD}
    client.post(reverse("sign-in"), sign_in)
    client.get(address)
    del client.cookies[settings.SESSION_COOKIE_NAME]

    asked = client.post(address, {"decision": "Nghị quyết đang gõ dở"})
    client.post(asked.url, sign_in)

    assert client.get(address).context["form"]["decision"].value() == "Nghị quyết đang gõ dở"
    assert PlaceSuccession.objects.count() == 0


def test_succession_is_corrected_and_taken_away_with_its_history(browser, unit):
    new = factories.make_commune("Thành Thịnh", "04510", date(2024, 12, 1))
    Place.objects.filter(pk=unit.pk).update(valid_to=date(2024, 12, 1))
    succession = factories.make_succession(Place.objects.get(pk=unit.pk), new)
    seen = str(succession.history.latest("history_id").pk)
    edit = reverse("place-succession-edit", args=[succession.pk])
    browser.post(edit, became(decision="Nghị quyết 1239", seen=seen))
    corrected = PlaceSuccession.objects.get().decision
    browser.post(reverse("place-succession-delete", args=[succession.pk]))
    assert (corrected, PlaceSuccession.objects.count()) == ("Nghị quyết 1239", 0)
    assert list(PlaceSuccession.history.values_list("history_type", flat=True)) == ["-", "~", "+"]


def test_page_of_a_unit_that_is_no_more_leads_to_the_records_there(client, office, staff_a, district):
    old, _ = factories.dao_thinh_merged()
    factories.make_cooperative("HTX Đào Thịnh", place=old)
    factories.make_cooperative("HTX Trấn Yên", place=district)
    client.force_login(staff_a)

    links = {str(link): link.address for link in client.get(old.get_absolute_url()).context["records"]}

    assert (len(links), links["Hợp tác xã"]) == (8, "/htx/?huyen=04507.20040101")
    assert [str(row) for row in client.get(links["Hợp tác xã"]).context["listing"].page] == ["HTX Đào Thịnh"]
