"""The list of households, narrowed to when they were first helped."""

from datetime import date

from tests import factories


def test_households_are_narrowed_by_the_day_they_were_first_supported(client, office, staff_a, commune):
    client.force_login(staff_a)
    early, late, draft, _ = (factories.make_household(code) for code in ("BM-01", "BM-02", "BM-03", "BM-04"))
    for household, day in ((early, date(2019, 5, 1)), (early, date(2020, 6, 1)), (late, date(2020, 4, 9))):
        factories.make_support(household, day)
    factories.make_support(draft, date(2020, 4, 9), state="draft")

    spans = ({"tu": "01/04/2020", "den": "30/06/2020"}, {"den": "31/12/2019"}, {})
    found = [[row.code for row in client.get("/ho-ngheo/", span).context["listing"].page] for span in spans]

    assert found == [["BM-02"], ["BM-01"], ["BM-01", "BM-02", "BM-03", "BM-04"]]
