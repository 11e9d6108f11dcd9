"""What the law asks of personal data: shown with a purpose and a trace, erased with a reason and without a trace.

Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP. Every function writes its journal entry in the transaction of what it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from coopunion.attachments import storage
from coopunion.authorship import set_author
from coopunion.models import Department, Evidence, JournalEntry, User
from coopunion.periods import months_before
from poverty.models import Household, Support, SupportDonor
from poverty.models.events import EVENTS
from poverty.models.household import BLANKS, deleted_households

REVEALED = "xem số định danh"
ERASED = "xóa dữ liệu cá nhân"
# What stands where free text may have named the person.
BLANKED = "(đã xóa)"


def last_state(row: Any) -> Household:
    """A deleted household as the row of history that its deletion wrote has it."""
    household = row.instance
    household.is_deleted = True
    household.place, household.department, household.created_by = row.place, row.department, row.created_by
    household.last_event_on = timezone.localtime(row.history_date).date()
    return household


def kept_too_long(day: date, department: Department | None = None) -> list[Household]:
    """Households, deleted ones as well, whose personal data may no longer be kept; the longest kept first.

    A deleted one can be put back, with everything it held, until the term has passed since its deletion.
    """
    limit = months_before(day, 12 * settings.RETENTION_YEARS)
    present = Household.objects.past_retention(day).select_related("place__parent", "department")
    deleted = deleted_households().filter(erased_on__isnull=True, history_date__date__lte=limit)
    if department:
        present, deleted = present.filter(department=department), deleted.filter(department=department)
    gone = [last_state(row) for row in deleted.select_related("place__parent", "department", "created_by")]
    return sorted([*present, *gone], key=lambda each: (each.last_event_on, each.pk))


@transaction.atomic
def reveal_id_number(household: Household, *, user: User, purpose: str) -> str:
    """The ID number of the head; the journal says who saw it and what for."""
    JournalEntry.write(
        REVEALED, user=user, title=str(household), detail=f"Mục đích: {purpose}", url=household.get_absolute_url()
    )
    return household.id_number.plain


def revelations(household: Household) -> QuerySet[JournalEntry]:
    """Who has seen the number, the last one first."""
    address = reverse("poverty:detail", args=[household.pk])
    return JournalEntry.objects.filter(kind=REVEALED, address=address).select_related("user")


@transaction.atomic
def erase(households: Sequence[Household], *, user: User, reason: str) -> None:
    """Blank the personal values in the rows and in all their history; entries, events and counts stay as they are.

    Of a deleted household the history is all there is. Free text that may name the person goes with the values: notes,
    why something was annulled or changed, what the number was looked at for.
    """
    list(Household.objects.select_for_update().filter(pk__in=[each.pk for each in households]))
    for household in households:
        today = timezone.localdate()
        # A restored row of history must not bring anything back, nor forget that it was erased.
        _blank(Household.history.filter(id=household.pk), **BLANKS, erased_on=today)
        for model in EVENTS:
            model.objects.filter(household_id=household.pk).update(note="", annulled_because="")
            _blank(model.history.filter(household_id=household.pk), note="", annulled_because="")
        supports = Support.history.filter(household_id=household.pk).values("id")
        _blank_reasons(SupportDonor.history.filter(support_id__in=supports))
        _erase_evidence(household, user)
        revelations(household).update(detail=BLANKED)
        if not household.is_deleted:
            row = Household.objects.get(pk=household.pk)
            for field, blank in BLANKS.items():
                setattr(row, field, blank)
            row.erased_on = today
            set_author(row, user, f"Xóa dữ liệu cá nhân: {reason}")
            row.save()
        JournalEntry.write(
            ERASED, user=user, title=str(household), detail=f"Lý do: {reason}", url=household.get_absolute_url()
        )


def _blank(history: QuerySet, **values: Any) -> None:
    history.update(**values)
    _blank_reasons(history)


def _blank_reasons(history: QuerySet) -> None:
    history.exclude(history_change_reason__isnull=True).exclude(history_change_reason="").update(
        history_change_reason=BLANKED
    )


def _erase_evidence(household: Household, user: User) -> None:
    """Take away the files of the household and its events, also those taken off or of deleted events, and the bytes."""
    papers = household.papers()
    for stored_as in set(Evidence.history.filter(papers).values_list("stored_as", flat=True)):
        transaction.on_commit(partial(storage().delete, stored_as))
    for evidence in Evidence.objects.filter(papers):
        set_author(evidence, user, "Xóa dữ liệu cá nhân")
        evidence.delete()
    _blank(Evidence.history.filter(papers), name=BLANKED, note="")
