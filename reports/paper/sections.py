"""The usual texts of sections I, III, IV and V, built from the programme's own tasks, figures, causes and assignments.

Nothing is said that no record proves: what only a person knows is a blank, what is merely customary is in STANDING.
Figures are fields, so that a text that is edited still follows the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from cooperatives.models import Inspection, Recommendation
from coopunion.formatting import day, padded
from coopunion.models import OfficeIdentity
from coopunion.periods import ROMAN
from programs.flows_and_stocks import Flow, Scope
from programs.models import Assignment, Decision, ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.paper.blanks import blank
from reports.paper.elements import numbered, span_ahead, written
from reports.paper.fields import FigureContext

STANDING = ("Theo dõi, đôn đốc tiến độ thực hiện từng chỉ tiêu; báo cáo đúng kỳ.",)
DONE = (Status.MET, Status.EXCEEDED)
BEST = 2  # results that are named as the best ones


def standing_phrases(text: str) -> tuple[str, ...]:
    """The customary phrases in a text: no record says them, and their author should know."""
    return tuple(phrase for phrase in STANDING if phrase in text)


@dataclass(frozen=True)
class Material:
    """What the texts are built from besides the figures."""

    departments: Sequence[tuple[str, int]] = ()
    """Each department with the number of its indicators."""
    assigned: int = 0
    """How many indicators some department is responsible for."""
    shared: int = 0
    """How many of them several departments are."""
    decisions: Sequence[Decision] = ()
    """The papers it is carried out under, as far as they can be of a day up to the cut-off."""
    sent: Sequence[ReportingPeriod] = ()
    """The programme's earlier quarters whose report was sent."""
    recommendations: int = 0
    """Of inspections, not carried out by the cut-off day; none for a programme that counts no inspection."""
    overdue: int = 0

    @classmethod
    def read(cls, period: ReportingPeriod, progress: QuarterProgress) -> Self:
        """At most four queries."""
        assignments = Assignment.objects.filter(indicator__program=period.program).order_by("department__name")
        pairs = assignments.values_list("indicator", "department__name")
        indicators, departments = Counter(pk for pk, _ in pairs), Counter(name for _, name in pairs)
        due = _open_recommendations(progress)
        sent = ReportingPeriod.objects.filter(program=period.program, quarter__lt=period.quarter)
        return cls(
            departments=list(departments.items()),
            assigned=len(indicators),
            shared=sum(count > 1 for count in indicators.values()),
            decisions=_decisions(period, progress.as_of),
            sent=list(sent.filter(sent_on__lte=progress.as_of).order_by("quarter")),
            recommendations=len(due),
            overdue=sum(bool(on and progress.as_of and on < progress.as_of) for on in due),
        )


def _decisions(period: ReportingPeriod, as_of: date | None) -> list[Decision]:
    known = Decision.objects.filter(program=period.program).select_related("amends")
    return [paper for paper in known if as_of and (paper.earliest_on or as_of) <= as_of]


def _open_recommendations(progress: QuarterProgress) -> list[date | None]:
    """When each is due."""
    flows = (figure.measure for figure in progress.indicators if isinstance(figure.measure, Flow))
    if progress.as_of is None or all(flow.rows(Scope()).model is not Inspection for flow in flows):
        return []
    return list(Recommendation.objects.open_on(progress.as_of).values_list("due_on", flat=True))


class UsualSections:
    """The text of each section while nobody has written one. A line is a paragraph; "" drops the heading."""

    def __init__(
        self,
        progress: QuarterProgress,
        figures: Mapping[str, FigureContext],
        material: Material,
        office: OfficeIdentity,
    ) -> None:
        self.progress, self.figures, self.material, self.office = progress, figures, material, office
        self._writers: dict[str, Callable[[], Iterable[str]]] = {
            "leadership": self._leadership,
            "achievements": self._achievements,
            "shortcomings": self._shortcomings,
            "causes": self._causes,
            "directions": self._directions,
            "proposals": self._proposals,
        }

    def text(self, name: str) -> str:
        return "\n".join(self._writers[name]())

    def _leadership(self) -> Iterable[str]:
        material = self.material
        if material.departments:
            shares = [f"{name} ({padded(count)} chỉ tiêu)" for name, count in material.departments]
            shared = f", trong đó {padded(material.shared)} chỉ tiêu giao chung" if material.shared else ""
            yield (
                f"{self.office.short_name} đã giao {padded(material.assigned)} chỉ tiêu của chương trình cho "
                f"{padded(len(shares))} phòng, đơn vị{shared}: {'; '.join(shares)}."
            )
        if material.decisions:
            yield f"Văn bản chỉ đạo: {_items([paper.cited for paper in material.decisions])}."
        if material.sent:
            reports = [f"quý {ROMAN[period.quarter - 1]} (ngày {day(period.sent_on)})" for period in material.sent]
            yield f"Đã gửi {padded(len(reports))} báo cáo định kỳ: {'; '.join(reports)}."
        yield blank("văn bản đã ban hành, cuộc họp, việc chỉ đạo ở địa phương trong kỳ")

    def _with(self, *statuses: Status) -> list[Progress]:
        return [figure for figure in self.progress.indicators if figure.status in statuses]

    def _achievements(self) -> Iterable[str]:
        done, on_track = self._with(*DONE), self._with(Status.ON_TRACK)
        to, planned = f"Đến ngày {written('ngày chốt')}", [each for each in self.progress.indicators if each.target]
        count = f"{padded(len(planned))} chỉ tiêu có giao kế hoạch"
        if not self._with(*Status):
            yield f"{to}, chưa có chỉ tiêu nào có số liệu để so với kế hoạch."
        elif not done:
            also = f"; {padded(len(on_track))} chỉ tiêu đúng tiến độ" if on_track else ""
            yield f"{to}, chưa có chỉ tiêu nào trong {count} hoàn thành kế hoạch năm{also}."
        else:
            beyond = [(figure.ratio, figure) for figure in self._with(Status.EXCEEDED) if figure.ratio is not None]
            best = [_against_plan(figure) for _, figure in sorted(beyond, key=lambda pair: -pair[0])[:BEST]]
            highest = f" Vượt kế hoạch nhiều nhất: {_items(best)}." if best else ""
            yield f"{to}, {padded(len(done))}/{count} đạt hoặc vượt kế hoạch năm.{highest}"

    def _shortcomings(self) -> Iterable[str]:
        behind = [_against_plan(figure) for figure in self._with(Status.BEHIND)]
        silent = [figure.indicator.name for figure in self.progress.indicators if figure.actual is None]
        how = "chưa đạt kế hoạch năm" if self.progress.quarter.number == 4 else "chậm tiến độ"
        yield f"Chỉ tiêu {how}: {_items(behind)}." if behind else f"Không có chỉ tiêu nào {how}."
        if silent:
            yield f"Chỉ tiêu chưa có số liệu báo cáo: {_items(silent)}."
        if left := self._recommendations():
            yield f"Còn {left}."

    def _recommendations(self) -> str:
        count, overdue = self.material.recommendations, self.material.overdue
        late = f", trong đó {padded(overdue)} kiến nghị quá hạn" if overdue else ""
        late = ", đều quá hạn" if overdue == count else late
        return f"{padded(count)} kiến nghị kiểm tra chưa thực hiện xong{late}" if count else ""

    def _causes(self) -> Iterable[str]:
        behind = [self.figures[figure.indicator.code] for figure in self._with(Status.BEHIND)]
        objective = [_field(each, "nguyên nhân khách quan") for each in behind if each.objective]
        subjective = [_field(each, "nguyên nhân chủ quan") for each in behind if each.subjective]
        without = [each.progress.indicator.name for each in behind if not each.cause]
        kinds = [("Nguyên nhân khách quan", objective), ("Nguyên nhân chủ quan", subjective)]
        kinds.append(("Chưa ghi nguyên nhân", without))
        lines = [f"{title}: {_items(items)}." for title, items in kinds if items]
        yield from (
            (f"{letter}) {line}" for letter, line in zip("abc", lines, strict=False)) if len(lines) > 1 else lines
        )

    def _directions(self) -> Iterable[str]:
        if self.progress.quarter.number == 4:
            ahead = span_ahead(self.progress.quarter)
            lines = [blank(f"nhiệm vụ, chỉ tiêu {ahead} – phòng, đơn vị thực hiện – thời hạn")]
        else:
            groups = [(task.task.name, task.indicators) for task in self.progress.tasks]
            groups.append(("Kết quả chung toàn tỉnh", self.progress.beyond_tasks))
            lines = [line for name, figures in groups if (line := _remaining(name, figures))]
        if left := self._recommendations():
            lines.append(f"Đôn đốc thực hiện {left}.")
        yield from (f"{position}. {line}" for position, line in enumerate([*lines, *STANDING], 1))

    def _proposals(self) -> Iterable[str]:
        yield blank("nội dung kiến nghị – cơ quan giải quyết – thời hạn; không có thì ghi “Không có.”")


def _items(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else numbered(items)


def _field(figure: FigureContext, name: str) -> str:
    indicator = figure.progress.indicator
    return f"{indicator.name}: {written(f'{indicator.code}.{name}')}"


def _against_plan(figure: Progress) -> str:
    """As in "HTX thành lập mới: 65/30 HTX, đạt 217% kế hoạch", with fields."""
    code, name, unit = figure.indicator.code, figure.indicator.name, figure.indicator.unit
    actual, target = written(f"{code}.lũy kế"), written(f"{code}.kế hoạch")
    if figure.at_most:
        return f"{name}: {actual} {unit}, mức tối đa {target} {unit}"
    ratio = f", đạt {written(f'{code}.tỷ lệ')} kế hoạch" if figure.ratio is not None else ""
    return f"{name}: {actual}/{target} {unit}{ratio}"


def _remaining(name: str, figures: Sequence[Progress]) -> str:
    """What a task still has to reach this year; a task that is behind also needs a remedy, which a person writes."""
    open_figures = [figure for figure in figures if figure.status in (Status.BEHIND, Status.ON_TRACK)]
    if not open_figures:
        return ""
    gaps = [_gap(figure, named=len(figures) > 1) for figure in open_figures]
    behind = any(figure.status is Status.BEHIND for figure in open_figures)
    remedy = f" Biện pháp: {blank(f'biện pháp – phòng, đơn vị thực hiện – thời hạn; {name}')}." if behind else ""
    return f"{name}: {'; '.join(gaps)}.{remedy}"


def _gap(figure: Progress, *, named: bool) -> str:
    code, unit = figure.indicator.code, figure.indicator.unit
    before = f"{figure.indicator.name} " if named else ""
    if figure.at_most:
        return f"{before}giữ trong mức tối đa {written(f'{code}.kế hoạch')} {unit}"
    return f"{before}còn {written(f'{code}.chênh lệch')} {unit} để đạt kế hoạch năm"
