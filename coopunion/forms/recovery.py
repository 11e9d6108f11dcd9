"""Recovery of what somebody typed into a form and sent after their session had ended: kept until they sign in again.

The text waits, encrypted, in the session of that browser, for the account whose session it was and nobody else, for an
hour. It is shown in its form again as unsaved text; nothing is ever saved by itself. Only a browser that carries the
signed mark of an account gets something kept, so strangers cannot fill the table of sessions.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from coopunion.models import User

KEPT = "kept_form"
OWNER_COOKIE = "session_owner"
OWNER_SECONDS = 24 * 3600
KEEP_SECONDS = 3600
MOST_LETTERS = 200_000
NOTICE = "Phiên làm việc đã hết trước khi bạn gửi. Nội dung đã gõ ở dưới đây còn nguyên nhưng chưa được ghi."


@dataclass(frozen=True)
class KeptForm:
    """What was sent: by which account (its pk), to which page, the values of every field."""

    owner: str
    path: str
    text: dict[str, list[str]]


def mark_owner(response: HttpResponse, user: User) -> None:
    """Leave in the browser whose session this is; the mark outlives the session itself."""
    response.set_signed_cookie(
        OWNER_COOKIE,
        str(user.pk),
        max_age=OWNER_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def keep(request: HttpRequest) -> str:
    """Keep what was sent, if it may be kept. Returns the address to come back to: the page of the form.

    Passwords and files are never kept: of a form with a password nothing is, of one with files the text.
    """
    address = _page_of_form(request)
    # The account that signed in last in this browser and did not sign out.
    owner = request.get_signed_cookie(OWNER_COOKIE, default=None, max_age=OWNER_SECONDS)
    text = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    if owner is None or not text or any("password" in name for name in text):
        return address
    kept = json.dumps(asdict(KeptForm(owner=owner, path=urlsplit(address).path, text=text)))
    if len(kept) <= MOST_LETTERS:
        request.session[KEPT] = _cipher().encrypt(kept.encode()).decode()
    return address


def claim(request: HttpRequest, user: User) -> bool:
    """After sign-in: whether text is kept for this user. What is kept for another is deleted unread."""
    kept = _read(request)
    if kept and kept.owner == str(user.pk):
        return True
    request.session.pop(KEPT, None)
    return False


def kept_text(request: HttpRequest) -> QueryDict | None:
    """The text kept for this page and this user, as `request.POST` would hold it; None when there is none.

    For the GET of a page with a form: fill the form from it and save nothing. Says so on the page. It waits until the
    form is sent or the hour is over, so that loading the page again loses nothing.
    """
    kept = _read(request) if request.method == "GET" else None
    if not kept or (kept.owner, kept.path) != (str(request.user.pk), request.path):
        return None
    messages.warning(request, NOTICE)
    text = QueryDict(mutable=True)
    for name, values in kept.text.items():
        text.setlist(name, values)
    return text


def sent_or_kept(request: HttpRequest) -> QueryDict | None:
    """The data of a page with a form: what was sent, or what is kept for it; None where it is opened anew."""
    return request.POST if request.method == "POST" else kept_text(request)


def forget(request: HttpRequest) -> None:
    """Delete what was kept of this form, which was now sent."""
    kept = _read(request)
    if kept is None or kept.path in (request.path, urlsplit(_page_of_form(request)).path):
        request.session.pop(KEPT, None)


def _page_of_form(request: HttpRequest) -> str:
    """The page that shows the form: its own address, or for a button that only sends, the page with the button."""
    page = request.headers.get("Referer", "")
    if page and url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(page)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()


def _read(request: HttpRequest) -> KeptForm | None:
    sealed = request.session.get(KEPT)
    if not sealed:
        return None
    try:
        return KeptForm(**json.loads(_cipher().decrypt(sealed.encode(), ttl=KEEP_SECONDS)))
    except InvalidToken:  # too old, or the portal's key has changed
        return None


def _cipher() -> Fernet:
    key = hashlib.sha256(b"coopunion.forms.recovery" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
