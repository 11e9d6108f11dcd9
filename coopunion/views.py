"""Pages of the portal itself: sign-in, sign-out, health."""

from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from coopunion.permissions import public

sign_in = public(LoginView.as_view(template_name="sign_in.html", redirect_authenticated_user=True))
sign_out = public(LogoutView.as_view())


@public
def health(request: HttpRequest) -> HttpResponse:
    """Answers when the database answers; a monitor reads the status code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
