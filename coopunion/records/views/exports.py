"""Downloads of tables: a list as it is filtered, a whole table, an empty template."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils import timezone

from coopunion.attachments import EXCEL
from coopunion.models import JournalEntry
from coopunion.permissions import Permission, requires
from coopunion.registers.columns import M
from coopunion.registers.listing import Listing
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest
from coopunion.tables.exporting import write_export, write_list, write_template
from coopunion.tables.resource import TableResource, table_resources
from coopunion.text import fold

EXPORTED = "xuất dữ liệu cá nhân"


def xlsx_response(write: Callable[[IO[bytes]], object], title: str) -> FileResponse:
    """What `write` puts into a file, sent from the disk piece by piece."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it when the last piece is sent
    write(file)
    file.seek(0)
    name = f"{fold(title).replace(' ', '-')}-{timezone.localdate():%Y%m%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def note_export(request: SignedInRequest, resource: TableResource) -> None:
    """Write into the journal who takes a table about persons out of the portal; what was searched may name a person."""
    if resource.personal:
        detail = "Một phần, theo bộ lọc" if request.GET else "Cả bảng"
        JournalEntry.write(EXPORTED, user=request.user, title=resource.title, detail=detail)


def register_export(request: SignedInRequest, register: Register[M]) -> FileResponse:
    """The register's list as the address filters and orders it, every page of it."""
    rows = Listing(register, request.user, request.GET).rows
    if not register.table:
        return xlsx_response(lambda file: write_list(register.columns, rows, file), register.title)
    resource = table_resources()[register.table](user=request.user)
    note_export(request, resource)
    return xlsx_response(lambda file: write_export(resource, resource.exported(rows), file), resource.title)


def resource_named(name: str, request: SignedInRequest, *, to_write: bool) -> TableResource:
    """404 for a table there is not, 403 for one the user may not read or write."""
    if name not in table_resources():
        raise Http404("Không có bảng này.")
    resource = table_resources()[name](user=request.user)
    if not request.user.may(resource.permission if to_write else resource.read_permission):
        raise PermissionDenied(f"Vai trò của bạn không dùng được bảng {resource.title.lower()}.")
    return resource


@requires(Permission.VIEW_RECORDS)
def export_all(request: SignedInRequest, name: str) -> FileResponse:
    """All rows of a table that the user may read."""
    resource = resource_named(name, request, to_write=False)
    rows = resource.exported(resource.visible(request.user).order_by(*resource.order))
    note_export(request, resource)
    return xlsx_response(lambda file: write_export(resource, rows, file), resource.title)


@requires(Permission.VIEW_RECORDS)
def template(request: SignedInRequest, name: str) -> FileResponse:
    resource = resource_named(name, request, to_write=True)
    return xlsx_response(lambda file: write_template(resource, file), f"mau {resource.title}")
