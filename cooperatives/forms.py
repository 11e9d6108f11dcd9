"""Forms of cooperatives, groups and what happens to them."""

from __future__ import annotations

from cooperatives.models import CooperativeGroup
from coopunion.forms import FieldGroup, RecordForm


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
