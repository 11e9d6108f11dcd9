"""Which names are so alike that they may mean the same thing: the warning before a record is entered twice."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import TypeVar

from coopunion.text import search_key

# Letters in the same order, of all letters; below it two names of one commune are usually two organisations.
ALIKE = 0.88
# What nearly every name begins with says nothing about which one it is.
COMMON = ("lien hiep hop tac xa", "hop tac xa", "to hop tac", "ho")
T = TypeVar("T")


def core(name: str) -> str:
    """The folded name without its common beginning: "HTX DVTH Hồng Ca" → "dich vu tong hop hong ca"."""
    key = search_key(name)
    beginning = next((each for each in COMMON if key.startswith(f"{each} ")), "")
    return key[len(beginning) :].strip()


def alike(name: str, others: Iterable[tuple[T, Iterable[str]]]) -> list[T]:
    """Those of `others` (a thing and its names) one of whose names is alike."""
    mine = core(name)
    return [thing for thing, names in others if mine and any(_alike(mine, core(each)) for each in names if each)]


def _alike(one: str, other: str) -> bool:
    if not other:
        return False
    if one == other or sorted(one.split()) == sorted(other.split()):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE and _numbers(one) == _numbers(other)


def _numbers(name: str) -> list[str]:
    """Names that differ in a number differ: "Hợp tác xã số 1", "Hợp tác xã số 2"."""
    return [word for word in name.split() if any(letter.isdigit() for letter in word)]
