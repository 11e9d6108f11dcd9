"""The state of a cooperative on a day, as expressions over the events recorded about it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from cooperatives.models.events import Assessment, CooperativeEvent, StatusChange
from cooperatives.models.moves import Relocation
from cooperatives.models.reorganisation import ReorganisationParty

E = TypeVar("E", bound=CooperativeEvent)


def latest(events: QuerySet[E], field: str, order: str) -> Subquery:
    """A field of the cooperative's latest event among `events`."""
    return Subquery(events.filter(cooperative=OuterRef("pk")).order_by(f"-{order}", "-pk").values(field)[:1])


def operating_status_on(day: date) -> Q:
    """The latest change of status up to that day says operating.

    Suspended, dissolving and dissolved cooperatives, those under revocation or not found at their address, are
    not operating (statuses: NĐ 92/2024/NĐ-CP, as staff recorded them under the law of 2012 as well).
    """
    changes = StatusChange.objects.recorded().filter(from_on__lte=day)
    return Q(Exact(latest(changes, "status", "from_on"), Value(StatusChange.Status.OPERATING)))


def assessed_effective_on(day: date) -> Q:
    """The latest assessment valid in the 12 months up to that day says effective."""
    assessments = Assessment.objects.valid_in_year_to(day)
    return Q(Exact(latest(assessments, "effective", "valid_on"), Value(True)))


def seat_on(day: date | None) -> Coalesce:
    """The id of the place of its seat that day; without a day, the seat it has moved to last.

    A cooperative stays where it was registered until a move says otherwise.
    """
    moves = Relocation.objects.recorded()
    moves = moves.filter(moved_on__lte=day) if day else moves
    return Coalesce(latest(moves, "place", "moved_on"), F("place"), output_field=models.BigIntegerField())


def reorganised_by(day: date) -> Exists:
    """Whether it had ceased to exist by that day: divided, consolidated or merged into another cooperative."""
    return Exists(ReorganisationParty.objects.ended_by(day).filter(cooperative=OuterRef("pk")))
