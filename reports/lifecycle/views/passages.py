"""The editor of a report's texts, and its saving while one types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coopunion.forms.recovery import kept_text
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.requests import SignedInRequest
from coopunion.text import clean_lines
from reports.lifecycle.passages import Editor, NotWritable, WrittenMeanwhile, save_passage, version_number
from reports.lifecycle.views import get_report_or_404
from reports.models import RESULT, SECTIONS
from reports.paper.fields import unknown_fields


@requires(Permission.DRAFT_REPORTS, FORM)
def edit(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    report = get_report_or_404(code, year, number, serial)
    if not report.is_writable:
        messages.info(request, f"Báo cáo {report.get_state_display()}, không sửa được nữa.")
        return redirect(report)
    editor = Editor(report, today=timezone.localdate())
    if request.method == "POST" and _save(request, editor):
        return redirect(report.edit_url)
    if kept := kept_text(request):
        editor.put_back(kept)
    context = {
        "editor": editor,
        "report": report,
        "fields": editor.texts.fields,
        "autosave_url": report.url("reports:autosave"),
    }
    return render(request, "reports/edit.html", context)


def _save(request: SignedInRequest, editor: Editor) -> bool:
    """Whether everything was saved; a message says what was not."""
    try:
        complete = editor.save(request.POST, user=request.user)
    except NotWritable as refusal:
        messages.error(request, str(refusal))
        return True
    if not complete:
        messages.error(request, "Có mục người khác vừa sửa, chưa ghi đè. Xem hai bản rồi lưu lại.")
        return False
    unknown = [name for draft in editor.drafts for name in draft.unknown]
    if unknown:
        messages.warning(request, f"Đã lưu. Có trường không đọc được: {', '.join(unknown)}.")
    else:
        messages.success(request, "Đã lưu nội dung.")
    return True


@requires(Permission.DRAFT_REPORTS, POST)
def autosave(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    """One passage: 200 with its new version, 409 with what somebody else wrote, 400 for one there is not."""
    report = get_report_or_404(code, year, number, serial)
    codes = set(report.period.program.indicators.values_list("code", flat=True))
    key, text = request.POST.get("key", ""), clean_lines(request.POST.get("text", ""))
    if key not in SECTIONS and not (key.startswith(RESULT) and key.removeprefix(RESULT) in codes):
        return JsonResponse({"error": "Không có mục này."}, status=400)
    try:
        passage = save_passage(report, key, text, version_number(request.POST.get("version")), user=request.user)
    except NotWritable as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    except WrittenMeanwhile as conflict:
        return JsonResponse({"error": str(conflict), "text": conflict.passage.text}, status=409)
    return JsonResponse({"version": passage.version, "unknown": unknown_fields(text, codes)})
