"""New rows whose name is nearly that of another record of the same place, or of another new row.

And rows of the very name of a record elsewhere in the district: its place may have been corrected in an exported file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from coopunion.models import Record
from coopunion.models.lineage import Lineage
from coopunion.near_duplicates import NearDuplicates
from coopunion.tables.columns import RECORD
from coopunion.tables.import_row import ImportRow
from coopunion.text import search_key


def mark_near_duplicates(
    import_rows: Sequence[ImportRow],
    model: type[Record],
    field: str = "place",
    names: str = "aliases",
    others: Iterable[tuple[str, str, int]] = (),
    *,
    part: str = RECORD,
    lineage: Lineage | None = None,
) -> None:
    """Fills `near_duplicates` of the import_rows that bring a new record of the part, each once.

    Names are compared among records with the same value of `field`; with a lineage, of places that may hold the same
    spot: an old commune's with those of the commune and the district it became or lay in. `others` are further names:
    the name, the record's own one, the value of `field` under which it was borne.
    """
    new = list(
        {
            id(import_row.records[part]): import_row
            for import_row in import_rows
            if part in import_row.new and not import_row.wrong
        }.values()
    )
    if not new:
        return
    groups = {getattr(import_row.records[part], f"{field}_id") for import_row in new} - {None}
    alike = {group: lineage.sharing(group) if lineage else {group} for group in groups}
    known: dict[int | None, NearDuplicates[tuple[str, int | None]]] = defaultdict(NearDuplicates)
    rows = model._default_manager.exclude(state=Record.State.ANNULLED)
    rows = rows.filter(**{f"{field}__in": set().union(*alike.values())})
    for name, group in rows.values_list("name", field):
        known[group].add(name, (name, group))
    if names and hasattr(model, names):
        for name, other, group in rows.filter(**{f"{names}__isnull": False}).values_list(
            "name", f"{names}__name", field
        ):
            known[group].add(other, (name, group))
    for other, name, group in others:
        known[group].add(other, (name, group))
    there = known.keys() | groups | {None}  # a new producer's products have no group yet
    for import_row in new:
        record = import_row.records[part]
        group = getattr(record, f"{field}_id")
        found = [
            near_duplicate
            for each in sorted(alike.get(group, {group}) & there)
            for near_duplicate in known[each].of(record.name)
        ]
        elsewhere = lineage.places if lineage else {}
        told = [f"{name} ({elsewhere[of]})" if of and of != group and elsewhere else name for name, of in found]
        import_row.near_duplicates = list(dict.fromkeys([*import_row.near_duplicates, *told]))
        known[group].add(record.name, (f"{record.name} (dòng {import_row.number} của tệp)", group))


def mark_namesakes(
    import_rows: Iterable[ImportRow], model: type[Record], lineage: Lineage, others: Iterable[tuple[str, str, int]] = ()
) -> None:
    """Adds to `near_duplicates` of new rows those of the same name, for tables that match by name and place.

    Of places that `mark_near_duplicates` does not ask about, in the same district; `others` as there.
    """
    new = [import_row for import_row in import_rows if RECORD in import_row.new and not import_row.wrong]
    if not new:
        return
    known: dict[str, dict[int, str]] = defaultdict(dict)
    rows: Any = model._default_manager.exclude(state=Record.State.ANNULLED)
    for borne, name, place in (*rows.values_list("name", "name", "place"), *others):
        if place:
            known[search_key(borne)].setdefault(place, f"{name} ({lineage.places[place]})")
    around: dict[int, set[int]] = {}
    for import_row in new:
        record = import_row.records[RECORD]
        namesakes, place = known.get(search_key(record.name)), record.place_id
        if namesakes and place:
            if place not in around:
                around[place] = lineage.around(place) - lineage.sharing(place)
            found = sorted(namesakes[each] for each in namesakes.keys() & around[place])
            import_row.near_duplicates = list(dict.fromkeys([*import_row.near_duplicates, *found]))
