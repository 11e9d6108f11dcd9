"""What needs attention, in one fixed order of kinds, the worst first inside each, judged on one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef

from cooperatives.models import Inspection, Recommendation
from coopunion.formatting import day as day_text
from coopunion.formatting import listed, number
from coopunion.models import Record
from coopunion.periods import ROMAN, months_after, months_before
from ocop.models import RECOGNITION_MONTHS, Recognition
from programs.models import Indicator, ReportingPeriod
from reports.dashboard.period_lines import periods_of
from reports.dashboard.returns import areas_report, has_sent
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Area, Geography
from reports.figures.progress import Progress, QuarterProgress, Status, ratio
from reports.figures.year import ProgramYear

EXPIRY_MONTHS = 6
SHOWN = 5  # more matters of one kind are collapsed


@dataclass(frozen=True)
class Matter:
    """One line. `url` leads to the records or the page concerned; `when` is the day that matters, if one does."""

    title: str
    detail: str
    url: str
    when: str = ""
    late: bool = False


@dataclass(frozen=True)
class MatterGroup:
    """Matters of one kind, worst first."""

    title: str
    icon: str
    matters: tuple[Matter, ...]

    @property
    def shown(self) -> tuple[Matter, ...]:
        return self.matters[:SHOWN]

    @property
    def collapsed(self) -> tuple[Matter, ...]:
        return self.matters[SHOWN:]


@dataclass(frozen=True)
class Attention:
    on: date | None
    """The day judged on; None for a quarter that lies ahead, of which nothing can be said."""
    groups: tuple[MatterGroup, ...]

    @property
    def count(self) -> int:
        return sum(len(group.matters) for group in self.groups)


def attention(
    year: ProgramYear, progress: QuarterProgress, dashboard_query: DashboardQuery, usual: Geography | None, on: date
) -> Attention:
    """Two queries, for recognitions and recommendations; all else is already in `year`.

    The `usual` map holds the districts, or today's communes, that send totals.
    """
    if progress.lies_ahead:
        return Attention(None, ())
    groups = (
        MatterGroup("Chậm so với tiến độ", "trending-down", behind(progress, dashboard_query)),
        MatterGroup("Báo cáo đến hạn, quá hạn", "file-clock", reports_due(year, on)),
        MatterGroup("Công nhận OCOP sắp hết hạn", "award", expiring_recognitions(on)),
        MatterGroup("Kiểm tra chưa thực hiện kiến nghị", "clipboard-check", inspections_without_follow_up(on)),
        *([_silent_units(year, dashboard_query, usual, on)] if usual else []),
    )
    return Attention(on, tuple(group for group in groups if group.matters))


def behind(progress: QuarterProgress, dashboard_query: DashboardQuery) -> tuple[Matter, ...]:
    """Indicators below what is due by now, the smallest part of it first."""
    late = [own for own in progress.indicators if own.status is Status.BEHIND]
    return tuple(_behind(own, dashboard_query) for own in sorted(late, key=_part_of_due))


def _part_of_due(progress: Progress) -> tuple[object, ...]:
    part = ratio(progress.actual, progress.target if progress.at_most else progress.due, at_most=progress.at_most)
    return (part is not None, part or 0, progress.indicator.position)


def _behind(progress: Progress, dashboard_query: DashboardQuery) -> Matter:
    indicator = progress.indicator
    if progress.at_most:
        detail = f"Mới {number(progress.actual)}, mức cho phép {number(progress.target)} {indicator.unit}"
    else:
        detail = (
            f"Mới {number(progress.actual)}, hết quý {progress.quarter.roman} phải đạt {progress.due_text} "
            f"{indicator.unit}"
        )
    return Matter(f"{indicator.code}. {indicator.name}", detail, dashboard_query.figure(indicator.code), late=True)


def reports_due(year: ProgramYear, on: date) -> tuple[Matter, ...]:
    """Reports that could be written and were not sent by the day, the longest overdue first.

    This year's four, and those of last year's programme that somebody opened.
    """
    last = [period for period in year.periods if period.program == year.predecessor]
    unsent = [
        period
        for period in (*last, *periods_of(year))
        if period.cut_off_on <= on and (period.sent_on is None or period.sent_on > on)
    ]
    return tuple(_report_due(period, on) for period in sorted(unsent, key=lambda period: period.due_on))


def _report_due(period: ReportingPeriod, on: date) -> Matter:
    days = (period.due_on - on).days
    return Matter(
        f"Báo cáo {period.span}",
        f"Quá hạn {number(-days)} ngày" if days < 0 else f"Còn {number(days)} ngày" if days else "Hạn hôm nay",
        period.get_absolute_url(),
        f"hạn {day_text(period.due_on)}",
        late=days < 0,
    )


def expiring_recognitions(on: date) -> tuple[Matter, ...]:
    """Products whose latest recognition ends within six months of the day, the first to end first."""
    last = months_after(on, EXPIRY_MONTHS)
    recorded = Recognition.objects.recorded()
    renewed = recorded.filter(product=OuterRef("product"), decided_on__gt=OuterRef("decided_on"), decided_on__lte=on)
    recognitions = (
        recorded.filter(product__state=Record.State.RECORDED, product__producer__state=Record.State.RECORDED)
        # Months differ in length: a month more on either side is read, and the exact day looked at below.
        .filter(decided_on__gte=months_before(on, RECOGNITION_MONTHS + 1), decided_on__lte=on)
        .filter(decided_on__lte=months_before(last, RECOGNITION_MONTHS - 1))
        .exclude(Exists(renewed))
        .select_related("product__producer")
        .order_by("decided_on", "pk")
    )
    return tuple(_expiring(found) for found in recognitions if found.valid_until and on <= found.valid_until <= last)


def _expiring(recognition: Recognition) -> Matter:
    return Matter(
        recognition.product.name,
        f"{recognition.product.producer}, {recognition.detail}",
        recognition.get_absolute_url(),
        f"hết hạn {day_text(recognition.valid_until)}",
    )


def inspections_without_follow_up(on: date) -> tuple[Matter, ...]:
    """Inspections with recommendations open on the day: the longest overdue first, those without a due day last."""
    open_ones: dict[Inspection, list[Recommendation]] = {}
    for recommendation in (
        Recommendation.objects.open_on(on)
        .select_related("inspection__cooperative", "inspection__group")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    ):
        open_ones.setdefault(recommendation.inspection, []).append(recommendation)
    return tuple(_without_follow_up(inspection, found, on) for inspection, found in open_ones.items())


def _without_follow_up(inspection: Inspection, found: list[Recommendation], on: date) -> Matter:
    """`found` begins with what is due first."""
    due_on = found[0].due_on
    return Matter(
        inspection.title,
        found[0].text if len(found) == 1 else f"{number(len(found))} kiến nghị: {found[0].text}",
        inspection.get_absolute_url(),
        f"hạn {day_text(due_on)}" if due_on else "",
        late=due_on is not None and due_on < on,
    )


def _silent_units(year: ProgramYear, dashboard_query: DashboardQuery, usual: Geography, on: date) -> MatterGroup:
    title = f"{usual.unit.capitalize()} chưa gửi số liệu"
    return MatterGroup(title, "map-pin", silent_districts(year, dashboard_query, usual.areas, on))


def silent_districts(
    year: ProgramYear, dashboard_query: DashboardQuery, areas: Sequence[Area], on: date
) -> tuple[Matter, ...]:
    """Districts that owe a total for a quarter already cut off, the one with most to send first.

    A total is expected of every district where any district reports the indicator, this year or last, and nobody
    reported the quarter for the whole province.
    """
    owed = {area: list(_owed(year, dashboard_query.number, area, areas, on)) for area in areas if area.is_ours}
    silent = sorted((area for area in owed if owed[area]), key=lambda area: (-len(owed[area]), area.key))
    return tuple(_silent(dashboard_query, area, owed[area]) for area in silent)


def _owed(
    year: ProgramYear, number: int, area: Area, areas: Sequence[Area], on: date
) -> Iterable[tuple[int, Indicator]]:
    for indicator in year.indicators:
        if not areas_report(year, indicator, areas):
            continue
        for quarter in range(1, number + 1):
            if year.days.cut_offs[quarter] <= on and not has_sent(year, indicator, quarter, area, areas, on):
                yield quarter, indicator


def _silent(dashboard_query: DashboardQuery, area: Area, owed: list[tuple[int, Indicator]]) -> Matter:
    codes = listed(sorted({f"{indicator.code} ({indicator.unit})" for _, indicator in owed}))
    quarters = listed([ROMAN[quarter - 1] for quarter in sorted({quarter for quarter, _ in owed})])
    return Matter(area.title, f"Chưa có số quý {quarters}: chỉ tiêu {codes}", dashboard_query.place(area.key))
