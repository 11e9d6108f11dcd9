"""Personal ID numbers typed where everybody may read them: refused in what is saved, masked in what is repeated.

Their own field encrypts them (coopunion/encryption.py); a note, a code, a reason or the name of a file does not.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from coopunion.encryption import DOT, SHOWN

# 12 digits (Luật Căn cước 2023). In groups only with the zero that every province's numbers begin with, so that
# neither an amount (120.000.000.000) nor years in a row (2018 2019 2020) are taken for one.
_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|0\d\d(?:[\s.-]?\d{3}){3}|0\d{3}(?:[\s.-]?\d{4}){2})(?!\d)")
REFUSED = "Có dãy 12 chữ số trông như số định danh cá nhân: chỉ ghi số định danh ở ô Số định danh của hộ."


def holds_personal_number(text: str) -> bool:
    return _NUMBER.search(text) is not None


def refuse_personal_number(text: str) -> None:
    """A validator: ValidationError, whose message does not repeat the number."""
    if holds_personal_number(text):
        raise ValidationError(REFUSED)


def hide_personal_numbers(text: str) -> str:
    """The text with every ID number masked, as "•••••••••123"."""
    return _NUMBER.sub(lambda found: DOT * (len(found[0]) - SHOWN) + found[0][-SHOWN:], text)
