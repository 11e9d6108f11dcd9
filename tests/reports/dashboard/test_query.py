"""What an address asks for: programme, quarter, day."""

from datetime import date

import pytest
from django.http import QueryDict

from reports.dashboard.query import read_dashboard_query
from reports.figures.addresses import FigurePart, FigureSpan
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2020, 11, 5)


@pytest.fixture
def programs():
    return [factories.make_program(), factories.make_program("144", 2019)]


def asked(programs, query: str, today=TODAY):
    return read_dashboard_query(QueryDict(query), programs, today)


@pytest.mark.parametrize(
    ("query", "year", "number"),
    [
        ("", 2020, 4),
        ("quy=2", 2020, 2),
        ("quy=5", 2020, 4),
        ("chuong-trinh=144&nam=2019", 2019, 4),
        ("chuong-trinh=144&nam=2020", 2020, 4),
        ("nam=abc&quy=-1", 2020, 4),
    ],
)
def test_programme_and_quarter(programs, query, year, number):
    dashboard_query = asked(programs, query)[0]

    assert (dashboard_query.program.year, dashboard_query.number, dashboard_query.day) == (year, number, None)


@pytest.mark.parametrize(("today", "number"), [(date(2020, 2, 1), 1), (date(2020, 7, 1), 3), (date(2021, 7, 1), 4)])
def test_first_page_shows_the_current_quarter_or_the_last(programs, today, number):
    assert asked(programs, "", today)[0].number == number


@pytest.mark.parametrize(
    ("today", "year", "number"),
    [(date(2020, 12, 24), 2020, 4), (date(2021, 1, 1), 2021, 1), (date(2018, 12, 31), 2019, 1)],
)
def test_programme_of_a_year_ahead_waits_for_its_year(programs, today, year, number):
    programs.insert(0, factories.make_program("200", 2021))

    dashboard_query = asked(programs, "", today)[0]

    assert (dashboard_query.program.year, dashboard_query.number) == (year, number)


def test_year_ahead_opens_with_its_first_quarter(programs):
    programs.insert(0, factories.make_program("200", 2021))

    assert asked(programs, "chuong-trinh=200&nam=2021")[0].number == 1


@pytest.mark.parametrize("text", ["15/08/2020", "2020-08-15"])
def test_chosen_day_decides_the_quarter(programs, text):
    dashboard_query = asked(programs, f"quy=1&ngay={text}")[0]

    assert (dashboard_query.number, dashboard_query.day) == (3, date(2020, 8, 15))


def test_day_after_the_year_shows_its_last_quarter(programs):
    dashboard_query = asked(programs, "chuong-trinh=144&nam=2019&ngay=10/01/2020")[0]

    assert (dashboard_query.number, dashboard_query.day) == (4, date(2020, 1, 10))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("06/11/2020", "Ngày 06/11/2020 chưa đến."),
        ("31/12/2019", "Ngày 31/12/2019 ở trước năm 2020 của Chương trình hành động 190: hãy chọn năm khác."),
        ("31/02/2020", "Ngày 31/02/2020 không có thật. Ghi lại theo ngày/tháng/năm."),
        ("hôm qua", "“hôm qua” không phải là ngày dd/mm/yyyy."),
    ],
)
def test_day_that_cannot_be_shown_is_refused_in_words(programs, text, refusal):
    dashboard_query, found = asked(programs, f"quy=2&ngay={text}")

    assert (found, dashboard_query.day, dashboard_query.number) == (refusal, None, 2)


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("", FigurePart()),
        ("dia-ban=138&ky=quy", FigurePart("138", FigureSpan.QUARTER)),
        ("ky=cung-ky", FigurePart(span=FigureSpan.LAST_YEAR)),
        ("thang=12", FigurePart(month=12)),
    ],
)
def test_part_of_a_figure_is_read_and_written_the_same(query, part):
    assert FigurePart.read(QueryDict(query)) == part
    assert FigurePart.read(part.query) == part


@pytest.mark.parametrize("query", ["thang=0", "thang=13", "thang=abc", "thang=-1", "ky=nam", "thang=1&ky=quy"])
def test_part_there_is_not_is_refused(query):
    with pytest.raises(ValueError, match=r"Không có|Chọn một"):
        FigurePart.read(QueryDict(query))
