"""One version: in pyproject.toml, in the changelog, in the foot of every page and in the health answer."""

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def test_changelog_begins_with_the_version():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == VERSION


@pytest.mark.django_db
def test_foot_of_a_page_names_the_version(client, office, leadership):
    client.force_login(leadership)
    page = client.get(reverse("own-account")).content.decode()
    assert f"Cổng theo dõi chương trình, bản {VERSION}." in page


@pytest.mark.django_db
def test_health_names_the_version(client):
    assert client.get(reverse("health")).json() == {"status": "ok", "version": VERSION}
