"""What an indicator knows of its measure."""

import pytest
from django.core.exceptions import ValidationError

from programs.measures import MEASURES
from tests import factories

pytestmark = pytest.mark.django_db


def test_measure_must_be_one_of_the_table():
    indicator = factories.make_indicator(factories.make_program())
    indicator.measure = "htx.moi"

    with pytest.raises(ValidationError) as refused:
        indicator.full_clean()

    assert refused.value.message_dict == {"measure": ["Không có cách đếm “htx.moi”."]}


@pytest.mark.parametrize(
    ("measure", "accumulation", "expected"),
    [
        ("cooperatives.effective", "flow", True),
        ("cooperatives.founded", "stock", False),
        ("", "stock", True),
        ("", "flow", False),
    ],
)
def test_measure_decides_what_is_a_stock_and_the_plan_where_there_is_none(measure, accumulation, expected):
    indicator = factories.make_indicator(factories.make_program(), measure=measure, accumulation=accumulation)

    assert (indicator.is_stock, indicator.counted_by) == (expected, MEASURES.get(measure))
