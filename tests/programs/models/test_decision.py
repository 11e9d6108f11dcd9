"""Papers that direct a programme: which one amends which, and from when a paper without a day can be cited."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.models import Decision
from tests import factories

JULY = date(2020, 7, 1)


@pytest.mark.django_db
def test_paper_without_a_day_is_not_before_what_it_amends():
    program = factories.make_program()
    first = Decision.objects.create(program=program, number="1158/QĐ-UBND", issued_on=JULY)
    second = Decision.objects.create(program=program, number="1475/QĐ-UBND", issuer="UBND tỉnh", amends=first)

    assert second.earliest_on == JULY
    assert second.cited == "1475/QĐ-UBND của UBND tỉnh (sửa đổi 1158/QĐ-UBND ngày 01/07/2020)"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other_year", "issued_on", "field"), [(2021, None, "amends"), (2020, date(2020, 6, 1), "issued_on")]
)
def test_wrong_amendment_is_refused(other_year, issued_on, field):
    program = factories.make_program("190", 2020)
    of = program if other_year == 2020 else factories.make_program("190", other_year)
    first = Decision.objects.create(program=of, number="1158/QĐ-UBND", issued_on=JULY)

    with pytest.raises(ValidationError) as refused:
        Decision(program=program, number="2/QĐ-UBND", issued_on=issued_on, amends=first).full_clean()

    assert list(refused.value.message_dict) == [field]
