"""Quarters and days: the calendar every figure is counted by. Nothing here reads the clock."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

ROMAN = ("I", "II", "III", "IV")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter. `number` is 1–4; anything else raises ValueError."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"Năm {self.year} nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"Không có quý {self.number}: quý là 1, 2, 3 hoặc 4.")

    def __str__(self) -> str:
        return f"quý {self.roman} năm {self.year}"

    @property
    def roman(self) -> str:
        return ROMAN[self.number - 1]

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        month = 3 * self.number
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @classmethod
    def containing(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def of_year(cls, year: int) -> tuple[Quarter, ...]:
        return tuple(cls(year, number) for number in (1, 2, 3, 4))


@dataclass(frozen=True, order=True)
class Days:
    """The days from the first to the last one; without a last one from then on."""

    first: date
    last: date | None = None

    @classmethod
    def of_year(cls, year: int) -> Days:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def to_year_end(cls, day: date) -> Days:
        return cls(day, date(day.year, 12, 31))


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier; the month's last day where that day does not exist."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_after(day: date, months: int) -> date:
    """The same day `months` later; the month's last day where that day does not exist."""
    return months_before(day, -months)


def same_day_last_year(day: date) -> date:
    """One year earlier; 29 February becomes 28 February."""
    return months_before(day, 12)


def new_year(day: date) -> date:
    """1 January of the day's year, from which flows are added up."""
    return date(day.year, 1, 1)
