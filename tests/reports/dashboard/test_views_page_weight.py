"""What the first page loads beside its HTML: at most 200 KB of styles, scripts and fonts, compressed, all from here."""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from reports.figures.addresses import DashboardQuery
from tests import factories

pytestmark = pytest.mark.django_db

LIMIT = 200 * 1024
LOADED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="([^"]+\.(?:css|js|woff2))"')
INSIDE = re.compile(r'url\("?([^")]+\.woff2)"?\)|@import\s+"([^"]+)"')


@pytest.fixture
def page(client, leadership) -> str:
    program = factories.make_program()
    factories.make_indicator(program, measure="cooperatives.founded", target=30)
    client.force_login(leadership)
    return client.get(DashboardQuery(program, 4).dashboard).content.decode()


def file_of(address: str) -> Path:
    """The source of a static address, as the portal itself finds it."""
    found = finders.find(address.removeprefix(static("")))
    assert found, address
    return Path(found)


def loaded_by(page: str) -> set[str]:
    """Everything the page loads, and what its styles load in turn."""
    addresses = set(LOADED.findall(page))
    for sheet in [address for address in addresses if address.endswith(".css")]:
        for font, imported in INSIDE.findall(file_of(sheet).read_text("utf-8")):
            addresses.add(urljoin(sheet, font or imported))
    return addresses


def compressed(address: str) -> int:
    """As whitenoise serves it; woff2 is compressed in itself."""
    content = file_of(address).read_bytes()
    return len(content) if address.endswith(".woff2") else len(gzip.compress(content, 9))


def test_first_page_is_light(page):
    addresses = loaded_by(page)

    assert {Path(address).suffix for address in addresses} == {".css", ".js", ".woff2"}
    assert sum(compressed(address) for address in addresses) <= LIMIT


def test_first_page_asks_nothing_of_anywhere_else(page):
    assert re.findall(r'(?:href|src|action)="(?:https?:)?//[^"]*"', page) == []
