"""Attaching, opening and removing evidence: who may see a record opens its files, who may change it changes them."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from coopunion.attachments import ALLOWED, Attachment, receive, storage, store
from coopunion.authorship import set_author
from coopunion.forms.base import Data, Files, ReasonForm
from coopunion.forms.fields import ReasonField
from coopunion.forms.recovery import sent_or_kept
from coopunion.models import Evidence, Record
from coopunion.periods import Days
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.registers.columns import M
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest


class EvidenceForm(ReasonForm):
    """One file, and what it is; the reason is asked in a signed period alone."""

    file = forms.FileField(label="Tệp", help_text=f"{ALLOWED}. Nhiều nhất 20 MB; ảnh nhiều nhất 50 triệu điểm.")
    note = ReasonField(label="Nội dung", max_length=300, required=False, help_text="Ví dụ: Giấy chứng nhận đăng ký.")

    def __init__(self, data: Data | None, files: Files | None, *, days: Sequence[Days]) -> None:
        super().__init__(data, files, days=days)
        if self.signed is None:
            del self.fields["reason"]

    def clean_file(self) -> Attachment:
        return receive(self.cleaned_data["file"])


@requires(Permission.CHANGE_RECORDS, FORM)
def evidence_add(request: SignedInRequest, register: Register[M], pk: int) -> HttpResponse:
    record = register.own_record(request.user, pk)
    if problem := record.evidence_problem():
        messages.error(request, problem)
        return HttpResponseRedirect(record.get_absolute_url())
    form = EvidenceForm(sent_or_kept(request), request.FILES or None, days=record.days())
    if request.method == "POST" and form.is_valid():
        attachment: Attachment = form.cleaned_data["file"]
        evidence = Evidence(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            name=attachment.name,
            kind=attachment.kind,
            size=len(attachment.content),
            sha256=attachment.sha256,
            stored_as=store(attachment),
            note=form.cleaned_data["note"],
            added_by=request.user,
        )
        set_author(evidence, request.user, form.cleaned_data.get("reason", ""))
        with transaction.atomic():
            evidence.save()
        messages.success(request, f"Đã đính kèm {evidence.name}.")
        return HttpResponseRedirect(f"{record.get_absolute_url()}#minh-chung")
    return render(request, "generic/evidence.html", {"register": register, "record": record, "form": form})


def visible_evidence(request: SignedInRequest, pk: int) -> tuple[Evidence, Record]:
    """The file and its record; 404 when the user may not read the record."""
    evidence = get_object_or_404(Evidence.objects.select_related("content_type"), pk=pk)
    record = evidence.record
    if record is None or not type(record)._default_manager.filter(type(record).readable_by(request.user), pk=record.pk):
        raise Http404("Không có tệp này.")
    return evidence, record


@requires(Permission.VIEW_RECORDS)
def evidence_open(request: SignedInRequest, pk: int) -> FileResponse:
    """Always a download, never shown by the browser as a page of ours."""
    evidence, _ = visible_evidence(request, pk)
    if not storage().exists(evidence.stored_as):
        raise Http404("Tệp không còn trong kho.")
    response = FileResponse(
        storage().open(evidence.stored_as), as_attachment=True, filename=evidence.name, content_type=evidence.kind
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@requires(Permission.CHANGE_RECORDS, POST)
def evidence_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Removes the file from the record. Its bytes stay: with the history row it can be attached again."""
    evidence, record = visible_evidence(request, pk)
    if not request.user.may_change(record):
        raise PermissionDenied(f"Hồ sơ này do {record.department} phụ trách.")
    form = ReasonForm(request.POST, days=record.days())
    if not form.is_valid():
        messages.error(request, f"Chưa bỏ {evidence.name}: {form.fields['reason'].help_text}")
        return HttpResponseRedirect(f"{record.get_absolute_url()}#minh-chung")
    name = evidence.name
    set_author(evidence, request.user, form.cleaned_data["reason"] or f"Bỏ tệp khỏi {record}")
    with transaction.atomic():
        evidence.delete()
    messages.success(request, f"Đã bỏ {name} khỏi hồ sơ.")
    return HttpResponseRedirect(f"{record.get_absolute_url()}#minh-chung")
