"""The models of one step are rendered together: one by one, a new database takes five times as long."""

from django.db import models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ModelState, ProjectState

from coopunion.migration_operations import CreateModels


def table(name: str, *targets: str) -> CreateModel:
    keys = [(target, models.ForeignKey(f"shop.{target}", models.CASCADE)) for target in targets]
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *keys])


def test_related_models_are_rendered_once_each(monkeypatch):
    rendered, render = [], ModelState.render
    monkeypatch.setattr(ModelState, "render", lambda state, apps: rendered.append(state.name) or render(state, apps))
    state = ProjectState()
    assert list(state.apps.get_models()) == []  # it is rendered when migrations begin

    CreateModels([table("order", "customer", "item"), table("item", "customer"), table("customer")]).state_forwards(
        "shop", state
    )

    assert [model.__name__ for model in state.apps.get_models()] == sorted(rendered, key=rendered.index)
    assert sorted(rendered) == ["customer", "item", "order"]
