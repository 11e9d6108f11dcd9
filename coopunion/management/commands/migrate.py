"""Django's migrate, and after it the search indexes: SQLite loses their triggers whenever a table is altered."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from coopunion.search_index import lay_indexes


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            lay_indexes(connections[options["database"]])
