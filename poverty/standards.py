"""The poverty standards by which the review of a year classifies households."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopunion.standards import Standard, in_force

REQUESTS = {"view": "xem, sửa", "stop": "dừng xử lý", "erase": "xóa"}
SATURDAY = 5  # as date.weekday() counts

STANDARDS: tuple[Standard, ...] = (
    Standard(
        name="Quyết định 59/2015/QĐ-TTg",
        starts_on=date(2016, 1, 5),
        ends_on=date(2021, 12, 31),  # made for 2016–2020, applied through 2021
        text=(
            "Hộ nghèo: nông thôn đến 700.000 đồng/người/tháng, hoặc đến 1.000.000 đồng và thiếu từ 3/10 chỉ số; "
            "thành thị 900.000 và 1.300.000 đồng. Cận nghèo: trong khoảng đó, thiếu dưới 3 chỉ số"
        ),
        source="văn bản có hiệu lực từ 05/01/2016",
        uncertain="mức chuẩn ghi theo hiểu biết chung, chưa đọc toàn văn",
    ),
    Standard(
        name="Nghị định 07/2021/NĐ-CP",
        starts_on=date(2022, 1, 1),
        ends_on=date(2026, 12, 31),
        text=(
            "Hộ nghèo: đến 1.500.000 đồng/người/tháng ở nông thôn, 2.000.000 đồng ở thành thị và thiếu từ 3/12 chỉ số. "
            "Cận nghèo: mức thu nhập đó, thiếu dưới 3 chỉ số"
        ),
        source="huengaynay.vn: kéo dài hết năm 2026",
        uncertain="mức chuẩn ghi theo hiểu biết chung, chưa đọc toàn văn",
    ),
    Standard(
        name="Nghị định 351/2025/NĐ-CP",
        starts_on=date(2027, 1, 1),
        ends_on=date(2030, 12, 31),
        text=(
            "Hộ nghèo: đến 2.200.000 đồng/người/tháng ở nông thôn, 2.800.000 đồng ở thành thị và thiếu từ 3 chỉ số. "
            "Cận nghèo: mức thu nhập đó, thiếu dưới 3 chỉ số. Bỏ chỉ số thiết bị thông tin; thêm sử dụng dịch vụ số, "
            "internet và xử lý chất thải"
        ),
        source="vietnamnet.vn 2484119; huengaynay.vn 161540",
        uncertain="danh mục chỉ số cuối cùng chưa đọc",
    ),
)

REVIEWS: tuple[Standard, ...] = (
    Standard(
        name="Quyết định 24/2021/QĐ-TTg",
        starts_on=date(2022, 1, 1),
        ends_on=date(2025, 6, 30),
        text=(
            "Rà soát mỗi năm một lần từ 01/9 đến 14/12, và thường xuyên theo đề nghị: lập danh sách, điều tra, họp "
            "thôn, niêm yết, quyết định công nhận"
        ),
        source="huongson.hatinh.gov.vn",
    ),
    Standard(
        name="Quyết định 24/2021/QĐ-TTg, Quyết định 967/QĐ-BNNMT",
        starts_on=date(2025, 7, 1),
        ends_on=None,
        text=(
            "Rà soát mỗi năm một lần từ 01/9 đến 14/12. Theo đề nghị: hộ gửi Mẫu 01 cho chủ tịch UBND xã, không qua "
            "huyện; phiếu A, phiếu B; họp từ 50% hộ; niêm yết 3 ngày làm việc; phúc tra không quá 7 ngày"
        ),
        source="huongson.hatinh.gov.vn; tài liệu công khai về Quyết định 967/QĐ-BNNMT",
        uncertain="Quyết định 24 mang tên giai đoạn 2022–2025; văn bản thay cho năm 2026 chưa tìm thấy",
    ),
)


@dataclass(frozen=True, kw_only=True)
class PersonalDataLaw(Standard):
    """How soon a person's request about their own data is answered, and carried out, by the kind of request."""

    reply_days: int
    """Working days."""
    carry_out_days: dict[str, int]
    """Days, by the value of `DataRequest.kind`."""

    @property
    def details(self) -> list[str]:
        return [f"trả lời yêu cầu trong {self.reply_days} ngày làm việc"] if self.reply_days else []


def working_days_after(day: date, count: int) -> date:
    """The day `count` working days later: Monday to Friday, as public holidays of a year are not known beforehand."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


PERSONAL_DATA: tuple[PersonalDataLaw, ...] = (
    PersonalDataLaw(
        name="Nghị định 13/2023/NĐ-CP",
        starts_on=date(2023, 7, 1),
        ends_on=date(2025, 12, 31),
        text="Bảo vệ dữ liệu cá nhân; yêu cầu của chủ thể thực hiện trong 72 giờ",
        source="Nghị định 356/2025/NĐ-CP thay thế",
        uncertain="ghi theo hiểu biết chung, chưa đọc toàn văn",
        reply_days=0,
        carry_out_days={"stop": 3, "view": 3, "erase": 3},
    ),
    PersonalDataLaw(
        name="Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP",
        starts_on=date(2026, 1, 1),
        ends_on=None,
        text=(
            "Chỉ xử lý khi có căn cứ (sự đồng ý cho từng mục đích, hoặc Điều 19); dữ liệu nhạy cảm phải mã hóa; hồ "
            "sơ đánh giá tác động nộp trong 60 ngày từ khi bắt đầu xử lý, cập nhật 6 tháng một lần khi thay đổi; có "
            "người phụ trách; báo sự cố trong 72 giờ; rút đồng ý, hạn chế, phản đối 15 ngày, xem, sửa, cung cấp 10 "
            "ngày, xóa 20 ngày. Mức phạt: Nghị định 330/2026/NĐ-CP từ 19/8/2026"
        ),
        source="cdlaf.vn; frasersvn.com; kho công khai dẫn Công báo 971+972",
        uncertain="liên minh có thuộc diện phải nộp hồ sơ không: nên coi là có",
        reply_days=2,
        carry_out_days={"stop": 15, "view": 10, "erase": 20},
    ),
)


def request_terms() -> str:
    """For a form whose day is not known yet: how soon a request is answered and carried out by the latest rule."""
    law = PERSONAL_DATA[-1]
    terms = [f"{word} {law.carry_out_days[kind]} ngày" for kind, word in REQUESTS.items()]
    return f"Trả lời trong {law.reply_days} ngày làm việc; {', '.join(terms)} ({law.name})."


def standard_label(year: int) -> str:
    """Reads "Quyết định 59/2015/QĐ-TTg, áp dụng 2016–2021"; "" for a year without a known standard on its last day."""
    standard = in_force(STANDARDS, date(year, 12, 31))
    if standard is None:
        return ""
    last = f"–{standard.ends_on.year}" if standard.ends_on else " trở đi"
    return f"{standard.name}, áp dụng {standard.starts_on.year}{last}"
