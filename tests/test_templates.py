"""Templates name what exists, are readable, and render the sections of forms in one place."""

import re
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r'{% lucide "([^"]+)"')
SECTIONS = re.compile(r"{% for [^%]* in [\w.]*form\w*\.sections\b")
LONGEST = 160


def pages() -> dict[str, str]:
    """The source of every template, by its name."""
    found = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    assert found
    return found


def test_every_icon_of_the_templates_exists():
    """One that does not is an error only on the page that shows it."""
    named = {f"{name}.svg" for page in pages().values() for name in NAMED.findall(page)}

    with (files("lucide") / "lucide.zip").open("rb") as file, ZipFile(file) as icons:
        assert sorted(named - set(icons.namelist())) == []


def test_lines_of_templates_are_short_enough_to_read():
    too_long = [
        f"{name}:{number}"
        for name, page in sorted(pages().items())
        for number, line in enumerate(page.splitlines(), 1)
        if len(line) > LONGEST
    ]

    assert too_long == []


def test_sections_of_forms_are_rendered_by_one_template():
    assert [name for name, page in sorted(pages().items()) if SECTIONS.search(page)] == ["generic/_form_sections.html"]


def test_every_form_stands_in_one_page():
    """So that each shows what is wrong, what others saved meanwhile, and what to confirm."""
    parts = ("generic/_form_sections.html", "generic/_conflict.html", 'name="confirm"')
    found = {part: [name for name, page in sorted(pages().items()) if part in page] for part in parts}

    assert found == {part: ["generic/form.html"] for part in parts}
