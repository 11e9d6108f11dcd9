"""Over the whole demonstration: the pages say what `progress --format json` says, and every table adds up to it."""

import json
import re
from datetime import date
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from cooperatives.models import CooperativeGroup
from coopunion import formatting
from coopunion.models import OfficeIdentity, Place, User
from coopunion.periods import ROMAN
from programs.models import Program
from reports.figures.addresses import DashboardQuery, FigurePart
from reports.figures.figure_records import read_figure_records
from reports.figures.geography import read_geography
from reports.figures.year import ProgramYear, quarter_progress
from reports.paper.quarterly import QuarterlyReport
from tests import factories
from tests.commands import run_json

pytestmark = pytest.mark.django_db

STATES = {
    "exceeded": ("Vượt", "Vượt"),
    "met": ("Đạt", "Đạt"),
    "on_track": ("Đúng tiến độ", "Đúng tiến độ"),
    "behind": ("Chậm", "Chưa đạt"),
}
QUARTERS = (1, 2, 3, 4)


@pytest.fixture
def program(demonstration) -> Program:
    return Program.objects.get(code="190", year=2020)


@pytest.fixture
def reader(program) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="lanhdao"))
    return client


def progress_json(number: int) -> list[dict]:
    return run_json("progress", "--program", "190", "--year", "2020", "--quarter", str(number))["indicators"]


def rows_of(page: str) -> dict[str, list[str]]:
    """The cells of each indicator's row as a reader sees them, under the indicator's name."""
    rows = {}
    for row in re.findall(r'<tr class="plan-row.*?</tr>', page, re.DOTALL):
        cells = [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        rows[words(re.search(r'<span class="plan-title">(.*?)</span>', row).group(1))] = cells
    return rows


def words(html: str) -> str:
    seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", seen).split())


@pytest.mark.parametrize("number", QUARTERS)
def test_every_figure_on_the_page_is_the_command_s(number, program, reader):
    rows = rows_of(reader.get(DashboardQuery(program, number).dashboard).content.decode())

    found = {
        name: (percent, status, quarter, total, last)
        for name, (_, _, percent, status, quarter, total, last, _) in rows.items()
    }

    assert found == {each["name"]: as_shown(each, number) for each in progress_json(number)}


def as_shown(figure: dict, number: int) -> tuple[str, ...]:
    quarter = (formatting.signed if figure["kind"] == "stock" else formatting.number)(figure["quarter_actual"])
    total = formatting.number(figure["actual"])
    if figure["target"] is not None:
        total += f" / {formatting.number(figure['target'])}"
    total += f" quý {ROMAN[number - 1]}: {quarter}"  # shown on narrow desks
    state = STATES[figure["status"]][number == 4] if figure["status"] else ""
    return figure["percent_text"], state, quarter, total, formatting.number(figure["previous_year"])


def test_districts_and_months_add_up_to_the_command_s_figures_in_every_quarter(program, reader):
    for number in QUARTERS:
        actual = {each["code"]: each["actual"] for each in progress_json(number)}
        dashboard_query = DashboardQuery(program, number)
        table = reader.get(dashboard_query.dashboard).context["dashboard"].areas
        by_area = {
            column.code: sum(row.cells[place].value or 0 for row in table.rows)
            for place, column in enumerate(table.columns)
        }
        by_month = {
            row.progress.indicator.code: sum(cell.value or 0 for cell in row.cells) + (row.progress.reported or 0)
            for row in reader.get(dashboard_query.months).context["table"].rows
        }

        assert by_area == {code: value for code, value in actual.items() if code != "3"}
        assert by_month == {code: value for code, value in actual.items() if code != "2"}


def test_communes_add_up_to_their_district(program, reader):
    dashboard_query = DashboardQuery(program, 4)
    areas = reader.get(dashboard_query.dashboard).context["dashboard"].areas

    for area_row in areas.rows:
        communes = reader.get(area_row.url).context["district"].communes
        sums = [sum(row.cells[place].value or 0 for row in communes.rows) for place in range(len(communes.columns))]
        assert sums == [cell.value for cell in communes.total] == [cell.value for cell in area_row.cells]


def test_every_cell_opens_as_many_as_it_says(program, reader):
    """The cells of the table by district, of the months, of a district, and of the dashboard's own rows."""
    dashboard_query = DashboardQuery(program, 3, date(2020, 8, 15))
    dashboard = reader.get(dashboard_query.dashboard).context["dashboard"]
    months = reader.get(dashboard_query.months).context["table"]
    district = reader.get(dashboard_query.place("138")).context["district"]
    tables = (dashboard.areas.rows, months.rows, district.communes.rows)
    cells = [(cell.url, cell.value) for rows in tables for row in rows for cell in row.cells]
    for row in (*dashboard.rows, *district.rows):
        own = row.progress
        cells += [(row.url, own.actual), (row.quarter_url, own.quarter_actual), (row.last_year_url, own.previous_year)]
    cells += [(row.base_url, row.progress.base) for row in dashboard.rows if row.base_url]
    opener = Opener(dashboard_query)

    wrong = [(url, value, opened) for url, value in cells if url and (opened := opener.count(url)) != value]

    assert (len(cells) > 400, wrong) == (True, [])


class Opener:
    """Opens an address as its view does, with the year read once instead of once an address."""

    def __init__(self, dashboard_query: DashboardQuery) -> None:
        self.number = dashboard_query.number
        self.year = ProgramYear.read(dashboard_query.program, today=date(2021, 6, 1), as_of=dashboard_query.day)
        province, ids = OfficeIdentity.on(date(2020, 12, 31)).province, self.year.place_ids
        self.geography = read_geography(province, dashboard_query.day, ids, date(2021, 6, 1))
        self.user = User.objects.get(username="lanhdao")

    def count(self, url: str):
        """Records and reported figures behind a cell, less what a net change took away."""
        address = urlsplit(url)
        code = address.path.rstrip("/").rpartition("/")[2]
        indicator = next(each for each in self.year.indicators if each.code == code)
        part = FigurePart.read(QueryDict(address.query))
        area = self.geography.find(part.place) if part.place else None
        figure_records = read_figure_records(self.year.of(indicator), self.number, part, area, user=self.user)
        figures = sum(figure.value for figure in figure_records.figures) - sum(
            figure.value for figure in figure_records.replaced
        )
        return len(figure_records.rows) - len(figure_records.lost) + figures


def test_every_district_reports_and_none_is_named_silent(program):
    year = ProgramYear.read(program, today=date(2021, 6, 1))

    assert {len(year.quarters()[number]["T2"].figures) for number in QUARTERS} == {9, 18, 27, 36}


def test_json_and_page_agree_on_a_chosen_day(program, reader):
    out = StringIO()
    call_command(
        "progress",
        "--program",
        "190",
        "--year",
        "2020",
        "--quarter",
        "3",
        "--as-of",
        "15/08/2020",
        "--format",
        "json",
        stdout=out,
    )
    rows = reader.get("/", {"ngay": "15/08/2020"}).context["dashboard"].rows

    message = {each["code"]: each["actual"] for each in json.loads(out.getvalue())["indicators"]}
    assert {row.progress.indicator.code: row.progress.actual for row in rows} == message


def test_figure_addresses_keep_the_chosen_day(program, reader):
    dashboard = reader.get("/", {"ngay": "15/08/2020"}).context["dashboard"]

    addresses = [row.url for row in dashboard.rows] + [cell.url for row in dashboard.areas.rows for cell in row.cells]

    assert {"ngay=2020-08-15" in urlsplit(address).query for address in addresses} == {True}


def test_year_after_the_demonstration_is_compared_with_what_was_issued(program, reader):
    """2021 opened, filled and reported: quarter I of 2020 had 274 new groups, 14 of them with records."""
    last, program = program, factories.make_program(year=2021, name="Chương trình hành động 190")
    for indicator in last.indicators.all():
        factories.make_indicator(
            program,
            indicator.code,
            measure=indicator.measure,
            unit=indicator.unit,
            name=indicator.name,
            accumulation=indicator.accumulation,
            direction=indicator.direction,
        )
    today = date(2021, 4, 10)
    groups = program.indicators.get(code="T2")
    district = Place.objects.filter(level="district").first()
    factories.make_figure(groups, 262, 1, place=district, received_on=date(2021, 4, 2))
    for number in range(8):
        factories.make_group(f"THT năm 2021 số {number}", notified_on=date(2021, 2, 3))
    issued = {own.indicator.code: own.actual for own in quarter_progress(last, 1, today=today).indicators}
    # What happens to last year's records from now on moves no comparison with what was issued.
    CooperativeGroup.objects.filter(notified_on__year=2020).update(state="annulled")

    first = quarter_progress(program, 1, today=today)

    assert (first["T2"].actual, first["T2"].previous_year, first["T2"].change_text) == (270, 274, "98,5%")
    assert {own.indicator.code: own.previous_year for own in first.indicators} == issued
    assert first.previous_sources == "báo cáo đã ký, số đến 31/03/2020"

    paper = QuarterlyReport.for_period(factories.make_period(program, 1), today=today)
    said = next(block.text for block in paper.blocks if "cùng kỳ năm 2020 (274" in block.text)
    assert said.endswith("So với cùng kỳ năm 2020 (274 tổ theo báo cáo đã ký) bằng 98,5%.")
    assert paper.figure_remark.endswith("Cùng kỳ: theo báo cáo đã ký, số đến 31/03/2020.")

    html = reader.get("/?chuong-trinh=190&nam=2021&quy=1").content.decode()
    assert "Cùng kỳ năm 2020: theo báo cáo đã ký, số đến 31/03/2020." in " ".join(html.split())
