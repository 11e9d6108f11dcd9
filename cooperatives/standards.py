"""The rules by which a cooperative's size and its rating are found, from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cooperatives.models import Assessment, Cooperative
from coopunion.standards import Standard, in_force

BILLION = Decimal(10**9)
Sector = Cooperative.Sector
AGRICULTURE = (Sector.CROPS, Sector.LIVESTOCK, Sector.FORESTRY, Sector.FISHERY, Sector.MIXED)
INDUSTRY = (Sector.INDUSTRY, Sector.CONSTRUCTION)


class Size(StrEnum):
    LARGE = "lớn"
    MEDIUM = "vừa"
    SMALL = "nhỏ"
    MICRO = "siêu nhỏ"


@dataclass(frozen=True)
class Threshold:
    """The least members of a size and, where the rule asks, the least yearly revenue or capital (đồng)."""

    size: Size
    members: int
    revenue: Decimal | None = None
    capital: Decimal | None = None

    def reached(self, members: int, revenue: Decimal | None, capital: Decimal | None) -> bool | None:
        """Whether the size is reached; None where too little is known."""
        if members < self.members:
            return False
        if self.revenue is None or self.capital is None:
            return True
        if (revenue or 0) >= self.revenue or (capital or 0) >= self.capital:
            return True
        return None if revenue is None or capital is None else False


@dataclass(frozen=True, kw_only=True)
class SizeStandard(Standard):
    """`thresholds` by sector, the largest size first; a sector without thresholds has none that we could read."""

    thresholds: dict[str | None, Sequence[Threshold]]
    """Under None: all other sectors."""

    def size_of(self, cooperative: Cooperative, revenue: Decimal | None) -> Size | None:
        """The size, by members and yearly revenue (đồng); None where members, revenue or thresholds are not known."""
        if cooperative.members is None:
            return None
        for threshold in self.thresholds.get(cooperative.sector, self.thresholds.get(None, ())):
            reached = threshold.reached(cooperative.members, revenue, cooperative.charter_capital)
            if reached or reached is None:
                return threshold.size if reached else None
        return None


SIZES: tuple[SizeStandard, ...] = (
    SizeStandard(
        name="Thông tư 01/2020/TT-BKHĐT, Điều 4",
        starts_on=date(2020, 4, 1),
        ends_on=date(2024, 10, 31),
        text="Quy mô thành viên: siêu nhỏ dưới 50, nhỏ 50–300, vừa trên 300–1.000, lớn trên 1.000",
        source="thuvienphapluat.vn, hỏi đáp 4DE84 về Điều 4",
        thresholds={
            None: (
                Threshold(Size.LARGE, 1001),
                Threshold(Size.MEDIUM, 301),
                Threshold(Size.SMALL, 50),
                Threshold(Size.MICRO, 0),
            )
        },
    ),
    SizeStandard(
        name="Nghị định 113/2024/NĐ-CP, Điều 5",
        starts_on=date(2024, 11, 1),
        ends_on=None,
        text=(
            "Số thành viên và (doanh thu năm hoặc vốn). Nông nghiệp: lớn từ 300 thành viên và 50 hoặc 10 tỷ đồng, vừa "
            "từ 200 và 10 hoặc 5 tỷ, nhỏ từ 50 và 2 hoặc 1 tỷ, còn lại siêu nhỏ. Công nghiệp – xây dựng: lớn từ 100 và "
            "80 hoặc 20 tỷ"
        ),
        source="lawnet.vn về Điều 5",
        # To be added to the thresholds when read.
        uncertain="chưa đọc được mức vừa, nhỏ của công nghiệp – xây dựng và các mức của dịch vụ",
        thresholds=dict.fromkeys(
            AGRICULTURE,
            (
                Threshold(Size.LARGE, 300, 50 * BILLION, 10 * BILLION),
                Threshold(Size.MEDIUM, 200, 10 * BILLION, 5 * BILLION),
                Threshold(Size.SMALL, 50, 2 * BILLION, 1 * BILLION),
                Threshold(Size.MICRO, 0),
            ),
        )
        | dict.fromkeys(INDUSTRY, (Threshold(Size.LARGE, 100, 80 * BILLION, 20 * BILLION),)),
    ),
)


@dataclass(frozen=True, kw_only=True)
class AssessmentStandard(Standard):
    """`ratings` with the least of 100 points for each, the best first."""

    ratings: Sequence[tuple[Decimal, Assessment.Rating]]

    def rating_of(self, score: Decimal) -> Assessment.Rating:
        return next(rating for lowest, rating in self.ratings if score >= lowest)


ASSESSMENTS: tuple[AssessmentStandard, ...] = (
    AssessmentStandard(
        name="Thông tư 01/2020/TT-BKHĐT",
        starts_on=date(2020, 4, 1),
        ends_on=None,
        text="15 tiêu chí, 100 điểm: Tốt từ 80, Khá từ 65, Trung bình từ 50, dưới 50 là Yếu",
        source="lawnet.vn về Thông tư 01/2020/TT-BKHĐT",
        uncertain="không tìm thấy văn bản thay thế",
        ratings=(
            (Decimal(80), Assessment.Rating.GOOD),
            (Decimal(65), Assessment.Rating.FAIR),
            (Decimal(50), Assessment.Rating.AVERAGE),
            (Decimal(0), Assessment.Rating.WEAK),
        ),
    ),
)


def size_label(cooperative: Cooperative, day: date, revenue: Decimal | None = None) -> str:
    """The size by the rule of a day: "Nhỏ (Thông tư 01/2020/TT-BKHĐT, Điều 4)"; "" for a day before the first rule."""
    standard = in_force(SIZES, day)
    if standard is None:
        return ""
    size = standard.size_of(cooperative, revenue)
    if size is None:
        return f"Chưa đủ số liệu để xếp theo {standard.name}"
    return f"{size.capitalize()} ({standard.name})"
