"""What the page of a cooperative or a group shows of its OCOP products."""

from datetime import date

import pytest

from tests import factories

DAY = date(2020, 12, 15)


@pytest.mark.parametrize("kind", ["cooperative", "group"])
def test_page_of_the_maker_shows_products_and_decisions(kind, client, office, staff_a):
    maker = factories.make_cooperative() if kind == "cooperative" else factories.make_group()
    producer = factories.make_producer("Chủ thể", kind, **{kind: maker})
    factories.make_recognition(factories.make_product("Mật ong bạc hà", producer=producer), DAY, 4)
    client.force_login(staff_a)

    context = client.get(maker.get_absolute_url()).context

    rows = next(rows for section, rows in context["sections"] if section.title == "Sản phẩm OCOP")
    assert [(str(row), row.stars, row.recognised_on) for row in rows] == [("Mật ong bạc hà", 4, DAY)]
    assert (DAY, "OCOP 4 sao: Mật ong bạc hà") in [(moment.on, moment.title) for moment in context["moments"]]


def test_other_pages_ask_nothing_of_ocop(client, office, staff_a):
    household = factories.make_household()
    client.force_login(staff_a)

    context = client.get(household.get_absolute_url()).context

    assert [section.title for section, _ in context["sections"] if "OCOP" in section.title] == []
