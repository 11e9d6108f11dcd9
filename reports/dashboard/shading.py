"""How dark a cell of a table by place is: compared inside its own column alone, in four steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

STEPS = 4


def shades(values: Sequence[Decimal | None]) -> list[int]:
    """0 (none) to 4 (the column's fourth quarter up to its highest) for each value.

    Where the highest is below 4 a value is its own step, so that 1 of 1 does not look like 40 of 40.
    """
    highest = max(_present(values), default=Decimal(0))
    return [_step(value, highest) for value in values]


def _step(value: Decimal | None, highest: Decimal) -> int:
    if value is None or value <= 0:
        return 0
    share = value if highest < STEPS else value * STEPS / highest
    return int(share.to_integral_value(ROUND_CEILING))


def _present(values: Iterable[Decimal | None]) -> list[Decimal]:
    return [value for value in values if value is not None]
