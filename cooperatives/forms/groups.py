"""The form of a cooperative group."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.forms.warnings import same_name
from cooperatives.models import CooperativeGroup
from coopunion.forms.base import FieldGroup, RecordForm, Warning


class CooperativeGroupForm(RecordForm):
    groups = (
        FieldGroup("Tổ hợp tác", ("name", "place", "activity")),
        FieldGroup("Hợp đồng hợp tác", (("contract_on", "notified_on", "ended_on"),), "Nghị định 77/2019/NĐ-CP."),
        FieldGroup("Quy mô", ("members",)),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"name"})

    class Meta(RecordForm.Meta):
        model = CooperativeGroup
        fields = ("name", "place", "activity", "contract_on", "notified_on", "ended_on", "members", "note")

    def find_warnings(self) -> Iterator[Warning]:
        yield from same_name(CooperativeGroup, self.cleaned_data["name"], self.cleaned_data["place"], self.instance.pk)
