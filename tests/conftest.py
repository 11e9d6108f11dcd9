"""Fixtures that many tests share: the office's places, its departments and one account of each role."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import TypeVar

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from hypothesis import settings

from coopunion.models import Department, OfficeIdentity, Place, User
from coopunion.places.loading import Loaded, load_places
from tests import factories
from tests.matrix.whole import APPS, MATRIX

T = TypeVar("T")

# A busy machine is slow now and then; that is no finding.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

# What tests ask for that walk the whole portal and take many seconds each: they start first, so that none is left
# over at the end while the other workers have nothing to do.
LONG = {"arguments", "demonstration"}
# What is loaded once for all tests of a module, and the fixture that gives it to a test.
SHARED = {"_shared_demonstration": "demonstration", "_shared_places": "real_places"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    refuse_mixed_modules(items)
    items.sort(key=lambda item: LONG.isdisjoint(item.fixturenames))


def refuse_mixed_modules(items: list[pytest.Item]) -> None:
    """Shared records are there for every test of a module: one that does not ask for them would depend on the order."""
    modules: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        modules[item.nodeid.partition("::")[0]].append(item)
    for name, tests in modules.items():
        for shared_fixture in {each for item in tests for each in SHARED if each in item.fixturenames}:
            others = [item.nodeid for item in tests if uses_database(item) and shared_fixture not in item.fixturenames]
            if others:
                raise pytest.UsageError(f"{name} shares {SHARED[shared_fixture]}, which these do not ask for: {others}")


def uses_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"}.intersection(item.fixturenames)
    return bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_terminal_summary(terminalreporter) -> None:
    """How many answers of the permission matrix this run asserted (tests/test_permissions.py)."""
    passed = terminalreporter.stats.get("passed", [])
    triples = sum(value for report in passed for name, value in report.user_properties if name == "triples")
    if triples:
        terminalreporter.write_line(f"permission matrix: {triples} (address, actor, method) triples answered as listed")


NO_FILES = "reports.lifecycle.transitions.FROZEN_FORMATS", ()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What one test's pages kept (reports/lifecycle/signed_drift.py) is not there for the next."""
    cache.clear()


@pytest.fixture
def unprinted(monkeypatch) -> None:
    """Reports are issued without their files: printing takes seconds, and few tests are about it."""
    monkeypatch.setattr(*NO_FILES)


@contextmanager
def shared(blocker, load: Callable[[], T]) -> Iterator[T]:
    """What is loaded stays until the module ends, in a transaction around the transactions of its tests."""
    with blocker.unblock(), transaction.atomic():
        loaded = load()
        with blocker.block():  # each test still asks for the database itself
            yield loaded
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _shared_places(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    with shared(django_db_blocker, load_places) as loaded:
        yield loaded


@pytest.fixture
def real_places(_shared_places, db) -> Loaded:
    """The real table of administrative units, loaded once a module: loading takes a fifth of a second."""
    return _shared_places


def load_demonstration() -> None:
    with override_settings(DEMO=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr(*NO_FILES)
        call_command("load_demo", stdout=StringIO())


@pytest.fixture(scope="module")
def _shared_demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    with shared(django_db_blocker, load_demonstration):
        yield


@pytest.fixture
def demonstration(_shared_demonstration, db, settings, unprinted) -> None:
    """The demonstration, loaded once a module: loading takes seconds."""
    settings.DEMO = True


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
def office(province) -> OfficeIdentity:
    return factories.make_office(province)


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
