"""Vietnamese text as it is stored (NFC) and as it is searched (folded)."""

import re
import unicodedata

# What offices write short, spelled out so that both spellings find each other.
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
    """Folded texts with the field's abbreviations spelled out: "HTX DVTH Hồng Ca" → "hop tac xa dich vu …"."""
    words = fold(" ".join(text for text in texts if text)).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)
