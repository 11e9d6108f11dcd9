"""Personal numbers at rest: encrypted in the database, masked wherever they are shown, found by a keyed index.

A field gives a `Sealed`, which prints as "•••••••••123": a page, an export, a difference in the history or a log line
that shows the value shows the mask. Only `reveal` gives the plain text, and only the page behind
`Permission.REVEAL_ID_NUMBERS` calls it to show it.

The keys are `settings.DATA_KEYS`: the first one encrypts, all of them decrypt. To change the key, put a new one in
front, run `manage.py rotate_data_keys`, then drop the old one.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:  # the stubs' class is generic, Django's is not
    SealedColumn = models.Field["Sealed | str", "Sealed"]
else:
    SealedColumn = models.Field

SHOWN = 3  # last characters that a mask leaves readable
DOT = "•"


class Sealed:
    """A text that is decrypted only when asked to `reveal` itself. Empty ones are false."""

    __slots__ = ("_text", "_token")

    def __init__(self, *, text: str | None = None, token: str | None = None) -> None:
        self._text, self._token = text, token

    def reveal(self) -> str:
        """The text itself. Raises `cryptography.fernet.InvalidToken` when no key in DATA_KEYS fits."""
        if self._text is None:
            self._text = _cipher(_keys()).decrypt(self._token or "").decode()
        return self._text

    @property
    def token(self) -> str:
        """As it is stored: encrypted by the first key, unless it came from the database."""
        if self._token is None:
            text = self.reveal()
            self._token = _cipher(_keys()).encrypt(text.encode()).decode() if text else ""
        return self._token

    def __bool__(self) -> bool:
        return bool(self._text or self._token)

    def __str__(self) -> str:
        if not self:
            return ""
        text = self.reveal()
        return DOT * (len(text) - SHOWN) + text[-SHOWN:] if len(text) > SHOWN else DOT * len(text)

    def __repr__(self) -> str:
        return f"<Sealed {self}>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sealed):
            return self.plain == other.plain
        return self.plain == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.plain)

    def __reduce__(self) -> tuple[Callable[[str], Sealed], tuple[str]]:
        """Pickled and copied as it is stored, never as plain text."""
        return _sealed, (self.token,)

    @property
    def plain(self) -> str:
        """For comparing: the text, empty for an empty one."""
        return self.reveal() if self else ""


def _sealed(token: str) -> Sealed:
    return Sealed(token=token) if token else Sealed(text="")


class SealedAttribute(DeferredAttribute):
    """Whatever is assigned to the field becomes a `Sealed` at once, not only after it was read back."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class EncryptedTextField(SealedColumn):
    """Text encrypted in the database and its history table. It can be neither searched, sorted nor compared there.

    No subclass of TextField: code that cleans or shows texts must leave it alone.
    """

    descriptor_class = SealedAttribute

    def get_internal_type(self) -> str:
        return "TextField"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Sealed:
        return _sealed(value or "")

    def to_python(self, value: object) -> Sealed:
        return value if isinstance(value, Sealed) else Sealed(text=str(value or ""))

    def get_prep_value(self, value: object) -> str:
        return self.to_python(value).token

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"Trường mã hóa không tìm được bằng {lookup_name}; hãy dùng chỉ mục của nó.")

    def value_to_string(self, obj: models.Model) -> str:
        """In a dump: as it is stored."""
        return self.to_python(self.value_from_object(obj)).token

    def formfield(self, **kwargs: object) -> None:
        """No form shows it by itself: a form that takes one declares its own field."""
        return


def index_of(value: Sealed | str) -> str:
    """The keyed index of a text by the first key; empty for an empty one. Equal texts have equal indexes."""
    text = value.plain if isinstance(value, Sealed) else value
    return _index(_keys()[0], text) if text else ""


def indexes_of(text: str) -> list[str]:
    """The index by every key: finds rows written before the last change of keys as well."""
    return [_index(key, text) for key in _keys()] if text else []


def _keys() -> tuple[str, ...]:
    if not settings.DATA_KEYS:
        raise ImproperlyConfigured("Chưa đặt DATA_KEYS: không có khóa để mã hóa dữ liệu cá nhân (xem .env.example).")
    return tuple(settings.DATA_KEYS)


@lru_cache(maxsize=8)
def _cipher(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=8)
def _index_key(key: str) -> bytes:
    """A key of its own for the index, derived from the data key, so that neither helps to find the other."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"coopunion index")
    return derive.derive(urlsafe_b64decode(key))


def _index(key: str, text: str) -> str:
    return hmac.digest(_index_key(key), text.encode(), "sha256").hex()
