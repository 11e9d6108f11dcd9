"""One organisation over the years: moved, renamed, suspended, reorganised; earlier years stay as they were."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cooperatives.models import Cooperative, StatusChange
from coopunion.models import Place
from coopunion.places.maps import PlaceMap
from programs.flows_and_stocks import Scope
from programs.measures import MEASURES
from tests import factories
from tests.places import counts_on
from tests.programs.examples import count

pytestmark = pytest.mark.usefixtures("real_places")

DAYS = (date(2020, 12, 31), date(2024, 12, 1), date(2025, 8, 1))


@pytest.fixture
def yen_bai() -> Place:
    province = Place.objects.get(code="15", valid_from="2004-01-01")
    factories.make_office(province)
    return province


def unit(code: str, day: date) -> Place:
    return Place.objects.valid_on(day).select_related("parent").get(code=code)


@pytest.fixture
def life(yen_bai) -> Cooperative:
    """Founded in Đào Thịnh, renamed 2022, moved to Cổ Phúc 2023, re-registered 2024, suspended in July 2025."""
    cooperative = factories.make_cooperative(
        "HTX Quế Đào Thịnh", place=unit("04507", DAYS[0]), founded_on=date(2019, 3, 1), operating_since=date(2019, 3, 1)
    )
    factories.make_assessment(cooperative, date(2020, 12, 10))
    factories.make_conversion(cooperative, date(2020, 6, 1))
    factories.make_renaming(cooperative, "HTX Quế Trấn Yên", date(2022, 5, 1), place=cooperative.place)
    factories.make_move(cooperative, unit("04498", DAYS[0]), date(2023, 4, 1), decision="GCN thay đổi lần 2")
    factories.make_registration(
        cooperative, date(2024, 9, 1), "reregistration", law="2023", place=unit("04498", DAYS[0])
    )
    factories.make_status(cooperative, "suspended", date(2025, 7, 15), place=unit("04498", DAYS[2]))
    return cooperative


def operating(day: date) -> list[tuple[str, str]]:
    return [(row.title, str(row.seat)) for row in MEASURES["cooperatives.operating"].records(day, Scope())]


def test_counts_and_lists_of_each_day_are_those_of_the_day(life):
    counts = [{key: count(key, day) for key in ("cooperatives.operating", "cooperatives.effective")} for day in DAYS]
    assert counts == [
        {"cooperatives.operating": 1, "cooperatives.effective": 1},
        {"cooperatives.operating": 1, "cooperatives.effective": 0},
        {"cooperatives.operating": 0, "cooperatives.effective": 0},
    ]
    assert [operating(day) for day in DAYS] == [
        [("HTX Quế Trấn Yên", "xã Đào Thịnh, huyện Trấn Yên")],
        [("HTX Quế Trấn Yên", "thị trấn Cổ Phúc, huyện Trấn Yên")],
        [],
    ]


def test_figures_of_earlier_years_stay_after_all_that_came_later(life):
    day = DAYS[0]
    flows = {key: count(key, day) for key in ("cooperatives.converted", "cooperatives.founded")}
    assert flows == {"cooperatives.converted": 1, "cooperatives.founded": 0}
    founded = MEASURES["cooperatives.founded"].records(date(2019, 12, 31), Scope())
    assert [str(row.place) for row in founded] == ["xã Đào Thịnh, huyện Trấn Yên"]


@pytest.mark.parametrize(
    ("day", "seat", "status"),
    [
        (DAYS[0], "xã Đào Thịnh, huyện Trấn Yên", "Đang hoạt động"),
        (
            DAYS[1],
            "thị trấn Cổ Phúc, huyện Trấn Yên",
            "Đang hoạt động",
        ),
        (
            DAYS[2],
            "thị trấn Cổ Phúc, huyện Trấn Yên (nay: xã Trấn Yên, tỉnh Lào Cai)",
            "Tạm ngừng",
        ),
    ],
)
def test_page_on_each_day_tells_seat_and_status_of_the_day(day, seat, status, life, client, staff_a, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    client.force_login(staff_a)
    facts = client.get(life.get_absolute_url()).content.decode().split('<dl class="facts">')[1].split("</dl>")[0]
    assert [f"<dd>{text}</dd>" in facts for text in (seat, status)] == [True, True]


def test_page_keeps_the_timeline_and_the_former_names(life, client, staff_a):
    client.force_login(staff_a)
    page = client.get(life.get_absolute_url())
    shown = [(moment.on, moment.title) for moment in page.context["moments"]]
    assert shown == [
        (date(2025, 7, 15), "Tạm ngừng"),
        (date(2024, 9, 1), "Giấy chứng nhận đăng ký lại, chuyển đổi, Luật HTX 2023"),
        (date(2023, 4, 1), "Chuyển trụ sở đến thị trấn Cổ Phúc, huyện Trấn Yên"),
        (date(2022, 5, 1), "Đổi tên từ “HTX Quế Đào Thịnh” thành “HTX Quế Trấn Yên”"),
        (date(2020, 12, 10), "Đánh giá: Hoạt động hiệu quả"),
        (date(2020, 6, 1), "Chuyển đổi sang mô hình kiểu mới"),
        (date(2019, 3, 1), "Giấy chứng nhận cấp lần đầu"),
        (date(2019, 3, 1), "Đang hoạt động"),
    ]
    assert "HTX Quế Đào Thịnh (đến trước 01/05/2022)" in page.content.decode()


def test_former_name_finds_the_cooperative(life, client, staff_a):
    client.force_login(staff_a)
    life.save()
    assert [str(row) for row in client.get("/htx/", {"q": "que dao thinh"}).context["listing"].page] == [str(life)]


def test_move_on_its_day_changes_the_seat_and_annulled_moves_do_not(life):
    day_before, day = date(2023, 3, 31), date(2023, 4, 1)
    seats = [str(life.seat_on(each)) for each in (day_before, day)]
    life.relocations.update(state="annulled")
    assert (seats, str(life.seat_on(day))) == (
        ["xã Đào Thịnh, huyện Trấn Yên", "thị trấn Cổ Phúc, huyện Trấn Yên"],
        "xã Đào Thịnh, huyện Trấn Yên",
    )


def test_list_of_a_place_has_those_whose_seat_is_there_now(life, province):
    van_yen = unit("136", DAYS[0])
    factories.make_move(life, van_yen, date(2024, 1, 1))
    found = [
        Cooperative.objects.in_place(unit(code, day)).count()
        for code, day in (("136", DAYS[0]), ("138", DAYS[0]), ("15", DAYS[2]))
    ]
    assert found == [1, 0, 1]


@pytest.mark.parametrize(("kind", "ended"), [("division", 1), ("separation", 0), ("consolidation", 1), ("merger", 1)])
def test_reorganisation_ends_its_predecessors_unless_a_part_separates(kind, ended, office, commune):
    old = factories.make_cooperative("HTX cũ", operating_since=date(2018, 1, 1))
    new = factories.make_cooperative("HTX mới", operating_since=date(2021, 6, 1))
    factories.make_reorganisation(kind, [old], [new], date(2021, 6, 1))
    days = (date(2021, 5, 31), date(2021, 6, 1))
    assert [len(operating(day)) for day in days] == [1, 2 - ended]
    status = Cooperative.objects.with_status_on(days[1]).get(pk=old.pk).status_on_day
    assert status == (StatusChange.Status.REORGANISED if ended else "operating")


def test_annulled_reorganisation_ends_nobody(office, commune):
    old = factories.make_cooperative(operating_since=date(2018, 1, 1))
    factories.make_reorganisation("merger", [old], [], date(2021, 6, 1), state="annulled")
    assert len(operating(date(2021, 6, 1))) == 1


def test_reorganisation_stands_on_the_page_of_every_party(office, client, staff_a):
    old = [factories.make_cooperative(name) for name in ("HTX Một", "HTX Hai")]
    new = factories.make_cooperative("HTX Ba")
    factories.make_reorganisation("consolidation", old, [new], date(2021, 6, 1))
    client.force_login(staff_a)
    shown = [
        [moment.title for moment in client.get(each.get_absolute_url()).context["moments"]] for each in (*old, new)
    ]
    assert shown == [["Hợp nhất: HTX Một, HTX Hai → HTX Ba"]] * 3


def test_stock_of_a_day_adds_up_by_the_place_of_the_day(life, yen_bai):
    for code in ("04507", "136", "15"):
        factories.make_cooperative(place=unit(code, DAYS[0]), operating_since=date(2019, 1, 1))
    for day, level in ((DAYS[0], "district"), (DAYS[1], "district"), (DAYS[2], "commune")):
        rows = list(MEASURES["cooperatives.operating"].records(day, Scope()))
        counts: dict[int | None, int] = {}
        for row in rows:
            counts[row.seat.pk] = counts.get(row.seat.pk, 0) + 1
        assert sum(counts_on(PlaceMap(yen_bai, day, level), counts).values()) == count("cooperatives.operating", day)


def test_page_of_a_cooperative_asks_as_many_queries_for_many_events_as_for_one(life, client, staff_a):
    client.force_login(staff_a)
    other = factories.make_cooperative(place=life.place)
    other.save()  # both have an earlier version in their history
    for year in range(2010, 2020):
        factories.make_move(other, life.place, date(year, 1, 1))
        factories.make_reorganisation("separation", [other], [life], date(year, 2, 1), place=life.place)
    counts = []
    for each in (life, other):
        queries = CaptureQueriesContext(connection)
        with queries:
            client.get(reverse("cooperatives:detail", args=[each.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("asked", "name", "seat", "status", "size"),
    [
        ("31/12/2020", "HTX Quế Đào Thịnh", "xã Đào Thịnh, huyện Trấn Yên", "Đang hoạt động", "Thông tư 01/2020"),
        ("01/12/2024", "HTX Quế Trấn Yên", "thị trấn Cổ Phúc, huyện Trấn Yên", "Đang hoạt động", "Nghị định 113/2024"),
        ("01/08/2025", "HTX Quế Trấn Yên", "thị trấn Cổ Phúc, huyện Trấn Yên", "Tạm ngừng", "Nghị định 113/2024"),
        ("32/13/2020", "HTX Quế Trấn Yên", "thị trấn Cổ Phúc, huyện Trấn Yên", "Tạm ngừng", "Nghị định 113/2024"),
    ],
)
def test_page_may_be_asked_for_a_day(asked, name, seat, status, size, life, client, staff_a, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 1, 1))
    Cooperative.objects.update(members=12, sector="crops")
    client.force_login(staff_a)
    page = client.get(life.get_absolute_url(), {"ngay": asked})
    facts = page.content.decode().split('<dl class="facts">')[1].split("</dl>")[0]
    now = " (nay: xã Trấn Yên, tỉnh Lào Cai)"
    assert [f"<dd>{text}</dd>" in facts for text in (name, f"{seat}{now}", status)] == [True, True, True]
    day = page.context["day"]
    assert (size in facts, all(day is None or each.on <= day for each in page.context["moments"])) == (True, True)
