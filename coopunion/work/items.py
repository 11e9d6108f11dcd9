"""The user's to-do list, and the hand-over of open work to another person or department.

Every app may supply both in its extensions (`work_items`, `open_work`), since lower apps know nothing of higher ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst

from coopunion.authorship import set_author
from coopunion.extensions import extension_functions
from coopunion.models import Department, Record, User
from coopunion.permissions import ROLES, Permission

M = TypeVar("M", bound=Model)
DRAFTS = "Bản nháp chưa ghi sổ"
DRAFTS_SHOWN = 50  # of one kind; whoever has more has a list of them in the register


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """One task of a person, under the heading `group`. `due_on` is the last day for it, if there is one."""

    group: str
    title: str
    url: str
    detail: str = ""
    due_on: date | None = None
    status: str = ""
    """A shape of templates/_status.html, in words `status_label`."""
    status_label: str = ""


@dataclass(frozen=True)
class Handover:
    """Who hands work over to whom. Without `person` it becomes the whole department's."""

    giver: User
    department: Department
    person: User | None
    by: User
    reason: str

    @property
    def receiver(self) -> User | Department:
        return self.person or self.department

    def note(self, thing: M) -> M:
        """Set the author and reason of the thing's next history row; the caller saves or deletes it."""
        set_author(thing, self.by, f"Bàn giao từ {self.giver} cho {self.receiver}: {self.reason}")
        return thing


@dataclass(frozen=True)
class OpenWork(Generic[M]):
    """Things of one kind that a person has not finished; `give` hands one of them over and saves it."""

    label: str
    things: Sequence[M]
    give: Callable[[M, Handover], None]


def work_of(user: User, today: date) -> dict[str, list[WorkItem]]:
    """The tasks of the user under the title of their group; in a group by due day."""
    groups: dict[str, list[WorkItem]] = {}
    for supply in extension_functions("work_items"):
        for item in supply(user, today):
            groups.setdefault(item.group, []).append(item)
    return {title: sorted(items, key=lambda item: item.due_on or date.max) for title, items in groups.items()}


def open_work_of(user: User) -> list[OpenWork[Model]]:
    """What somebody else must take over when the user leaves; kinds with nothing open are left out."""
    return [work for supply in extension_functions("open_work") for work in supply(user) if work.things]


@transaction.atomic
def hand_over(handover: Handover) -> tuple[int, int]:
    """Hand over all the open work of the giver, in one transaction: how many things the receiver has now, and how many
    drafts stayed with the department of the record they belong to."""
    handed: list[Model] = []
    for work in open_work_of(handover.giver):
        for thing in work.things:
            work.give(thing, handover)
            handed.append(thing)
    stayed = sum(isinstance(thing, Record) and thing.department != handover.department for thing in handed)
    return len(handed) - stayed, stayed


def writers() -> QuerySet[User]:
    """The accounts to which work can be given: active ones that may write the records of their department."""
    roles = [role for role, granted in ROLES.items() if Permission.CHANGE_RECORDS in granted]
    rows = User.objects.filter(is_active=True, department__isnull=False, role__in=roles)
    return rows.select_related("department").order_by("department__name", "full_name", "username")


def record_models() -> list[type[Record]]:
    """What belongs to another record comes after it: its draft goes where that record went."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    return sorted(models, key=lambda model: bool(model.owner))


def drafts(user: User, today: date) -> Iterator[WorkItem]:
    """Tasks for the user's drafts and for those of their department without an author: one query for each model."""
    if user.department_id is None:
        return
    mine = Q(created_by=user) | Q(created_by__isnull=True)
    for model in record_models():
        rows = model._default_manager.filter(mine, state=Record.State.DRAFT, department_id=user.department_id)
        for record in rows.select_related(*_parents(model)).order_by("-updated_at")[:DRAFTS_SHOWN]:
            yield WorkItem(
                group=DRAFTS,
                title=str(record),
                url=record.get_absolute_url(),
                detail=capfirst(str(model._meta.verbose_name)),
            )


def open_drafts(user: User) -> Iterator[OpenWork[Record]]:
    """What others belong to first: a draft goes where its owner went."""
    for model in sorted(record_models(), key=lambda model: bool(model.owner)):
        rows = model._default_manager.filter(state=Record.State.DRAFT, created_by=user)
        label = f"{DRAFTS}: {model._meta.verbose_name}"
        yield OpenWork(label, list(rows.order_by("pk")), _give_draft)


def _give_draft(record: Record, handover: Handover) -> None:
    """Make the draft the receiver's own; its history keeps the first author.

    A draft that belongs to a record of another department than the receiver's, as a support does to its household,
    could be neither read nor finished there: it stays in the department of that record, without an author.
    """
    owner = record.belongs_to  # read now: it may have been handed over just before
    stays = owner is not None and owner.department_id != handover.department.pk
    record.department = owner.department if owner and stays else handover.department
    record.created_by = None if stays else handover.person
    handover.note(record).save()


def _parents(model: type[Record]) -> list[str]:
    """Foreign keys from which `str(record)` may read: a recognition's product, a support's household."""
    return [field.name for field in model._meta.fields if field.many_to_one and field.name not in ("created_by",)]
