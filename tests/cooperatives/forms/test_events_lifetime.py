"""Moves, new names and reorganisations, entered from the cooperative's page by its own department."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cooperatives.models import Cooperative, Relocation, Renaming, Reorganisation, StatusChange
from tests import factories
from tests.forms import confirmed, errors, opened, send, warnings


@pytest.fixture
def cooperative(db, department_a, commune):
    return factories.make_cooperative(
        "HTX Một", short_name="HTX 1", operating_since=date(2019, 1, 1), founded_on=date(2019, 1, 1)
    )


def add(event: str, cooperative: Cooperative, field: str = "cooperative") -> str:
    return f"{reverse(f'cooperatives:{event}-add')}?{field}={cooperative.pk}"


def test_move_is_entered_with_the_new_seat_typed(browser, cooperative, other_district):
    address = add("relocation", cooperative)
    offered = opened(browser, address).get("place")

    send(browser, address, moved_on="01/04/2021", place="huyện Văn Yên", address="Thôn 2")

    cooperative = Cooperative.objects.with_seat_on(date(2021, 4, 1)).get()
    assert (offered, Relocation.objects.get().place) == (None, other_district)
    assert (str(cooperative.seat), cooperative.seat_address) == ("huyện Văn Yên", "Thôn 2")


def test_move_to_where_it_is_already_asks_to_be_confirmed(browser, cooperative):
    page = send(browser, add("relocation", cooperative), moved_on="01/04/2021", place="xã Hồng Ca")

    assert warnings(page) == ["Trước ngày đó trụ sở đã ở xã Hồng Ca, huyện Trấn Yên."]


def test_move_without_a_place_is_refused_but_may_be_a_draft(browser, cooperative):
    page = send(browser, add("relocation", cooperative), moved_on="01/04/2021")
    send(browser, add("relocation", cooperative), moved_on="01/04/2021", action="draft")

    assert errors(page) == {"place": ["Chưa nhập địa bàn. Có thể lưu nháp khi chưa đủ."]}
    assert (Relocation.objects.get().state, cooperative.seat_on(date(2021, 4, 1))) == ("draft", cooperative.place)


def test_event_is_placed_where_the_seat_was_on_its_day(browser, cooperative, other_district):
    factories.make_move(cooperative, other_district, date(2021, 4, 1))

    for day in ("31/03/2021", "01/04/2021"):
        send(browser, add("status", cooperative), status="suspended", from_on=day)

    places = [str(change.place) for change in StatusChange.objects.filter(status="suspended")]
    assert places == ["xã Hồng Ca, huyện Trấn Yên", "huyện Văn Yên"]


def test_event_after_a_merger_of_communes_is_placed_in_the_unit_of_its_day(browser, district):
    old = factories.make_commune("Đào Thịnh", "04507", valid_to=factories.MERGER)
    factories.make_succession(old, factories.make_commune("Thành Thịnh", "04510", factories.MERGER))
    cooperative = factories.make_cooperative(place=old, operating_since=date(2019, 1, 1))
    address = add("status", cooperative)

    offered = browser.get(address).context["form"].fields["place"].widget.attrs["placeholder"]
    send(browser, address, status="suspended", from_on="30/11/2024")
    send(browser, address, status="operating", from_on="01/12/2024")

    places = [change.place.name for change in StatusChange.objects.filter(from_on__year=2024)]
    assert (offered, places) == ("xã Thành Thịnh, huyện Trấn Yên", ["Đào Thịnh", "Thành Thịnh"])


def test_event_of_a_divided_commune_asks_which_part(browser, district):
    old = factories.make_commune("Đào Thịnh", "04507", valid_to=factories.MERGER)
    for name, code in (("Thành Thịnh", "04510"), ("Minh Quán", "04511")):
        factories.make_succession(old, factories.make_commune(name, code, factories.MERGER), "part")
    cooperative = factories.make_cooperative(place=old)

    page = send(browser, add("status", cooperative), status="suspended", from_on="01/12/2024")

    assert errors(page) == {"place": ["Chưa nhập địa bàn. Có thể lưu nháp khi chưa đủ."]}


def test_renaming_gives_the_new_name_and_keeps_the_old_ones_findable(browser, cooperative, staff_a):
    address = add("renaming", cooperative)
    offered = opened(browser, address)

    send(browser, address, new_name="HTX Hai", short_name="", renamed_on="01/05/2022", decision="GCN số 2")

    cooperative.refresh_from_db()
    found = [Cooperative.objects.matching(words).count() for words in ("htx mot", "htx 1", "htx hai")]
    assert (offered["old_name"], cooperative.name, cooperative.short_name, found) == (
        "HTX Một",
        "HTX Hai",
        "",
        [1, 1, 1],
    )
    last = cooperative.history.first()
    assert (last.history_user, last.history_change_reason) == (staff_a, "Đổi tên: GCN số 2")


def test_earlier_renaming_entered_late_leaves_the_name(browser, cooperative):
    factories.make_renaming(cooperative, "HTX Hai", date(2022, 5, 1))

    send(
        browser, add("renaming", cooperative), old_name="HTX Không", new_name="HTX Một", short_name="HTX 1",
        renamed_on="01/05/2018",
    )  # fmt: skip

    cooperative.refresh_from_db()
    assert (cooperative.name, Renaming.objects.count()) == ("HTX Hai", 2)
    assert list(Cooperative.objects.matching("htx khong")) == [cooperative]


def test_renaming_of_another_name_asks_to_be_confirmed(browser, cooperative):
    typed = {"old_name": "HTX Ba", "new_name": "HTX Bốn", "renamed_on": "01/05/2022"}

    page = send(browser, add("renaming", cooperative), typed)
    send(browser, add("renaming", cooperative), {**typed, **confirmed(page)})

    assert warnings(page) == ["Hồ sơ đang mang tên “HTX Một”, không phải tên cũ này."]
    assert Renaming.objects.get().old_name == "HTX Ba"


def test_renaming_to_the_same_name_is_refused(browser, cooperative):
    page = send(browser, add("renaming", cooperative), new_name="HTX Một", renamed_on="01/05/2022")

    assert errors(page) == {"new_name": ["Trùng với tên cũ."]}


def test_draft_of_a_renaming_changes_no_name(browser, cooperative):
    send(browser, add("renaming", cooperative), new_name="HTX Hai", renamed_on="01/05/2022", action="draft")

    cooperative.refresh_from_db()
    assert cooperative.name == "HTX Một"


def test_renaming_annulled_put_back_or_deleted_takes_the_names_with_it(browser, cooperative):
    send(browser, add("renaming", cooperative), new_name="HTX Hai", short_name="HTX 2", renamed_on="01/05/2022")
    renaming = Renaming.objects.get()
    entered = renaming.history.latest("history_id").pk

    shown = []
    for page, values in (
        (reverse("cooperatives:renaming-annul", args=[renaming.pk]), {"reason": "nhập nhầm"}),
        (reverse("cooperatives:renaming-restore", args=[renaming.pk, entered]), {"reason": "đúng"}),
        (reverse("cooperatives:renaming-delete", args=[renaming.pk]), {"sure": "yes"}),
    ):
        browser.post(page, values)
        cooperative = Cooperative.objects.get()
        found = [Cooperative.objects.matching(words).count() for words in ("htx mot", "htx 1", "htx hai")]
        shown.append((cooperative.name, cooperative.short_name, found))

    assert shown == [
        ("HTX Một", "HTX 1", [1, 1, 0]),
        ("HTX Hai", "HTX 2", [1, 1, 1]),
        ("HTX Một", "HTX 1", [1, 1, 0]),
    ]
    assert cooperative.history.first().history_change_reason == "Xóa"


def test_annulled_renaming_leaves_a_name_that_another_one_gave(browser, cooperative):
    for new_name, day in (("HTX Hai", "01/05/2022"), ("HTX Ba", "01/05/2023")):
        send(browser, add("renaming", cooperative), new_name=new_name, renamed_on=day)
    shown = []
    for renaming in Renaming.objects.order_by("renamed_on"):
        browser.post(reverse("cooperatives:renaming-annul", args=[renaming.pk]), {"reason": "nhập nhầm"})
        shown.append(Cooperative.objects.get().name)

    assert shown == ["HTX Ba", "HTX Một"]


def test_reorganisation_is_entered_with_its_parties_and_ends_the_predecessors(browser, cooperative):
    second, new = (
        factories.make_cooperative("HTX Hai", operating_since=date(2019, 1, 1)),
        factories.make_cooperative("HTX Ba"),
    )
    parties = {
        "dong0-0-cooperative": second.name, "dong0-0-role": "predecessor",
        "dong0-1-cooperative": new.name, "dong0-1-role": "successor",
    }  # fmt: skip

    page = send(
        browser, add("reorganisation", cooperative, "predecessor"),
        {"kind": "consolidation", "reorganised_on": "01/06/2021", **parties},
    )  # fmt: skip

    act = Reorganisation.objects.get()
    assert (str(act), page.redirect_chain[-1][0]) == ("Hợp nhất: HTX Một, HTX Hai → HTX Ba", act.get_absolute_url())
    counts = [Cooperative.objects.operating_on(day).count() for day in (date(2021, 5, 31), date(2021, 6, 1))]
    assert (counts, act.place) == ([2, 0], cooperative.place)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("division", "Chia: ghi 2 hợp tác xã hình thành hoặc nhận sáp nhập. Chưa rõ thì lưu nháp."),
        ("separation", "Tách: ghi 1 hợp tác xã hình thành hoặc nhận sáp nhập. Chưa rõ thì lưu nháp."),
        (
            "consolidation",
            "Hợp nhất: thêm 1 hợp tác xã được tổ chức lại; ghi 1 hợp tác xã hình thành hoặc nhận sáp nhập. "
            "Chưa rõ thì lưu nháp.",
        ),
        ("merger", "Sáp nhập: ghi 1 hợp tác xã hình thành hoặc nhận sáp nhập. Chưa rõ thì lưu nháp."),
    ],
)
def test_reorganisation_without_the_other_side_is_refused_but_may_be_a_draft(kind, message, browser, cooperative):
    address = add("reorganisation", cooperative, "predecessor")
    typed = {"kind": kind, "reorganised_on": "01/06/2021"}

    page = send(browser, address, typed)
    send(browser, address, typed, action="draft")

    assert page.context["children"][0].formset.non_form_errors() == [message]
    assert [act.state for act in Reorganisation.objects.all()] == ["draft"]


def test_reorganisation_that_loses_its_successor_is_refused(browser, cooperative):
    new = factories.make_cooperative("HTX Ba")
    act = factories.make_reorganisation("merger", [cooperative], [new], date(2021, 6, 1))

    page = send(browser, reverse("cooperatives:reorganisation-edit", args=[act.pk]), {"dong0-1-DELETE": "on"})

    assert len(page.context["children"][0].formset.non_form_errors()) == 1
    assert act.parties.count() == 2


def test_reorganisation_refuses_a_party_twice_and_predecessors_of_others(browser, cooperative, department_b):
    other = factories.make_cooperative("HTX Hai", department=department_b)
    typed = {"kind": "merger", "reorganised_on": "01/06/2021"}
    refused = []
    for party in (cooperative, other):
        rows = {"dong0-0-cooperative": party.name, "dong0-0-role": "predecessor"}
        page = send(browser, add("reorganisation", cooperative, "predecessor"), {**typed, **rows})
        refused.append(page.context["children"][0].formset.errors[0]["cooperative"])

    assert refused == [
        ["Hợp tác xã này đã ghi ở trên."],
        [f"Hồ sơ này do {department_b} phụ trách; chỉ phòng đó được ghi."],
    ]
    assert Reorganisation.objects.count() == 0


def test_reorganisation_of_another_departments_cooperative_is_refused(client, office, staff_b, cooperative):
    client.force_login(staff_b)

    assert client.get(add("reorganisation", cooperative, "predecessor")).status_code == 403


@pytest.mark.parametrize(
    ("day", "size"),
    [
        (date(2020, 12, 31), "Siêu nhỏ (Thông tư 01/2020/TT-BKHĐT, Điều 4)"),
        (date(2024, 12, 1), "Siêu nhỏ (Nghị định 113/2024/NĐ-CP, Điều 5)"),
    ],
)
def test_page_tells_the_size_by_the_rule_of_the_day_and_the_circular_of_each_rating(
    day, size, browser, cooperative, monkeypatch
):
    Cooperative.objects.update(members=12, sector="crops")
    factories.make_assessment(cooperative, date(2019, 12, 1), rating="good")
    factories.make_assessment(cooperative, date(2020, 12, 1), rating="good")
    monkeypatch.setattr(timezone, "localdate", lambda *args: day)

    page = browser.get(cooperative.get_absolute_url())

    shown = [moment.detail for moment in page.context["moments"] if moment.title.startswith("Đánh giá")]
    assert shown == ["Xếp loại Tốt (Thông tư 01/2020/TT-BKHĐT)", "Xếp loại Tốt"]
    assert f"<dd>{size}</dd>" in page.content.decode()


def test_names_to_choose_from_carry_the_seat_of_today(browser, cooperative, other_district):
    factories.make_move(cooperative, other_district, date(2021, 4, 1))

    suggested = browser.get("/htx/goi-y/", {"q": "htx mot"}).json()["names"]
    offered = opened(browser, add("status", cooperative))["cooperative"]

    label = "HTX Một – huyện Văn Yên"
    assert ([each["value"] for each in suggested], offered) == ([label], label)
