"""The registers of a cooperative's events. They have forms and no pages: records show on the cooperative's page."""

from __future__ import annotations

from typing import TypeVar

from cooperatives.forms import AssessmentForm, ConversionForm, MembershipForm, RegistrationForm, StatusChangeForm
from cooperatives.models import Assessment, Conversion, MembershipCertificate, Registration, StatusChange
from coopunion.forms.base import RecordForm
from coopunion.models import RecordQuerySet, User
from coopunion.permissions import Permission
from coopunion.registers.register import Register

E = TypeVar("E", Assessment, Conversion, MembershipCertificate, Registration, StatusChange)


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
