"""New rows whose name is nearly that of another record of the same place, or of another new row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from coopunion.duplicates import NearDuplicates
from coopunion.models import Record
from coopunion.tables.columns import RECORD
from coopunion.tables.drafts import Draft


def mark_twins(
    drafts: Sequence[Draft],
    model: type[Record],
    field: str = "place",
    names: str = "aliases",
    others: Iterable[tuple[str, str, int]] = (),
) -> None:
    """Fills `twins` of the drafts. Names are compared among records with the same value of `field`.

    `others` are further names: the name, the record's own one, the value of `field` under which it was borne.
    """
    new = [draft for draft in drafts if RECORD in draft.new and not draft.wrong]
    if not new:
        return
    groups = {getattr(draft.records[RECORD], f"{field}_id") for draft in new}
    known: dict[int | None, NearDuplicates[str]] = defaultdict(NearDuplicates)
    rows = model._default_manager.exclude(state=Record.State.ANNULLED).filter(**{f"{field}__in": groups - {None}})
    for name, group in rows.values_list("name", field):
        known[group].add(name, name)
    if hasattr(model, names):
        for name, other, group in rows.filter(**{f"{names}__isnull": False}).values_list(
            "name", f"{names}__name", field
        ):
            known[group].add(other, name)
    for other, name, group in others:
        known[group].add(other, name)
    for draft in new:
        record = draft.records[RECORD]
        index = known[getattr(record, f"{field}_id")]
        draft.twins = list(dict.fromkeys(index.of(record.name)))
        index.add(record.name, f"{record.name} (dòng {draft.number} của tệp)")
