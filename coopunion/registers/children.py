"""Rows of another model that are edited inside the form of their record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.db.models import Model
from django.forms import inlineformset_factory

from coopunion.forms.base import ChildForm
from coopunion.forms.formsets import NewRowsFormSet, RowFormSet


@dataclass(frozen=True)
class Children:
    """Rows of another model edited in place inside the record's form; `extra` empty rows wait without a script."""

    title: str
    form: type[ChildForm]
    extra: int = 1
    fk_name: str | None = None
    only_new: bool = False
    """Rows are added here and corrected on a form of their own: records with their own lock, history and reason."""
    rows: type[RowFormSet] = RowFormSet
    """What checks all rows together."""

    def formset(self, parent: type[Model]) -> type[RowFormSet]:
        made = inlineformset_factory(  # a class derived from `formset`
            parent,
            self.form._meta.model,
            form=self.form,
            formset=NewRowsFormSet if self.only_new else self.rows,
            can_delete=not self.only_new,
            fk_name=self.fk_name,
            extra=self.extra,
        )
        return cast("type[RowFormSet]", made)
