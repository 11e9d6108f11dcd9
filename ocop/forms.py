"""Forms of OCOP products, their producers, dossier steps and recognitions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from coopunion.formatting import day, number
from coopunion.forms.base import ChildForm, FieldGroup, RecordForm, Warning
from coopunion.forms.events import EventForm
from coopunion.forms.fields import LineField
from coopunion.forms.record_field import RecordField
from coopunion.models import Record
from coopunion.near_duplicates import near_duplicates
from coopunion.standards import in_force
from ocop.models import LOWEST_COUNTED_STARS, DossierStep, Producer, Product, Recognition
from ocop.standards import CRITERIA, SCREENERS, stars_of

REGISTERS = "cooperatives.registers.cooperatives"


class ProducerForm(RecordForm):
    cooperative = RecordField(f"{REGISTERS}.COOPERATIVES", label="Hợp tác xã trong sổ", required=False)
    group = RecordField(f"{REGISTERS}.GROUPS", label="Tổ hợp tác trong sổ", required=False)
    name = LineField(label="Tên chủ thể", max_length=300, required=False)
    groups = (
        FieldGroup(
            "Chủ thể",
            ("kind", ("cooperative", "group"), "name", "place"),
            "Hợp tác xã, tổ hợp tác thì chọn trong sổ: tên và địa bàn tự lấy theo.",
        ),
        FieldGroup("Khác", ("note",)),
    )

    class Meta(RecordForm.Meta):
        model = Producer

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        known = cleaned.get("cooperative") or cleaned.get("group")
        if known:
            cleaned["name"] = cleaned.get("name") or known.name
            cleaned["place"] = cleaned.get("place") or known.place
        elif not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Chưa nhập tên chủ thể.")
        return cleaned


class ProductForm(RecordForm):
    producer = RecordField("ocop.registers.PRODUCERS", label="Chủ thể")
    groups = (
        FieldGroup("Sản phẩm", ("name", ("producer", "category"))),
        FieldGroup(
            "Liên minh",
            ("dossier_helped_by_union",),
            "Chương trình chỉ đếm sản phẩm được Liên minh hỗ trợ làm hồ sơ.",
        ),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"name"})

    class Meta(RecordForm.Meta):
        model = Product

    def find_warnings(self) -> Iterator[Warning]:
        producer = self.cleaned_data["producer"]
        others = producer.products.exclude(state=Record.State.ANNULLED).exclude(pk=self.instance.pk)
        for other in near_duplicates(self.cleaned_data["name"], [(other, (other.name,)) for other in others]):
            message = f"{producer} đã có “{other.name}”. Đây là hai sản phẩm khác nhau?"
            yield Warning(message, "name", other, str(producer))


class StepForm(ChildForm):
    class Meta(ChildForm.Meta):
        model = DossierStep
        fields = ("step", "taken_on", "result", "score", "note")

    def clean(self) -> dict[str, Any]:
        """The district's step and the commune's are each of their own years."""
        cleaned = super().clean()
        standard = in_force(CRITERIA, cleaned.get("taken_on"))
        step = cleaned.get("step")
        if standard and step in SCREENERS and step != standard.screener:
            at = day(cleaned["taken_on"])
            self.add_error("step", f"Ngày {at} hồ sơ do {SCREENERS[standard.screener]} sàng lọc ({standard.name}).")
        return cleaned


class RecognitionForm(EventForm):
    product = RecordField("ocop.registers.PRODUCTS", label="Sản phẩm")
    owner = "product"
    about = ("product",)
    groups = (
        FieldGroup("Quyết định", ("product", ("kind", "stars"), ("decided_on", "decision"))),
        FieldGroup("Khác", ("place", "note"), "Địa bàn để trống thì lấy của chủ thể."),
    )

    class Meta(EventForm.Meta):
        model = Recognition

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        if given["stars"] and given["stars"] < LOWEST_COUNTED_STARS:
            yield Warning(f"Dưới {LOWEST_COUNTED_STARS} sao: quyết định này không được tính.", "stars")
        if not given["decision"]:
            yield Warning("Chưa ghi số quyết định.", "decision")
        yield from self._other_stars(given["product"], given["stars"], given["decided_on"])
        firsts = given["product"].recognitions.recorded().filter(kind=Recognition.Kind.FIRST)
        if given["kind"] == Recognition.Kind.FIRST and (first := firsts.exclude(pk=self.instance.pk).first()):
            yield Warning(f"Sản phẩm đã được công nhận lần đầu ngày {day(first.decided_on)}.", "kind")

    def _other_stars(self, product: Product, stars: int | None, decided_on: date | None) -> Iterator[Warning]:
        """A warning where the dossier's last score means other stars by the criteria of the decision's day."""
        standard = in_force(CRITERIA, decided_on)
        if standard is None or not stars:
            return
        graded = product.steps.filter(taken_on__lte=decided_on, score__isnull=False)
        last = graded.order_by("-taken_on", "-pk").first()
        if last and last.score is not None and (by_points := stars_of(last.score)) != stars:
            points = f"{number(last.score)} điểm ngày {day(last.taken_on)}"
            yield Warning(f"Hồ sơ được {points}: theo {standard.name} là {by_points} sao.", "stars")
