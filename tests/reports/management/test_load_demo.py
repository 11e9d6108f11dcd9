"""Where the demonstration is refused (what it loads: tests/reports/demo/)."""

import pytest
from django.core.management import CommandError, call_command

from tests import factories


def test_load_demo_without_demo_mode_is_refused(db):
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("load_demo")


def test_load_demo_among_real_records_is_refused(db, settings):
    settings.DEMO = True
    factories.make_cooperative()

    with pytest.raises(CommandError, match="hồ sơ thật"):
        call_command("load_demo")
