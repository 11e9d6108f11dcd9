"""Rules for passwords (ASVS 5, 6.2): long enough, nothing that is guessed first, and no rule about characters.

Validators as Django calls them; `user` is the account the password is for.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError

from coopunion.accounts import second_factor
from coopunion.models import User
from coopunion.text import fold

# What an attacker tries first here (ASVS 5, 6.1.2: the list of words that belong to this portal).
OFFICE_WORDS = ("lienminh", "hoptacxa", "lmhtx", "htx", "yenbai", "laocai", "matkhau", "password", "congtheodoi")


class LengthValidator:
    """14 characters, or 8 for an account with a second factor (both are settings)."""

    def validate(self, password: str, user: User | None = None) -> None:
        has_second_factor = user is not None and second_factor.device_of(user)
        least = settings.PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR if has_second_factor else settings.PASSWORD_MIN_LENGTH
        if len(password) < least:
            raise ValidationError(f"Mật khẩu phải có ít nhất {least} ký tự.", code="password_too_short")

    def get_help_text(self) -> str:
        return (
            f"Ít nhất {settings.PASSWORD_MIN_LENGTH} ký tự; ít nhất {settings.PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR} "
            "khi đã bật xác minh hai bước. Một câu dài dễ nhớ là tốt nhất; dấu cách và chữ có dấu đều được."
        )


class OfficeWordsValidator:
    """Refuses passwords made of the office's own words and digits alone: "HopTacXaYenBai2020"."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters = rest = re.sub(r"[\d\s]", "", fold(password))
        for word in OFFICE_WORDS:
            rest = rest.replace(word, "")
        if len(rest) < 4 and rest != letters:
            raise ValidationError("Mật khẩu chỉ gồm những từ dễ đoán của cơ quan.", code="password_of_office_words")

    def get_help_text(self) -> str:
        return "Không chỉ gồm tên cơ quan, tên tỉnh và con số."


def generated_password() -> str:
    """Four groups of four, about 80 bits: short enough to be read over the telephone."""
    return second_factor.readable_secret(groups=4, length=4)
