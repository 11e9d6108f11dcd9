"""Changing the key: every number is encrypted and indexed anew, and nothing else changes."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command

from coopunion.models import TableImport
from coopunion.tables.importing import apply
from poverty.models import Household
from tests import factories

NUMBER = "000070123456"


@pytest.mark.django_db
def test_after_rotating_the_old_key_is_no_longer_needed(settings, capsys):
    household = factories.make_household(id_number=NUMBER)
    factories.make_household()
    new = Fernet.generate_key().decode()
    settings.DATA_KEYS = [new, *settings.DATA_KEYS]

    call_command("rotate_data_keys")

    settings.DATA_KEYS = [new]
    assert Household.objects.with_id_number(NUMBER).get() == household
    assert [row.id_number.reveal() for row in household.history.all()] == [NUMBER]
    assert "Đã mã hóa lại 2 số định danh" in capsys.readouterr().out


@pytest.mark.django_db
def test_rotating_changes_no_record():
    household = factories.make_household(id_number=NUMBER)
    before = Household.objects.values("updated_at").get()

    call_command("rotate_data_keys")

    assert (Household.objects.values("updated_at").get(), household.history.count()) == (before, 1)


@pytest.mark.django_db
def test_import_that_waits_is_written_with_the_new_key_alone(settings, staff_a, office):
    row = factories.make_import(staff_a)
    new = Fernet.generate_key().decode()
    settings.DATA_KEYS = [new, *settings.DATA_KEYS]

    call_command("rotate_data_keys")

    settings.DATA_KEYS = [new]
    assert TableImport.objects.get().file == row.file
    apply(row.pk)
    assert TableImport.objects.get().state == "applied"
