"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from coopunion.models import User


def address_of(request: HttpRequest) -> str | None:
    """The address of the connection itself, which a client cannot choose; None where there is no connection."""
    return request.META.get("REMOTE_ADDR")


class PortalBackend(ModelBackend):
    """Names and passwords. A demo account opens only while the portal runs as a demonstration."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and user.is_demo and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)
