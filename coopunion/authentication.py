"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from coopunion.models import User


class PortalBackend(ModelBackend):
    """Names and passwords. A demo account opens only while the portal runs as a demonstration."""

    def user_can_authenticate(self, user: User | None) -> bool:
        if user is not None and user.is_demo and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)
