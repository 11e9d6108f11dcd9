"""The page of the rules by which records are judged, and the names that lead to it."""

from datetime import date

import pytest
from django.utils import timezone

from cooperatives.models import Cooperative
from coopunion.site.views import standard_tables
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, office, staff_a):
    client.force_login(staff_a)
    return lambda address="/quy-dinh/": client.get(address).content.decode()


def test_page_tells_every_row_with_its_days_text_source_and_what_is_uncertain(page):
    text = " ".join(page().split())
    rows = [row for _, _, rows in standard_tables() for row in rows]
    shown = [
        all(each.rstrip() in text for each in (row.name, row.text, row.source, row.uncertain, *row.details))
        for row in rows
    ]
    assert (shown, text.count("<b>Cần đối chiếu:</b>")) == ([True] * 31, sum(bool(row.uncertain) for row in rows))


def test_page_marks_the_rows_of_today(page, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2020, 12, 31))
    marked = [row.split("</th>")[0] for row in page().split('<th scope="row">') if "đang áp dụng</span>" in row]
    assert [each.split(" <span")[0] for each in marked] == [
        "Luật Hợp tác xã 2012",
        "Nghị định 193/2013/NĐ-CP",
        "Nghị định 77/2019/NĐ-CP",
        "Luật Hợp tác xã 2012",
        "Thông tư 01/2020/TT-BKHĐT, Điều 4",
        "Thông tư 01/2020/TT-BKHĐT",
        "Thông tư 01/2020/TT-BKHĐT",
        "Thông tư 09/2017/TT-BNNPTNT",
        "Nghị định 77/2019/NĐ-CP, Điều 29",
        "Quyết định 1048/QĐ-TTg, sửa đổi bởi Quyết định 781/QĐ-TTg (2020)",
        "Quyết định 59/2015/QĐ-TTg",
    ]


def test_assessment_tells_the_size_by_the_rule_of_its_day(page):
    cooperative = factories.make_cooperative("HTX Một")
    Cooperative.objects.update(members=12, sector="crops")
    for day in (date(2019, 12, 1), date(2020, 12, 1), date(2024, 12, 1)):
        factories.make_assessment(cooperative, day)

    shown = page(cooperative.get_absolute_url())

    rule = '<a href="/quy-dinh/#quy-mo">Siêu nhỏ ({})</a>'
    assert [
        shown.count(rule.format(name))
        for name in ("Thông tư 01/2020/TT-BKHĐT, Điều 4", "Nghị định 113/2024/NĐ-CP, Điều 5")
    ] == [1, 1]


def test_decision_tells_its_criteria_and_who_recognised(page):
    product = factories.make_product()
    for day, stars in ((date(2020, 12, 1), 3), (date(2024, 1, 1), 3), (date(2024, 2, 1), 4), (date(2025, 8, 1), 3)):
        factories.make_recognition(product, day, stars, "renewal")

    shown = page(product.get_absolute_url())

    assert (shown.count('<a href="/quy-dinh/#ocop">'), shown.count(">UBND tỉnh<"), shown.count(">UBND huyện<")) == (
        4,
        3,
        1,
    )
