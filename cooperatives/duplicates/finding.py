"""Finding cooperatives that may be in the register twice, across spellings; only a person merges them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from cooperatives.models import Alias, Cooperative, NotDuplicate, Renaming
from coopunion.models.lineage import Lineage
from coopunion.places.maps import RECORD_MAP
from coopunion.text import search_key

# Words of many names, which do not distinguish a cooperative (abbreviations are spelled out before).
COMMON_WORDS = (
    "hop tac xa lien hiep to dich vu tong nong lam nghiep ngu san xuat che bien kinh doanh thuong mai va phat trien"
    " xay dung"
)
COMMON = frozenset(COMMON_WORDS.split(" "))
# Least SequenceMatcher ratio of near names; below it, two names of one district are usually two organisations.
ALIKE = 0.88


@dataclass(frozen=True)
class Pair:
    """Two records that may be one cooperative. The first is the better one to keep: with a code, the lower pk."""

    first: Cooperative
    second: Cooperative
    reason: str


@dataclass(frozen=True)
class _Named:
    """A cooperative under one of its names. `core` are its words without common ones, `text` the same sorted."""

    cooperative: Cooperative
    core: frozenset[str]
    text: str
    districts: frozenset[int | None]
    """Districts of the map of 2020 in which its seats lie: a commune of today counts as the units it came from."""
    shared: frozenset[int]
    """Units that share territory with one of its seats."""

    @property
    def digits(self) -> frozenset[str]:
        return frozenset(word for word in self.core if any(letter.isdigit() for letter in word))


def core_of(name: str) -> frozenset[str]:
    """The distinguishing words of a name: "HTX DVTH Hồng Ca", "Hợp tác xã Hồng Cà" → {"hong", "ca"}."""
    words = frozenset(search_key(name).split())
    return words - COMMON or words


def pairs() -> list[Pair]:
    """Pairs of recorded cooperatives that may be one, without those confirmed as two. Seven queries."""
    rows = Cooperative.objects.recorded().select_related("place__parent", "department").order_by("pk")
    named = list(_names(rows.prefetch_related("relocations__place__parent")))
    found: dict[tuple[int, int], Pair] = {}
    for reason, candidates in (
        ("cùng tên hoặc chỉ khác cách viết", _same_core(named)),
        ("tên này nằm trong tên kia, cùng huyện", (pair for pair in _neighbours(named) if _contained(*pair))),
        ("tên gần giống, cùng huyện", (pair for pair in _neighbours(named) if _alike(*pair))),
    ):
        for one, other in candidates:
            pair = (one.cooperative, other.cooperative)
            first, second = sorted(pair, key=lambda cooperative: (not cooperative.code, cooperative.pk))
            found.setdefault((first.pk, second.pk), Pair(first, second, reason))
    two = set(NotDuplicate.objects.values_list("first", "second"))
    kept = [pair for key, pair in found.items() if tuple(sorted(key)) not in two]
    return sorted(kept, key=lambda pair: (pair.first.name, pair.second.name, pair.first.pk))


def _names(rows: Iterable[Cooperative]) -> Iterator[_Named]:
    """Every cooperative under each of its names, present, former and aliases."""
    names: dict[int, set[str]] = defaultdict(set)
    for pk, name in Alias.objects.values_list("cooperative", "name"):
        names[pk].add(name)
    for pk, name in Renaming.objects.recorded().values_list("cooperative", "old_name"):
        names[pk].add(name)
    lineage = Lineage()
    for row in rows:
        seats = [row.place_id, *(move.place_id for move in row.relocations.all() if move.counts)]
        shared = frozenset(unit for seat in seats if seat for unit in lineage.sharing(seat))
        districts = frozenset(district for seat in seats for district in _districts(seat, lineage))
        for core in {core_of(name) for name in (row.name, row.short_name, *names[row.pk]) if name}:
            yield _Named(row, core, " ".join(sorted(core)), districts, shared)


def _districts(seat: int | None, lineage: Lineage) -> set[int | None]:
    """The districts of the map of 2020; the unit itself where it has no predecessor there."""
    if seat is None:
        return {None}
    units = lineage.on(lineage.places[seat], RECORD_MAP)
    return {(unit.district or unit).pk for unit in units} or {seat}


def _same_core(named: Iterable[_Named]) -> Iterator[tuple[_Named, _Named]]:
    groups: dict[frozenset[str], list[_Named]] = defaultdict(list)
    for one in named:
        groups[one.core].append(one)
    for group in groups.values():
        yield from _different(group)


def _contained(one: _Named, other: _Named) -> bool:
    """As in "Công Tâm" and "Công Tâm Viễn Sơn"; a single word in another name is too little."""
    smaller, larger = sorted((one.core, other.core), key=len)
    return len(smaller) > 1 and smaller < larger


def _alike(one: _Named, other: _Named) -> bool:
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the cheapest first
    return one.core != other.core and all(ratio() >= ALIKE for ratio in ratios)


def _neighbours(named: Iterable[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Pairs to compare: of different districts or numbers, only cooperatives with the same name may be one."""
    groups: dict[tuple[int | None, frozenset[str]], list[_Named]] = defaultdict(list)
    for one in named:
        for district in one.districts:
            groups[district, one.digits].append(one)
    for group in groups.values():
        yield from _different(group)


def _different(group: Iterable[_Named]) -> Iterator[tuple[_Named, _Named]]:
    for one, other in combinations(group, 2):
        same_record = one.cooperative == other.cooperative
        if not same_record and one.cooperative.kind == other.cooperative.kind and not _two_codes(one, other):
            yield one, other


def _two_codes(one: _Named, other: _Named) -> bool:
    """Whether two codes show two cooperatives; of one name in one commune, one code may be mistyped."""
    codes = {one.cooperative.code, other.cooperative.code}
    same = one.core == other.core and other.cooperative.place_id in one.shared
    return len(codes) == 2 and None not in codes and not same
