"""Records that are loaded once a module (tests/conftest.py): which modules may share them."""

from types import SimpleNamespace

import pytest

from tests.conftest import refuse_mixed_modules


def collected(name: str, *fixtures: str, module: str = "tests/test_one.py") -> SimpleNamespace:
    return SimpleNamespace(nodeid=f"{module}::{name}", fixturenames=fixtures, get_closest_marker=lambda name: None)


SHARING = collected("test_sharing", "db", "real_places", "_shared_places")


@pytest.mark.parametrize("fixture", ["db", "transactional_db", "live_server"])
def test_module_is_refused_where_a_test_uses_the_database_without_the_shared_records(fixture):
    with pytest.raises(pytest.UsageError, match=r"shares real_places.*test_other"):
        refuse_mixed_modules([SHARING, collected("test_other", fixture)])


def test_module_is_refused_where_tests_share_different_records():
    with pytest.raises(pytest.UsageError, match="which these do not ask for"):
        refuse_mixed_modules([SHARING, collected("test_other", "db", "_shared_demonstration")])


def test_tests_without_a_database_and_other_modules_are_no_matter():
    others = [collected("test_plain"), collected("test_other", "db", module="tests/test_two.py")]
    assert refuse_mixed_modules([SHARING, *others]) is None
