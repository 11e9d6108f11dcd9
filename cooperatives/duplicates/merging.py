"""Merging two records of one cooperative, when a person says they are one, and undoing the merge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from cooperatives.models import Alias, Cooperative, Merge, NotDuplicate
from coopunion.authorship import set_author
from coopunion.history.changes import format_value
from coopunion.history.merging import ADDED, DOUBLE, MOVED, MergeWriter, conflicting_row, pointing_at, undo_merge
from coopunion.history.reverting import CannotRevert
from coopunion.models import JournalEntry, Record, User

# Fields of a record between which nobody chooses: each record keeps its own.
NOT_CHOSEN = frozenset({"id", "state", "annulled_because", "department", "created_at", "created_by", "updated_at"})
ACTIONS = {MOVED: "chuyển sang", DOUBLE: "hủy vì trùng", ADDED: "thêm"}


class CannotMerge(ValueError):
    """The two records cannot be merged now; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Compared:
    """A field with its values in two records."""

    field: models.Field[object, object]
    kept: object
    removed: object

    @property
    def label(self) -> str:
        return str(self.field.verbose_name).capitalize()

    @property
    def texts(self) -> tuple[str, str]:
        """Both values as pages show them."""
        return self._text(self.kept), self._text(self.removed)

    def _text(self, value: object) -> str:
        """Of a foreign key, the name of its object."""
        stored = value.pk if isinstance(value, models.Model) else value
        return format_value(self.field, stored, {self.field.name: {stored: str(value)}})


def compare(kept: Cooperative, removed: Cooperative) -> tuple[list[Compared], list[Compared]]:
    """The fields that differ, and those with one value; every one that a person looks at, the note last."""
    fields = [field for field in Cooperative._meta.concrete_fields if field.editable and field.name not in NOT_CHOSEN]
    fields.sort(key=lambda field: field.name == "note")
    pairs = [Compared(field, getattr(kept, field.name), getattr(removed, field.name)) for field in fields]
    same = [pair for pair in pairs if pair.kept == pair.removed and pair.kept not in ("", None)]
    return [pair for pair in pairs if pair.kept != pair.removed], same


@dataclass(frozen=True)
class Following:
    """Rows of one model that a merge moves to the kept record; `doubles` are those it has already."""

    name: str
    count: int
    doubles: Sequence[str]


def following(kept: Cooperative, removed: Cooperative) -> list[Following]:
    """The rows that a merge would move, by model."""
    found: dict[str, list[models.Model | None]] = defaultdict(list)
    for row, pointer in pointing_at(removed):
        found[str(row._meta.verbose_name)].append(conflicting_row(row, pointer, kept))
    return [Following(name, len(rows), [str(row) for row in rows if row]) for name, rows in found.items()]


@transaction.atomic
def merge(kept: Cooperative, removed: Cooperative, *, taken: Sequence[str] = (), by: User | None, reason: str) -> Merge:
    """Merge `removed` into `kept`, which takes the fields named in `taken` from it.

    The removed record stays as an annulled row that counts nowhere; its names become aliases of the kept one.
    CannotMerge where one of the two is not a recorded cooperative, or their kinds differ.
    """
    kept, removed = _both(kept, removed)
    writer = MergeWriter(by, f"Gộp “{removed.name}” vào “{kept.name}”: {reason}")
    values = {name: getattr(removed, name) for name in taken}
    names = {name for record in (kept, removed) for name in (record.name, record.short_name) if name}
    writer.merge_into(removed, kept)
    because = f"Gộp vào hồ sơ “{kept.name}” (#{kept.pk}): {reason}"
    writer.change(removed, {"state": Record.State.ANNULLED, "annulled_because": because})
    for name in _new_aliases(kept, values, names):
        writer.create(Alias(cooperative=kept, name=name))
    writer.change(kept, values)  # last, so that its search text includes every name
    made = Merge(kept=kept, removed=removed, reason=reason, steps=writer.steps, merged_by=by)
    set_author(made, by, reason)
    made.save()
    JournalEntry.write("Gộp hồ sơ", user=by, title=str(made), detail=reason, url=made.get_absolute_url())
    return made


@transaction.atomic
def undo(made: Merge, *, by: User | None, reason: str) -> None:
    """Restore both records and all their rows. CannotRevert where a row was changed since the merge."""
    made = Merge.objects.select_for_update().get(pk=made.pk)
    if not made.is_active:
        raise CannotRevert("Việc gộp này đã được hoàn tác.")
    undo_merge(made.steps, by=by, reason=f"Hoàn tác gộp: {reason}")
    made.undone_at, made.undone_by, made.undone_because = timezone.now(), by, reason
    set_author(made, by, reason)
    made.save()
    JournalEntry.write("Hoàn tác gộp hồ sơ", user=by, title=str(made), detail=reason, url=made.get_absolute_url())


def _both(kept: Cooperative, removed: Cooperative) -> tuple[Cooperative, Cooperative]:
    """Both rows, locked in order of their pk against deadlocks. CannotMerge where they cannot be merged any more."""
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


def _new_aliases(kept: Cooperative, values: Mapping[str, str], names: set[str]) -> list[str]:
    """Names of either record that are neither names nor aliases of the kept one after the merge."""
    own = {values.get("name", kept.name), values.get("short_name", kept.short_name)}
    known = set(Alias.objects.filter(cooperative=kept).values_list("name", flat=True))
    return sorted(names - own - known)


def summary_of(made: Merge) -> list[str]:
    """The writes of a merge by model, for its page: "giấy chứng nhận đăng ký: chuyển sang 2, hủy vì trùng 1"."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for step in made.steps:
        model = apps.get_model(step["model"])
        if model is not Cooperative:
            counts[str(model._meta.verbose_name)][ACTIONS[step["what"]]] += 1
    return [
        f"{name}: {', '.join(f'{action} {count}' for action, count in actions.items())}"
        for name, actions in counts.items()
    ]


def confirm_no_duplicate(one: Cooperative, other: Cooperative, by: User | None) -> NotDuplicate:
    """Record that the two are two cooperatives; recorded already, nothing changes."""
    first, second = sorted((one, other), key=lambda cooperative: cooperative.pk)
    return NotDuplicate.objects.get_or_create(first=first, second=second, defaults={"said_by": by})[0]
