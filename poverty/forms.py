"""Forms of households, of their events, and of showing and erasing their personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from coopunion.encryption import DOT, Sealed
from coopunion.formatting import dong
from coopunion.forms.base import ChildForm, FieldGroup, RecordForm, Warning
from coopunion.forms.events import EventForm, NewEventForm
from coopunion.forms.fields import ReasonField
from coopunion.forms.record_field import RecordField
from coopunion.models import Record
from coopunion.models.lineage import Lineage
from coopunion.near_duplicates import near_duplicates
from poverty.id_numbers import birth_year_in, normalised, problem_of
from poverty.models import Classification, DataRequest, Exit, Household, Support, SupportDonor
from poverty.standards import request_terms

MANY_MEMBERS = 20
MOST_SUPPORT = 500_000_000
LEAST_MONEY = 10_000  # đồng; a smaller amount was probably typed in thousands


class IdNumberField(forms.CharField):
    """An ID number. A stored one shows as its mask, and the mask sent back keeps it unchanged."""

    def prepare_value(self, value: object) -> object:
        return str(value) if isinstance(value, Sealed) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return str(initial or "") != normalised(str(data or ""))

    def to_python(self, value: object) -> str:
        return normalised(super().to_python(value) or "")


class HouseholdForm(RecordForm):
    id_number = IdNumberField(
        label="Số định danh của chủ hộ",
        required=False,
        max_length=40,
        help_text="12 chữ số. Được mã hóa; các trang chỉ hiện ba số cuối.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    groups = (
        FieldGroup("Hộ", (("code", "members"), "place")),
        FieldGroup(
            "Chủ hộ",
            ("head", ("id_number", "birth_year"), "ethnicity", "legal_basis"),
            "Dữ liệu cá nhân: chỉ ghi những gì công việc cần.",
        ),
        FieldGroup("Khác", ("note",)),
    )
    always = frozenset({"code"})

    instance: Household

    class Meta(RecordForm.Meta):
        model = Household

    def clean_id_number(self) -> Sealed:
        """The number typed, or the stored one when its mask came back."""
        typed: str = self.cleaned_data["id_number"]
        kept: Sealed = self.instance.id_number
        if not typed:
            return Sealed(text="")
        if kept and typed == str(kept):
            return kept
        if DOT in typed:
            raise ValidationError("Muốn đổi thì nhập đủ 12 chữ số; muốn bỏ thì xóa hết ô.")
        if problem := problem_of(typed):
            raise ValidationError(problem)
        self._refuse_second(typed)
        return Sealed(text=typed)

    def _refuse_second(self, number: str) -> None:
        """ValidationError where another household has the number; only its own department reads which."""
        other = Household.objects.with_id_number(number).exclude(pk=self.instance.pk).first()
        if other is None:
            return
        own = other.department_id == self.user.department_id
        raise ValidationError(f"Số định danh này đã có{f' ở {other}' if own else ' trong sổ hộ nghèo'}.")

    def find_warnings(self) -> Iterator[Warning]:
        given = self.cleaned_data
        number, year = given["id_number"].plain, given["birth_year"]
        if number and year and birth_year_in(number) != year:
            yield Warning(f"Năm sinh {year} không khớp với số định danh.", "birth_year")
        if given["members"] and given["members"] > MANY_MEMBERS:
            yield Warning(f"{given['members']} nhân khẩu là rất nhiều.", "members")
        yield from self._same_head()

    def _same_head(self) -> Iterator[Warning]:
        """Households of the department that may lie in the same commune, under nearly the same name."""
        head, place = self.cleaned_data["head"], self.cleaned_data["place"]
        if not head or place is None:
            return
        units = Lineage().sharing(place.pk)
        others = Household.objects.of_department_of(self.user).filter(place__in=units).exclude(pk=self.instance.pk)
        others = others.select_related("place__parent")
        pairs = [(other, (other.head,)) for other in others.exclude(state=Record.State.ANNULLED)]
        for other in near_duplicates(head, pairs):
            message = f"{other.place} đã có {other}, chủ hộ {other.head}. Đây là hai hộ khác nhau?"
            yield Warning(message, "head", other, str(other.place))


class HouseholdEventForm(EventForm):
    """Base: an event of a household of the writer's department."""

    household = RecordField("poverty.registers.HOUSEHOLDS", label="Hộ")
    owner = "household"
    about = ("household",)


class SupportForm(HouseholdEventForm):
    groups = (
        FieldGroup("Hỗ trợ", ("household", ("kind", "supported_on"), ("organiser", "value"))),
        FieldGroup("Khác", ("place", "note"), "Địa bàn để trống thì lấy của hộ."),
    )

    class Meta(HouseholdEventForm.Meta):
        model = Support

    def find_warnings(self) -> Iterator[Warning]:
        value, on, household = (self.cleaned_data[name] for name in ("value", "supported_on", "household"))
        if value and (value < LEAST_MONEY or value > MOST_SUPPORT):
            yield Warning(f"Trị giá {dong(value)} có vẻ không đúng. Ô này ghi bằng đồng.", "value")
        if on and not is_poor(household, on):
            yield Warning(f"{household} không được phân loại hộ nghèo năm {on.year}: không được tính.", "household")


def is_poor(household: Household, day: date) -> bool:
    classes = household.classifications.recorded()
    return classes.filter(year=day.year, level=Classification.Level.POOR).exists()


class DonorForm(ChildForm):
    class Meta(ChildForm.Meta):
        model = SupportDonor
        fields = ("name", "value")


class ExitForm(HouseholdEventForm):
    groups = (
        FieldGroup("Quyết định", ("household", ("decided_on", "decision"))),
        FieldGroup("Khác", ("place", "note"), "Địa bàn để trống thì lấy của hộ."),
    )

    class Meta(HouseholdEventForm.Meta):
        model = Exit

    def find_warnings(self) -> Iterator[Warning]:
        household, on = self.cleaned_data["household"], self.cleaned_data["decided_on"]
        if on and not is_poor(household, on):
            yield Warning(f"{household} không được phân loại hộ nghèo năm {on.year}.", "household")


class ClassificationForm(RecordForm):
    household = RecordField("poverty.registers.HOUSEHOLDS", label="Hộ")
    owner = "household"
    groups = (
        FieldGroup("Phân loại", ("household", ("year", "level"), "decision")),
        FieldGroup("Khác", ("note",)),
    )

    class Meta(RecordForm.Meta):
        model = Classification


class NewClassificationForm(NewEventForm):
    class Meta(NewEventForm.Meta):
        model = Classification
        fields = ("year", "level", "decision")


class NewSupportForm(NewEventForm):
    class Meta(NewEventForm.Meta):
        model = Support
        fields = ("kind", "supported_on", "organiser", "value")


class DataRequestForm(RecordForm):
    household = RecordField("poverty.registers.HOUSEHOLDS", label="Hộ")
    owner = "household"
    groups = (
        FieldGroup(
            "Yêu cầu",
            ("household", ("kind", "received_on")),
            request_terms(),
        ),
        FieldGroup("Trả lời", (("replied_on", "done_on"),)),
        FieldGroup("Khác", ("note",)),
    )

    class Meta(RecordForm.Meta):
        model = DataRequest

    def find_warnings(self) -> Iterator[Warning]:
        """An erasure that is said to be done while the household's data is still here."""
        given = self.cleaned_data
        household: Household = given["household"]
        if given["kind"] == DataRequest.Kind.ERASE and given["done_on"] and household.erased_on is None:
            yield Warning(f"Dữ liệu cá nhân của {household} chưa xóa.", "done_on")


class PurposeForm(forms.Form):
    """The purpose for which somebody wants to see an ID number."""

    purpose = ReasonField(
        label="Mục đích xem",
        min_length=10,
        max_length=500,
        help_text="Ghi rõ công việc cần dùng số này. Nội dung được lưu vào nhật ký cùng tên người xem.",
    )


class ErasureForm(forms.Form):
    """Why personal data is erased."""

    reason = ReasonField(
        label="Lý do xóa",
        min_length=10,
        max_length=500,
        help_text="Không ghi tên người. Ví dụ: theo yêu cầu của chủ hộ ngày 05/03/2026; hết thời hạn lưu giữ.",
    )
