"""Names that probably mean the same organisation: spelled or abbreviated differently, or mistyped by one letter.

A suspicion for a person to confirm, never a decision: in Vietnamese one letter makes another name (Hồng Ca, Hồng Hà).
Callers compare within one commune.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from coopunion.text import search_key

# Words that many names share, as `search_key` writes them; the rest of a name distinguishes it.
COMMON = (
    "lien hiep hop tac xa",
    "hop tac xa",
    "to hop tac",
    "dich vu",
    "tong hop",
    "nong lam nghiep",
    "nong lam ngu nghiep",
    "nong nghiep",
    "lam nghiep",
    "nong lam",
    "san xuat",
    "che bien",
    "thuong mai",
    "kinh doanh",
    "xay dung",
    "va",
    "ho",
)
SHORTEST_TYPO = 8  # letters; shorter names that differ by one letter are mostly different names
_COMMON = re.compile(rf"\b(?:{'|'.join(COMMON)})\b")
_DIGITS = re.compile(r"\d+")

T = TypeVar("T")


@lru_cache(maxsize=1_024)  # a new name is asked for and then added
def distinctive(name: str) -> str:
    """The name without common words: "HTX DVTH Hồng Ca" → "hong ca". The whole name where nothing else is left."""
    key = search_key(name)
    return " ".join(_COMMON.sub(" ", key).split()) or key


def near_duplicates(name: str, others: Iterable[tuple[T, Iterable[str]]]) -> list[T]:
    """Those of `others` (pairs of a thing and its names) that have a name nearly equal to this one, in their order."""
    index: NearDuplicates[T] = NearDuplicates()
    for thing, names in others:
        for other_name in names:
            index.add(other_name, thing)
    return index.of(name)


class NearDuplicates(Generic[T]):
    """An index of things by near names; a look-up costs the length of the name, not of the list."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, T]]] = {}

    def add(self, name: str, thing: T) -> None:
        core = distinctive(name)
        for variant in _variants(core):
            self._known.setdefault(variant, []).append((core, thing))

    def of(self, name: str) -> list[T]:
        core = distinctive(name)
        found: dict[int, T] = {}
        for variant in _variants(core):
            for other, thing in self._known.get(variant, ()):
                if _near(core, other):
                    found.setdefault(id(thing), thing)
        return list(found.values())


def _variants(core: str) -> set[str]:
    """Keys of which two near names share one: the letters, the sorted words, the letters without any one of them."""
    letters = core.replace(" ", "")
    found = {letters, " ".join(sorted(core.split()))} - {""}
    if len(letters) >= SHORTEST_TYPO - 1:
        found |= {letters[:index] + letters[index + 1 :] for index in range(len(letters))}
    return found


def _near(one: str, other: str) -> bool:
    if sorted(one.split()) == sorted(other.split()):
        return True
    shorter, longer = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    if shorter == longer:
        return True
    same_numbers = _DIGITS.findall(one) == _DIGITS.findall(other)
    return len(longer) >= SHORTEST_TYPO and same_numbers and _one_letter_apart(shorter, longer)


def _one_letter_apart(shorter: str, longer: str) -> bool:
    same = next((index for index, letter in enumerate(shorter) if letter != longer[index]), len(shorter))
    if len(shorter) == len(longer):
        return shorter[same + 1 :] == longer[same + 1 :]
    return len(longer) == len(shorter) + 1 and shorter[same:] == longer[same + 1 :]
