"""What holds of the code as a whole: who imports whom, complete migrations, files that one person can read."""

import ast
import inspect
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
READ_BY_PEOPLE = {".py", ".html", ".css", ".js", ".sh", ".md"}
NOT_OURS = {".venv", ".git", "var"}
LONGEST = 400
# A longer file says here why it is one.
LONGER = {
    "static/css/site.css": "one style sheet for every page, so that a browser fetches it once",
}
APPLICATION = ("coopunion", "cooperatives", "ocop", "poverty", "programs", "reports")
# The names of classes that more than one module of the application may have, and why.
SHARED_CLASS_NAMES = {
    "Command": "Django finds a management command by this name",
}
ANY_FEWER_THAN = 150  # "Any" switches the type checker off


def our_files() -> list[Path]:
    tops = [top for top in ROOT.iterdir() if top.name not in NOT_OURS]
    return [
        path
        for path in (*tops, *(each for top in tops for each in top.rglob("*")))
        if path.suffix in READ_BY_PEOPLE and not is_migration(path) and path.is_file()
    ]


def is_migration(path: Path) -> bool:
    return "migrations" in path.relative_to(ROOT).parts


def application_code() -> dict[str, str]:
    """The source of every module of the application, migrations aside, by its name."""
    paths = (path for app in APPLICATION for path in sorted((ROOT / app).rglob("*.py")) if not is_migration(path))
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}


def test_lower_apps_know_nothing_of_higher_ones():
    """In a process of its own: import-linter silences every logger that is there, and other tests listen to them."""
    words = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    linted = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    assert linted.returncode == 0, linted.stdout


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_taken_back():
    for app in ("reports", "programs", "poverty", "ocop", "cooperatives"):
        call_command("migrate", app, "zero", verbosity=0)

    call_command("migrate", verbosity=0)


def test_files_are_short_enough_to_be_read():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in our_files()}
    assert {name for name, length in lengths.items() if length > LONGEST} == set(LONGER)


def test_django_s_admin_site_is_not_installed():
    assert apps.is_installed("django.contrib.admin") is False


def views(patterns: list | None = None) -> Iterator[Callable]:
    """What answers each address, without its decorators."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            view = inspect.unwrap(pattern.callback)
            yield getattr(view, "view_class", view)


def test_every_view_is_in_a_module_called_views():
    found = list(views())
    elsewhere = {f"{view.__module__}.{view.__name__}" for view in found if "views" not in view.__module__.split(".")}
    assert (len(found) > 100, elsewhere) == (True, set())


def inline_imports(source: str) -> set[int]:
    """The lines of imports inside functions."""
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside = (node for function in functions for node in ast.walk(function))
    return {node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)}


def says_why(lines: list[str], number: int) -> bool:
    """Whether an import has its reason ("# inline: ...") at the end of its line or on the line above."""
    own, above = lines[number - 1], lines[number - 2].strip()
    # What silences the linter may come first in the same comment.
    return bool(re.search(r"# (noqa: \w+ - )?inline: \S", own)) or above.startswith("# inline: ")


def test_every_import_inside_a_function_says_why():
    silent = [
        f"{name}:{number}"
        for name, source in application_code().items()
        for number in sorted(inline_imports(source))
        if not says_why(source.splitlines(), number)
    ]
    assert silent == []


def test_any_is_rare():
    counts = {name: len(re.findall(r"\bAny\b", source)) for name, source in application_code().items()}
    most = sorted(counts.items(), key=lambda counted: -counted[1])[:10]
    assert sum(counts.values()) < ANY_FEWER_THAN, most


def test_no_two_classes_of_the_application_share_a_name():
    modules = defaultdict(list)
    for name, source in application_code().items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(name)

    shared = {name: found for name, found in modules.items() if len(found) > 1}
    assert {name: found for name, found in shared.items() if name not in SHARED_CLASS_NAMES} == {}
    assert set(SHARED_CLASS_NAMES) <= set(shared)  # an exception that is needed no more is taken out
