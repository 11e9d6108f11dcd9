"""How long personal data of a household may be kept: RETENTION_YEARS after its last event."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db.models import Case, DateField, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest

from coopunion.periods import months_before
from poverty.models import Classification, Exit, Household, Support
from poverty.models.household import HouseholdQuerySet

LONG_AGO = date(1900, 1, 1)
H = TypeVar("H", bound=HouseholdQuerySet)


def retention_limit(day: date) -> date:
    """Personal data of a household whose last event was on this day or earlier may no longer be kept on `day`."""
    return months_before(day, 12 * settings.RETENTION_YEARS)


def with_last_event(households: H) -> H:
    """Adds `last_event_on`: the last support, exit or end of a classified year; without any, the day of entry."""
    year_end = Cast(Concat("year", Value("-12-31")), DateField())
    last = Greatest(_last(Support, "supported_on"), _last(Exit, "decided_on"), _last(Classification, year_end))
    return households.annotate(_last_event=last).annotate(
        last_event_on=Case(
            When(_last_event=LONG_AGO, then=Cast("created_at", DateField())),
            default="_last_event",
            output_field=DateField(),
        )
    )


def past_retention(day: date) -> HouseholdQuerySet:
    """Households whose personal data may no longer be kept on that day, the longest kept first."""
    late = with_last_event(Household.objects.holding_personal_data()).filter(Q(last_event_on__lte=retention_limit(day)))
    return late.order_by(F("last_event_on"), "pk")


def _last(model: type[Support | Exit | Classification], day: str | Cast) -> Coalesce:
    """The latest day among the household's events of the model, drafts and annulled ones as well; else LONG_AGO."""
    events = model.objects.order_by().filter(household=OuterRef("pk")).values("household")
    days = events.annotate(day=Max(day)).values("day")
    return Coalesce(Subquery(days, output_field=DateField()), Value(LONG_AGO, output_field=DateField()))
