"""Forms of a cooperative's certificates, statuses, conversions and membership, for its own department."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms

from cooperatives.models import Conversion, MembershipCertificate, Registration, StatusChange
from coopunion.authorship import set_author
from coopunion.formatting import day
from coopunion.forms.base import FieldGroup, Warning
from coopunion.forms.events import EventForm
from coopunion.forms.fields import RecordField

# The first day on which certificates were issued under a law, and the day after the last one.
IN_FORCE = {
    Registration.Law.LAW_2003: (date(2004, 7, 1), date(2013, 7, 1)),
    Registration.Law.LAW_2012: (date(2013, 7, 1), date(2024, 7, 1)),
    Registration.Law.LAW_2023: (date(2024, 7, 1), date.max),
}


class CooperativeEventForm(EventForm):
    """Base: an event of a cooperative of the writer's department."""

    cooperative = RecordField("cooperatives.registers.cooperatives.COOPERATIVES", label="Hợp tác xã")
    owner = "cooperative"
    about: tuple[str, ...] = ("cooperative",)


class RegistrationForm(CooperativeEventForm):
    starts_operating = forms.BooleanField(
        label="Ghi luôn trạng thái “đang hoạt động” từ ngày cấp",
        required=False,
        initial=True,
        help_text="Chỉ ghi khi hợp tác xã chưa có trạng thái nào.",
    )
    groups = (
        FieldGroup("Giấy chứng nhận", ("cooperative", ("kind", "law"), ("number", "issued_on"), "authority")),
        FieldGroup("Trụ sở khi cấp", ("place",), "Để trống thì lấy địa bàn của hợp tác xã."),
        FieldGroup("Trạng thái", ("starts_operating",)),
        FieldGroup("Khác", ("note",)),
    )
    only_new = frozenset({"starts_operating"})

    instance: Registration

    class Meta(CooperativeEventForm.Meta):
        model = Registration

    def find_warnings(self) -> Iterator[Warning]:
        law, issued_on = self.cleaned_data["law"], self.cleaned_data["issued_on"]
        if law and issued_on and not IN_FORCE[law][0] <= issued_on < IN_FORCE[law][1]:
            yield Warning(f"Ngày {day(issued_on)} không cấp theo {Registration.Law(law).label}.", "law")

    def _save_m2m(self) -> None:
        """Also record the status that the tick box asks for, in the same transaction."""
        super()._save_m2m()  # type: ignore[misc]  # Django's, not in the stubs
        certificate = self.instance
        known = StatusChange.objects.filter(cooperative=certificate.cooperative)
        if not self.cleaned_data.get("starts_operating") or not certificate.counts or known.exists():
            return
        status = StatusChange(
            cooperative=certificate.cooperative,
            status=StatusChange.Status.OPERATING,
            from_on=certificate.issued_on,
            place=certificate.place,
            department=certificate.department,
            created_by=self.user,
        )
        set_author(status, self.user, f"Ghi cùng giấy chứng nhận cấp ngày {day(certificate.issued_on)}")
        status.save()


class StatusChangeForm(CooperativeEventForm):
    groups = (
        FieldGroup("Trạng thái", ("cooperative", ("status", "from_on"), "decision"), "Kéo dài đến trạng thái sau."),
        FieldGroup("Khác", ("place", "note")),
    )

    class Meta(CooperativeEventForm.Meta):
        model = StatusChange


class ConversionForm(CooperativeEventForm):
    groups = (
        FieldGroup("Chuyển đổi", ("cooperative", ("started_on", "completed_on"))),
        FieldGroup("Điều kiện", ("reregistered", "service_contracts", "viable_plan"), "Theo mô hình HTX kiểu mới."),
        FieldGroup("Khác", ("place", "note")),
    )

    class Meta(CooperativeEventForm.Meta):
        model = Conversion

    def find_warnings(self) -> Iterator[Warning]:
        completed_on = self.cleaned_data["completed_on"]
        if completed_on is None:
            return
        lacking = [
            str(self.fields[name].label).lower()
            for name in ("reregistered", "service_contracts", "viable_plan")
            if not self.cleaned_data[name]
        ]
        if lacking:
            yield Warning(f"Đã hoàn thành nhưng chưa có: {', '.join(lacking)}.", "completed_on")
        founded = self.cleaned_data["cooperative"].registrations.founding().filter(issued_on__year=completed_on.year)
        if founded.exists():
            yield Warning(
                f"Thành lập trong năm {completed_on.year}: lần chuyển đổi này không được tính.", "completed_on"
            )


class MembershipForm(CooperativeEventForm):
    groups = (
        FieldGroup("Giấy chứng nhận thành viên", ("cooperative", "number", ("issued_on", "withdrawn_on"))),
        FieldGroup("Khác", ("place", "note")),
    )

    class Meta(CooperativeEventForm.Meta):
        model = MembershipCertificate
