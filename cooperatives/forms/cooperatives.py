"""The forms of a cooperative, with its other names, and of a cooperative group."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.forms.warnings import FEWEST_MEMBERS, odd_members, odd_money, same_name
from cooperatives.models import Alias, Cooperative, CooperativeGroup
from coopunion.forms.base import ChildForm, FieldGroup, RecordForm, Warning

MOST_CAPITAL = 500_000_000_000


class CooperativeForm(RecordForm):
    groups = (
        FieldGroup("Tên gọi", ("name", ("short_name", "kind"), ("code", "founding_lead"))),
        FieldGroup("Trụ sở", ("place", "address"), "Địa bàn quyết định cột huyện trên bảng điều hành."),
        FieldGroup("Hoạt động", (("sector", "activity"),)),
        FieldGroup("Quy mô", (("members", "women", "charter_capital"),), "Số mới nhất đang có."),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"name"})

    class Meta(RecordForm.Meta):
        model = Cooperative

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        yield from same_name(Cooperative, given["name"], given["place"], self.instance.pk)
        yield from odd_money(given["charter_capital"], "Vốn điều lệ", "charter_capital", MOST_CAPITAL)
        if given["kind"] == Cooperative.Kind.COOPERATIVE:
            yield from odd_members(given["members"], FEWEST_MEMBERS)


class AliasForm(ChildForm):
    class Meta(ChildForm.Meta):
        model = Alias
        fields = ("name",)


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

    def find_warnings(self) -> Iterator[Warning]:
        yield from same_name(CooperativeGroup, self.cleaned_data["name"], self.cleaned_data["place"], self.instance.pk)
