"""Requests about personal data are work of the department that keeps the data, until they are carried out."""

from datetime import date

import pytest

from coopunion.work.items import work_of
from tests import factories
from tests.data_requests import make_data_request

pytestmark = pytest.mark.usefixtures("office")
TODAY = date(2026, 3, 9)


def due(user) -> list[tuple]:
    return [(item.detail, item.due_on) for item in work_of(user, TODAY).get("Yêu cầu về dữ liệu cá nhân", [])]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("Chưa trả lời", date(2026, 3, 4))]),
        ({"replied_on": date(2026, 3, 3)}, [("Đã trả lời, chưa thực hiện xong", date(2026, 3, 22))]),
        ({"replied_on": date(2026, 3, 3), "done_on": date(2026, 3, 5)}, []),
        ({"state": "draft"}, []),
    ],
)
def test_open_request_is_work_of_its_department(fields, expected, staff_a, staff_b):
    household = factories.make_household("YB-1", department=staff_a.department)
    make_data_request(household, date(2026, 3, 2), "erase", **fields)

    assert (due(staff_a), due(staff_b)) == (expected, [])
