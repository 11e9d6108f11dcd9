"""The addresses of every page that a register has."""

from __future__ import annotations

from django.urls import URLPattern, path

from coopunion.permissions import requires
from coopunion.records.views.entry import register_add, register_edit
from coopunion.records.views.evidence import evidence_add
from coopunion.records.views.exports import register_export
from coopunion.records.views.history import register_history
from coopunion.records.views.registers import register_detail, register_list, suggest
from coopunion.records.views.withdrawal import register_annul, register_delete, register_restore
from coopunion.registers.columns import M
from coopunion.registers.register import Register


def register_urls(register: Register[M], base: str) -> list[URLPattern]:
    """Every page of a register under `base`, by the names that its `list_url` begins."""
    name = register.prefix.partition(":")[2]
    of = {"register": register}
    reads = requires(register.permission)
    pages = [path(f"{base}goi-y/", reads(suggest), of, name=f"{name}suggest")]
    if register.columns:
        pages += [
            path(base, reads(register_list), of, name=f"{name}list"),
            path(f"{base}<int:pk>/", reads(register_detail), of, name=f"{name}detail"),
            path(f"{base}xuat-excel/", reads(register_export), of, name=f"{name}export"),
        ]
    pages.append(path(f"{base}<int:pk>/lich-su/", reads(register_history), of, name=f"{name}history"))
    if register.form:
        form = {**of, "form_class": register.form}
        pages += [
            path(f"{base}them/", register_add, form, name=f"{name}add"),
            path(f"{base}<int:pk>/sua/", register_edit, form, name=f"{name}edit"),
            path(f"{base}<int:pk>/tep/", evidence_add, of, name=f"{name}evidence"),
            path(f"{base}<int:pk>/huy/", register_annul, of, name=f"{name}annul"),
            path(f"{base}<int:pk>/xoa/", register_delete, of, name=f"{name}delete"),
            path(f"{base}<int:pk>/khoi-phuc/<int:history_id>/", register_restore, of, name=f"{name}restore"),
        ]
    return pages
