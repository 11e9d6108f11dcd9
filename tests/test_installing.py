"""The guide to installing (docs/cai-dat.md): what it tells people to type and to copy is there."""

import re

from django.conf import settings
from django.core.management import get_commands

GUIDE = (settings.BASE_DIR / "docs" / "cai-dat.md").read_text()


def test_commands_of_the_guide_exist():
    named = set(re.findall(r"manage\.py (\w+)", GUIDE))

    assert (len(named) > 5, named - set(get_commands())) == (True, set())


def test_settings_of_the_guide_are_those_of_the_example():
    known = set(re.findall(r"^#?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    named = set(re.findall(r"^    ([A-Z_]+)=", GUIDE, re.MULTILINE))

    assert (len(named) > 5, named - known) == (True, set())


def test_files_that_the_guide_leads_to_exist_and_the_readme_leads_to_the_guide():
    linked = re.findall(r"\]\(\.\./(.+?)\)", GUIDE)

    assert linked == ["deploy/coopunion.service", "deploy/nginx.conf", "deploy/backup"]
    assert all((settings.BASE_DIR / name).is_file() for name in linked)
    assert "](docs/cai-dat.md)" in (settings.BASE_DIR / "README.md").read_text()
