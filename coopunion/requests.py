"""The request that a view behind a permission receives."""

from __future__ import annotations

from django.http import HttpRequest

from coopunion.models import User


class SignedInRequest(HttpRequest):
    """What a view behind a permission receives: its user is one of ours."""

    user: User
