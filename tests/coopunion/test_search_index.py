"""The search index of both databases finds what the column holds, and follows every change."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AlterField
from django.db.models import CharField

from cooperatives.models import CooperativeGroup
from coopunion.search_index import SUFFIX, create_indexes, searched_models
from poverty.models import Household
from tests import factories


def found(words: str) -> list[str]:
    return sorted(group.name for group in CooperativeGroup.objects.matching(words))


@pytest.fixture
def groups(department_a, commune):
    for name in ("THT Hồng Ca", "THT Hòa Bình", "THT Ma"):
        factories.make_group(name)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("hong ca", ["THT Hồng Ca"]),
        ("hoà", ["THT Hòa Bình"]),
        ("ca", ["THT Hồng Ca"]),
        ("tht", ["THT Hòa Bình", "THT Hồng Ca", "THT Ma"]),
        ("ong c", ["THT Hồng Ca"]),
        ('"', ["THT Hòa Bình", "THT Hồng Ca", "THT Ma"]),
        ("% _ * OR NEAR(", []),
        ("không có", []),
    ],
)
def test_words_find_what_the_text_holds(words, names, groups):
    assert found(words) == names


def test_index_follows_a_change_and_a_deletion(groups):
    group = CooperativeGroup.objects.get(name="THT Hồng Ca")
    group.name = "THT Lâm Giang"
    group.save()
    CooperativeGroup.objects.get(name="THT Ma").delete()

    assert (found("hong ca"), found("lam giang"), found("tht ma")) == ([], ["THT Lâm Giang"], [])


def test_every_register_has_its_index(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%trigram%%'")
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%%gin_trgm_ops%%'")
        names = {name for (name,) in cursor.fetchall()}

    assert names == {model._meta.db_table + SUFFIX for model in searched_models()}


def alter_households_and_take_it_back() -> None:
    """As two migrations would: SQLite gets a new table in place of the old one, without its triggers."""
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation = AlterField("household", "head", CharField("chủ hộ", max_length=151, blank=True))
    operation.state_forwards("poverty", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("poverty", editor, before, after)
        operation.database_backwards("poverty", editor, after, before)


@pytest.mark.django_db(transaction=True)
def test_index_is_laid_again_after_its_table_was_altered():
    alter_households_and_take_it_back()
    call_command("migrate", verbosity=0)
    factories.make_department("PTHTX", "Phòng Phát triển hợp tác xã")
    household = factories.make_household(head="Giàng A Trùng")

    assert list(Household.objects.matching("giang a trung")) == [household]


def test_laying_twice_changes_nothing(department_a, commune):
    create_indexes(connection)
    factories.make_group("THT Hồng Ca")

    assert found("hong ca") == ["THT Hồng Ca"]
