"""The form of a value-chain model, with its members and partners."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.models import ValueChain, ValueChainMember, ValueChainPartner
from coopunion.forms.base import ChildForm, FieldGroup, Warning
from coopunion.forms.events import EventForm
from coopunion.forms.fields import RecordField


class ValueChainForm(EventForm):
    lead = RecordField("cooperatives.registers.COOPERATIVES", label="HTX chủ trì", required=False)
    about = ("lead",)
    groups = (
        FieldGroup("Mô hình", ("name", "product", ("lead", "place"))),
        FieldGroup("Công nhận", (("recognised_on", "decision"),), "Để trống khi đang xây dựng."),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"name"})

    class Meta(EventForm.Meta):
        model = ValueChain
        fields = ("name", "product", "lead", "place", "recognised_on", "decision", "note")

    def find_warnings(self) -> Iterator[Warning]:
        if self.cleaned_data["recognised_on"] and not self.cleaned_data["decision"]:
            yield Warning("Đã công nhận mà chưa ghi văn bản công nhận.", "decision")


class MemberForm(ChildForm):
    cooperative = RecordField("cooperatives.registers.COOPERATIVES", label="Hợp tác xã")

    class Meta(ChildForm.Meta):
        model = ValueChainMember
        fields = ("cooperative", "stage", "part")


class PartnerForm(ChildForm):
    class Meta(ChildForm.Meta):
        model = ValueChainPartner
        fields = ("name", "stage", "part", "contract", "signed_on")
