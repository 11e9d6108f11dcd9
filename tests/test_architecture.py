"""What holds of the code as a whole: who imports whom, complete migrations, files that one person can read."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
READ_BY_PEOPLE = {".py", ".html", ".css", ".js", ".sh", ".md"}
NOT_OURS = {".venv", ".git", "var"}
LONGEST = 400
# A longer file says here why it is one.
LONGER = {
    "static/css/site.css": "one style sheet for every page, so that a browser fetches it once",
}


def our_files() -> list[Path]:
    tops = [top for top in ROOT.iterdir() if top.name not in NOT_OURS]
    return [
        path
        for path in (*tops, *(each for top in tops for each in top.rglob("*")))
        if path.suffix in READ_BY_PEOPLE and "migrations" not in path.parts and path.is_file()
    ]


def test_lower_apps_know_nothing_of_higher_ones():
    """In a process of its own: import-linter silences every logger that is there, and other tests listen to them."""
    words = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    linted = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    assert linted.returncode == 0, linted.stdout


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_taken_back():
    for app in ("reports", "programs", "poverty", "ocop", "cooperatives"):
        call_command("migrate", app, "zero", verbosity=0)

    call_command("migrate", verbosity=0)


def test_files_are_short_enough_to_be_read():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in our_files()}
    assert {name for name, length in lengths.items() if length > LONGEST} == set(LONGER)


def test_django_s_admin_site_is_not_installed():
    assert apps.is_installed("django.contrib.admin") is False
