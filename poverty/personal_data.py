"""Personal data as the law requires: shown for a purpose and logged, kept for RETENTION_YEARS, erased for a reason.

Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP. Whatever shows or erases data writes its journal entry in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeVar, cast

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, F, Max, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, NullIf
from django.urls import reverse
from django.utils import timezone

from coopunion.attachments import storage
from coopunion.authorship import set_author
from coopunion.models import Department, Evidence, JournalEntry, User
from coopunion.models.history_rows import RecordHistoryRow
from coopunion.periods import months_before
from poverty.models import Classification, Exit, Household, Support, SupportDonor
from poverty.models.household import BLANKS, HouseholdQuerySet, deleted_households, event_models

REVEALED = "xem số định danh"
ERASED = "xóa dữ liệu cá nhân"
# Replaces free text that may have named the person.
BLANKED = "(đã xóa)"
LONG_AGO = Value(date(1900, 1, 1), output_field=DateField())
H = TypeVar("H", bound=HouseholdQuerySet)


def retention_limit(day: date) -> date:
    """Personal data of a household whose last event was on this day or earlier may no longer be kept on `day`."""
    return months_before(day, 12 * settings.RETENTION_YEARS)


def with_last_event(households: H) -> H:
    """Adds `last_event_on`: the last support, exit or end of a classified year; without any, the day of entry."""
    year_end = Cast(Concat("year", Value("-12-31")), DateField())
    last = Greatest(_last(Support, "supported_on"), _last(Exit, "decided_on"), _last(Classification, year_end))
    return households.annotate(last_event_on=Coalesce(NullIf(last, LONG_AGO), Cast("created_at", DateField())))


def past_retention(day: date) -> HouseholdQuerySet:
    """Households whose personal data may no longer be kept on that day, the longest kept first."""
    late = with_last_event(Household.objects.holding_personal_data()).filter(Q(last_event_on__lte=retention_limit(day)))
    return late.order_by(F("last_event_on"), "pk")


def _last(model: type[Support | Exit | Classification], day: str | Cast) -> Coalesce:
    """The latest day among the household's events of the model, drafts and annulled ones as well; else LONG_AGO."""
    events = model.objects.order_by().filter(household=OuterRef("pk")).values("household")
    days = events.annotate(day=Max(day)).values("day")
    return Coalesce(Subquery(days, output_field=DateField()), LONG_AGO)


def last_state(row: Model) -> Household:
    """A deleted household with the values of `row`, the row of its history that the deletion wrote."""
    version = cast(RecordHistoryRow[Household], row)
    household = version.instance
    household.is_deleted = True
    household.place, household.department, household.created_by = version.place, version.department, version.created_by
    household.last_event_on = timezone.localtime(version.history_date).date()
    return household


def kept_too_long(day: date, department: Department | None = None) -> list[Household]:
    """Households, deleted ones as well, whose personal data may no longer be kept; the longest kept first.

    A deleted household can be restored with all its data, until the term has passed since its deletion.
    """
    present = past_retention(day).select_related("place__parent", "department")
    deleted = deleted_households().filter(erased_on__isnull=True, history_date__date__lte=retention_limit(day))
    if department:
        present, deleted = present.filter(department=department), deleted.filter(department=department)
    rows = deleted.select_related("place__parent", "department", "created_by")
    households = [*present, *(last_state(row) for row in rows)]
    return sorted(households, key=lambda household: (household.last_event_on, household.pk))


@transaction.atomic
def reveal_id_number(household: Household, *, user: User, purpose: str) -> str:
    """The ID number of the head; a journal entry records who saw it and for which purpose."""
    JournalEntry.write(
        REVEALED, user=user, title=str(household), detail=f"Mục đích: {purpose}", url=household.get_absolute_url()
    )
    return household.id_number.plain


def revelations(household: Household) -> QuerySet[JournalEntry]:
    """The journal entries of those who saw the ID number, the newest first."""
    address = reverse("poverty:detail", args=[household.pk])
    return JournalEntry.objects.filter(kind=REVEALED, address=address).select_related("user")


@transaction.atomic
def erase(households: Sequence[Household], *, user: User, reason: str) -> None:
    """Blank the personal values in the rows and in all their history; entries, events and counts stay as they are.

    A deleted household has only its history. Free text that may name the person is blanked as well: notes, reasons of
    annulments and changes, purposes of looking at the ID number.
    """
    list(Household.objects.select_for_update().filter(pk__in=[household.pk for household in households]))
    for household in households:
        today = timezone.localdate()
        # With `erased_on`, a row of history that is restored later neither brings data back nor hides the erasure.
        _blank(Household.history.filter(id=household.pk), {**BLANKS, "erased_on": today})
        _erase_events(household)
        _erase_evidence(household, user)
        revelations(household).update(detail=BLANKED)
        if not household.is_deleted:
            _erase_present_row(household, today, user, reason)
        JournalEntry.write(
            ERASED, user=user, title=str(household), detail=f"Lý do: {reason}", url=household.get_absolute_url()
        )


def _erase_present_row(household: Household, today: date, user: User, reason: str) -> None:
    row = Household.objects.get(pk=household.pk)
    for field, blank in BLANKS.items():
        setattr(row, field, blank)
    row.erased_on = today
    set_author(row, user, f"Xóa dữ liệu cá nhân: {reason}")
    row.save()


def _erase_events(household: Household) -> None:
    """Blank the free text of the household's events and of the donors of its supports, with their history."""
    blank = {"note": "", "annulled_because": ""}
    for model in event_models():
        model._default_manager.filter(Q(household=household.pk)).update(**blank)
        _blank(model.history.filter(household_id=household.pk), blank)
    supports = Support.history.filter(household_id=household.pk).values("id")
    _blank_reasons(SupportDonor.history.filter(support_id__in=supports))


def _blank(history: QuerySet[Model], values: Mapping[str, object]) -> None:
    history.update(**values)
    _blank_reasons(history)


def _blank_reasons(history: QuerySet[Model]) -> None:
    history.exclude(history_change_reason__isnull=True).exclude(history_change_reason="").update(
        history_change_reason=BLANKED
    )


def _erase_evidence(household: Household, user: User) -> None:
    """Delete the files of the household and its events, and their stored bytes; also files deleted before."""
    papers = household.papers()
    for stored_as in set(Evidence.history.filter(papers).values_list("stored_as", flat=True)):
        transaction.on_commit(partial(storage().delete, stored_as))
    for evidence in Evidence.objects.filter(papers):
        set_author(evidence, user, "Xóa dữ liệu cá nhân")
        evidence.delete()
    _blank(Evidence.history.filter(papers), {"name": BLANKED, "note": ""})
