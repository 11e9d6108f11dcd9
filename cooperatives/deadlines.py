"""The yearly calendar of rating and of data, as the rules in force set it: dated rows, without any model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coopunion.standards import Standard


@dataclass(frozen=True)
class DueDay:
    """A day of every year, and who does what by then."""

    month: int
    day: int
    task: str

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day:02}/{self.month:02} {self.task}"


@dataclass(frozen=True, kw_only=True)
class Calendar(Standard):
    """What is due each year while the row is in force."""

    due_days: Sequence[DueDay]

    @property
    def details(self) -> list[str]:
        return [str(due) for due in self.due_days]


def due_between(table: Sequence[Calendar], first: date, last: date) -> Iterator[tuple[date, DueDay, Calendar]]:
    """The due days from one day to another, each by the row in force on that day."""
    for calendar in table:
        for due in calendar.due_days:
            days = (due.in_year(year) for year in range(first.year, last.year + 1))
            yield from ((day, due, calendar) for day in days if first <= day <= last and calendar.applies(day))


SELF_SCORED = DueDay(12, 15, "hợp tác xã tự chấm điểm, gửi báo cáo hoạt động")
PROVINCE_RATED = DueDay(12, 21, "tỉnh tổng hợp kết quả xếp loại, gửi bộ")

RATINGS: tuple[Calendar, ...] = (
    Calendar(
        name="Thông tư 01/2020/TT-BKHĐT",
        starts_on=date(2020, 4, 1),
        ends_on=date(2025, 6, 30),
        text="Xếp loại hợp tác xã hằng năm",
        source="laodongdongnai.vn; thuvienphapluat.vn 4DEB4",
        due_days=(SELF_SCORED, DueDay(12, 18, "huyện tổng hợp kết quả xếp loại"), PROVINCE_RATED),
    ),
    Calendar(
        name="Thông tư 01/2020/TT-BKHĐT, cấp xã thay cấp huyện",
        starts_on=date(2025, 7, 1),
        ends_on=None,
        text="Xếp loại hợp tác xã hằng năm",
        source="laodongdongnai.vn; thuvienphapluat.vn 4DEB4; Nghị định 125/2025/NĐ-CP",
        uncertain="việc của huyện do xã làm là suy ra; thông tư dựa trên Luật 2012, chưa tìm thấy văn bản thay thế",
        due_days=(SELF_SCORED, DueDay(12, 18, "xã tổng hợp kết quả xếp loại"), PROVINCE_RATED),
    ),
)

GROUPS_REPORT = DueDay(12, 15, "tổ hợp tác gửi báo cáo năm (biểu 1.04) cho UBND xã")
COMMUNE_REPORTS = DueDay(12, 30, "xã báo cáo tình hình tổ hợp tác")
PROVINCE_REPORTS = DueDay(1, 30, "tỉnh báo cáo tình hình tổ hợp tác của năm trước")
GROUPS: tuple[Calendar, ...] = (
    Calendar(
        name="Nghị định 77/2019/NĐ-CP, Điều 29",
        starts_on=date(2019, 11, 25),
        ends_on=None,
        text="Số liệu tổ hợp tác từ 15/12 năm trước đến 14/12",
        source="bản hợp nhất “Hợp tác xã” trên mạng (23/7/2026)",
        uncertain="từ 01/07/2024 áp dụng cùng Thông tư 09/2024/TT-BKHĐT: chưa rõ có còn phải gửi cả hai",
        due_days=(GROUPS_REPORT, COMMUNE_REPORTS, PROVINCE_REPORTS),
    ),
)

UNITS_UPDATE = DueDay(12, 15, "HTX, liên hiệp, THT cập nhật biểu VII-1, VII-2, VII-3 trên Hệ thống thông tin quốc gia")
PROVINCE_UPDATES = DueDay(12, 21, "tỉnh tổng hợp số liệu trên Hệ thống thông tin quốc gia")
DATA: tuple[Calendar, ...] = (
    Calendar(
        name="Thông tư 09/2024/TT-BKHĐT, Điều 6–7",
        starts_on=date(2024, 7, 1),
        ends_on=date(2025, 6, 30),
        text="Số liệu từ 15/12 năm trước đến 14/12",
        source="bản hợp nhất “Hợp tác xã” trên mạng (23/7/2026); lawnet.vn 138568",
        due_days=(UNITS_UPDATE, DueDay(12, 18, "huyện cập nhật biểu VII-4"), PROVINCE_UPDATES),
    ),
    Calendar(
        name="Thông tư 09/2024/TT-BKHĐT, Điều 6–7, cấp xã thay cấp huyện",
        starts_on=date(2025, 7, 1),
        ends_on=None,
        text="Số liệu từ 15/12 năm trước đến 14/12",
        source="bản hợp nhất “Hợp tác xã” trên mạng (23/7/2026); lawnet.vn 138568",
        uncertain="việc của cơ quan đăng ký do xã làm là suy ra; văn bản thay thế chưa tìm thấy",
        due_days=(UNITS_UPDATE, DueDay(12, 18, "xã cập nhật biểu VII-4"), PROVINCE_UPDATES),
    ),
)

AGRICULTURE: tuple[Calendar, ...] = (
    Calendar(
        name="Thông tư 09/2017/TT-BNNPTNT",
        starts_on=date(2017, 5, 31),
        ends_on=None,
        text="Hợp tác xã nông nghiệp: phân loại riêng theo 6 tiêu chí, lấy phiếu trong quý I",
        source="bản hợp nhất “Hợp tác xã” trên mạng (23/7/2026)",
        due_days=(DueDay(4, 15, "báo cáo kết quả phân loại hợp tác xã nông nghiệp"),),
    ),
)
