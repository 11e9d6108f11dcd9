"""Django's migrate, which refuses databases of other versions and then creates missing search indexes.

The indexes: SQLite loses their triggers whenever a table is altered. The refusal: Django ignores an applied migration
whose file no longer exists, and would try to create tables that exist already.
"""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from coopunion.search_index import create_indexes

# Before the first release every app's migrations began with this name; none has it since (docs/adr/0028).
OLD_FIRST = "0001_initial"

OLDER = (
    "Cơ sở dữ liệu này của bản phần mềm trước ({steps}), không nâng cấp được; chưa thay đổi gì. Hãy xuất hồ sơ bằng "
    "bản trước (export_xlsx) rồi nhập vào một cơ sở dữ liệu mới (import_xlsx), "
    "theo docs/adr/0028-one-initial-migration.md."
)
NEWER = (
    "Cơ sở dữ liệu này đã nâng lên bản phần mềm mới hơn ({steps}); chưa thay đổi gì. Hãy dùng đúng bản đó, "
    "hoặc phục hồi bản sao lưu làm trước khi nâng cấp."
)


class Command(migrate.Command):
    def handle(self, *args: object, database: str, plan: bool, check_unapplied: bool, **options: object) -> None:
        connection = connections[database]
        refuse_other_versions(connection)
        super().handle(*args, database=database, plan=plan, check_unapplied=check_unapplied, **options)
        if not (plan or check_unapplied):
            create_indexes(connection)


def refuse_other_versions(connection: BaseDatabaseWrapper) -> None:
    """CommandError if migrations were applied that this version does not have."""
    loader, own = MigrationLoader(connection), own_apps()
    unknown = sorted(key for key in loader.applied_migrations if key[0] in own and key not in loader.disk_migrations)
    if not unknown:
        return
    steps = ".".join(unknown[-1]) + (f" và {len(unknown) - 1} bước khác" if len(unknown) > 1 else "")
    is_older = any(name == OLD_FIRST for _, name in unknown)
    raise CommandError((OLDER if is_older else NEWER).format(steps=steps))


def own_apps() -> set[str]:
    """The labels of the apps in this checkout; a library may drop migrations of its own."""
    configs = apps.get_app_configs()
    return {config.label for config in configs if Path(config.path).resolve().parent == settings.BASE_DIR}
