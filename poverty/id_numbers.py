"""The personal identification number (số định danh cá nhân): 12 digits, Luật Căn cước 2023, NĐ 70/2024/NĐ-CP.

Three digits of the province or country of the birth registration, one of century and sex (0 and 1: born 1900–1999,
2 and 3: 2000–2099, and so on), two of the birth year, six without meaning.
"""

from __future__ import annotations

DIGITS = 12
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")  # noqa: RUF001 - as East Asian keyboards type them


def normalised(typed: str) -> str:
    """Full-width digits become plain ones; blanks between groups of digits go. Nothing else is guessed."""
    return "".join(typed.translate(FULL_WIDTH).split())


def problem_of(number: str) -> str:
    """What is wrong with the number, as a message that does not repeat it; empty when it is well-formed."""
    if not number.isascii() or not number.isdigit():
        return "Số định danh chỉ gồm chữ số (không có chữ O hay ký tự khác)."
    if len(number) != DIGITS:
        return f"Số định danh gồm đúng {DIGITS} chữ số; đã nhập {len(number)}."
    return ""


def birth_year_in(number: str) -> int:
    """The birth year encoded in a well-formed number."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])
