"""Templates name what exists."""

import re
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings

NAMED = re.compile(r'{% lucide "([^"]+)"')


def test_every_icon_of_the_templates_exists():
    """One that does not is an error only on the page that shows it."""
    pages = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    named = {f"{name}.svg" for page in pages for name in NAMED.findall(page.read_text("utf-8"))}

    with (files("lucide") / "lucide.zip").open("rb") as file, ZipFile(file) as icons:
        assert sorted(named - set(icons.namelist())) == []
