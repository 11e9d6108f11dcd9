"""The portal's own checks of `manage.py check`: keys of encryption, and what apps supply."""

from __future__ import annotations

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from coopunion.extensions import extensions


@register()
def data_keys_fit(**_: object) -> list[CheckMessage]:
    """E001: every key of DATA_KEYS can encrypt; a mistyped one would only be noticed when a number is saved or read."""
    wrong = [position for position, key in enumerate(settings.DATA_KEYS, 1) if not _fits(key)]
    text = "Khóa thứ {} trong DATA_KEYS không dùng được."
    hint = "Một khóa là 32 byte ngẫu nhiên viết bằng base64 (xem .env.example)."
    return [Error(text.format(position), hint=hint, id="coopunion.E001") for position in wrong]


@register()
def extensions_exist(**_: object) -> list[CheckMessage]:
    """E002: every path in an app's extensions can be imported; otherwise a page would fail, days later."""
    wrong = [path for extension in extensions() for path in extension.paths() if not _exists(path)]
    text = "Không có {}: kiểm tra phần extensions trong apps.py."
    return [Error(text.format(path), id="coopunion.E002") for path in wrong]


def _exists(path: str) -> bool:
    try:
        import_string(path)
    except ImportError:
        return False
    return True


@register(deploy=True)
def data_keys_are_set(**_: object) -> list[CheckMessage]:
    """W001, of `check --deploy`: without a key no ID number can be saved."""
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
