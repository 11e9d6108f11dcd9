"""Where things live: few modules at the roots, and a test beside each module it tests, under the same path."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("coopunion", "cooperatives", "ocop", "poverty", "programs", "reports")
TESTS = [path.relative_to(ROOT / "tests") for app in APPS for path in (ROOT / "tests" / app).rglob("test_*.py")]


def modules_beside(test: Path) -> set[str]:
    """The names in the folder of the application that mirrors the test's; a command's is one folder deeper."""
    folder = ROOT / test.parent
    found = {path.stem for path in (*folder.glob("*"), *(folder / "commands").glob("*.py"))}
    return found - {"__init__"}


@pytest.mark.parametrize(("root", "most"), [("coopunion", 22), ("reports", 10)])
def test_few_modules_stand_at_the_root(root, most):
    modules = [path.name for path in (ROOT / root).glob("*.py")]
    assert len(modules) <= most, sorted(modules)


def test_tests_mirror_the_modules_they_test():
    """`test_saving.py` tests `saving.py`; so does `test_saving_twice.py`, where one file would be too long."""
    names = {test: test.stem.removeprefix("test_") for test in TESTS}
    strays = [
        str(test)
        for test, name in names.items()
        if not any(name == module or name.startswith(f"{module}_") for module in modules_beside(test))
    ]
    assert (len(TESTS) > 100, strays) == (True, [])
