"""The shared ground: people, places, the office, and the base of every record."""

from coopunion.models.office import Office
from coopunion.models.people import Department, User
from coopunion.models.places import Place
from coopunion.models.records import Event, Record, RecordQuerySet
from coopunion.models.signed import SignedPeriod

__all__ = ["Department", "Event", "Office", "Place", "Record", "RecordQuerySet", "SignedPeriod", "User"]
