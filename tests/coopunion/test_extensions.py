"""What apps give to pages of lower apps: a mistake in it shows at start or in `manage.py check`, not on a page."""

import pytest
from django.apps import AppConfig, apps
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

import coopunion
from coopunion.extensions import Extensions, extension_functions, extensions, refuse_unknown_attributes
from coopunion.site.checks import extensions_exist

NOWHERE = "Không có {}: kiểm tra phần extensions trong apps.py."


class Supplying(AppConfig):
    name = "supplying"
    extensions = Extensions(work_items="coopunion.work.items.drafts")


class SupplyingBeside(Supplying):
    open_work = "coopunion.work.items.open_drafts"


class SupplyingMisspelt(AppConfig):
    name = "supplying"
    extension = Extensions(work_items="coopunion.work.items.drafts")
    extensions = Extensions()


class SupplyingText(AppConfig):
    name = "supplying"
    extensions = "coopunion.work.items.drafts"


@pytest.fixture
def install(monkeypatch):
    """Replaces the installed apps by one of a class."""

    def replace(config_class):
        monkeypatch.setattr(apps, "app_configs", {"supplying": config_class("supplying", coopunion)})

    return replace


def test_misspelt_extension_is_a_type_error():
    with pytest.raises(TypeError, match="work_item"):
        Extensions(work_item="coopunion.work.items.drafts")


def test_extensions_of_the_installed_apps_are_right():
    assert (refuse_unknown_attributes(), extensions_exist()) == (None, [])


def test_config_with_extensions_alone_is_accepted(install):
    install(Supplying)

    refuse_unknown_attributes()

    assert list(extensions()) == [Supplying.extensions]


@pytest.mark.parametrize(
    ("config_class", "attribute"), [(SupplyingBeside, "open_work"), (SupplyingMisspelt, "extension")]
)
def test_attribute_beside_extensions_is_improperly_configured(install, config_class, attribute):
    install(config_class)

    with pytest.raises(ImproperlyConfigured, match=rf"^{config_class.__name__} has unknown attributes: {attribute}\.$"):
        refuse_unknown_attributes()


def test_extensions_of_another_type_are_improperly_configured(install):
    install(SupplyingText)

    with pytest.raises(ImproperlyConfigured, match=r"^SupplyingText\.extensions must be an Extensions, not "):
        list(extensions())


@pytest.mark.parametrize(
    "given",
    [
        {"work_items": "coopunion.work.items.nothing"},
        {"record_sections": "coopunion.nowhere.sections"},
        {"searched_registers": ("coopunion.nowhere.REGISTER",)},
        {"table_resources": {"table": "coopunion.nowhere.Table"}},
        {"standards": {"rule": ("Quy định", "coopunion.nowhere.ROWS")}},
        {"waiting_counts": {"list": "coopunion.nowhere.waiting"}},
    ],
    ids=lambda given: next(iter(given)),
)
def test_path_that_leads_nowhere_is_a_check_error(install, monkeypatch, given):
    wrong = Extensions(**given)
    monkeypatch.setattr(Supplying, "extensions", wrong)
    install(Supplying)

    (error,) = extensions_exist()

    assert (error.id, error.msg) == ("coopunion.E002", NOWHERE.format(*wrong.paths()))


def test_check_is_registered(monkeypatch):
    monkeypatch.setattr(apps.get_app_config("coopunion"), "extensions", Extensions(open_work="coopunion.nowhere.open"))

    assert [error.id for error in run_checks() if error.id and error.id.startswith("coopunion.E")] == ["coopunion.E002"]


def test_functions_of_an_unknown_name_are_an_attribute_error():
    with pytest.raises(AttributeError, match="work_item"):
        extension_functions("work_item")


def test_functions_are_those_of_all_apps_lowest_first():
    assert [function.__module__ for function in extension_functions("work_items")] == [
        "coopunion.work.items",
        "cooperatives.work_items",
        "poverty.work_items",
        "programs.work_items",
        "reports.work_items",
    ]
