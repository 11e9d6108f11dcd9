"""Importing tables: choose a file, preview what it would change, confirm, see the result, undo it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from coopunion.forms.base import Files
from coopunion.forms.fields import ReasonField
from coopunion.history.reverting import CannotRevert
from coopunion.models import TableImport, User
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.records.views.exports import xlsx_response
from coopunion.requests import SignedInRequest
from coopunion.tables.exporting import write_marked
from coopunion.tables.import_row import CellError, WrongHeadings
from coopunion.tables.importing import NeedsAnswer, applied_before, apply, check, correct, drop, revert_correction, undo
from coopunion.tables.plan import RegisterChanged
from coopunion.tables.preview import KINDS, Preview, PreviewRow, corrected
from coopunion.tables.readers import Masked
from coopunion.tables.resource import TableResource, table_resources
from coopunion.tables.sheets import UnreadableTable
from coopunion.tables.workbooks import MAX_BYTES, parse_table

_CELL = re.compile(r"(?P<row>\d{1,6}):(?P<heading>.+)", re.ASCII)
PAST = 20
PAGE_SIZE = 100
TABS = {"": "Tất cả các dòng", **KINDS}


class UploadForm(forms.Form):
    """A file of one of the tables that the user may write."""

    resource = forms.ChoiceField(label="Bảng")
    file = forms.FileField(label="Tệp", help_text=".xlsx, hoặc .csv theo UTF-8; nhiều nhất 5 MB và 20.000 dòng.")

    def __init__(
        self, data: QueryDict | None = None, files: Files | None = None, *, user: User, resource: str = ""
    ) -> None:
        super().__init__(data, files, initial={"resource": resource})
        choices = [(name, table.title) for name, table in writable(user).items()]
        self.fields["resource"] = forms.ChoiceField(label="Bảng", choices=choices)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB.")
        return file


class ImportReasonForm(forms.Form):
    """Why a table is imported or undone. `importing` and `undoing` check the need; `needed` is for the browser."""

    reason = ReasonField(label="Lý do", max_length=500, required=False, help_text="Ghi vào lịch sử của từng hồ sơ.")

    def __init__(self, data: QueryDict | None = None, *, needed: bool = False) -> None:
        super().__init__(data)
        self.fields["reason"].required = needed


def writable(user: User) -> dict[str, type[TableResource]]:
    return {name: table for name, table in table_resources().items() if user.may(table.permission)}


def readable(user: User) -> dict[str, type[TableResource]]:
    """The tables that the user may export: not everybody who may open the page may read households."""
    return {name: table for name, table in table_resources().items() if user.may(table.read_permission)}


@requires(Permission.VIEW_RECORDS, FORM)
def imports(request: SignedInRequest) -> HttpResponse:
    """What can be imported and exported, and what this person imported before."""
    if request.method == "POST" and not writable(request.user):
        raise PermissionDenied("Vai trò của bạn không nhập dữ liệu.")
    form = UploadForm(
        request.POST or None, request.FILES or None, user=request.user, resource=request.GET.get("bang", "")
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = check(request.user, form.cleaned_data["resource"], file.name, file.read())
        except (UnreadableTable, WrongHeadings) as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(row.get_absolute_url())
    context = {
        "form": form,
        "writable": writable(request.user),
        "tables": readable(request.user),
        "past": _past(request.user),
    }
    return render(request, "imports/index.html", context)


def _past(user: User) -> list[tuple[TableImport, str]]:
    rows = TableImport.objects.of(user).without_files()[:PAST]
    return [(row, table_resources()[row.resource].title) for row in rows if row.resource in table_resources()]


def own_import(request: SignedInRequest, pk: int) -> TableImport:
    """404 for another person's, whose file may hold what this one may not read."""
    row = get_object_or_404(TableImport.objects.of(request.user), pk=pk)
    if not request.user.may(table_resources()[row.resource].permission):
        raise PermissionDenied("Vai trò của bạn không ghi bảng này.")
    return row


@dataclass(frozen=True)
class ShownRow:
    row: PreviewRow
    cells: list[dict[str, object]]
    errors: list[tuple[str, str, str, str]]
    """Heading, message, cell, what is offered for it."""


@requires(Permission.VIEW_RECORDS)
def import_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The preview of an open import; the result of one that was written."""
    row = own_import(request, pk)
    resource = table_resources()[row.resource]
    context: dict[str, object] = {"row": row, "resource": resource, "reason_form": ImportReasonForm()}
    if row.is_open:
        preview = Preview.from_dict(row.preview)
        kind = request.GET.get("xem", "")
        kind = kind if kind in TABS else ""
        rows = [shown for shown in preview.rows if not kind or shown.kind == kind]
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
        headings = _headings(preview, page.object_list)
        context |= {
            "preview": preview,
            "reason_form": ImportReasonForm(needed=bool(preview.signed)),
            "tabs": _tabs(preview),
            "kind": kind,
            "query": f"xem={kind}" if kind else "",
            "page": page,
            "headings": headings,
            "shown_rows": [_shown(shown, preview, headings) for shown in page.object_list],
            "upload": UploadForm(user=request.user, resource=row.resource),
            "applied_before": applied_before(row),
            "writes": row.rows_new + row.rows_changed,
            "masked": any(isinstance(column.reader, Masked) for column in resource.columns),
        }
    return render(request, "imports/import.html", context)


def _tabs(preview: Preview) -> list[dict[str, object]]:
    """The counts that filter the rows; `start` and `width` are their parts of the bar, in hundredths."""
    counts, tabs, start = preview.counts, [], 0.0
    total = len(preview.rows)
    for kind, label in TABS.items():
        count = counts[kind] if kind else total
        width = 100 * count / total if kind and total else 0.0
        shape = {"start": f"{start:.2f}", "width": f"{width:.2f}"}
        tabs.append({"kind": kind, "label": label, "count": count, **shape})
        start += width
    return tabs


def _headings(preview: Preview, rows: Iterable[PreviewRow]) -> list[str]:
    """The columns that name a row, and those in which something on this page is changed or wrong."""
    touched = {heading for row in rows for heading in row.old}
    touched |= {heading for row in rows for heading, _, _ in row.errors}
    return [heading for heading in preview.headings if heading in touched or heading in preview.shown]


def _shown(row: PreviewRow, preview: Preview, headings: list[str]) -> ShownRow:
    wrong = {heading for heading, _, _ in row.errors}
    texts = dict(zip(preview.headings, row.cells, strict=True))
    cells: list[dict[str, object]] = []
    for heading in headings:
        state = "cell-changed" if heading in row.old else "cell-wrong" if heading in wrong else ""
        cells.append(
            {
                "heading": heading,
                "text": texts[heading],
                "old": row.old.get(heading),
                "names": heading == preview.name,
                "css_class": f"num {state}".strip() if heading in preview.numeric else state,
            }
        )
    errors = [(heading, message, cell, row.offers.get(heading, "")) for heading, message, cell in row.errors]
    return ShownRow(row, cells, errors)


def _reason(request: SignedInRequest) -> str:
    """NeedsAnswer for one that may not be kept."""
    form = ImportReasonForm(request.POST)
    if not form.is_valid():
        raise NeedsAnswer(" ".join(map(str, form.errors["reason"])))
    return str(form.cleaned_data["reason"])


@requires(Permission.VIEW_RECORDS, POST)
def import_apply(request: SignedInRequest, pk: int) -> HttpResponse:
    row = own_import(request, pk)
    try:
        apply(pk, reason=_reason(request), near_duplicates_confirmed="near_duplicates" in request.POST)
    except NeedsAnswer as needed:
        messages.error(request, str(needed))
        return HttpResponseRedirect(f"{row.get_absolute_url()}#ghi")
    except RegisterChanged as changed:
        messages.warning(request, str(changed))
    return HttpResponseRedirect(row.get_absolute_url())


@requires(Permission.VIEW_RECORDS, POST)
def import_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """A wrong cell read as the preview offers (`thay`), or again as the file has it (`bo`): "13:Địa bàn"."""
    row = own_import(request, pk)
    change, cell = correct, request.POST.get("thay", "")
    if "bo" in request.POST:
        change, cell = revert_correction, request.POST["bo"]
    if named := _CELL.fullmatch(cell):
        change(row.pk, int(named["row"]), named["heading"])
    return HttpResponseRedirect(f"{row.get_absolute_url()}?{request.GET.urlencode()}")


@requires(Permission.VIEW_RECORDS, POST)
def import_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    row = own_import(request, pk)
    try:
        undo(pk, user=request.user, reason=_reason(request))
    except (CannotRevert, NeedsAnswer) as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(row.get_absolute_url())


@requires(Permission.VIEW_RECORDS, POST)
def import_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    row = own_import(request, pk)
    drop(row.pk)
    messages.info(request, f"Đã bỏ tệp {row.file_name}; chưa ghi gì vào sổ.")
    return HttpResponseRedirect(reverse("imports"))


@requires(Permission.VIEW_RECORDS)
def import_marked(request: SignedInRequest, pk: int) -> FileResponse:
    """The file as it was read, its wrong cells marked, to be corrected and imported again."""
    row = own_import(request, pk)
    if not row.is_open:
        raise Http404("Tệp không còn được giữ.")
    resource = table_resources()[row.resource]()
    preview = Preview.from_dict(row.preview)
    table = corrected(parse_table(row.file_name, row.file, resource.known_headings), preview.corrections)
    errors = [
        CellError(shown.number, heading, message) for shown in preview.rows for heading, message, _ in shown.errors
    ]
    return xlsx_response(lambda file: write_marked(table, resource.columns, errors, file), f"loi {resource.title}")
