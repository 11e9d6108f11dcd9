"""New rows whose name is nearly that of another record of the same place, or of another new row.

And new rows with exactly the name of a record elsewhere in the district, whose place may have been corrected in an
exported file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from coopunion.models import Record
from coopunion.models.lineage import Lineage
from coopunion.near_duplicates import NearDuplicates
from coopunion.tables.import_row import RECORD, ImportRow
from coopunion.text import search_key

NAME, PLACE, ALIASES = "name", "place", "aliases"
KnownNames = dict[int | None, NearDuplicates[tuple[str, int | None]]]
"""By group (a place, a producer): the names in it, each with the record's own name and its group."""


def mark_near_duplicates(
    import_rows: Iterable[ImportRow],
    model: type[Record],
    field: str = PLACE,
    others: Iterable[tuple[str, str, int]] = (),
    *,
    part: str = RECORD,
    lineage: Lineage | None = None,
) -> None:
    """Fills `near_duplicates` of the rows with a new record of the part, once for each record.

    Names are compared among records with the same value of `field`; with a lineage, of places that may hold the same
    spot: an old commune's with those of the commune and the district it became or lay in. `others` are further names:
    the name, the record's own one, the value of `field` it belongs to.
    """
    new = _new_rows(import_rows, part)
    if not new:
        return
    groups: set[int] = {getattr(import_row.records[part], f"{field}_id") for import_row in new} - {None}
    alike = {group: lineage.sharing(group) if lineage else {group} for group in groups}
    known = _known_names(model, field, set().union(*alike.values()))
    for other, name, group in others:
        known[group].add(other, (name, group))
    searched = known.keys() | groups | {None}  # a new producer's products have no group yet
    for import_row in new:
        own_name: str = getattr(import_row.records[part], NAME)
        own_group: int | None = getattr(import_row.records[part], f"{field}_id")
        among: list[int | None] = [*sorted(alike[own_group])] if own_group is not None else [None]
        found = [near for group in among if group in searched for near in known[group].of(own_name)]
        _add(import_row, (_label(name, group, own_group, lineage) for name, group in found))
        known[own_group].add(own_name, (f"{own_name} (dòng {import_row.number} của tệp)", own_group))


def _new_rows(import_rows: Iterable[ImportRow], part: str) -> Sequence[ImportRow]:
    """The first row of each new record; rows with an error are left out."""
    new = [import_row for import_row in import_rows if part in import_row.new and not import_row.wrong]
    return list({id(import_row.records[part]): import_row for import_row in new}.values())


def _known_names(model: type[Record], field: str, groups: set[int]) -> KnownNames:
    """The names of the register's records in the groups, and their aliases where the model has them."""
    known: KnownNames = defaultdict(NearDuplicates)
    rows = model._default_manager.exclude(state=Record.State.ANNULLED).filter(**{f"{field}__in": groups})
    for name, group in rows.values_list(NAME, field):
        known[group].add(name, (name, group))
    if hasattr(model, ALIASES):
        aliases = rows.filter(**{f"{ALIASES}__isnull": False}).values_list(NAME, f"{ALIASES}__name", field)
        for name, other, group in aliases:
            known[group].add(other, (name, group))
    return known


def _label(name: str, group: int | None, own_group: int | None, lineage: Lineage | None) -> str:
    """The name, with its place where that is another than the row's."""
    return f"{name} ({lineage.places[group]})" if lineage and group and group != own_group else name


def _add(import_row: ImportRow, names: Iterable[str]) -> None:
    import_row.near_duplicates = list(dict.fromkeys([*import_row.near_duplicates, *names]))


def mark_namesakes(
    import_rows: Iterable[ImportRow], model: type[Record], lineage: Lineage, others: Iterable[tuple[str, str, int]] = ()
) -> None:
    """Adds to `near_duplicates` of new rows those of the same name, for tables that match by name and place.

    Of places that `mark_near_duplicates` does not search, in the same district; `others` as there.
    """
    new = [import_row for import_row in import_rows if RECORD in import_row.new and not import_row.wrong]
    if not new:
        return
    known: dict[str, dict[int, str]] = defaultdict(dict)
    rows = model._default_manager.exclude(state=Record.State.ANNULLED)
    for a_name, own_name, place in (*rows.values_list(NAME, NAME, PLACE), *others):
        if place:
            known[search_key(a_name)].setdefault(place, f"{own_name} ({lineage.places[place]})")
    around: dict[int, set[int]] = {}
    for import_row in new:
        record = import_row.records[RECORD]
        namesakes: dict[int, str] = known.get(search_key(getattr(record, NAME)), {})
        place = getattr(record, f"{PLACE}_id")
        if namesakes and place:
            if place not in around:
                around[place] = lineage.around(place) - lineage.sharing(place)
            _add(import_row, sorted(namesakes[other] for other in namesakes.keys() & around[place]))
