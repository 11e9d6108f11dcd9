"""The pages leadership looks at: the dashboard, its views by place, month and owner, and the records behind figures."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from coopunion.models import OfficeIdentity
from coopunion.periods import ROMAN
from coopunion.permissions import Permission, requires
from coopunion.requests import SignedInRequest
from programs.models import Program
from reports.dashboard.board import SelectorChoice, build
from reports.dashboard.comparison import AT_MOST, compare
from reports.dashboard.departments import department_duties
from reports.dashboard.district import district_page
from reports.dashboard.figure_page import figure_page, records_of_part
from reports.dashboard.months import month_table
from reports.dashboard.query import chosen_day, read_comparison_query, read_dashboard_query
from reports.figures.addresses import DashboardQuery, FigurePart, program_key
from reports.figures.figure_records import FigureRecords
from reports.figures.files import CONTENT_TYPES, figure_file, file_name
from reports.figures.geography import Geography, read_geography
from reports.figures.indicator_year import IndicatorYear
from reports.figures.year import ProgramYear
from reports.lifecycle.signed_drift import moved_of

FIGURE_RECORDS_PAGE = 100


@requires(Permission.VIEW_FIGURES)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The programme, quarter and day the address names; else the latest begun programme's current or last quarter."""
    today = timezone.localdate()
    programs = list(Program.objects.latest_first())
    if not programs:
        return render(request, "reports/dashboard_empty.html")
    query, refusal = read_dashboard_query(request.GET, programs, today)
    last_day = query.day or min(query.program.quarters[query.number - 1].ends_on, today)
    board = build(query, today=today, programs=programs, province=OfficeIdentity.on(last_day).province)
    return render(request, "reports/dashboard.html", {"dashboard": board, "refusal": refusal})


def _dashboard_query(request: HttpRequest, code: str, year: int, number: int) -> DashboardQuery:
    """404 for a programme, a quarter or a day there is not."""
    if number not in (1, 2, 3, 4):
        raise Http404("Không có quý này.")
    program = get_object_or_404(Program, code=code, year=year)
    try:
        day = chosen_day(request.GET.get("ngay", ""), program, timezone.localdate())
    except ValueError as error:
        raise Http404(str(error)) from error
    return DashboardQuery(program, number, day, request.GET.get("ban-do", ""))


def _read(dashboard_query: DashboardQuery, *, monthly: bool = False, only: str = "") -> ProgramYear:
    today = timezone.localdate()
    return ProgramYear.read(dashboard_query.program, today=today, as_of=dashboard_query.day, monthly=monthly, only=only)


def _geography(year: ProgramYear, dashboard_query: DashboardQuery) -> Geography | None:
    day = year.days.as_of[dashboard_query.number] or year.program.quarters[dashboard_query.number - 1].ends_on
    province = OfficeIdentity.on(day).province
    return read_geography(province, day, year.place_ids, timezone.localdate(), dashboard_query.map)


@requires(Permission.VIEW_FIGURES)
def place(request: HttpRequest, code: str, year: int, number: int, place: str) -> HttpResponse:
    """A district, or another unit of the map: its part of every figure, and the places in it."""
    dashboard_query = _dashboard_query(request, code, year, number)
    figures = _read(dashboard_query)
    geography = _geography(figures, dashboard_query)
    area = geography.find(place) if geography else None
    if geography is None or area is None or area not in geography.units:
        raise Http404("Không có địa bàn này.")
    context = {
        "district": district_page(figures, dashboard_query, geography, area),
        "geography": geography,
        "others": [
            SelectorChoice(unit.title, dashboard_query.place(unit.key), active=unit == area) for unit in geography.units
        ],
        "dashboard_query": dashboard_query,
    }
    return render(request, "reports/place.html", context)


@requires(Permission.VIEW_FIGURES)
def months(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    dashboard_query = _dashboard_query(request, code, year, number)
    table = month_table(_read(dashboard_query, monthly=True), dashboard_query)
    return render(request, "reports/months.html", {"table": table, "dashboard_query": dashboard_query})


@requires(Permission.VIEW_FIGURES)
def departments(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    dashboard_query = _dashboard_query(request, code, year, number)
    progress = _read(dashboard_query).quarters()[number]
    duties = department_duties(progress, dashboard_query)
    context = {"departments": duties, "progress": progress, "dashboard_query": dashboard_query}
    return render(request, "reports/departments.html", context)


@requires(Permission.VIEW_FIGURES)
def comparison(request: HttpRequest) -> HttpResponse:
    """The programmes and the day the address names; where it names none, see `read_comparison_query`."""
    today = timezone.localdate()
    programs = list(Program.objects.latest_first())
    if not programs:
        return render(request, "reports/comparison.html")
    try:
        seen_from, chosen = read_comparison_query(request.GET, programs, today)
    except ValueError as error:
        raise Http404(str(error)) from error
    context = {
        "dashboard_query": seen_from,
        "key": program_key(seen_from.program),
        "comparison": compare(seen_from, chosen, today),
        "choices": [(program_key(program), program, program in chosen[:AT_MOST]) for program in programs],
        "left_out": len(chosen) - AT_MOST,
        "at_most": AT_MOST,
        "quarters": tuple(enumerate(ROMAN, 1)),
    }
    return render(request, "reports/comparison.html", context)


@requires(Permission.VIEW_FIGURES)
def figure(request: SignedInRequest, code: str, year: int, number: int, indicator: str) -> HttpResponse:
    """Exactly the records that a figure, or the part of it a cell showed, counts; totals reported beside them."""
    dashboard_query = _dashboard_query(request, code, year, number)
    own, geography = _indicator_year(dashboard_query, indicator)
    records = _figure_records(request, own, geography, number)
    # A signed report says whole figures, and today alone is compared with it.
    compared = records.is_whole and not dashboard_query.day
    moved = moved_of(dashboard_query.program, timezone.localdate()).get(number) if compared else None
    context = {
        "figure_page": figure_page(records, own, dashboard_query, geography, moved=moved),
        "figure_records": records,
        "dashboard_query": dashboard_query,
        "page": Paginator(records.rows, FIGURE_RECORDS_PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "reports/figure.html", context)


@requires(Permission.VIEW_FIGURES)
def figure_download(
    request: SignedInRequest, code: str, year: int, number: int, indicator: str, kind: str
) -> HttpResponse:
    """The same list as a file."""
    if kind not in CONTENT_TYPES:
        raise Http404("Chỉ có tệp .xlsx và .csv.")
    own, geography = _indicator_year(_dashboard_query(request, code, year, number), indicator)
    records = _figure_records(request, own, geography, number)
    return HttpResponse(
        figure_file(records, kind),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{file_name(records, kind)}"'},
    )


def _indicator_year(dashboard_query: DashboardQuery, code: str) -> tuple[IndicatorYear, Geography | None]:
    """404 for an indicator there is not."""
    year = _read(dashboard_query, only=code)
    if not year.indicators:
        raise Http404("Chương trình không có chỉ tiêu này.")
    (indicator,) = year.indicators
    return year.of(indicator), _geography(year, dashboard_query)


def _figure_records(
    request: SignedInRequest, own: IndicatorYear, geography: Geography | None, number: int
) -> FigureRecords:
    """404 for a place or a part there is not."""
    try:
        return records_of_part(own, number, FigurePart.read(request.GET), geography, user=request.user)
    except (LookupError, ValueError) as error:
        raise Http404(str(error)) from error
