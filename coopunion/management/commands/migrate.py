"""Django's migrate, which refuses databases of other versions, and after it the search indexes.

The indexes: SQLite loses their triggers whenever a table is altered. The refusal: Django passes over an applied
migration that has no file any more, and would go on to create tables that are there already.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from coopunion.search_index import lay_indexes

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
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        refuse_other_versions(connection)
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            lay_indexes(connection)


def refuse_other_versions(connection: BaseDatabaseWrapper) -> None:
    loader, own = MigrationLoader(connection), own_apps()
    unknown = sorted(key for key in loader.applied_migrations if key[0] in own and key not in loader.disk_migrations)
    if not unknown:
        return
    steps = ".".join(unknown[-1]) + (f" và {len(unknown) - 1} bước khác" if len(unknown) > 1 else "")
    is_older = any(name == OLD_FIRST for _, name in unknown)
    raise CommandError((OLDER if is_older else NEWER).format(steps=steps))


def own_apps() -> set[str]:
    """The labels of the apps that lie in this checkout; a library's migrations are its own affair."""
    return {each.label for each in apps.get_app_configs() if Path(each.path).resolve().parent == settings.BASE_DIR}
