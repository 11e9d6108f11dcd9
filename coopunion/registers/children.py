"""Rows of another model that are edited inside the form of their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, UniqueConstraint
from django.forms import BaseInlineFormSet, inlineformset_factory

from coopunion.forms.base import ChildForm


class NumberedFormSet(BaseInlineFormSet):
    """Says in the office's words which row a person takes out, and which says the same as another."""

    deletion_widget_attrs = {"aria-label": "Bỏ dòng này"}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ dòng này"

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        options = self.form._meta.model._meta
        names = [str(options.get_field(name).verbose_name) for name in unique_check if name != self.fk.name]
        return f"Có hai dòng trùng nhau ({', '.join(names)}): sửa hoặc bỏ một dòng."

    def get_form_error(self) -> str:
        return "Dòng này trùng với một dòng ở trên."


class NewRowsFormSet(NumberedFormSet):
    """Shows none of the rows there are."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().none()

    def clean(self) -> None:
        """No two of the new rows may be what only one can be: the class of a household for one year."""
        super().clean()
        new = [form for form in self.forms if form.has_changed() and form.is_valid()]
        options = self.form._meta.model._meta
        for rule in options.constraints:
            if isinstance(rule, UniqueConstraint):
                columns = [options.get_field(name).attname for name in rule.fields]
                self._refuse_second(new, rule, columns)

    def _refuse_second(self, new: Sequence[Any], rule: UniqueConstraint, columns: Sequence[str]) -> None:
        taken: list[list[Any]] = []
        for form in new:
            values = [getattr(form.instance, column) for column in columns]
            if values in taken:
                form.add_error(None, rule.get_violation_error_message())
            taken.append(values)


@dataclass(frozen=True)
class Children:
    """Rows of another model edited in place inside the record's form; `extra` empty rows wait without a script."""

    title: str
    form: type[ChildForm]
    extra: int = 1
    fk_name: str | None = None
    only_new: bool = False
    """Rows are added here and corrected on a form of their own: records with their own lock, history and reason."""
    rows: type[NumberedFormSet] = NumberedFormSet
    """What asks something of all rows together."""

    def formset(self, parent: type[Model]) -> type[BaseInlineFormSet]:
        return inlineformset_factory(
            parent,
            self.form._meta.model,
            form=self.form,
            formset=NewRowsFormSet if self.only_new else self.rows,
            can_delete=not self.only_new,
            fk_name=self.fk_name,
            extra=self.extra,
        )
