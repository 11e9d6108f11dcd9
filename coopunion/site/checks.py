"""What `manage.py check` asks of the portal's own settings."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from coopunion.extensions import extensions


@register()
def data_keys_fit(**_: Any) -> list[CheckMessage]:
    """Every key of DATA_KEYS can encrypt: a mistyped one would only be noticed when a number is kept or read."""
    wrong = [place for place, key in enumerate(settings.DATA_KEYS, 1) if not _fits(key)]
    text = "Khóa thứ {} trong DATA_KEYS không dùng được."
    hint = "Một khóa là 32 byte ngẫu nhiên viết bằng base64 (xem .env.example)."
    return [Error(text.format(place), hint=hint, id="coopunion.E001") for place in wrong]


@register()
def extensions_exist(**_: Any) -> list[CheckMessage]:
    """Every path that an app names in its extensions leads to something: otherwise a page would fail, days later."""
    wrong = [path for each in extensions() for path in each.paths() if not _exists(path)]
    text = "Không có {}: kiểm tra phần extensions trong apps.py."
    return [Error(text.format(path), id="coopunion.E002") for path in wrong]


def _exists(path: str) -> bool:
    try:
        import_string(path)
    except ImportError:
        return False
    return True


@register(deploy=True)
def data_keys_are_set(**_: Any) -> list[CheckMessage]:
    if settings.DATA_KEYS:
        return []
    text = "Chưa đặt DATA_KEYS: không ghi được số định danh của hộ nghèo."
    return [Warning(text, hint="Tạo khóa như .env.example chỉ.", id="coopunion.W001")]


def _fits(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
