"""The real Chromium of the machine, driven over a live server with the demonstration in it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

# Playwright runs an event loop in this thread; Django would refuse the tests' own queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is slow now and then; that is no finding.
expect.set_options(timeout=30_000)

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Không có chromium: sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses root, which CI machines often are.
        arguments = ["--no-sandbox"] if os.getuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def loaded() -> sqlite3.Connection:
    """Keeps the database as the first loading of the demonstration leaves it; empty until then."""
    return sqlite3.connect(":memory:")


@pytest.fixture
def demo(transactional_db, settings, unprinted, loaded) -> None:
    """The demonstration, loaded once and copied for every other test: loading takes seconds."""
    settings.DEMO = True
    connection.ensure_connection()
    if loaded.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,):
        call_command("load_demo", stdout=StringIO())
        connection.connection.backup(loaded)
    else:
        loaded.backup(connection.connection)
    ContentType.objects.clear_cache()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request, chromium, live_server, demo) -> Iterator[Page]:
    """A fresh browser at desktop and at phone width; anything asked of another host fails the test."""
    # Without motion, so that what is judged is never a colour half way to another.
    context = chromium.new_context(
        viewport=request.param, locale="vi-VN", base_url=live_server.url, reduced_motion="reduce"
    )
    tab = context.new_page()
    elsewhere: list[str] = []
    tab.on("request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(live_server.url) else None)
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield tab
    context.close()
    assert (elsewhere, complaints) == ([], [])
