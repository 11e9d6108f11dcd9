"""One initial migration an app; a database of another version is refused in one line, and left as it is."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from coopunion.management.commands.migrate import OLD_FIRST, own_apps
from tests.commands import refusal

APPS = ["cooperatives", "coopunion", "ocop", "poverty", "programs", "reports"]
OLDER = (
    "Cơ sở dữ liệu này của bản phần mềm trước ({}), không nâng cấp được; chưa thay đổi gì. Hãy xuất hồ sơ bằng "
    "bản trước (export_xlsx) rồi nhập vào một cơ sở dữ liệu mới (import_xlsx), "
    "theo docs/adr/0028-one-initial-migration.md."
)
NEWER = (
    "Cơ sở dữ liệu này đã nâng lên bản phần mềm mới hơn ({}); chưa thay đổi gì. Hãy dùng đúng bản đó, "
    "hoặc phục hồi bản sao lưu làm trước khi nâng cấp."
)


def own_migrations() -> list[tuple[str, str]]:
    return sorted(key for key in MigrationLoader(None).disk_migrations if key[0] in APPS)


def record_applied(*steps: str) -> None:
    for step in steps:
        MigrationRecorder(connection).record_applied(*step.split("."))


def forget_ours() -> None:
    MigrationRecorder.Migration.objects.filter(app__in=APPS).delete()


def contents() -> tuple[list[str], list[tuple[str, str]]]:
    """The tables there are, and the migrations recorded."""
    recorded = MigrationRecorder.Migration.objects.order_by("id").values_list("app", "name")
    return sorted(connection.introspection.table_names()), list(recorded)


def test_each_app_has_exactly_one_migration():
    assert [app for app, _ in own_migrations()] == APPS


def test_no_migration_has_the_name_of_an_old_one():
    assert [name for _, name in own_migrations() if name == OLD_FIRST] == []


def test_own_apps_are_those_of_the_checkout():
    assert sorted(own_apps()) == APPS


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        (["coopunion.0001_initial"], "coopunion.0001_initial"),
        (
            ["coopunion.0001_initial", "cooperatives.0001_initial", "cooperatives.0006_history_rows_are_the_version"],
            "coopunion.0001_initial và 2 bước khác",
        ),
    ],
)
def test_database_of_before_is_refused_in_one_line_and_left_as_it_is(db, steps, shown):
    forget_ours()
    record_applied(*steps)
    before = contents()

    assert (refusal("migrate"), contents()) == ((OLDER.format(shown), 1), before)


@pytest.mark.parametrize("options", [["--plan"], ["--check"], ["--fake"], ["--fake-initial"], ["poverty", "zero"]])
def test_database_of_before_is_refused_whatever_is_asked(db, options):
    forget_ours()
    record_applied("reports.0001_initial", "reports.0009_frozen_reports")

    assert refusal("migrate", *options) == (OLDER.format("reports.0009_frozen_reports và 1 bước khác"), 1)


def test_old_steps_beside_those_of_today_are_refused(db):
    record_applied("ocop.0001_initial")

    assert refusal("migrate") == (OLDER.format("ocop.0001_initial"), 1)


def test_database_of_a_newer_version_is_refused(db):
    record_applied("programs.0002_added_by_a_later_version")
    before = contents()

    assert (refusal("migrate"), contents()) == ((NEWER.format("programs.0002_added_by_a_later_version"), 1), before)


def test_unknown_step_of_a_library_is_not_ours_to_refuse(db):
    record_applied("axes.9999_not_known_here")
    before = contents()

    call_command("migrate", verbosity=0)

    assert contents() == before


def test_database_of_today_is_migrated(db):
    """The test database was made by this command, from nothing."""
    recorded = [key for key in contents()[1] if key[0] in APPS]
    tables = {model._meta.db_table for app in APPS for model in apps.get_app_config(app).get_models()}

    assert (sorted(recorded), tables - set(contents()[0])) == (own_migrations(), set())
