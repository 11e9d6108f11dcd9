"""Forms of what happens to a cooperative, for its own department: certificates, statuses, moves, reorganisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cooperatives.laws import CONVERSIONS, LAWS, REGISTRARS, registrar_help
from cooperatives.models import (
    Alias,
    Conversion,
    Cooperative,
    MembershipCertificate,
    Registration,
    Relocation,
    Renaming,
    Reorganisation,
    ReorganisationParty,
    StatusChange,
)
from coopunion.authorship import set_author
from coopunion.formatting import day
from coopunion.forms.base import ChildForm, FieldGroup, Warning
from coopunion.forms.events import EventForm
from coopunion.forms.fields import LineField
from coopunion.forms.formsets import RowFormSet
from coopunion.forms.record_field import RecordField
from coopunion.models import User
from coopunion.standards import in_force

REGISTER = "cooperatives.registers.cooperatives.COOPERATIVES"
Role, Kind = ReorganisationParty.Role, Reorganisation.Kind
# The least number of cooperatives of each role.
LEAST = {
    Kind.DIVISION: {Role.PREDECESSOR: 1, Role.SUCCESSOR: 2},
    Kind.SEPARATION: {Role.PREDECESSOR: 1, Role.SUCCESSOR: 1},
    Kind.CONSOLIDATION: {Role.PREDECESSOR: 2, Role.SUCCESSOR: 1},
    Kind.MERGER: {Role.PREDECESSOR: 1, Role.SUCCESSOR: 1},
}


class CooperativeEventForm(EventForm):
    """Base: an event of a cooperative of the writer's department."""

    cooperative = RecordField(REGISTER, label="Hợp tác xã")
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
        FieldGroup(
            "Giấy chứng nhận",
            ("cooperative", ("kind", "law"), ("number", "issued_on"), "authority"),
            registrar_help(),
        ),
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
        if law and issued_on and not any(row.key == law and row.applies(issued_on) for row in LAWS):
            yield Warning(f"Ngày {day(issued_on)} không cấp theo {Registration.Law(law).label}.", "law")
        registrar = in_force(REGISTRARS, issued_on)
        if registrar and registrar.is_stranger(self.cleaned_data["authority"]):
            yield Warning(f"Ngày {day(issued_on)} nơi cấp là {registrar.authority} ({registrar.name}).", "authority")

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
        standard = in_force(CONVERSIONS, completed_on)
        lacking = [words for name, words in standard.steps.items() if not self.cleaned_data[name]] if standard else []
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


class RelocationForm(CooperativeEventForm):
    """A move. The new seat is typed, so the present one is not offered."""

    groups = (
        FieldGroup(
            "Chuyển trụ sở",
            ("cooperative", ("moved_on", "decision"), "place", "address"),
            "Số liệu của những ngày trước vẫn ở trụ sở cũ.",
        ),
        FieldGroup("Khác", ("note",)),
    )
    about = ()

    class Meta(CooperativeEventForm.Meta):
        model = Relocation

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        before = given["cooperative"].seat_on(given["moved_on"] - timedelta(days=1))
        if before == given["place"]:
            yield Warning(f"Trước ngày đó trụ sở đã ở {before}.", "place")


class RenamingForm(CooperativeEventForm):
    """A change of name. The last renaming gives the cooperative its name; an earlier one only adds a former name."""

    short_name = LineField(
        label="Tên viết tắt mới",
        required=False,
        max_length=200,
        help_text="Bỏ trống nếu không còn tên viết tắt; tên viết tắt cũ vẫn tìm được.",
    )
    groups = (
        FieldGroup(
            "Đổi tên",
            ("cooperative", "old_name", "new_name", "short_name", ("renamed_on", "decision")),
            "Hồ sơ mang tên mới; tên cũ vẫn tìm được.",
        ),
        FieldGroup("Khác", ("place", "note")),
    )
    only_new = frozenset({"short_name"})
    always = frozenset({"old_name", "new_name"})

    instance: Renaming

    class Meta(CooperativeEventForm.Meta):
        model = Renaming

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.initial.get("cooperative")
        if isinstance(known, Cooperative):
            self.initial.update(old_name=known.name, short_name=known.short_name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("old_name") and cleaned.get("old_name") == cleaned.get("new_name"):
            self.add_error("new_name", "Trùng với tên cũ.")
        return cleaned

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        pairs = given["cooperative"].renamings.values_list("old_name", "new_name")
        names = {given["cooperative"].name, *(name for pair in pairs for name in pair)}
        if given["old_name"] not in names and given["new_name"] not in names:
            yield Warning(f"Hồ sơ đang mang tên “{given['cooperative'].name}”, không phải tên cũ này.", "old_name")

    def _save_m2m(self) -> None:
        """Also give the cooperative the name of its last renaming, in the same transaction."""
        super()._save_m2m()  # type: ignore[misc]  # Django's, not in the stubs
        renaming = self.instance
        if not renaming.counts:
            return
        cooperative = Cooperative.objects.select_for_update().get(pk=renaming.cooperative_id)
        last = cooperative.renamings.recorded().order_by("-renamed_on", "-pk").first()
        if last == renaming:
            self._give_name(cooperative, renaming)
        set_author(cooperative, self.user, f"Đổi tên: {renaming.decision}" if renaming.decision else "Đổi tên")
        cooperative.save()  # also where the name stays: its search text gets the old name

    def _give_name(self, cooperative: Cooperative, renaming: Renaming) -> None:
        cooperative.name = renaming.new_name
        if "short_name" not in self.fields or self.cleaned_data["short_name"] == cooperative.short_name:
            return
        if cooperative.short_name and not cooperative.aliases.filter(name=cooperative.short_name).exists():
            old = Alias(cooperative=cooperative, name=cooperative.short_name)
            set_author(old, self.user, "Đổi tên")
            old.save()
        cooperative.short_name = self.cleaned_data["short_name"]


class ReorganisationForm(EventForm):
    """A reorganisation. The predecessor is of the writer's department; successors may be of any."""

    predecessor = RecordField(
        REGISTER,
        label="Hợp tác xã được tổ chức lại",
        help_text="Hợp nhất, sáp nhập thì ghi thêm các hợp tác xã khác ở bảng dưới.",
    )
    owner = "predecessor"
    about = ("predecessor",)
    groups = (
        FieldGroup(
            "Tổ chức lại",
            ("predecessor", ("kind", "reorganised_on"), "decision"),
            "Chia, hợp nhất, sáp nhập: hợp tác xã được tổ chức lại chấm dứt từ ngày đó. Tách: vẫn hoạt động.",
        ),
        FieldGroup("Khác", ("place", "note")),
    )
    only_new = frozenset({"predecessor"})
    always = frozenset({"kind"})

    instance: Reorganisation

    class Meta(EventForm.Meta):
        model = Reorganisation

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.first_predecessor = cleaned.get("predecessor")  # for the checks of PartyForm and PartiesFormSet
        return cleaned

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's, not in the stubs
        if self.cleaned_data.get("predecessor"):
            party = ReorganisationParty(
                reorganisation=self.instance,
                cooperative=self.cleaned_data["predecessor"],
                role=ReorganisationParty.Role.PREDECESSOR,
            )
            set_author(party, self.user, "")
            party.save()


class PartyForm(ChildForm):
    """Another cooperative of the same reorganisation."""

    cooperative = RecordField(REGISTER, label="Hợp tác xã")

    class Meta(ChildForm.Meta):
        model = ReorganisationParty
        fields = ("cooperative", "role")

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(user=user, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cooperative = cleaned.get("cooperative")
        if cooperative is None:
            return cleaned
        if cooperative == cleaned["reorganisation"].first_predecessor:
            self.add_error("cooperative", "Hợp tác xã này đã ghi ở trên.")
        ends = cleaned.get("role") == ReorganisationParty.Role.PREDECESSOR
        if ends and self.has_changed() and cooperative.department_id != self.user.department_id:
            self.add_error("cooperative", f"Hồ sơ này do {cooperative.department} phụ trách; chỉ phòng đó được ghi.")
        return cleaned


class PartiesFormSet(RowFormSet):
    """Checks that each role has enough cooperatives for the kind of reorganisation; a draft may lack them."""

    instance: Reorganisation

    def clean(self) -> None:
        super().clean()
        reorganisation = self.instance
        if not reorganisation.kind or not reorganisation.counts or any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms]
        roles = Counter(row["role"] for row in rows if row.get("cooperative") and not row.get("DELETE"))
        roles[Role.PREDECESSOR] += reorganisation.first_predecessor is not None
        lacking = [
            f"{'thêm' if roles[role] else 'ghi'} {least - roles[role]} hợp tác xã {role.label}"
            for role, least in LEAST[Kind(reorganisation.kind)].items()
            if roles[role] < least
        ]
        if lacking:
            kind = reorganisation.get_kind_display().capitalize()
            raise ValidationError(f"{kind}: {'; '.join(lacking)}. Chưa rõ thì lưu nháp.")
