"""Sending forms as a browser does: what was opened goes back, with what was changed."""

from __future__ import annotations

from typing import Any

from django.test import Client

from coopunion.forms.record_field import CHOSEN, TypedName


def opened(browser: Client, address: str) -> dict[str, Any]:
    """The form at an address as a browser would send it back unchanged, with the rows inside it."""
    return shown(browser.get(address))


def shown(page: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it, with the rows inside it and the choices made already."""
    context = page.context
    if "grid" in context:
        return grid_values(context["grid"])
    form = context["form"]
    values = {name: form[name].value() for name in form.fields}
    for table in context.get("children", ()):
        forms = [table.formset.management_form, *table.formset.forms]
        values |= {field.html_name: field.value() for each in forms for field in each}
    chosen = {name + CHOSEN: value.chosen for name, value in values.items() if isinstance(value, TypedName)}
    return {name: value for name, value in {**values, **chosen}.items() if value is not None and value is not False}


def grid_values(grid: Any) -> dict[str, str]:
    """The cells of every row, and what stands above them."""
    fields = [field for form in (grid.head, *(row.form for row in grid.rows)) for field in form]
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in fields}


def send(browser: Client, address: str, /, values: dict[str, Any] | None = None, **changes: Any) -> Any:
    """Open the form, change it and send it; the page that follows."""
    typed = {**(values or {}), **changes}
    meant = {name + CHOSEN: "" for name in typed}  # as suggest.js forgets what was chosen once a name is typed
    form = opened(browser, address)
    form |= {name: value for name, value in meant.items() if name in form}
    return browser.post(address, {**form, **typed}, follow=True)


def errors(page: Any) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in page.context["form"].errors.items()}


def warnings(page: Any) -> list[str]:
    """What the form asks to be confirmed."""
    return [warning.message for warning in page.context["form"].unconfirmed]


def confirmed(page: Any) -> dict[str, Any]:
    """What to send to confirm every warning of the page."""
    return {"confirm": [warning.key for warning in page.context["form"].warnings]}
