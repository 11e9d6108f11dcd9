"""What the person who submits a report must have seen: texts nobody wrote, missing causes and figures, blanks.

Each is one sentence, acknowledged by itself and kept in the journal word for word: one that changed is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from coopunion.formatting import number
from coopunion.models import Place
from reports.figures.progress import Progress, Status
from reports.models import SECTIONS, Report
from reports.paper.quarterly import QuarterlyReport
from reports.paper.sections import standing_phrases


def points_to_acknowledge(report: Report, paper: QuarterlyReport) -> list[str]:
    """At most three queries, and one where an unusual total was confirmed."""
    return [*_texts(report, paper), *_causes(report, paper), *_figures(paper), *_unusual(paper), *_blanks(paper)]


def _texts(report: Report, paper: QuarterlyReport) -> Iterator[str]:
    own = {passage.key: passage.text for passage in report.passages.all()}
    for key, label in SECTIONS.items():
        if key in paper.untouched:
            yield f"Mục “{label}” chưa ai sửa: báo cáo in câu của cổng."
        for phrase in standing_phrases(own.get(key, "")):
            yield f"Mục “{label}” còn câu mẫu: “{phrase}”"


def _causes(report: Report, paper: QuarterlyReport) -> Iterator[str]:
    explained = set(report.confirmations.exclude(cause="").values_list("indicator_id", flat=True))
    for figure in paper.progress.indicators:
        if figure.status is Status.BEHIND and figure.indicator.pk not in explained:
            yield f"{_named(figure)}: đang chậm, chưa phòng nào ghi nguyên nhân."


def _figures(paper: QuarterlyReport) -> Iterator[str]:
    silent = {figure.indicator.code: _silent_places(figure) for figure in paper.progress.indicators}
    names = {place.pk: place.title for place in Place.objects.filter(pk__in=set().union(*silent.values()))}
    for figure in paper.progress.indicators:
        if figure.actual is None:
            yield f"{_named(figure)}: chưa có số liệu."
        if places := sorted(names[pk] for pk in silent[figure.indicator.code]):
            quarter = figure.quarter.roman
            yield f"{_named(figure)}: đã gửi số quý trước, chưa gửi số quý {quarter}: {', '.join(places)}."


def _silent_places(figure: Progress) -> set[int]:
    """Places that reported an earlier quarter of the year and not this one; of a stock only the latest is known."""
    if figure.is_stock:
        return set()
    now = {each.place_id for each in figure.figures if each.quarter == figure.quarter.number}
    return {each.place_id for each in figure.figures} - now


def _unusual(paper: QuarterlyReport) -> Iterator[str]:
    """Totals far from all others that somebody has said to be right (programs/figures/plausibility.py)."""
    confirmed = [(figure, total) for figure in paper.progress.indicators for total in figure.figures]
    confirmed = [(figure, total) for figure, total in confirmed if total.confirmed_because]
    pks = {total.place_id for _, total in confirmed}
    names = {place.pk: place.title for place in Place.objects.filter(pk__in=pks)} if pks else {}
    for figure, total in confirmed:
        what = f"{names[total.place_id]}, quý {total.get_quarter_display()}: {number(total.value)}"
        yield f"{_named(figure)}: {what} khác thường, đã xác nhận: {total.confirmed_because}"


def _blanks(paper: QuarterlyReport) -> Iterator[str]:
    for found in paper.blanks:
        yield f"Còn chỗ trống {found}: lãnh đạo chưa duyệt được."


def _named(figure: Progress) -> str:
    return f"{figure.indicator.code}. {figure.indicator.name}"
