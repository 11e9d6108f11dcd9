"""What the office is called on which day."""

from __future__ import annotations

from datetime import date

import pytest

from coopunion.models import OfficeIdentity, OfficeTimeline
from tests import factories

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1999, 1, 1), "Tên đầu"),  # earlier than the first row
        (date(2025, 6, 30), "Tên đầu"),
        (REFORM, "Tên sau"),
        (date(2026, 11, 25), "Tên sau"),
    ],
)
def test_name_is_that_of_the_day(day, name):
    factories.make_office(name="Tên sau", from_on=REFORM)
    factories.make_office(name="Tên đầu")

    assert OfficeIdentity.on(day).name == name


def test_timeline_is_read_in_one_query_for_all_its_days(django_assert_num_queries):
    factories.make_office(factories.yen_bai())
    factories.make_office(name="Tên sau", from_on=REFORM)

    with django_assert_num_queries(1):
        offices = OfficeTimeline.read()
        places = [offices.province_on(day) and str(offices.province_on(day)) for day in (date(2020, 1, 1), REFORM)]

    assert places == ["tỉnh Yên Bái", None]


def test_portal_that_is_not_set_up_has_an_office_without_a_province():
    assert (OfficeIdentity.current().pk, OfficeIdentity.current().province) == (None, None)


def test_successor_says_the_same_until_it_is_changed():
    first = factories.make_office(factories.yen_bai(), signer_name="Người Ký", signed_until=REFORM, decision="Số 1")
    later = first.successor()

    assert (later.pk, later.from_on, later.signed_until, later.decision) == (None, None, None, "")
    assert (later.signer_name, later.province) == ("Người Ký", factories.yen_bai())


def test_signed_until_never_goes_back():
    office = factories.make_office()
    for day in (date(2020, 12, 31), date(2020, 3, 31)):
        OfficeIdentity.objects.sign(office.pk, day)

    office.refresh_from_db()
    assert office.signed_until == date(2020, 12, 31)
