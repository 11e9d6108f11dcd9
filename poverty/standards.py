"""The poverty standards by which the review of a year classifies households."""

from __future__ import annotations

from datetime import date

from coopunion.standards import Standard, in_force

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
        name="Chuẩn nghèo 2027–2030",
        starts_on=date(2027, 1, 1),
        ends_on=date(2030, 12, 31),
        text="Mức thu nhập 2.200.000 đồng/người/tháng ở nông thôn, 2.800.000 đồng ở thành thị",
        source="huengaynay.vn",
        uncertain="số văn bản chưa rõ khi ghi dòng này",
    ),
)


def standard_label(year: int) -> str:
    """Reads "Quyết định 59/2015/QĐ-TTg, áp dụng 2016–2021"; "" for a year without a known standard on its last day."""
    standard = in_force(STANDARDS, date(year, 12, 31))
    if standard is None:
        return ""
    last = f"–{standard.ends_on.year}" if standard.ends_on else " trở đi"
    return f"{standard.name}, áp dụng {standard.starts_on.year}{last}"
