"""The forms of a cooperative, with its other names, and of a cooperative group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from cooperatives.forms.warnings import odd_members, odd_money, odd_registration, same_name
from cooperatives.laws import fewest_members
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
        is_union = given["kind"] == Cooperative.Kind.UNION
        yield from odd_members(given["members"], fewest_members(timezone.localdate(), union=is_union))


class AliasForm(ChildForm):
    class Meta(ChildForm.Meta):
        model = Alias
        fields = ("name",)


class CooperativeGroupForm(RecordForm):
    groups = (
        FieldGroup("Tổ hợp tác", ("name", "place", "activity")),
        FieldGroup("Hợp đồng hợp tác", (("contract_on", "notified_on", "ended_on"),), "Nghị định 77/2019/NĐ-CP."),
        FieldGroup(
            "Đăng ký",
            ("registration_ground", ("registered_on", "certificate_number")),
            "Từ 01/07/2024 (Luật HTX 2023): tổ thuộc diện phải đăng ký được tính theo ngày cấp giấy, tổ khác và tổ "
            "có từ trước theo ngày thông báo.",
        ),
        FieldGroup("Quy mô", ("members",)),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"name"})

    class Meta(RecordForm.Meta):
        model = CooperativeGroup

    def day_of_place(self) -> date | None:
        return self.cleaned_data.get("notified_on") or self.cleaned_data.get("registered_on") or super().day_of_place()

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        yield from same_name(CooperativeGroup, given["name"], given["place"], self.instance.pk)
        yield from odd_registration(given["registration_ground"], given["registered_on"], given["notified_on"])
