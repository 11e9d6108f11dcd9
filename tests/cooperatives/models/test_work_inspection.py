"""Recommendations of an inspection: which are open; a draft without a subject."""

from datetime import date

import pytest

from cooperatives.models import Inspection, Recommendation
from tests import factories

COMPLETED = date(2020, 5, 12)
DUE = date(2020, 6, 30)
DONE = date(2020, 7, 15)


@pytest.fixture
def recommendation(db) -> Recommendation:
    """Of an inspection completed on 12/5, due on 30/6, carried out on 15/7."""
    inspection = factories.make_inspection(factories.make_cooperative(), COMPLETED)
    return factories.make_recommendation(inspection, due_on=DUE, done_on=DONE)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2020, 5, 11), 0),
        (COMPLETED, 1),
        (DUE, 1),
        (date(2020, 7, 14), 1),
        (DONE, 0),
    ],
)
def test_recommendation_is_open_from_completion_until_done(recommendation, day, is_open):
    assert Recommendation.objects.open_on(day).count() == is_open


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"state": "annulled"}, {"completed_on": None}])
def test_recommendation_of_an_inspection_that_does_not_count_is_not_open(recommendation, fields):
    Inspection.objects.update(**fields)

    assert list(Recommendation.objects.open_on(DUE)) == []


def test_draft_without_subject_has_a_title(db):
    draft = Inspection.objects.create(state="draft", department=factories.make_department())

    assert (str(draft), draft.search_text) == ("Kiểm tra hồ sơ: chưa chọn đơn vị", "")
