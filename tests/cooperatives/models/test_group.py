"""On which day a cooperative group counts as founded: by its certificate or its notification, and never twice."""

from datetime import date

import pytest

from cooperatives.models import CooperativeGroup
from coopunion.periods import Days
from programs.counted_in import lines
from programs.eligibility import ELIGIBILITIES
from tests import factories
from tests.programs.examples import count

pytestmark = pytest.mark.django_db
GROUPS = "cooperatives.groups_founded"
NOTIFIED, CERTIFIED = date(2025, 3, 4), date(2026, 2, 3)


def counted() -> list[int]:
    return [count(GROUPS, date(year, 12, 31)) for year in (2024, 2025, 2026)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"notified_on": NOTIFIED, "registered_on": CERTIFIED, "registration_ground": "capital"}, [0, 0, 1]),
        ({"notified_on": NOTIFIED, "registration_ground": "support"}, [0, 0, 0]),
        ({"registered_on": CERTIFIED, "registration_ground": "support"}, [0, 0, 1]),
        ({"notified_on": NOTIFIED, "registered_on": CERTIFIED}, [0, 1, 0]),
        ({"registered_on": CERTIFIED}, [0, 0, 0]),
        ({"notified_on": date(2024, 6, 30), "registered_on": CERTIFIED, "registration_ground": "capital"}, [1, 0, 0]),
        (
            {"notified_on": date(2024, 7, 1), "registered_on": CERTIFIED, "registration_ground": "capital"},
            [0, 0, 1],
        ),
        (
            {
                "contract_on": date(2024, 6, 30),
                "notified_on": NOTIFIED,
                "registered_on": CERTIFIED,
                "registration_ground": "capital",
            },
            [0, 1, 0],
        ),
    ],
    ids=[
        "must register",
        "must register and has not",
        "must register, never notified",
        "registered of its own will",
        "registered of its own will, never notified",
        "of before the law",
        "of the law's first day",
        "contract of before the law",
    ],
)
def test_group_counts_once_by_certificate_where_it_must_register_and_by_notification_otherwise(fields, expected):
    factories.make_group(**fields)
    assert counted() == expected


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            {"notified_on": NOTIFIED, "registration_ground": "support"},
            "Thuộc diện phải đăng ký: chưa có giấy chứng nhận.",
        ),
        ({"contract_on": NOTIFIED}, "Chưa thông báo với UBND xã."),
        (
            {"registered_on": CERTIFIED, "registration_ground": "support"},
            "Cấp giấy chứng nhận đăng ký ngày 03/02/2026.",
        ),
        ({"notified_on": CERTIFIED, "registered_on": CERTIFIED}, "Thông báo với UBND xã ngày 03/02/2026."),
    ],
)
def test_group_says_by_which_day_it_counts_or_why_not(fields, shown):
    program = factories.make_program(year=2026)
    factories.make_indicator(program, "T2", measure=GROUPS)
    line = lines(factories.make_group(**fields), program, ELIGIBILITIES, date(2027, 1, 2))[0]
    assert line.why == shown


def test_either_day_of_a_group_asks_for_a_reason_in_a_signed_period():
    group = CooperativeGroup(notified_on=NOTIFIED, registered_on=CERTIFIED)
    assert group.days() == [Days.to_year_end(NOTIFIED), Days.to_year_end(CERTIFIED)]
