"""The request that a view behind a permission receives."""

from __future__ import annotations

from django.http import HttpRequest

from coopunion.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is an account, never anonymous: the permission middleware has made sure of it."""

    user: User
