"""What the law asks of personal data: shown with a purpose and a trace, erased with a reason and without a trace.

Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP. Every function writes its journal entry in the transaction of what it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from coopunion.attachments import storage
from coopunion.editing import sign
from coopunion.models import Evidence, JournalEntry, User
from poverty.models import Classification, Exit, Household, Support
from poverty.models.household import BLANKS

REVEALED = "xem số định danh"
ERASED = "xóa dữ liệu cá nhân"
# Their free text may say something about a person.
NOTED = (Classification, Support, Exit)


@transaction.atomic
def reveal_id_number(household: Household, *, user: User, purpose: str) -> str:
    """The ID number of the head; the journal says who saw it and what for."""
    JournalEntry.write(
        REVEALED, user=user, title=str(household), detail=f"Mục đích: {purpose}", url=household.get_absolute_url()
    )
    return household.id_number.plain


def revelations(household: Household) -> QuerySet[JournalEntry]:
    """Who has seen the number, the last one first."""
    entries = JournalEntry.objects.filter(kind=REVEALED, address=household.get_absolute_url())
    return entries.select_related("user")


@transaction.atomic
def erase(households: Sequence[Household], *, user: User, reason: str) -> None:
    """Blank the personal values in the rows and in all their history; entries, events and counts stay as they are."""
    for household in Household.objects.select_for_update().filter(pk__in=[each.pk for each in households]):
        for field, blank in BLANKS.items():
            setattr(household, field, blank)
        household.erased_on = timezone.localdate()
        sign(household, user, f"Xóa dữ liệu cá nhân: {reason}")
        household.save()
        # A restored row of history must not bring anything back, nor forget that it was erased.
        Household.history.filter(id=household.pk).update(**BLANKS, erased_on=household.erased_on)
        for model in NOTED:
            model.objects.filter(household=household).update(note="")
            model.history.filter(household_id=household.pk).update(note="")
        _erase_evidence(household, user)
        JournalEntry.write(
            ERASED, user=user, title=str(household), detail=f"Lý do: {reason}", url=household.get_absolute_url()
        )


def _erase_evidence(household: Household, user: User) -> None:
    """Take away the files of the household and of its events: rows, names in the history, and the bytes themselves."""
    events = [each for model in NOTED for each in model.objects.filter(household=household)]
    for record in (household, *events):
        for evidence in Evidence.objects.of(record):
            sign(evidence, user, "Xóa dữ liệu cá nhân")
            transaction.on_commit(partial(storage().delete, evidence.stored_as))
            evidence.delete()
        kind = ContentType.objects.get_for_model(record)
        Evidence.history.filter(content_type=kind, object_id=record.pk).update(name="(đã xóa)", note="")
