"""The registers of a cooperative's events: all but reorganisations have forms and no pages, as its page shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from cooperatives.forms.assessments import AssessmentForm
from cooperatives.forms.events import (
    ConversionForm,
    MembershipForm,
    PartiesFormSet,
    PartyForm,
    RegistrationForm,
    RelocationForm,
    RenamingForm,
    ReorganisationForm,
    StatusChangeForm,
)
from cooperatives.models import (
    Assessment,
    Conversion,
    MembershipCertificate,
    Registration,
    Relocation,
    Renaming,
    Reorganisation,
    ReorganisationParty,
    StatusChange,
)
from cooperatives.renaming import update_name
from coopunion.forms.base import RecordForm
from coopunion.forms.formsets import Children
from coopunion.models import RecordQuerySet, User
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section, columns_of
from coopunion.registers.register import Register

E = TypeVar("E", Assessment, Conversion, MembershipCertificate, Registration, StatusChange, Relocation, Renaming)


def _register(model: type[E], form: type[RecordForm], title: str, name: str, event_noun: str) -> Register[E]:
    def visible(user: User) -> RecordQuerySet[E]:
        return model.objects.select_related("cooperative__place__parent", "place__parent", "department")

    return Register[E](
        model=model,
        title=title,
        list_url=f"cooperatives:{name}-list",
        permission=Permission.VIEW_RECORDS,
        visible=visible,
        form=form,
        event_noun=event_noun,
    )


CERTIFICATES = _register(
    Registration, RegistrationForm, "Giấy chứng nhận đăng ký", "certificate", "giấy chứng nhận đăng ký"
)
STATUSES = _register(StatusChange, StatusChangeForm, "Trạng thái", "status", "trạng thái")
ASSESSMENTS = _register(Assessment, AssessmentForm, "Đánh giá", "assessment", "lần đánh giá")
CONVERSIONS = _register(Conversion, ConversionForm, "Chuyển đổi kiểu mới", "conversion", "lần chuyển đổi kiểu mới")
MEMBERSHIPS = _register(
    MembershipCertificate, MembershipForm, "Giấy chứng nhận thành viên", "membership", "giấy chứng nhận thành viên"
)
RELOCATIONS = _register(Relocation, RelocationForm, "Chuyển trụ sở", "relocation", "lần chuyển trụ sở")
RENAMINGS = replace(_register(Renaming, RenamingForm, "Đổi tên", "renaming", "lần đổi tên"), after_change=update_name)


REORGANISATIONS = Register[Reorganisation](
    model=Reorganisation,
    title="Chia, tách, hợp nhất, sáp nhập",
    list_url="cooperatives:reorganisation-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Reorganisation.objects.select_related("place__parent", "department").prefetch_related(
        "parties__cooperative"
    ),
    search_hint="Tên hợp tác xã",
    order=("-reorganised_on", "-pk"),
    empty="Chưa có lần chia, tách, hợp nhất, sáp nhập nào trong sổ.",
    form=ReorganisationForm,
    event_noun="lần tổ chức lại",
    children=(Children("Các hợp tác xã", PartyForm, extra=2, rows=PartiesFormSet),),
    columns=(
        Column("Lần tổ chức lại", lambda row: row, "link"),
        Column("Từ ngày", lambda row: row.reorganised_on, "day", sort="reorganised_on"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Văn bản", lambda row: row.decision),
    ),
    choices=(Choice("hinh-thuc", "Hình thức", "kind", Reorganisation.Kind.choices),),
    facts=(
        Column("Hình thức", lambda row: row.get_kind_display().capitalize()),
        *columns_of(Reorganisation, "reorganised_on", "decision", "place", "department", "note"),
    ),
    sections=(
        Section(
            "Các hợp tác xã",
            lambda row: row.parties.select_related("cooperative"),
            (
                *columns_of(ReorganisationParty, "cooperative"),
                Column("Vai trò", lambda row: row.get_role_display().capitalize()),
            ),
        ),
    ),
    timeline=lambda row: [Moment(row.reorganised_on, str(row), row.decision)],
)
