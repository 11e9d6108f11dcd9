"""Conditions: the first that a row does not meet, and its reason."""

import pytest
from django.db.models import Q

from cooperatives.models import CooperativeGroup
from coopunion.models.conditions import RECORDED, Condition, first_unmet, reason_of, with_first_unmet
from tests import factories

pytestmark = pytest.mark.django_db

MANY = Condition(Q(members__gte=2), "Ít người.")
CONDITIONS = (RECORDED, MANY)


def unmet(**fields):
    factories.make_group(**fields)
    [row] = with_first_unmet(CooperativeGroup.objects.all(), CONDITIONS)
    return row, first_unmet(row, CONDITIONS)


def test_first_condition_that_a_row_does_not_meet_is_found_and_worded_from_the_row():
    row, condition = unmet(state="draft", members=None)

    assert (condition, reason_of(condition, row)) == (RECORDED, "Tổ hợp tác nháp.")


def test_row_that_meets_every_condition_has_none_unmet():
    assert unmet(members=2)[1] is None


def test_condition_that_is_null_for_a_row_is_not_met():
    """As in a WHERE; its negation would not hold either."""
    assert unmet(members=None)[1] is MANY
