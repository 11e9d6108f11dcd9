"""Tables of rows inside the form of their record: what they say to people, and rows that can only be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Model, QuerySet, UniqueConstraint
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.http import QueryDict

from coopunion.forms.base import ChildForm, PortalForm

if TYPE_CHECKING:
    InlineFormSet = BaseInlineFormSet[Model, Model, ChildForm]
else:  # Django's own class takes no parameters
    InlineFormSet = BaseInlineFormSet


class RowFormSet(InlineFormSet):
    """Labels the box that removes a row, and says in Vietnamese which row is the same as another."""

    deletion_widget_attrs = {"aria-label": "Bỏ dòng này"}

    def add_fields(self, form: ChildForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ dòng này"

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        labels = {field.name: str(field.verbose_name) for field in self.form._meta.model._meta.concrete_fields}
        names = [labels[name] for name in unique_check if name != self.fk.name]
        return f"Có hai dòng trùng nhau ({', '.join(names)}): sửa hoặc bỏ một dòng."

    def get_form_error(self) -> str:
        return "Dòng này trùng với một dòng ở trên."


class NewRowsFormSet(RowFormSet):
    """Shows none of the rows there are."""

    def get_queryset(self) -> QuerySet[Model]:
        return super().get_queryset().none()

    def clean(self) -> None:
        """No two new rows may be equal where a constraint allows one: the class of a household for one year."""
        super().clean()
        new = [form for form in self.forms if form.has_changed() and form.is_valid()]
        columns = {field.name: field.attname for field in self.form._meta.model._meta.concrete_fields}
        for rule in self.form._meta.model._meta.constraints:
            if isinstance(rule, UniqueConstraint):
                self._refuse_duplicates(new, rule, [columns[name] for name in rule.fields])

    def _refuse_duplicates(self, new: Sequence[ChildForm], rule: UniqueConstraint, columns: Sequence[str]) -> None:
        seen: list[list[object]] = []
        for form in new:
            values: list[object] = [getattr(form.instance, column) for column in columns]
            if values in seen:
                form.add_error(None, rule.get_violation_error_message())
            seen.append(values)


@dataclass(frozen=True)
class ChildTable:
    """Children of a record in its form: their title and the rows being edited."""

    title: str
    formset: RowFormSet


@dataclass(frozen=True)
class Children:
    """Rows of another model edited in place inside the record's form; `extra` empty rows wait without a script."""

    title: str
    form: type[ChildForm]
    extra: int = 1
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
            extra=self.extra,
        )
        return cast("type[RowFormSet]", made)

    def table(self, form: PortalForm, data: QueryDict | None, index: int) -> ChildTable:
        """The rows of the form's record, or those sent, as the table with this index in its form."""
        formset = self.formset(type(form.instance))
        kwargs = {"user": form.user}
        return ChildTable(self.title, formset(data, instance=form.instance, form_kwargs=kwargs, prefix=f"dong{index}"))
