"""A page with one form: shown, sent, shown again with what is wrong or what others saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.views.decorators.http import require_http_methods

from coopunion.forms.base import PortalForm
from coopunion.forms.conflicts import Conflict, apply_choices, merge_concurrent_edits
from coopunion.forms.recovery import kept_text
from coopunion.forms.saving import AlreadySent, SavedMeanwhile, write
from coopunion.models import Submission
from coopunion.requests import SignedInRequest

show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Edit:
    """What became of a form: `address` is where to go once it is saved; empty while it must be shown (again)."""

    form: PortalForm
    conflict: Conflict | None = None
    address: str = ""


def edit(request: SignedInRequest, form_class: type[PortalForm], instance: Any) -> Edit:
    """Show the form of the instance, or save what was sent: once, and never over what somebody else saved meanwhile."""
    if request.method != "POST":
        return Edit(form_class(kept_text(request), instance=instance, user=request.user))
    data = apply_choices(request.POST, form_class, instance, request.user) if instance.pk else request.POST
    form = form_class(data, instance=instance, user=request.user)
    try:
        if not form.is_valid():
            refuse_second_sending(form)
            return Edit(form)
        address = write(form).get_absolute_url()
    except AlreadySent as sent:
        messages.info(request, "Biểu mẫu này đã được lưu trước đó.")
        return Edit(form, address=sent.address)
    except SavedMeanwhile:
        fresh = type(instance)._default_manager.get(pk=instance.pk)
        data, conflict = merge_concurrent_edits(data, form_class, fresh, request.user)
        return Edit(form_class(data, instance=fresh, user=request.user), conflict)
    messages.success(request, f"Đã lưu {form.instance}.")
    return Edit(form, address=address)


def refuse_second_sending(form: PortalForm) -> None:
    """A form sent twice finds its own name taken: AlreadySent tells that apart from one that is wrong."""
    token = form.cleaned_data.get("submission")
    sent = Submission.objects.filter(token=token).first() if token and form.instance.pk is None else None
    if sent:
        raise AlreadySent(sent.address)
