"""Forms of inspections, supports and value-chain models: a department records its own, of any cooperative or group."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.forms.warnings import odd_money
from cooperatives.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeSupport,
    Inspection,
    Recommendation,
    StatusChange,
    ValueChain,
    ValueChainMember,
    ValueChainPartner,
)
from coopunion.formatting import day
from coopunion.forms.base import ChildForm, FieldGroup, Warning
from coopunion.forms.events import EventForm
from coopunion.forms.record_field import RecordField

MOST_SUPPORT = 5_000_000_000
ENDED = (StatusChange.Status.DISSOLVED, StatusChange.Status.REVOKED)


class SubjectForm(EventForm):
    """Base: about one cooperative or one group."""

    cooperative = RecordField("cooperatives.registers.cooperatives.COOPERATIVES", label="Hợp tác xã", required=False)
    group = RecordField("cooperatives.registers.cooperatives.GROUPS", label="hoặc tổ hợp tác", required=False)
    about = ("cooperative", "group")

    @property
    def subject(self) -> Cooperative | CooperativeGroup | None:
        subject = super().subject
        return subject if isinstance(subject, Cooperative | CooperativeGroup) else None

    def ended_before(self, field: str) -> Iterator[Warning]:
        """A warning where the cooperative was dissolved before the day in `field`."""
        cooperative, on = self.cleaned_data["cooperative"], self.cleaned_data[field]
        if cooperative is None or on is None:
            return
        last = cooperative.statuschanges.recorded().filter(from_on__lte=on).order_by("-from_on").first()
        if last and last.status in ENDED:
            yield Warning(f"{cooperative} {last.get_status_display()} từ ngày {day(last.from_on)}.", "cooperative")


class InspectionForm(SubjectForm):
    groups = (
        FieldGroup("Đơn vị được kiểm tra", (("cooperative", "group"), "place"), "Chọn một trong hai."),
        FieldGroup("Kiểm tra", ("kind", ("started_on", "completed_on"), "findings")),
        FieldGroup("Khác", ("note",)),
    )

    class Meta(SubjectForm.Meta):
        model = Inspection

    def find_warnings(self) -> Iterator[Warning]:
        yield from self.ended_before("completed_on")
        completed_on = self.cleaned_data["completed_on"]
        if completed_on is None or self.subject is None:
            return
        same = self.subject.inspections.completed().filter(
            kind=self.cleaned_data["kind"], completed_on__year=completed_on.year
        )
        if earlier := same.exclude(pk=self.instance.pk).first():
            yield Warning(
                f"Năm {completed_on.year} đã có {earlier.get_kind_display()} của đơn vị này, "
                f"kết thúc {day(earlier.completed_on)}: cùng hình thức, cả năm chỉ tính một lần.",
                "completed_on",
            )


class RecommendationForm(ChildForm):
    future = frozenset({"due_on"})

    class Meta(ChildForm.Meta):
        model = Recommendation
        fields = ("text", "due_on", "done_on", "result")


class CooperativeSupportForm(SubjectForm):
    groups = (
        FieldGroup("Đơn vị được hỗ trợ", (("cooperative", "group"), "place"), "Chọn một trong hai."),
        FieldGroup(
            "Hỗ trợ",
            (
                ("kind", "supported_on"),
                "content",
                ("organiser", "organiser_name"),
                ("contract", "people_trained"),
                ("value", "source"),
            ),
        ),
        FieldGroup(
            "Cán bộ trẻ",
            ("graduate_name", ("graduate_qualification", "graduate_speciality"), ("graduate_from", "graduate_to")),
            "Chỉ ghi khi đưa cán bộ trẻ về làm việc có thời hạn.",
        ),
        FieldGroup("Khác", ("note",)),
    )
    future = frozenset({"graduate_to"})

    class Meta(SubjectForm.Meta):
        model = CooperativeSupport

    def find_warnings(self) -> Iterator[Warning]:
        yield from self.ended_before("supported_on")
        yield from odd_money(self.cleaned_data["value"], "Trị giá", "value", MOST_SUPPORT)
        trained = self.cleaned_data["people_trained"]
        if self.cleaned_data["kind"] == CooperativeSupport.Kind.TRAINING and not trained:
            yield Warning("Đào tạo mà chưa ghi số người được đào tạo.", "people_trained")


class ValueChainForm(EventForm):
    lead = RecordField("cooperatives.registers.cooperatives.COOPERATIVES", label="HTX chủ trì", required=False)
    about = ("lead",)
    groups = (
        FieldGroup("Mô hình", ("name", "product", ("lead", "place"))),
        FieldGroup("Công nhận", (("recognised_on", "decision"),), "Để trống khi đang xây dựng."),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"name"})

    class Meta(EventForm.Meta):
        model = ValueChain

    def find_warnings(self) -> Iterator[Warning]:
        if self.cleaned_data["recognised_on"] and not self.cleaned_data["decision"]:
            yield Warning("Đã công nhận mà chưa ghi văn bản công nhận.", "decision")


class MemberForm(ChildForm):
    cooperative = RecordField("cooperatives.registers.cooperatives.COOPERATIVES", label="Hợp tác xã")

    class Meta(ChildForm.Meta):
        model = ValueChainMember
        fields = ("cooperative", "stage", "part")


class PartnerForm(ChildForm):
    class Meta(ChildForm.Meta):
        model = ValueChainPartner
        fields = ("name", "stage", "part", "contract", "signed_on")
