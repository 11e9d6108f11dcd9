"""Subset the fonts of the installed packages to the characters that the portal shows (docs/adr/0002-fonts.md)."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PACKAGES = ("fontpkg-be-vietnam-pro", "fontpkg-inter", "fonttools")
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
# Latin and every Vietnamese letter, tone marks that arrive decomposed, and the marks our texts use.
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *(0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323),
    *range(0x1EA0, 0x1EFA),
    *(ord(mark) for mark in "\u2010\u2011–—‘’“”•…\u202f‰₫€\u2212≤≥≈"),
)
# Figures that are aligned in columns; site.css names the same characters in `unicode-range`.
FIGURES = "0123456789%+\u2212"


def packaged_font(package: str, name: str) -> TTFont:
    # A timestamp in the file would give the same font another hash on every machine.
    return TTFont(str(files(package) / "files" / name), recalcTimestamp=False)


def write_subset(font: TTFont, target: Path, characters: tuple[int, ...], features: list[str]) -> None:
    # No hinting: Inter's figures have none, and words and figures must be drawn alike. Of the names, those that
    # say whose font it is and under which licence stay in the file, as the licence asks.
    options = subset.Options(flavor="woff2", layout_features=features, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    subset.save_font(font, target, options)


def write_letters(target: Path, weight: int) -> None:
    font = packaged_font("fontpkg_be_vietnam_pro", f"BeVietnamPro-{WEIGHTS[weight]}.ttf")
    write_subset(font, target, LETTERS, ["kern", "mark", "mkmk", "ccmp", "locl", "liga"])


def write_figures(target: Path) -> None:
    """Inter's tabular figures under the plain characters, so that no page has to ask for a font feature."""
    font = packaged_font("fontpkg_inter", "Inter[opsz,wght].ttf")
    font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (min(WEIGHTS), max(WEIGHTS))})
    tabular = tabular_glyphs(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {code: tabular.get(glyph, glyph) for code, glyph in table.cmap.items()}
    write_subset(font, target, tuple(map(ord, FIGURES)), [])


def tabular_glyphs(font: TTFont) -> dict[str, str]:
    """Glyph → its tabular form, as the font's "tnum" feature says."""
    layout = font["GSUB"].table
    lookups = {
        index
        for record in layout.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    found: dict[str, str] = {}
    for index in lookups:
        for table in layout.LookupList.Lookup[index].SubTable:
            single = getattr(table, "ExtSubTable", table)
            found |= getattr(single, "mapping", {})
    return found


class Command(BaseCommand):
    help = "Chuẩn bị phông chữ của cổng từ các gói đã cài."
    requires_system_checks = ()  # runs before the database and static files are set up

    def handle(self, *args: object, **options: object) -> None:
        folder = settings.ASSETS_ROOT / "fonts"
        stamp = settings.ASSETS_ROOT / "fonts.stamp"
        letters = {weight: folder / f"be-vietnam-pro-{weight}.woff2" for weight in WEIGHTS}
        figures = folder / "figures.woff2"
        current = self.fingerprint()
        if all(file.exists() for file in (*letters.values(), figures, stamp)) and stamp.read_text() == current:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for weight, file in letters.items():
            write_letters(file, weight)
        write_figures(figures)
        # Written last: an interrupted run leaves no stamp and starts over.
        stamp.write_text(current)
        self.stdout.write(f"Đã chuẩn bị {len(letters) + 1} tệp phông chữ.")

    def fingerprint(self) -> str:
        """What the files depend on: the packages, and how this command cuts them."""
        code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        return "\n".join([*(f"{name} {version(name)}" for name in PACKAGES), code])
