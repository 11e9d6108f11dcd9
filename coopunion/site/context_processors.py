"""The context of every template: office, navigation, lineage of places."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coopunion.models import OfficeIdentity
from coopunion.models.lineage import Lineage
from coopunion.site.navigation import navigation


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "demo": settings.DEMO,
        "version": settings.VERSION,
        "office": SimpleLazyObject(OfficeIdentity.current),
        "lineage": SimpleLazyObject(Lineage),  # read only by a page that shows a former unit
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }
