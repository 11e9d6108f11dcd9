"""A page with one form: shown, sent, shown again with what is wrong or what others saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url

from coopunion.forms.base import Data, PortalForm
from coopunion.forms.conflicts import Conflict, apply_choices, merge_concurrent_edits
from coopunion.forms.formsets import Children, ChildTable
from coopunion.forms.recovery import kept_text
from coopunion.forms.row_conflicts import apply_row_choices, merge_concurrent_rows
from coopunion.forms.saving import AlreadySent, SavedMeanwhile, write
from coopunion.models import Record, Submission
from coopunion.models.history_rows import latest_change
from coopunion.requests import SignedInRequest


@dataclass(frozen=True)
class Edit:
    """The outcome of a request: `address` is where to go once the form is saved; empty while it must be shown."""

    form: PortalForm
    tables: Sequence[ChildTable] = ()
    conflict: Conflict | None = None
    address: str = ""

    def is_valid(self) -> bool:
        """Checks form and rows, so that all errors are shown at once. A change of a row is a change of the record."""
        self.form.rows_changed = any(table.formset.has_changed() for table in self.tables)
        return all([self.form.is_valid(), *(table.formset.is_valid() for table in self.tables)])


@dataclass(frozen=True)
class FormEditor:
    """The form of an object and the rows inside it, for a person who opens or sends them."""

    request: SignedInRequest
    form_class: type[PortalForm]
    children: Sequence[Children] = ()
    initial: Data | None = None

    def over(self, instance: Model | None, data: QueryDict | None = None) -> Edit:
        """The form of the object, or of a new one, filled with the data or, without, with what is saved."""
        form = self.form_class(data, instance=instance, user=self.request.user, initial=self.initial)
        return Edit(form, [rows.table(form, data, index) for index, rows in enumerate(self.children)])

    def chosen(self, instance: Model) -> QueryDict:
        """What was sent, with the saved value wherever the person chose it over their own."""
        saved = self.over(instance)
        data = apply_choices(self.request.POST, saved.form)
        for table in saved.tables:
            data = apply_row_choices(data, table.formset)
        return data

    def merged(self, data: QueryDict, instance: Model) -> Edit:
        """The same form over the object as it now is, with what others changed; nothing typed is lost."""
        fresh = type(instance)._default_manager.get(pk=instance.pk)
        saved = self.over(fresh)
        opened_at = data.get("seen", "")
        data, conflict = merge_concurrent_edits(data, saved.form)
        for table in saved.tables:
            data, fields, rows = merge_concurrent_rows(data, table, opened_at)
            conflict = replace(conflict, fields=[*conflict.fields, *fields], rows=[*conflict.rows, *rows])
        again = self.over(fresh, data)
        if again.is_valid() and not again.form.changes_anything:  # sent twice, or both changed the same
            return self.unchanged(again)
        return replace(again, conflict=conflict)

    def edit(
        self,
        instance: Model | None,
        *,
        save: Callable[[PortalForm], Model] | None = None,
        name: Callable[[PortalForm], str] = lambda form: str(form.instance),
    ) -> Edit:
        """Show the form of the instance, or save what was sent: once, and never over what others saved meanwhile.

        `save` is for forms that write more than their instance; it calls `write` in a transaction of its own.
        """
        if self.request.method != "POST":
            return self.over(instance, kept_text(self.request))
        data: QueryDict = self.request.POST
        if instance and instance.pk:
            data = self.chosen(instance)
            if data.get("seen", "") != str(latest_change(instance) or ""):
                return self.merged(data, instance)  # before rows are checked: some may be deleted
        sent = self.over(instance, data)
        try:
            if not sent.is_valid():
                refuse_second_sending(sent.form)
                return sent
            if not sent.form.changes_anything:
                return self.unchanged(sent)
            saved = save(sent.form) if save else write(sent.form, [table.formset for table in sent.tables])
        except AlreadySent as earlier:
            created = "; đây là hồ sơ đã tạo" if isinstance(sent.form.instance, Record) else ""
            messages.info(self.request, f"Biểu mẫu này đã được lưu trước đó{created}.")
            return replace(sent, address=earlier.address)
        except SavedMeanwhile:
            return self.merged(data, sent.form.instance)
        messages.success(self.request, f"Đã lưu {name(sent.form)}.")
        return replace(sent, address=resolve_url(saved))

    def unchanged(self, edited: Edit) -> Edit:
        messages.info(self.request, "Không có gì thay đổi.")
        return replace(edited, address=resolve_url(edited.form.instance))


def edit_page(
    request: SignedInRequest,
    form_class: type[PortalForm],
    instance: Model,
    *,
    title: str,
    above: Sequence[tuple[str, str]],
    save: Callable[[PortalForm], Model] | None = None,
    next_page: str = "",
) -> HttpResponse:
    """The page of a form with nothing beside it, or the redirect to `next_page`, else to what was saved.

    `above`: text and address of the pages that lead to it; cancelling goes back to the last of them.
    """
    edited = FormEditor(request, form_class).edit(instance, save=save)
    if edited.address:
        return redirect(next_page or edited.address)
    context = {"form": edited.form, "conflict": edited.conflict, "title": title, "above": above, "back": above[-1][1]}
    return render(request, "generic/form.html", context)


def refuse_second_sending(form: PortalForm) -> None:
    """Raise AlreadySent for a form sent twice: it finds its own name taken, which is no error of the person."""
    token = form.cleaned_data.get("submission")
    sent = Submission.objects.filter(token=token).first() if token and form.instance.pk is None else None
    if sent:
        raise AlreadySent(sent.address)
