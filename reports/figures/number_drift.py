"""What of a figure's printed numbers differs between two counts of it, and the words for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopunion.formatting import number
from reports.figures.signed import Numbers

ADDED, REMOVED, CHANGED = "thêm vào", "không còn", "khác đi"
# What the numbers of a figure are called, beside the figure itself.
LABELS = {
    "target": "kế hoạch",
    "own_aim": "phấn đấu",
    "quarter_actual": "trong quý",
    "counted": "có hồ sơ",
    "reported": "theo báo cáo",
    "base": "tổng số để tính tỷ lệ",
    "previous_year": "cùng kỳ năm trước",
}
FOLLOWING = ("quarter_actual", "counted", "reported")  # say nothing more where the figure itself differs


@dataclass(frozen=True)
class NumberDrift:
    """One printed number of a figure that differs. None where it is missing on that side."""

    label: str
    then: Decimal | None
    now: Decimal | None

    def __str__(self) -> str:
        return f"{self.label} {number(self.then)} → {number(self.now)}".strip()


def number_drifts(then: Numbers, now: Numbers) -> list[NumberDrift]:
    """The figure first, without a label; then whatever else of LABELS differs and does not only follow it."""
    differ = [name for name in ("actual", *LABELS) if then.get(name) != now.get(name)]
    both_parts_moved = {"counted", "reported"} <= set(differ)
    if "actual" in differ:
        follows = ["quarter_actual"] if both_parts_moved else FOLLOWING
        differ = [name for name in differ if name not in follows]
    return [NumberDrift(LABELS.get(name, ""), then.get(name), now.get(name)) for name in differ]


def in_words(drifts: Iterable[NumberDrift]) -> str:
    """As in "65 → 71; kế hoạch 30 → 40"."""
    return "; ".join(map(str, drifts))


def reasons(changed: Iterable[tuple[str, str]], more: int, drifts: Sequence[NumberDrift]) -> str:
    """Which records and totals did it, each (how, title): "thêm vào: HTX A, HTX B; không còn: HTX C"."""
    titles: dict[str, list[str]] = {}
    for how, title in changed:
        titles.setdefault(how, []).append(title)
    texts = [f"{how}: {', '.join(named)}" for how, named in titles.items()]
    return "; ".join([*texts, *([f"và {number(more)} hồ sơ khác"] if more else [])]) or unexplained(drifts)


def unexplained(drifts: Iterable[NumberDrift]) -> str:
    """What a figure follows that has no changed record of its own."""
    labels = {drift.label for drift in drifts}
    if LABELS["previous_year"] in labels:
        return "số liệu của năm trước đã đổi"
    return "số của kỳ trước đã đổi" if LABELS["quarter_actual"] in labels else "cách tính hoặc ngày chốt đã đổi"


def came_and_went(before: Collection[str], after: Collection[str]) -> list[tuple[str, str]]:
    """What is in one alone of two lists, by source: (how, source)."""
    added = ((ADDED, source) for source in after if source not in before)
    return [*added, *((REMOVED, source) for source in before if source not in after)]
