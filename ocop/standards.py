"""The sets of criteria by which products get their stars, and who recognises three stars, from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion.formatting import number
from coopunion.standards import Standard, in_force

PROVINCE, CENTRE = "UBND tỉnh", "trung ương"
DISTRICT, COMMUNE = "district", "commune"
SCREENERS = {DISTRICT: "cấp huyện", COMMUNE: "cấp xã"}
# Of 100 points, the same in every set so far.
STARS: Sequence[tuple[Decimal, int]] = ((Decimal(90), 5), (Decimal(70), 4), (Decimal(50), 3), (Decimal(30), 2))


@dataclass(frozen=True, kw_only=True)
class CriteriaSet(Standard):
    """`recogniser` decides on three stars; four are the province's and five the ministry's in every set."""

    recogniser: str
    screener: str
    """The step of the dossier, below the province's, that the rule knows: "district" or "commune"."""
    parts: str
    """Points of the parts A, B and C."""

    @property
    def details(self) -> list[str]:
        stars = ", ".join(f"{stars} sao từ {number(lowest)}" for lowest, stars in STARS)
        parts = [f"phần A/B/C: {self.parts} điểm"] if self.parts else []
        return [
            *parts,
            f"{stars} điểm",
            f"{SCREENERS[self.screener]} sàng lọc hồ sơ",
            f"3 sao do {self.recogniser} công nhận, 4 sao {PROVINCE}, 5 sao {CENTRE}",
        ]

    def recogniser_of(self, stars: int) -> str:
        """Who recognises a product of so many stars; "" for fewer than three, which nobody recognises."""
        return {3: self.recogniser, 4: PROVINCE, 5: CENTRE}.get(stars, "")


CRITERIA: tuple[CriteriaSet, ...] = (
    CriteriaSet(
        name="Quyết định 1048/QĐ-TTg (2019)",
        starts_on=date(2019, 8, 21),
        ends_on=date(2020, 6, 7),
        text="Bộ tiêu chí đánh giá, phân hạng sản phẩm OCOP",
        source="danh mục văn bản; phần điểm theo các bài so sánh với Quyết định 148",
        uncertain="ngày hiệu lực ghi theo ngày ký, theo hiểu biết chung; chưa đọc toàn văn",
        recogniser=PROVINCE,
        screener=DISTRICT,
        parts="35/25/40",
    ),
    CriteriaSet(
        name="Quyết định 1048/QĐ-TTg, sửa đổi bởi Quyết định 781/QĐ-TTg (2020)",
        starts_on=date(2020, 6, 8),
        ends_on=date(2023, 2, 23),
        text="Bộ tiêu chí đánh giá, phân hạng sản phẩm OCOP",
        source="như Quyết định 1048",
        uncertain="ngày hiệu lực ghi theo ngày ký, theo hiểu biết chung; chưa đọc toàn văn",
        recogniser=PROVINCE,
        screener=DISTRICT,
        parts="35/25/40",
    ),
    CriteriaSet(
        name="Quyết định 148/QĐ-TTg (2023)",
        starts_on=date(2023, 2, 24),
        ends_on=date(2025, 7, 5),
        text="Bộ tiêu chí và quy trình; sáu nhóm sản phẩm",
        source="tintuc.thuvienphapluat.com về Quyết định 148; sinhthainongnghiep.net.vn về thẩm quyền",
        recogniser="UBND huyện",
        screener=DISTRICT,
        parts="40/25/35",
    ),
    CriteriaSet(
        name="Quyết định 1489/QĐ-TTg (2025)",
        starts_on=date(2025, 7, 6),
        ends_on=None,
        text=(
            "Bộ tiêu chí của Quyết định 148, sửa các bước: xã chấm một phần tiêu chí (nguồn gốc, lao động, ý tưởng "
            "và bản sắc địa phương), lập báo cáo đánh giá, kiểm tra hình thức hồ sơ và gửi tỉnh; tỉnh lập hội đồng, "
            "tổ tư vấn và công nhận 3–4 sao; từ 90 điểm gửi Bộ Nông nghiệp và Môi trường"
        ),
        source="tintuc.thuvienphapluat.com 89478 về Quyết định 1489",
        uncertain="chương trình và bộ tiêu chí giai đoạn 2026–2030 chưa tìm thấy",
        recogniser=PROVINCE,
        screener=COMMUNE,
        parts="40/25/35",
    ),
)


def stars_of(score: Decimal) -> int:
    return next((stars for lowest, stars in STARS if score >= lowest), 1)


def recogniser(stars: int | None, day: date | None) -> str:
    """Who recognised a product of so many stars on the day of its decision; "" where no set was in force."""
    standard = in_force(CRITERIA, day)
    return standard.recogniser_of(stars) if standard and stars else ""
