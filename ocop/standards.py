"""By which set of criteria a product got its stars, and who recognised three stars, from which day to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion.standards import Standard, in_force

# Of 100 points, the same in every set so far.
STARS: Sequence[tuple[Decimal, int]] = ((Decimal(90), 5), (Decimal(70), 4), (Decimal(50), 3), (Decimal(30), 2))


@dataclass(frozen=True, kw_only=True)
class CriteriaSet(Standard):
    """`recogniser` decides on three stars; four are the province's and five the ministry's in every set."""

    recogniser: str
    parts: str
    """Points of the parts A, B and C."""


CRITERIA: tuple[CriteriaSet, ...] = (
    CriteriaSet(
        name="Quyết định 1048/QĐ-TTg (2019)",
        starts_on=date(2019, 8, 21),
        ends_on=date(2020, 6, 7),
        text="Bộ tiêu chí đánh giá, phân hạng sản phẩm OCOP",
        source="danh mục văn bản; phần điểm theo các bài so sánh với Quyết định 148",
        recogniser="UBND tỉnh",
        parts="35/25/40",
    ),
    CriteriaSet(
        name="Quyết định 1048/QĐ-TTg, sửa đổi bởi Quyết định 781/QĐ-TTg (2020)",
        starts_on=date(2020, 6, 8),
        ends_on=date(2023, 2, 23),
        text="Bộ tiêu chí đánh giá, phân hạng sản phẩm OCOP",
        source="như trên",
        recogniser="UBND tỉnh",
        parts="35/25/40",
    ),
    CriteriaSet(
        name="Quyết định 148/QĐ-TTg (2023)",
        starts_on=date(2023, 2, 24),
        ends_on=date(2025, 7, 5),
        text="Bộ tiêu chí và quy trình; sáu nhóm sản phẩm",
        source="tintuc.thuvienphapluat.com về Quyết định 148; sinhthainongnghiep.net.vn về thẩm quyền",
        recogniser="UBND huyện",
        parts="40/25/35",
    ),
    CriteriaSet(
        name="Quyết định 1489/QĐ-TTg (2025)",
        starts_on=date(2025, 7, 6),
        ends_on=None,
        text="Bộ tiêu chí và quy trình; xã sàng lọc, tỉnh công nhận",
        source="congnghieptieudung.vn về Quyết định 1489",
        recogniser="UBND tỉnh",
        parts="",
    ),
)


def stars_of(score: Decimal) -> int:
    return next((stars for lowest, stars in STARS if score >= lowest), 1)


def criteria_told(day: date | None) -> str:
    """The set in force on the day of a decision; "" before there was one."""
    standard = in_force(CRITERIA, day)
    return standard.name if standard else ""
