"""Rules of the code itself: who may import whom, complete migrations, files small enough to hold in the head."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from coopunion.navigation import MENU
from coopunion.permissions import Permission

ROOT = Path(__file__).parent.parent
APPS = ("coopunion", "cooperatives", "ocop", "poverty", "programs", "reports")
LONGEST = 400


def test_lower_apps_know_nothing_of_higher_ones():
    lint = subprocess.run(  # noqa: S603 - our own tool, no input from outside
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert lint.returncode == 0, lint.stdout


@pytest.mark.django_db
def test_migrations_hold_every_model():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_taken_back():
    for app in reversed(APPS[1:]):
        call_command("migrate", app, "zero", verbosity=0)

    call_command("migrate", verbosity=0)


def test_files_stay_small():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_menu_names_granted_permissions_alone():
    assert {entry.permission for entries in MENU.values() for entry in entries} <= set(Permission)
