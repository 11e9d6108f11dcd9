"""Fixtures that many tests share: the office's places, its departments and one account of each role."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import settings

from coopunion.models import Department, Office, Place, User
from tests import factories
from tests.matrix.whole import APPS, MATRIX

# A busy machine is slow now and then; that is no finding.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_terminal_summary(terminalreporter) -> None:
    """How many answers of the permission matrix this run asserted (tests/test_permissions.py)."""
    passed = terminalreporter.stats.get("passed", [])
    triples = sum(value for report in passed for name, value in report.user_properties if name == "triples")
    if triples:
        terminalreporter.write_line(f"permission matrix: {triples} (address, actor, method) triples answered as listed")


@pytest.fixture
def unprinted(monkeypatch) -> None:
    """Reports are issued without their files: printing takes seconds, and few tests are about it."""
    monkeypatch.setattr("reports.lifecycle.transitions.FROZEN_FORMATS", ())


@pytest.fixture
def today() -> date:
    """A day after the year 2020 is over: all its quarters are closed."""
    return date(2021, 1, 15)


@pytest.fixture
def province(db) -> Place:
    return factories.yen_bai()


@pytest.fixture
def district(db) -> Place:
    return factories.tran_yen()


@pytest.fixture
def other_district(db) -> Place:
    return factories.van_yen()


@pytest.fixture
def commune(db) -> Place:
    """In `district`."""
    return factories.hong_ca()


@pytest.fixture
def office(province) -> Office:
    return Office.objects.create(pk=1, province=province)


@pytest.fixture
def department_a(db) -> Department:
    """The department of every record that names none."""
    return factories.make_department("PTHTX", "Phòng Phát triển hợp tác xã")


@pytest.fixture
def department_b(db) -> Department:
    return factories.make_department("HTPT", "Phòng Hỗ trợ phát triển")


@pytest.fixture
def staff_a(department_a) -> User:
    return factories.make_user("staff_a", department=department_a, full_name="Nguyễn Thị An")


@pytest.fixture
def staff_b(department_b) -> User:
    return factories.make_user("staff_b", department=department_b, full_name="Trần Văn Bình")


@pytest.fixture
def leadership(db) -> User:
    return factories.make_user("leadership", "leadership", full_name="Lê Thị Chi")


@pytest.fixture
def administrator(db) -> User:
    return factories.make_user("administrator", "administrator", full_name="Phạm Văn Dũng")


@pytest.fixture
def disabled(department_a) -> User:
    """An account of the department that was closed."""
    return factories.make_user("disabled", department=department_a, is_active=False)


@pytest.fixture
def arguments(office, department_a, commune, staff_a) -> dict[str, list]:
    """What the patterns of addresses take, over one record of department A each."""
    return {name: values for app in APPS for name, values in app.arguments().items()}


@pytest.fixture
def addresses(arguments) -> dict[str, str]:
    """One address of each pattern, by its name."""
    return {name: reverse(name, args=arguments.get(name)) for name in MATRIX}
