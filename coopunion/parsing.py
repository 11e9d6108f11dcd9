"""Parsing of typed values in forms, filters and Excel: a day as dd/mm/yyyy, a number as 1.283 or 153,3."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

_NUMBER = re.compile(r"-?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?", re.ASCII)
_DAY_FORM = re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII)


def read_day(value: object) -> date | None:
    """A date cell, or text dd/mm/yyyy; ValueError otherwise."""
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    if _DAY_FORM.fullmatch(text):
        raise ValueError(f"Ngày {text} không có thật. Ghi lại theo ngày/tháng/năm.")
    raise ValueError(f"“{text}” không phải là ngày dd/mm/yyyy.")


def read_number(value: object) -> Decimal | None:
    """A number cell, or text in Vietnamese form: "1.283", "3,2"; ValueError for anything ambiguous."""
    if isinstance(value, bool):
        raise ValueError("Đây phải là một con số.")
    if isinstance(value, int | Decimal):
        return Decimal(value)
    typed = str(value or "").strip()
    text = typed.replace(" ", "").replace("\u00a0", "")
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{typed}” không phải là số: viết 1.283 hoặc 153,3.")
    return Decimal(text.replace(".", "").replace(",", "."))


def read_day_or_none(text: str) -> date | None:
    """The day in a query string; None where it is none."""
    try:
        return read_day(text)
    except ValueError:
        return None
