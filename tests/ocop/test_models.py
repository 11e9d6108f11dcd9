"""Steps of a product's dossier, in the order of their days."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests import factories


@pytest.mark.django_db
def test_steps_are_told_in_the_order_of_their_days():
    product = factories.make_product()
    factories.make_step(product, date(2020, 9, 1), "district", "returned")
    factories.make_step(product, date(2020, 3, 1), "idea")
    factories.make_step(product, date(2020, 10, 1), "district")

    shown = [(step.get_step_display(), step.get_result_display()) for step in product.steps.all()]

    assert shown == [
        ("đăng ký ý tưởng", "đạt"),
        ("đánh giá cấp huyện", "yêu cầu bổ sung"),
        ("đánh giá cấp huyện", "đạt"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("score", [-1, 101])
def test_score_lies_between_0_and_100(score):
    with pytest.raises(IntegrityError):
        factories.make_step(factories.make_product(), date(2020, 9, 1), score=score)
