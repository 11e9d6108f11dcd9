"""Until when a request about personal data is answered and carried out, by the law of the day it came."""

from datetime import date

import pytest

from poverty.models import DataRequest


@pytest.mark.parametrize(
    ("received_on", "kind", "reply", "done"),
    [
        (date(2026, 3, 2), "view", date(2026, 3, 4), date(2026, 3, 12)),
        (date(2026, 3, 6), "stop", date(2026, 3, 10), date(2026, 3, 21)),
        (date(2026, 3, 7), "erase", date(2026, 3, 10), date(2026, 3, 27)),
        (date(2025, 12, 31), "erase", date(2025, 12, 31), date(2026, 1, 3)),
        (date(2020, 3, 2), "view", None, None),
        (None, "view", None, None),
    ],
)
def test_request_is_due_by_the_law_of_its_day(received_on, kind, reply, done):
    request = DataRequest(received_on=received_on, kind=kind)
    assert (request.reply_due_on, request.due_on) == (reply, done)
