"""The shared ground: people, places, the office, and the base of every record."""

from coopunion.models.evidence import Evidence
from coopunion.models.journal import JournalEntry
from coopunion.models.office import Office, OfficeIdentity, OfficeTimeline
from coopunion.models.people import Department, User
from coopunion.models.places import Place
from coopunion.models.records import Event, Record, RecordQuerySet
from coopunion.models.signed import SignedPeriod
from coopunion.models.submissions import Submission
from coopunion.models.successions import PlaceSuccession
from coopunion.models.tableimport import TableImport

__all__ = [
    "Department",
    "Event",
    "Evidence",
    "JournalEntry",
    "Office",
    "OfficeIdentity",
    "OfficeTimeline",
    "Place",
    "PlaceSuccession",
    "Record",
    "RecordQuerySet",
    "SignedPeriod",
    "Submission",
    "TableImport",
    "User",
]
