"""Whether a total is plausible beside those known already: a robust rule, told in words (docs/adr/0040)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from coopunion.formatting import number
from coopunion.models import Place
from coopunion.periods import Quarter
from programs.models import Indicator, ReportedFigure

LEAST_VALUES = 3
"""Fewer say nothing about what is usual."""
MOST_SPREADS = Decimal("5.2")
"""How many median absolute deviations a value may lie off the median: 3,5 standard deviations of a normal spread."""
LEAST_SHARE, LEAST_SPREAD = Decimal("0.15"), Decimal(2)
"""Where the values hardly differ: the spread is at least this share of the median, and this many units."""
QUARTERS_BACK = 8
Kind = tuple[str, str]
"""What makes totals comparable over the years: the indicator's code and unit."""


@dataclass(frozen=True)
class KnownTotal:
    place: Place
    quarter: Quarter
    value: Decimal


def usual(values: Sequence[Decimal]) -> Decimal | None:
    """The median, where there are values enough."""
    return median(values) if len(values) >= LEAST_VALUES else None


def is_far(value: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether the value lies further from the median than the values themselves do, by much."""
    middle = usual(values)
    if middle is None:
        return False
    deviation = median([abs(other - middle) for other in values])
    return abs(value - middle) > MOST_SPREADS * max(deviation, middle * LEAST_SHARE, LEAST_SPREAD)


def doubt(value: Decimal, own: Sequence[Decimal], others: Sequence[Decimal]) -> str:
    """Why the value is implausible, "" where it is not: far from the place's earlier values and from those of other
    places; from either alone where the other is not known."""
    compared = [(words, values) for words, values in ((OWN, own), (OTHERS, others)) if usual(values) is not None]
    if not compared or not all(is_far(value, values) for _, values in compared):
        return ""
    seen = " và ".join(f"{words} (thường khoảng {number(round(median(values), 1))})" for words, values in compared)
    return f"{number(value)} khác xa {seen}."


OWN, OTHERS = "số các quý trước của chính nơi này", "số của những nơi khác"


class KnownTotals:
    """The totals of indicators by what makes them comparable, among which a new one is judged."""

    def __init__(self, figures: Iterable[ReportedFigure] = ()) -> None:
        self._totals: dict[Kind, dict[tuple[int, Quarter], KnownTotal]] = {}
        for figure in figures:
            self.put(figure.indicator, figure.quarter, figure.place, figure.value)

    @classmethod
    def of(cls, indicator: Indicator) -> KnownTotals:
        """Those comparable with the indicator's: one query."""
        rows = ReportedFigure.objects.filter(indicator__code=indicator.code)
        return cls(rows.select_related("indicator__program", "place__parent"))

    def put(self, indicator: Indicator, quarter: int, place: Place, value: Decimal | None) -> None:
        """The total as it will be: None where there will be none."""
        of = Quarter(indicator.program.year, quarter)
        totals = self._totals.setdefault(_kind(indicator), {})
        totals.pop((place.pk, of), None)
        if value is not None:
            totals[place.pk, of] = KnownTotal(place, of, value)

    def doubt(self, indicator: Indicator, number_of_quarter: int, place: Place, value: Decimal) -> str:
        """Why this total of the place is implausible; "" where it is not."""
        quarter = Quarter(indicator.program.year, number_of_quarter)
        known = self._totals.get(_kind(indicator), {}).values()
        near = [total for total in known if 0 <= _distance(total.quarter, quarter) <= QUARTERS_BACK]
        own = [total.value for total in near if total.place == place and total.quarter != quarter]
        beside = [total for total in near if total.place != place and total.place.level == place.level]
        same_quarter = [total.value for total in beside if total.quarter == quarter]
        others = same_quarter if len(same_quarter) >= LEAST_VALUES else [total.value for total in beside]
        return doubt(value, own, others)


def _kind(indicator: Indicator) -> Kind:
    return indicator.code.casefold(), indicator.unit.casefold()


def _distance(earlier: Quarter, later: Quarter) -> int:
    return (later.year - earlier.year) * 4 + later.number - earlier.number
