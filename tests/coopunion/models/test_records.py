"""What every record has, whatever its register."""

import pytest
from django.apps import apps
from django.urls import reverse

from coopunion.models import Record

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def test_there_are_records():
    assert len(RECORDS) >= 20


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_every_record_says_where_it_is_shown(model):
    """By a method, a page of its own or its owner: what it lacks would be an error on the page that leads to it."""
    if model.get_absolute_url is not Record.get_absolute_url:
        return
    assert bool(model.owner) != bool(model.page)
    if model.owner:
        assert issubclass(model._meta.get_field(model.owner).related_model, Record)
    else:
        assert reverse(model.page, args=[1])
