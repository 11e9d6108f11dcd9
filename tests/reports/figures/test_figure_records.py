"""Every cell opens exactly what it counts: by place, by month, by quarter, and a year earlier."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.http import urlencode

from cooperatives.models import Relocation
from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION

pytestmark = pytest.mark.django_db

GROUPS = "cooperatives.groups_founded"


@pytest.fixture
def program(office):
    return factories.make_program()


@pytest.fixture
def open_part(client, leadership):
    """The page of a part as leadership opens it: its figure_records."""
    client.force_login(leadership)

    def opened(indicator, number=4, *, day=None, **part):
        address = DashboardQuery(indicator.program, number, day).figure(indicator.code, FigurePart(**part))
        return client.get(address).context["figure_records"]

    return opened


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def founded(*days: date, **fields) -> list[str]:
    return [factories.make_cooperative(founded_on=day, **fields).name for day in days]


def test_quarter_opens_what_it_added(program, open_part):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    factories.make_period(program, 1, cut_off_on=date(2020, 3, 20))
    names = founded(date(2020, 3, 20), date(2020, 3, 21), date(2020, 6, 30), date(2020, 7, 1))

    figure_records = open_part(indicator, 2, span=FigureSpan.QUARTER)

    assert (figure_records.value, titles(figure_records.rows)) == (2, names[1:3])
    assert figure_records.words == "trong quý II năm 2020"


def test_first_quarter_opens_the_year_s_beginning(program, open_part):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    names = founded(date(2019, 12, 31), date(2020, 1, 1))

    assert titles(open_part(indicator, 1, span=FigureSpan.QUARTER).rows) == names[1:]


def test_month_opens_its_own_events(program, open_part):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    names = founded(date(2020, 6, 30), date(2020, 7, 1), date(2020, 7, 31), date(2020, 8, 1))

    figure_records = open_part(indicator, month=7)

    assert (figure_records.value, titles(figure_records.rows)) == (2, names[1:3])
    assert figure_records.words == "trong tháng 7 năm 2020"


def test_last_month_ends_with_the_day_counted_to(program, open_part):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    names = founded(date(2020, 8, 15), date(2020, 8, 16))

    assert titles(open_part(indicator, 3, day=date(2020, 8, 15), month=8).rows) == names[:1]
    assert titles(open_part(indicator, 3, day=date(2020, 8, 15), month=9).rows) == []


def test_january_begins_with_the_year(program, open_part):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    names = founded(date(2019, 12, 31), date(2020, 1, 1))

    assert titles(open_part(indicator, month=1).rows) == names[1:]


def test_place_opens_its_own_records_and_reported_figures(program, open_part):
    indicator = factories.make_indicator(program, measure=GROUPS, unit="tổ")
    ours = factories.make_group(notified_on=date(2020, 2, 1))
    factories.make_group(notified_on=date(2020, 2, 1), place=factories.van_yen())
    figure = factories.make_figure(indicator, 20, place=factories.tran_yen())
    factories.make_figure(indicator, 5, place=factories.van_yen())

    figure_records = open_part(indicator, place="138")

    assert (figure_records.value, titles(figure_records.rows), figure_records.figures) == (21, [ours.name], (figure,))
    assert figure_records.words == "huyện Trấn Yên, lũy kế đến 31/12/2020"


def test_commune_and_the_rest_of_its_district_are_opened_apart(program, open_part):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    in_commune = founded(date(2020, 2, 1))
    at_large = founded(date(2020, 2, 1), place=factories.tran_yen())

    assert titles(open_part(indicator, place="04570.20040101").rows) == in_commune
    assert titles(open_part(indicator, place="138.20040101.chung").rows) == at_large


def test_what_lies_in_no_district_can_be_opened(program, open_part):
    indicator = factories.make_indicator(program, measure=GROUPS)
    factories.make_group(notified_on=date(2020, 2, 1))
    away = factories.make_group(notified_on=date(2020, 2, 1), place=factories.yen_bai())
    figure = factories.make_figure(indicator, 7)

    figure_records = open_part(indicator, place="cap-tren")

    assert (figure_records.value, titles(figure_records.rows), figure_records.figures) == (8, [away.name], (figure,))


def test_cooperative_that_moved_leaves_one_district_and_comes_to_the_other(program, open_part):
    indicator = factories.make_indicator(program, measure="cooperatives.operating")
    cooperative = factories.make_cooperative(operating_since=date(2019, 1, 1), place=factories.van_yen())
    Relocation.objects.create(
        cooperative=cooperative,
        place=factories.hong_ca(),
        moved_on=date(2020, 5, 1),
        department=cooperative.department,
    )

    left, came = (open_part(indicator, 2, span=FigureSpan.QUARTER, place=code) for code in ("136", "138"))

    assert (left.value_text, titles(left.rows), titles(left.lost)) == ("-1", [], [cooperative.name])
    assert (came.value_text, titles(came.rows), titles(came.lost)) == ("+1", [cooperative.name], [])


def test_same_period_last_year_opens_last_year_s_records(program, open_part):
    last = factories.make_program(year=2019)
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    indicator = factories.make_indicator(program, measure=GROUPS)
    figure = factories.make_figure(factories.make_indicator(last, measure=GROUPS), 30, 2)
    group = factories.make_group(notified_on=date(2019, 12, 20))
    factories.make_group(notified_on=date(2019, 12, 21))

    figure_records = open_part(indicator, span=FigureSpan.LAST_YEAR)

    assert (figure_records.value, titles(figure_records.rows), figure_records.figures) == (31, [group.name], (figure,))
    assert figure_records.source == "Theo sổ hiện nay."
    assert figure_records.words == "cùng kỳ năm trước, đến 20/12/2019"


def test_same_period_last_year_opens_the_totals_where_there_were_no_records(program, open_part):
    last = factories.make_program(year=2019)
    indicator = factories.make_indicator(program, measure=GROUPS)
    figure = factories.make_figure(factories.make_indicator(last, measure=GROUPS), 30, 2, place=factories.tran_yen())
    factories.make_figure(last.indicators.get(), 4, 2, place=factories.van_yen())

    figure_records = open_part(indicator, span=FigureSpan.LAST_YEAR, place="138")

    assert (figure_records.value, titles(figure_records.rows), figure_records.figures) == (30, [], (figure,))


def test_district_is_compared_with_what_the_province_is_compared_with(program, open_part):
    """Counted and reported together in every district, so that the parts add up."""
    last = factories.make_program(year=2019)
    indicator = factories.make_indicator(program, measure=GROUPS)
    factories.make_figure(factories.make_indicator(last, measure=GROUPS), 4, 2, place=factories.van_yen())
    factories.make_group(notified_on=date(2019, 2, 1))

    found = [open_part(indicator, span=FigureSpan.LAST_YEAR, place=code).value for code in ("136", "138", "")]

    assert found == [4, 1, 5]


def test_quarter_opens_the_figures_reported_for_it(program, open_part):
    indicator = factories.make_indicator(program)
    factories.make_figure(indicator, 3, 1)
    second = factories.make_figure(indicator, 4, 2)

    figure_records = open_part(indicator, 2, span=FigureSpan.QUARTER)

    assert (figure_records.value, figure_records.figures, figure_records.replaced) == (4, (second,), ())


def test_net_change_opens_what_came_and_what_went(program, open_part):
    indicator = factories.make_indicator(program, measure="cooperatives.operating")
    names = [factories.make_cooperative(operating_since=day).name for day in (date(2019, 1, 1), date(2020, 5, 1))]
    gone = factories.make_cooperative(operating_since=date(2019, 1, 1))
    factories.make_status(gone, "suspended", date(2020, 6, 1))

    figure_records = open_part(indicator, 2, span=FigureSpan.QUARTER)

    assert (titles(figure_records.rows), titles(figure_records.lost)) == (names[1:], [gone.name])
    assert (figure_records.value, figure_records.value_text) == (0, "0")


def test_net_change_of_quarter_one_starts_at_last_year_s_end(program, open_part):
    indicator = factories.make_indicator(program, measure="cooperatives.operating")
    factories.make_cooperative(operating_since=date(2019, 12, 31))
    new = factories.make_cooperative(operating_since=date(2020, 1, 1))

    figure_records = open_part(indicator, 1, span=FigureSpan.QUARTER)

    assert (figure_records.value_text, titles(figure_records.rows)) == ("+1", [new.name])


def test_net_change_of_a_reported_stock_opens_the_new_figure_and_the_one_it_replaced(program, open_part):
    indicator = factories.make_indicator(program, accumulation="stock")
    old, new = factories.make_figure(indicator, 40, 1), factories.make_figure(indicator, 43, 2)

    figure_records = open_part(indicator, 2, span=FigureSpan.QUARTER)

    assert (figure_records.value, figure_records.figures, figure_records.replaced) == (3, (new,), (old,))


def test_quarter_without_a_new_figure_leaves_a_reported_stock_as_it_was(program, open_part):
    indicator = factories.make_indicator(program, accumulation="stock")
    factories.make_figure(indicator, 40, 1)

    figure_records = open_part(indicator, 2, span=FigureSpan.QUARTER)

    assert (figure_records.value, figure_records.figures, figure_records.replaced) == (0, (), ())


@pytest.mark.parametrize(
    "query", [{"thang": 3}, {"dia-ban": "999"}, {"ky": "tuan"}, {"ky": "tong-so"}, {"ngay": "1/1/2999"}]
)
def test_part_the_figure_cannot_have_is_not_found(query, program, client, leadership):
    indicator = factories.make_indicator(program, "2", measure="cooperatives.operating")
    client.force_login(leadership)

    answer = client.get(f"{DashboardQuery(program, 4).figure(indicator.code)}?{urlencode(query)}")

    assert answer.status_code == 404


def test_what_a_stock_is_a_share_of_opens_as_counted(program, client, leadership):
    factories.make_indicator(program, "2", measure="cooperatives.effective")
    for name, effective in (("HTX Một", True), ("HTX Hai", False)):
        cooperative = factories.make_cooperative(name, operating_since=date(2019, 1, 1))
        factories.make_assessment(cooperative, date(2020, 8, 1), effective=effective)
    client.force_login(leadership)
    dashboard_query = DashboardQuery(program, 4)

    whole = client.get(dashboard_query.figure("2"))
    base = client.get(whole.context["figure_page"].base_url)

    assert (
        f'<a href="{dashboard_query.figure("2", FigurePart(span=FigureSpan.BASE))}">2 HTX đang hoạt động</a>'
        in whole.content.decode()
    )
    assert (base.context["figure_records"].value, sorted(titles(base.context["figure_records"].rows))) == (
        2,
        ["HTX Hai", "HTX Một"],
    )
    assert "Tổng số để tính tỷ lệ: <b>HTX đang hoạt động, đến 31/12/2020</b>: <b>2</b> HTX" in base.content.decode()


def test_list_says_in_words_what_part_it_is_and_how_to_leave_it(program, client, leadership):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    founded(date(2020, 2, 1))
    client.force_login(leadership)
    dashboard_query = DashboardQuery(program, 1, date(2020, 3, 1))

    page = client.get(dashboard_query.figure(indicator.code, FigurePart("138", month=2))).content.decode()

    assert "Chỉ phần <b>huyện Trấn Yên, trong tháng 2 năm 2020</b>: <b>1</b> HTX" in page
    for rest in (FigurePart("138"), FigurePart(month=2), FigurePart()):
        assert f'href="{dashboard_query.figure(indicator.code, rest).replace("&", "&amp;")}"' in page
    assert f'href="{dashboard_query.place("138.20040101")}"' in page


def test_whole_figure_is_parted_by_district(program, client, leadership):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    factories.van_yen()
    founded(date(2020, 2, 1))
    client.force_login(leadership)

    by_area = client.get(DashboardQuery(program, 4).figure(indicator.code)).context["figure_page"].by_area

    assert [(area.title, cell.value) for area, cell in by_area] == [("Văn Yên", Decimal(0)), ("Trấn Yên", Decimal(1))]


def test_household_of_another_department_shows_code_commune_and_day_alone(program, client, staff_b):
    indicator = factories.make_indicator(program, "6", measure="poverty.supported")
    factories.make_support(factories.make_household("YB-1", head="Chủ hộ bí mật"), date(2020, 2, 1), kind="housing")
    client.force_login(staff_b)

    (row,) = client.get(DashboardQuery(program, 4).figure(indicator.code)).context["figure_records"].rows

    assert (row.title, row.place, row.detail, row.url) == ("Hộ YB-1", "xã Hồng Ca, huyện Trấn Yên", "", "")


def test_number_of_queries_does_not_depend_on_the_rows(program, client, leadership, django_assert_max_num_queries):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    client.force_login(leadership)
    counts = []
    for many in (1, 49):
        founded(*[date(2020, 2, 1)] * many)
        with django_assert_max_num_queries(30) as asked:
            client.get(DashboardQuery(program, 4).figure(indicator.code, FigurePart("138")))
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("target", "said"), [(None, False), (30, True)])
def test_figure_without_a_target_is_not_said_to_be_missing(client, leadership, target, said):
    program = factories.make_program()
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION, target=target)
    client.force_login(leadership)

    page = client.get(DashboardQuery(program, 4).figure(indicator.code)).content.decode()

    assert ('class="status' in page) == said


def test_page_says_what_a_unit_that_is_no_more_is_now(program, client, leadership, monkeypatch):
    old, _ = factories.dao_thinh_merged()
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    founded(date(2020, 3, 20), place=old)
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2024, 12, 31))
    client.force_login(leadership)

    page = client.get(DashboardQuery(program, 4, None).figure(indicator.code, FigurePart())).content.decode()

    assert "xã Đào Thịnh, huyện Trấn Yên (nay: xã Thành Thịnh, huyện Trấn Yên)" in page
