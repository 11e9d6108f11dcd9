"""What every record has, whatever its register."""

import pytest
from django.apps import apps

from coopunion.models import Record

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def test_there_are_records():
    assert len(RECORDS) >= 20


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_every_record_says_where_it_is_shown(model):
    """The base only declares it: what a record lacks would be an error on the page that leads to it."""
    assert model.get_absolute_url is not Record.get_absolute_url
