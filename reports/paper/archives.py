"""Office files are zip archives that contain the time they were made; without it equal reports give equal bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time of the zip format


def without_clock(content: bytes, replaced: dict[str, bytes] | None = None) -> bytes:
    """The same archive with every member dated 1980; members named in `replaced` get that content instead."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, (replaced or {}).get(name) or old.read(name))
    return written.getvalue()


def printable(text: str) -> str:
    """The text without the control characters that XML cannot contain."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
