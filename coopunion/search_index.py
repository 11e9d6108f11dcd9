"""The trigram index under every register's search, on either database.

PostgreSQL: a GIN index over the column of accent-folded text (pg_trgm). SQLite: an FTS5 table (tokenizer trigram), kept
by three triggers; since Django rebuilds a SQLite table to alter it, and its triggers are lost then, `manage.py migrate`
creates the index again at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.sql.compiler import SQLCompiler

from coopunion.text import search_patterns

if TYPE_CHECKING:  # the stubs' class is generic, Django's is not
    TextColumn = models.TextField[str, str]
else:
    TextColumn = models.TextField

TRIGRAM = 3  # letters; a shorter word is looked for in the column itself


class SearchTextField(TextColumn):
    """Accent-folded text; `…__holds="word"` uses the index. In migrations it is a plain TextField."""

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


@SearchTextField.register_lookup
class Holds(models.Lookup):
    """The text contains the word, which is accent-folded and has no blanks."""

    lookup_name = "holds"
    prepare_rhs = True

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s ESCAPE '\\'", (*params, f"%{_escaped(self.rhs)}%")

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        if len(self.rhs) < TRIGRAM:
            return self.as_sql(compiler, connection)
        quote = connection.ops.quote_name
        table = self.lhs.target.model._meta.db_table
        rows = f"SELECT rowid FROM {quote(table + SUFFIX)} WHERE search_text MATCH %s"
        return f"{quote(self.lhs.alias)}.{quote('id')} IN ({rows})", (f'"{self.rhs}"',)


def holding(words: str, *fields: str) -> models.Q:
    """Rows that contain every word, typed with or without diacritics, in one of the fields. A sequential scan in the
    database: for short tables and for histories, which keep no search text."""
    found = models.Q()
    for pattern in search_patterns(words):
        anywhere = models.Q()
        for field in fields:
            anywhere |= models.Q(**{f"{field}__iregex": pattern})
        found &= anywhere
    return found


SUFFIX = "_search"


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def create_indexes(connection: BaseDatabaseWrapper) -> None:
    """Create the missing indexes; idempotent. Called after every `migrate`."""
    tables = [model._meta.db_table for model in searched_models()]
    existing = set(connection.introspection.table_names())
    create = {"postgresql": _create_postgresql, "sqlite": _create_sqlite}[connection.vendor]
    with connection.cursor() as cursor:
        for table in tables:
            if table in existing:
                create(cursor, table)


def searched_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if any(isinstance(field, SearchTextField) for field in model._meta.local_fields)
        and not hasattr(model, "instance_type")  # the rows of a history are not searched by text
    ]


def _create_postgresql(cursor: CursorWrapper, table: str) -> None:
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute(f'CREATE INDEX IF NOT EXISTS "{table}{SUFFIX}" ON "{table}" USING gin (search_text gin_trgm_ops)')


def _create_sqlite(cursor: CursorWrapper, table: str) -> None:
    index = table + SUFFIX
    cursor.execute(
        "SELECT count(*) FROM sqlite_master WHERE name IN (%s, %s, %s, %s)",
        [index, f"{index}_added", f"{index}_changed", f"{index}_gone"],
    )
    if cursor.fetchone()[0] == 4:
        return
    take = f'INSERT INTO "{index}" ("{index}", rowid, search_text) VALUES (\'delete\', old.id, old.search_text);'
    give = f'INSERT INTO "{index}" (rowid, search_text) VALUES (new.id, new.search_text);'
    for statement in (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS \"{index}\" USING fts5(search_text, content='{table}', "
        "content_rowid='id', tokenize='trigram')",
        f'CREATE TRIGGER IF NOT EXISTS "{index}_added" AFTER INSERT ON "{table}" BEGIN {give} END',
        f'CREATE TRIGGER IF NOT EXISTS "{index}_changed" AFTER UPDATE OF search_text ON "{table}" '
        f"BEGIN {take} {give} END",
        f'CREATE TRIGGER IF NOT EXISTS "{index}_gone" AFTER DELETE ON "{table}" BEGIN {take} END',
        f'INSERT INTO "{index}" ("{index}") VALUES (\'rebuild\')',
    ):
        cursor.execute(statement)
