"""The public page behind the QR code: number, date and SHA-256 of an issued report, and whether a file matches."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from coopunion.models import OfficeIdentity
from coopunion.permissions import FORM, public
from reports.models import Report
from reports.models.report import State

LARGEST = 25 * 1024 * 1024


class HashingUploadHandler(FileUploadHandler):
    """Hashes a file and stores none of it: the page takes files of strangers.

    Its SHA-256 is `hexdigest`; what Django sees is an empty file of that name. After LARGEST bytes the upload is
    broken off and `too_large` is set.
    """

    hexdigest = ""
    too_large = False

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self._hash = sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self.hexdigest = self._hash.hexdigest()
        return UploadedFile(None, name=self.file_name, size=file_size)


@public
@csrf_exempt  # the handler must be set before anything reads the form; the inner view is protected
@require_http_methods(FORM)
def verify(request: HttpRequest, token: str) -> HttpResponse:
    handler = HashingUploadHandler(request)
    request.upload_handlers = [handler]
    return _verify(request, token, handler)


@csrf_protect
def _verify(request: HttpRequest, token: str, handler: HashingUploadHandler) -> HttpResponse:
    """404 for a token of no issued report."""
    issued = Report.objects.with_period().filter(state__in=(State.ISSUED, State.REPLACED), number__isnull=False)
    report = get_object_or_404(issued, token=token)
    files = [(file.format, file.sha256) for file in report.files.defer("content")]
    sent = request.method == "POST" and bool(request.FILES or handler.hexdigest)
    matching = next((format for format, digest in files if sent and digest == handler.hexdigest), "")
    context = {
        "report": report,
        "issuer": OfficeIdentity.on(report.issued_on) if report.issued_on else None,
        "files": files,
        "asked": request.method == "POST",
        "sent": sent and not handler.too_large,
        "too_large": handler.too_large,
        "digest": handler.hexdigest,
        "matching": matching,
    }
    answer = render(request, "reports/verify.html", context)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
