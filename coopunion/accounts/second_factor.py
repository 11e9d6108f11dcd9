"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when the phone is lost.

django-otp keeps the secrets, refuses a code a second time and slows guessing down; a wrong code also counts as a wrong
sign-in (coopunion/accounts/authentication.py).
"""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b32encode

import django_otp
import segno
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from coopunion.models import Office, User
from coopunion.permissions import Role

NAME = "Ứng dụng xác minh"
RECOVERY_CODES = 10
# Without letters and digits that look alike on paper.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
# The roles for which an office may require it: those who approve reports, and those who manage accounts.
OBLIGED = (Role.LEADERSHIP, Role.ADMINISTRATOR)


def device_of(user: User, *, confirmed: bool = True) -> TOTPDevice | None:
    """The user's authenticator app, None while the second factor is off; or the one that waits for its first code."""
    return TOTPDevice.objects.filter(user=user, confirmed=confirmed).first() if user.pk else None


def is_required_of(user: User) -> bool:
    return user.role in OBLIGED and Office.current().second_factor_required


@transaction.atomic
def start(user: User) -> None:
    """Create a new secret, not in force until a code proves that the app has it."""
    User.objects.select_for_update().get(pk=user.pk)
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    TOTPDevice.objects.create(user=user, name=NAME, confirmed=False)


@transaction.atomic
def turn_on(user: User, code: str) -> bool:
    """Put the second factor in force if the code is right; whether it was."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or device_of(user) or not device.verify_token(normal(code)):
        return False
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return True


@transaction.atomic
def turn_off(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten codes of 50 bits, each valid for one sign-in; earlier ones become invalid. Only digests are stored."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Mã dự phòng")
    codes = [readable_secret(groups=2, length=5) for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=digest(normal(code)))
    return codes


def recovery_codes_left(user: User) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def verify(user: User, code: str) -> TOTPDevice | None:
    """The user's device if the code is right (six digits of the app, or a recovery code), else None."""
    device = device_of(user)
    typed = normal(code)
    if device is None:
        return None
    if len(typed) == device.digits:
        right = django_otp.verify_token(user, device.persistent_id, typed)
    else:
        paper = StaticDevice.objects.filter(user=user).first()
        right = paper and django_otp.verify_token(user, paper.persistent_id, digest(typed))
    return device if right else None


def readable_secret(*, groups: int, length: int) -> str:
    """Random letters and digits, five bits each, in groups that can be read out: "k7dqm-2xf9p"."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(length)) for _ in range(groups))


def normal(code: str) -> str:
    """The normalised code, however it was typed: "123 456", "ABCDE-FGHJK"."""
    return unicodedata.normalize("NFKC", code).replace(" ", "").replace("-", "").lower()


def digest(code: str) -> str:
    """What is stored of a recovery code: 64 bits of a keyed hash, as long as django-otp's column holds."""
    return salted_hmac("coopunion.recovery-code", code, algorithm="sha256").hexdigest()[:16]


def secret_text(device: TOTPDevice) -> str:
    """The secret as one types it into an app that cannot scan: groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(device: TOTPDevice) -> str:
    """The QR code as inline SVG without any style."""
    return segno.make(device.config_url, error="m").svg_inline(scale=4, border=4, light="#fff", omitsize=True)
