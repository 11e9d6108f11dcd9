"""Which part of an indicator's figure is meant: all of it, or what a place, a month or a quarter holds of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FigureSpan(StrEnum):
    """Which days: since the year's beginning, what the quarter added, or a year earlier. Values are part of addresses.

    BASE is no other day, but all that a stock is a share of: every cooperative that operates, effective or not.
    """

    YEAR = ""
    QUARTER = "quy"
    LAST_YEAR = "cung-ky"
    BASE = "tong-so"


@dataclass(frozen=True)
class FigurePart:
    """`place` is the code of a place, or ELSEWHERE; `month` is 1–12, or 0 for no month."""

    place: str = ""
    span: FigureSpan = FigureSpan.YEAR
    month: int = 0

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> FigurePart:
        """The part named by an address's query; ValueError, in Vietnamese, for one there is not."""
        span, month = parameters.get("ky", ""), parameters.get("thang", "")
        if span not in set(FigureSpan):
            raise ValueError(f"Không có kỳ “{span}”.")
        if month and month not in MONTHS:
            raise ValueError(f"Không có tháng “{month}”: tháng từ 1 đến 12.")
        if month and span:
            raise ValueError("Chọn một tháng hoặc một kỳ, không chọn cả hai.")
        return cls(parameters.get("dia-ban", ""), FigureSpan(span), int(month or 0))

    @property
    def query(self) -> dict[str, str]:
        """The words of the address that `read` understands."""
        words = {"dia-ban": self.place, "ky": self.span.value, "thang": str(self.month or "")}
        return {key: word for key, word in words.items() if word}


MONTHS = {str(month) for month in range(1, 13)}
ELSEWHERE = "khac"
"""In an address: records and figures of the province that belong to none of its districts."""
WHOLE = FigurePart()
