"""Who reports totals, who has not yet, and who enters them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from coopunion.models import OfficeTimeline, Place, User
from coopunion.models.lineage import Lineage
from coopunion.periods import Quarter
from coopunion.permissions import Permission
from coopunion.places.maps import reporting_units
from programs.models import Indicator, Program, ReportedFigure
from programs.models.figures import lineage


def reporting_places(day: date, units: Lineage | None = None, offices: OfficeTimeline | None = None) -> list[Place]:
    """Who sends totals: the units directly under the office's province that day, whichever row of it was chosen.

    Empty before the office is set up. For several days, read lineage and office once and pass them.
    """
    province = (offices or OfficeTimeline.read()).province_on(day)
    return list(reporting_units(province, day, units or Lineage())) if province else []


def provinces_on(day: date) -> list[Place]:
    """The office's province as it was that day: two, where two have become one since."""
    province = OfficeTimeline.read().province_on(day)
    return Lineage().on(province, day) if province else []


class Reports:
    """The totals of one indicator in one quarter, and who of these places still owes one.

    A place has reported when it has a figure, or what it lies in has, or anything inside it.
    """

    def __init__(
        self,
        indicator: Indicator,
        quarter: Quarter,
        figures: Iterable[ReportedFigure],
        places: Sequence[Place],
        *,
        today: date,
    ) -> None:
        self.indicator, self.quarter, self.lies_ahead = indicator, quarter, quarter.starts_on > today
        self.figures = [figure for figure in figures if figure.quarter == quarter.number]
        self.is_for_whole_province = any(figure.place.level == Place.Level.PROVINCE for figure in self.figures)
        senders = {place for figure in self.figures for place in lineage(figure.place)}
        owing = () if self.is_for_whole_province else places
        # That one inside it has reported is not yet a report of the province.
        self.missing = [place for place in owing if place not in senders or place.level == Place.Level.PROVINCE]
        self.expected, self.reported = len(places), len(places) - len(self.missing)

    @property
    def total(self) -> Decimal | None:
        return sum((figure.value for figure in self.figures), Decimal(0)) if self.figures else None

    @property
    def short(self) -> str:
        """As a cell of a table says it: "8/9", "toàn tỉnh", "chưa có"."""
        if self.is_for_whole_province:
            return "toàn tỉnh"
        if not self.figures:
            return "chưa có"
        return f"{self.reported}/{self.expected}" if self.expected else f"{len(self.figures)} địa bàn"

    @property
    def words(self) -> str:
        """Who has reported, in words."""
        if self.is_for_whole_province:
            return "đã có số toàn tỉnh"
        if not self.figures:
            return "chưa có số nào"
        if not self.expected:
            return f"{len(self.figures)} địa bàn đã gửi"
        return f"{self.reported}/{self.expected} {self.level} đã gửi"

    @property
    def level(self) -> str:
        """What the reporting places are called."""
        places = {figure.place.level for figure in self.figures} | {place.level for place in self.missing}
        return "huyện, thị xã, thành phố" if Place.Level.DISTRICT in places else "xã, phường"

    @property
    def missing_names(self) -> str:
        return ", ".join(place.short_title for place in self.missing)


def year_of_reports(program: Program, today: date) -> dict[Indicator, list[Reports]]:
    """Every indicator's four quarters, in the plan's order: a constant number of queries."""
    indicators = list(program.indicators.select_related("program", "task"))
    figures: dict[int, list[ReportedFigure]] = {}
    rows = ReportedFigure.objects.filter(indicator__program=program)
    for figure in rows.select_related("indicator", "place__parent__parent").order_by("place__code"):
        figures.setdefault(figure.indicator_id, []).append(figure)
    units, offices = Lineage(), OfficeTimeline.read()
    places = {quarter: reporting_places(quarter.ends_on, units, offices) for quarter in program.quarters}
    return {
        indicator: [
            Reports(indicator, quarter, figures.get(indicator.pk, ()), places[quarter], today=today)
            for quarter in program.quarters
        ]
        for indicator in indicators
    }


def expecting_totals(year: dict[Indicator, list[Reports]], program: Program) -> set[Indicator]:
    """Indicators for which totals are expected: counted from nothing else, or reported this year or last."""
    last = ReportedFigure.objects.filter(indicator__program__year=program.year - 1)
    codes = set(last.values_list("indicator__code", flat=True))
    return {
        indicator
        for indicator, quarters in year.items()
        if not indicator.measure or indicator.code in codes or any(reports.figures for reports in quarters)
    }


def may_enter(user: User, indicator: Indicator) -> bool:
    """The departments assigned to an indicator enter its totals; where none is assigned, every department may."""
    if not user.may(Permission.CHANGE_RECORDS):
        return False
    departments = {assignment.department_id for assignment in indicator.assignments.all()}
    return not departments or user.department_id in departments
