"""A page with one form: shown, sent, shown again with what is wrong or what others saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url

from coopunion.forms.base import PortalForm
from coopunion.forms.conflicts import Conflict, apply_choices, merge_concurrent_edits
from coopunion.forms.recovery import kept_text
from coopunion.forms.saving import AlreadySent, SavedMeanwhile, write
from coopunion.models import Submission
from coopunion.requests import SignedInRequest


@dataclass(frozen=True)
class Edit:
    """The outcome of a request: `address` is where to go once the form is saved; empty while it must be shown."""

    form: PortalForm
    conflict: Conflict | None = None
    address: str = ""


def edit(
    request: SignedInRequest,
    form_class: type[PortalForm],
    instance: Model,
    save: Callable[[PortalForm], Model] = write,
) -> Edit:
    """Show the form of the instance, or save what was sent: once, and never over what somebody else saved meanwhile.

    `save` is for forms that write more than their instance; it calls `write` in a transaction of its own.
    """
    if request.method != "POST":
        return Edit(form_class(kept_text(request), instance=instance, user=request.user))
    data = apply_choices(request.POST, form_class, instance, request.user) if instance.pk else request.POST
    form = form_class(data, instance=instance, user=request.user)
    try:
        if not form.is_valid():
            refuse_second_sending(form)
            return Edit(form)
        address = resolve_url(save(form))
    except AlreadySent as sent:
        messages.info(request, "Biểu mẫu này đã được lưu trước đó.")
        return Edit(form, address=sent.address)
    except SavedMeanwhile:
        fresh = type(instance)._default_manager.get(pk=instance.pk)
        data, conflict = merge_concurrent_edits(data, form_class, fresh, request.user)
        return Edit(form_class(data, instance=fresh, user=request.user), conflict)
    messages.success(request, f"Đã lưu {form.instance}.")
    return Edit(form, address=address)


def edit_page(
    request: SignedInRequest,
    form_class: type[PortalForm],
    instance: Model,
    *,
    title: str,
    above: Sequence[tuple[str, str]],
    save: Callable[[PortalForm], Model] = write,
    next_page: str = "",
) -> HttpResponse:
    """The page of a form with nothing beside it, or the redirect to `next_page`, else to what was saved.

    `above`: text and address of the pages that lead to it; cancelling goes back to the last of them.
    """
    edited = edit(request, form_class, instance, save)
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
