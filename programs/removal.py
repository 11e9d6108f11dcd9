"""Deleting a part of the plan: what is deleted with it, and what refers to it and so refuses the deletion."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError

from coopunion.authorship import set_author
from coopunion.models import User
from programs.models import Indicator, Program, ReportingPeriod, Task

# What is deleted with the thing above it, in the order in which it can be.
PARTS: dict[type[models.Model], Sequence[str]] = {
    Program: ("indicators", "tasks", "periods", "decisions"),
    Task: ("indicators",),
    Indicator: ("targets", "assignments"),
}

SHOWN = 20


class Removal:
    """`parts` are deleted with the thing; `refused_by` prevents it: figures, reports, periods whose report was sent."""

    def __init__(self, thing: models.Model) -> None:
        self.thing, self.parts = thing, _parts(thing)
        whole = [*self.parts, thing]
        refusing = {row for part in whole for row in _protected(part)} - set(whole)
        refusing |= {part for part in self.parts if isinstance(part, ReportingPeriod) and part.sent_on}
        self.refused_by = sorted(refusing, key=str)

    @property
    def noun(self) -> str:
        return str(self.thing._meta.verbose_name)

    @property
    def shown(self) -> Sequence[models.Model]:
        return self.refused_by[:SHOWN]

    @property
    def more(self) -> int:
        """How many of `refused_by` are not shown."""
        return len(self.refused_by) - len(self.shown)

    @property
    def named_parts(self) -> list[tuple[str, models.Model]]:
        """Each part with the name of its kind, highest first."""
        return [(str(part._meta.verbose_name), part) for part in reversed(self.parts)]

    @transaction.atomic
    def carry_out(self, user: User, reason: str) -> None:
        """Delete it all, each with its history; ProtectedError where something came to refer to it meanwhile."""
        for part in (*self.parts, self.thing):
            set_author(part, user, reason)
            part.delete()


def _parts(thing: models.Model) -> list[models.Model]:
    """The thing's parts and their own parts, the deepest first."""
    found: dict[models.Model, None] = {}
    for name in PARTS.get(type(thing), ()):
        for part in getattr(thing, name).all():
            found |= dict.fromkeys([*_parts(part), part])
    return list(found)


def _protected(thing: models.Model) -> set[models.Model]:
    """The rows whose foreign keys would refuse the deletion."""
    try:
        Collector(using="default", origin=thing).collect([thing])
    except ProtectedError as error:
        return set(error.protected_objects)
    return set()
