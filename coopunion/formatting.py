"""Numbers and dates as Vietnamese offices write them. Pure functions, registered as template filters."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

NOTHING = "–"
WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as reports are rounded by hand: 0,05 → 0,1."""
    # quantize needs room for every digit of a huge value
    room = Context(prec=max(28, value.adjusted() + decimals + 3))
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=room)


def number(value: Decimal | int | float | None, decimals: int | None = None) -> str:
    """1283 → "1.283"; 3.5 → "3,5"; None → "–". Trailing zeros after the comma are dropped."""
    if value is None:
        return NOTHING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        exact = rounded(exact, decimals)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if exact < 0 and (int(whole) or fraction) else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def signed(value: Decimal | int | None) -> str:
    """A net change: 6 → "+6", -2 → "-2", 0 → "0"."""
    if value is None:
        return NOTHING
    return f"+{number(value)}" if value > 0 else number(value)


def padded(value: Decimal | int | None) -> str:
    """Counts below ten are written with a zero in prose: 3 → "03", 12 → "12" (NĐ 30/2020 practice)."""
    text = number(value)
    return f"0{text}" if len(text) == 1 and text.isdigit() and text != "0" else text


def percent(value: Decimal | None, decimals: int = 1) -> str:
    """153.333… → "153,3%"; 160 → "160%"; None → "–"."""
    return NOTHING if value is None else f"{number(value, decimals)}%"


def day(value: date | None) -> str:
    """As dd/mm/yyyy: "05/02/2020"; None → "–"."""
    return NOTHING if value is None else f"{value:%d/%m/%Y}"


def official_day(value: date) -> str:
    """As in official papers, "ngày 05 tháng 02 năm 2020"; only months 1 and 2 get a zero (NĐ 30/2020, Phụ lục I)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def dong(value: Decimal | int | None) -> str:
    """Money in đồng: "1.200.000.000 đồng"."""
    return NOTHING if value is None else f"{number(value)} đồng"


def in_words(count: int) -> str:
    """Up to ten as a word, 6 → "sáu"; more in figures."""
    return WORDS[count] if count < len(WORDS) else number(count)


def elapsed_text(value: date) -> str:
    """How much of the year is over by the end of the day."""
    first, last = date(value.year, 1, 1), date(value.year, 12, 31)
    if value == last:
        return "đã hết năm"
    share = Decimal((value - first).days + 1) * 100 / ((last - first).days + 1)
    return f"đã qua {percent(share)} thời gian của năm"


def listed(parts: list[str]) -> str:
    """As in "một, hai và ba"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"
