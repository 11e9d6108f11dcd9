"""Vietnamese text as it is stored (NFC) and as it is searched (accent-folded)."""

import re
import unicodedata
from functools import cache

# Abbreviations of the field, spelled out so that both spellings find each other.
ABBREVIATIONS = {
    "htx": "hop tac xa",
    "lhhtx": "lien hiep hop tac xa",
    "tht": "to hop tac",
    "dvth": "dich vu tong hop",
    "dv": "dich vu",
    "nn": "nong nghiep",
    "nln": "nong lam nghiep",
    "sx": "san xuat",
    "cb": "che bien",
    "tm": "thuong mai",
    "xd": "xay dung",
    "tp": "thanh pho",
    "tx": "thi xa",
}
# The phrases that documents may have abbreviated instead; the longest is looked for first.
SHORTENED = {spelled: short for short, spelled in ABBREVIATIONS.items()}
_TERMS = re.compile("|".join([*sorted(SHORTENED, key=len, reverse=True), r"\S+"]))
_SEPARATORS = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000]")


def clean(text: str) -> str:
    """NFC, no invisible or direction-changing characters, single spaces, trimmed."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def clean_lines(text: str) -> str:
    """Each line cleaned; no empty lines at either end."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def fold(text: str) -> str:
    """Lower case without diacritics: "Hợp tác xã Hồng Ca" → "hop tac xa hong ca".

    Both places of the tone mark (hoà, hòa) give the same key, and punctuation becomes one space.
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", bare).strip()


def search_key(*texts: str) -> str:
    """Accent-folded texts with the field's abbreviations spelled out: "HTX DVTH Hồng Ca" → "hop tac xa dich vu …"."""
    words = fold(" ".join(text for text in texts if text)).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def search_patterns(words: str) -> list[str]:
    """For each word typed, a regular expression that finds it in text which is not accent-folded.

    Valid in both databases, matched without case. "htx" and "hợp tác xã" find each other here too.
    """
    terms = dict.fromkeys(_TERMS.findall(search_key(words)))
    return [_pattern(term) if term not in SHORTENED else f"({_pattern(term)}|{SHORTENED[term]})" for term in terms]


def _pattern(term: str) -> str:
    return "".join(_letters().get(letter, letter) for letter in term)


@cache
def _letters() -> dict[str, str]:
    """Each plain letter → a character class of it and its Vietnamese forms: "d" → "[dĐđ]"."""
    classes: dict[str, str] = {}
    for letter in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))):
        plain = fold(letter)
        if plain.isascii() and len(plain) == 1:
            classes[plain] = classes.get(plain, plain) + letter
    return {plain: f"[{letters}]" for plain, letters in classes.items()}
