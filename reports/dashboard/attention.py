"""What needs attention, in one fixed order of kinds, the worst first inside each, judged on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef

from cooperatives.models import Inspection, Recommendation
from coopunion.formatting import day as day_text
from coopunion.formatting import listed, number
from coopunion.models import Record
from coopunion.periods import ROMAN, months_after, months_before
from ocop.models import RECOGNITION_MONTHS, Recognition
from programs.models import Indicator
from reports.dashboard.period_lines import periods_of
from reports.dashboard.returns import areas_report, closed_quarters, has_sent
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Area, Geography
from reports.figures.progress import Progress, QuarterProgress, Status, ratio
from reports.figures.year import ProgramYear
from reports.lifecycle.signed_drift import MovedReport

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
    year: ProgramYear,
    progress: QuarterProgress,
    dashboard_query: DashboardQuery,
    usual: Geography | None,
    on: date,
    moved: Sequence[MovedReport] = (),
) -> Attention:
    """Two queries, for recognitions and recommendations; all else is already in `year`.

    The `usual` map holds the districts, or today's communes, that send totals. What differs from a signed report is
    judged today, whatever the day.
    """
    if progress.lies_ahead:
        return Attention(None, ())
    kinds = [
        ("Chậm so với tiến độ", "trending-down", behind(progress, dashboard_query)),
        ("Số đã ký nay khác", "triangle-alert", signed_figures_moved(moved)),
        ("Báo cáo đến hạn, quá hạn", "file-clock", reports_due(year, on)),
        ("Công nhận OCOP sắp hết hạn", "award", expiring_recognitions(on)),
        ("Kiểm tra chưa thực hiện kiến nghị", "clipboard-check", inspections_without_follow_up(on)),
    ]
    if usual:
        title = f"{usual.unit.capitalize()} chưa gửi số liệu"
        kinds.append((title, "map-pin", silent_areas(year, dashboard_query, usual, on)))
    groups = [MatterGroup(title, icon, tuple(matters)) for title, icon, matters in kinds]
    return Attention(on, tuple(group for group in groups if group.matters))


def behind(progress: QuarterProgress, dashboard_query: DashboardQuery) -> Iterator[Matter]:
    """Indicators below what is due by now, the smallest part of it first."""
    for own in sorted((own for own in progress.indicators if own.status is Status.BEHIND), key=_part_of_due):
        indicator, against = own.indicator, f"hết quý {own.quarter.roman} phải đạt {own.due_text}"
        if own.at_most:
            against = f"mức cho phép {number(own.target)}"
        detail = f"Mới {number(own.actual)}, {against} {indicator.unit}"
        yield Matter(f"{indicator.code}. {indicator.name}", detail, dashboard_query.figure(indicator.code), late=True)


def _part_of_due(progress: Progress) -> tuple[object, ...]:
    part = ratio(progress.actual, progress.target if progress.at_most else progress.due, at_most=progress.at_most)
    return (part is not None, part or 0, progress.indicator.position)


def signed_figures_moved(moved: Sequence[MovedReport]) -> Iterator[Matter]:
    """Figures of signed reports that differ today, in the order of the quarters."""
    for report in sorted(moved, key=lambda report: report.quarter):
        for figure in report.figures:
            when = f"báo cáo quý {ROMAN[report.quarter - 1]}"
            yield Matter(f"{figure.code}. {figure.name}", figure.sentence, report.url, when)


def reports_due(year: ProgramYear, on: date) -> Iterator[Matter]:
    """Reports that could be written and were not sent by the day, the longest overdue first.

    This year's four, and those of last year's programme that somebody opened.
    """
    last = [period for period in year.periods if period.program == year.predecessor]
    for period in sorted([*last, *periods_of(year)], key=lambda period: period.due_on):
        if period.cut_off_on > on or (period.sent_on and period.sent_on <= on):
            continue
        days = (period.due_on - on).days
        left = f"Quá hạn {number(-days)} ngày" if days < 0 else f"Còn {number(days)} ngày" if days else "Hạn hôm nay"
        when = f"hạn {day_text(period.due_on)}"
        yield Matter(f"Báo cáo {period.span}", left, period.get_absolute_url(), when, late=days < 0)


def expiring_recognitions(on: date) -> Iterator[Matter]:
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
    for found in recognitions:
        if found.valid_until and on <= found.valid_until <= last:
            detail, when = f"{found.product.producer}, {found.detail}", f"hết hạn {day_text(found.valid_until)}"
            yield Matter(found.product.name, detail, found.get_absolute_url(), when)


def inspections_without_follow_up(on: date) -> Iterator[Matter]:
    """Inspections with recommendations open on the day: the longest overdue first, those without a due day last."""
    recommendations = Recommendation.objects.open_on(on).select_related("inspection__cooperative", "inspection__group")
    by_inspection: dict[Inspection, list[Recommendation]] = {}
    for recommendation in recommendations.order_by(F("due_on").asc(nulls_last=True), "pk"):
        by_inspection.setdefault(recommendation.inspection, []).append(recommendation)
    for inspection, (first, *others) in by_inspection.items():
        text = f"{number(1 + len(others))} kiến nghị: {first.text}" if others else first.text
        when = f"hạn {day_text(first.due_on)}" if first.due_on else ""
        late = first.due_on is not None and first.due_on < on
        yield Matter(inspection.title, text, inspection.get_absolute_url(), when, late)


def silent_areas(year: ProgramYear, dashboard_query: DashboardQuery, usual: Geography, on: date) -> Iterator[Matter]:
    """Districts that owe a total for a quarter already cut off, the one with most to send first.

    A total is expected of every district where any district reports the indicator, this year or last, and nobody
    reported the quarter for the whole province.
    """
    reported = [own for own in map(year.of, year.indicators) if areas_report(own, usual)]
    owed: dict[Area, list[tuple[int, Indicator]]] = {
        area: [
            (quarter, own.indicator)
            for own in reported
            for quarter in closed_quarters(own, dashboard_query.number, on)
            if not has_sent(own, quarter, area, usual, on)
        ]
        for area in usual.areas
        if area.is_ours
    }
    for area in sorted(filter(owed.get, owed), key=lambda area: (-len(owed[area]), area.key)):
        codes = listed(sorted({f"{indicator.code} ({indicator.unit})" for _, indicator in owed[area]}))
        quarters = listed([ROMAN[quarter - 1] for quarter in sorted({quarter for quarter, _ in owed[area]})])
        detail = f"Chưa có số quý {quarters}: chỉ tiêu {codes}"
        yield Matter(area.title, detail, dashboard_query.place(area.key))
