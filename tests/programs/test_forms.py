"""Which signed quarters a change of the plan asks a reason for."""

import pytest

from coopunion.models import SignedPeriod
from programs.forms import PeriodForm
from tests import factories


@pytest.mark.parametrize("signed", [1, 2, 4])
def test_day_on_which_a_report_was_sent_needs_a_reason_under_every_signed_quarter_that_counts_it(signed, administrator):
    """Quarter II's report counts the one of quarter I."""
    program = factories.make_program()
    period = factories.make_period(program, 1)
    quarter = program.quarters[signed - 1]
    SignedPeriod.objects.create(key="k", title="k", starts_on=quarter.starts_on, ends_on=quarter.ends_on)
    values = {"cut_off_on": "31/03/2020", "due_on": "15/04/2020", "sent_on": "10/04/2020"}

    form = PeriodForm(data=values, instance=period, user=administrator)

    assert list(form.errors) == ["reason"]
