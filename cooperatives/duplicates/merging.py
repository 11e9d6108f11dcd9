"""Making two records of one cooperative one, on a person's word, and two again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from cooperatives.models import Alias, Cooperative, Merge
from coopunion.authorship import set_author
from coopunion.forms.saving import renew_search_text
from coopunion.history.merging import (
    CHANGED,
    DELETED,
    CannotUndoMerge,
    MergeWriter,
    conflicting_row,
    pointing_at,
    undo_merge,
)
from coopunion.models import JournalEntry, Record, User

# What a person chooses between, where the two records differ; everything else of the removed record stays with it.
NOT_CHOSEN = frozenset({"id", "state", "annulled_because", "department", "created_at", "created_by", "updated_at"})


class CannotMerge(ValueError):
    """The two records cannot be merged now; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Difference:
    """A field in which two records differ, as they show it."""

    field: models.Field
    kept: Any
    removed: Any


def compared(kept: Cooperative, removed: Cooperative) -> list[Difference]:
    """Every field that a person looks at, those of the record itself before its note."""
    fields = [field for field in Cooperative._meta.concrete_fields if field.editable and field.name not in NOT_CHOSEN]
    fields.sort(key=lambda field: field.name == "note")
    return [Difference(field, getattr(kept, field.name), getattr(removed, field.name)) for field in fields]


def differences(kept: Cooperative, removed: Cooperative) -> list[Difference]:
    return [pair for pair in compared(kept, removed) if pair.kept != pair.removed]


@dataclass(frozen=True)
class Following:
    """Rows of one kind that follow the removed record; `doubles` stand in the kept record already."""

    name: str
    count: int
    doubles: Sequence[str]


def following(kept: Cooperative, removed: Cooperative) -> list[Following]:
    """What a merge would move, before it does."""
    found: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for row, pointer in pointing_at(removed):
        name = str(row._meta.verbose_name)
        counts[name] = counts.get(name, 0) + 1
        near_duplicate = conflicting_row(row, pointer, kept)
        found.setdefault(name, []).extend([str(near_duplicate)] if near_duplicate else [])
    return [Following(name, counts[name], doubles) for name, doubles in found.items()]


@transaction.atomic
def merge(kept: Cooperative, removed: Cooperative, *, taken: Sequence[str] = (), by: User | None, reason: str) -> Merge:
    """Fold `removed` into `kept`, which takes the fields named in `taken` from it. CannotMerge where one is no record.

    The removed record stays as an annulled row that counts nowhere; its names become other names of the kept one.
    """
    kept, removed = _both(kept, removed)
    writer = MergeWriter(by, f"Gộp “{removed.name}” vào “{kept.name}”: {reason}")
    values = {name: getattr(removed, name) for name in taken}
    names = _names(kept) | _names(removed)
    writer.merge_into(removed, kept)
    because = f"Gộp vào hồ sơ “{kept.name}” (#{kept.pk}): {reason}"
    writer.change(removed, {"state": Record.State.ANNULLED, "annulled_because": because})
    for name in _new_aliases(kept, values, names):
        writer.create(Alias(cooperative=kept, name=name))
    writer.change(kept, values)  # last: its search text then knows every name
    made = Merge(kept=kept, removed=removed, reason=reason, steps=writer.steps, merged_by=by)
    set_author(made, by, reason)
    made.save()
    JournalEntry.write("Gộp hồ sơ", user=by, title=str(made), detail=reason, url=made.get_absolute_url())
    return made


@transaction.atomic
def undo(made: Merge, *, by: User | None, reason: str) -> None:
    """Both records and everything of theirs as before. CannotUndoMerge where a row was changed since the merge."""
    made = Merge.objects.select_for_update().get(pk=made.pk)
    if not made.stands:
        raise CannotUndoMerge("Việc gộp này đã được hoàn tác.")
    for row in undo_merge(made.steps, by=by, reason=f"Hoàn tác gộp: {reason}"):
        if isinstance(row, Cooperative):
            renew_search_text(row)
    made.undone_at, made.undone_by, made.undone_because = timezone.now(), by, reason
    set_author(made, by, reason)
    made.save()
    JournalEntry.write("Hoàn tác gộp hồ sơ", user=by, title=str(made), detail=reason, url=made.get_absolute_url())


def _both(kept: Cooperative, removed: Cooperative) -> tuple[Cooperative, Cooperative]:
    """Both rows locked, in one order for everybody, and still records."""
    rows = {
        row.pk: row
        for row in Cooperative.objects.select_for_update().filter(pk__in=(kept.pk, removed.pk)).order_by("pk")
    }
    if len(rows) < 2:
        raise CannotMerge("Cần hai hồ sơ khác nhau để gộp.")
    for row in rows.values():
        if row.state != Record.State.RECORDED:
            raise CannotMerge(f"“{row.name}” {row.get_state_display()}, không gộp được.")
    if rows[kept.pk].kind != rows[removed.pk].kind:
        raise CannotMerge("Hợp tác xã và liên hiệp hợp tác xã không phải là một đơn vị.")
    return rows[kept.pk], rows[removed.pk]


def _names(cooperative: Cooperative) -> set[str]:
    return {name for name in (cooperative.name, cooperative.short_name) if name}


def _new_aliases(kept: Cooperative, values: Mapping[str, Any], names: set[str]) -> list[str]:
    """Names of either record that the kept one will bear neither itself nor as another name."""
    borne = {values.get("name", kept.name), values.get("short_name", kept.short_name)}
    known = set(Alias.objects.filter(cooperative=kept).values_list("name", flat=True))
    return sorted(names - borne - known)


def told(made: Merge) -> list[str]:
    """What the merge did, in words for its page: how many rows of each kind moved, were annulled or taken away."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for step in made.steps:
        model = apps.get_model(step["model"])
        if model is not Cooperative:
            counts[str(model._meta.verbose_name)][_deed(step)] += 1
    return [
        f"{name}: {', '.join(f'{event_noun} {count}' for event_noun, count in deeds.items())}"
        for name, deeds in counts.items()
    ]


def _deed(step: dict[str, Any]) -> str:
    if step["what"] == DELETED or step.get("after", {}).get("state") == Record.State.ANNULLED:
        return "hủy vì trùng"
    return "chuyển sang" if step["what"] == CHANGED else "thêm"
