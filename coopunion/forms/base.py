"""The base of the forms of every register: groups, drafts, warnings to confirm, and who may write what."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import ForeignKey, Model
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from coopunion.forms.fields import DayField, PlaceField, ReasonField, portal_field
from coopunion.forms.record_field import RecordField
from coopunion.models import Event, Record, SignedPeriod, User
from coopunion.models.constraints import FieldCheck
from coopunion.models.history_rows import latest_change
from coopunion.periods import Days

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Model]
else:  # Django's own class takes no parameter
    ModelForm = forms.ModelForm
Data = Mapping[str, object]
Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"
SAVE, SAVE_AND_ADD, DRAFT = "save", "save-and-add", "draft"
ACTIONS = (SAVE, SAVE_AND_ADD, DRAFT)
UNTYPED = frozenset({"seen", "submission", "reason"})  # what saving does not write into the object
TWICE = "Ô này được gửi hai lần với hai giá trị. Hãy nhập lại."


@dataclass(frozen=True)
class FieldGroup:
    """Fields that staff think of together. A row is one field's name, or several side by side."""

    title: str
    rows: Sequence[str | Sequence[str]]
    help: str = ""

    @property
    def lines(self) -> list[Sequence[str]]:
        """The names of each row, also where it is one."""
        return [(row,) if isinstance(row, str) else row for row in self.rows]


@dataclass(frozen=True)
class Warning:
    """Something unlikely that the person may confirm. The key changes with the value it is about."""

    message: str
    field: str = ""
    record: Record | None = None
    """Another record to look at before confirming, with `facts` to compare by."""
    facts: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.field} {self.message}".encode()).hexdigest()[:16]


def set_up_fields(form: forms.BaseForm, user: User, future: Collection[str]) -> None:
    """Tell the fields who fills them in; the days named in `future` may lie ahead."""
    for name, field in form.fields.items():
        if isinstance(field, DayField):
            field.future = name in future
        if isinstance(field, RecordField):
            field.user = user


def find_places(form: forms.BaseForm, day: date | None) -> None:
    """Replace the names typed into the form's place fields by the places of that day: see PlaceField.find."""
    for name, field in form.fields.items():
        text = form.cleaned_data.get(name)
        if isinstance(field, PlaceField) and isinstance(text, str):
            try:
                form.cleaned_data[name] = field.find(text, day) if text else None
            except ValidationError as error:
                form.add_error(name, error)


class PortalForm(ModelForm):
    """A form over a model with a history: Vietnamese fields, warnings to confirm, the version it was opened at.

    `seen` is the pk of the object's last history row when the form was opened; forms/saving.py compares it.
    """

    # Named in its Meta or not, the fields of a form with groups are those that the groups name.
    groups: Sequence[FieldGroup] = ()
    # Fields that only a new object has; shown each in a row of its own.
    only_new: frozenset[str] = frozenset()
    # Days that may lie ahead: a deadline, an expiry.
    future: frozenset[str] = frozenset()

    rows_changed = False
    """Whether rows edited in place under the form were changed: as much a change as one of its own fields."""
    changes_state = False
    """Whether saving makes a record of a draft."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reason = ReasonField(label="Lý do", required=False, max_length=500, help_text="Ghi vào lịch sử của hồ sơ.")

    class Meta:
        formfield_callback = portal_field
        fields: Sequence[str]

    def __init_subclass__(cls) -> None:
        """A form with groups has the fields that they name: as in Django's admin, where fieldsets do."""
        super().__init_subclass__()
        if "Meta" in vars(cls) and cls.groups:
            cls.Meta.fields = [name for group in cls.groups for line in group.lines for name in line]

    def __init__(
        self, data: Data | None = None, *, user: User, instance: Model | None = None, initial: Data | None = None
    ) -> None:
        super().__init__(data, instance=instance, initial=dict(initial or {}))
        self.user = user
        self.warnings: list[Warning] = []
        set_up_fields(self, user, self.future)
        if self.instance.pk:
            if "seen" not in self.initial:
                self.initial["seen"] = latest_change(self.instance)
            for name in self.only_new:
                del self.fields[name]
        else:
            self.initial["submission"] = uuid4()

    @property
    def action(self) -> str:
        pressed = self.data.get("action", SAVE) if self.is_bound else SAVE
        return pressed if pressed in ACTIONS else SAVE

    @property
    def is_draft(self) -> bool:
        return self.action == DRAFT

    @property
    def changes_anything(self) -> bool:
        """Whether saving the valid form would change anything."""
        typed = self.instance.pk is None or bool(set(self.changed_data) - UNTYPED)
        return typed or self.rows_changed or self.changes_state

    def full_clean(self) -> None:
        self.warnings = []
        super().full_clean()

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's, not in the stubs
        if isinstance(self.data, QueryDict):
            for name, field in self.fields.items():
                sent = self.data.getlist(self.add_prefix(name))
                if len(sent) > 1 and not isinstance(field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
                    self.add_error(name, TWICE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        find_places(self, self.day_of_place())
        if not self.errors and not self.is_draft:
            self.warnings = list(self.find_warnings())
        return cleaned

    def day_of_place(self) -> date | None:
        """The day whose map names the places of this form; None where the record has no day of its own."""
        if isinstance(self.instance, Event):
            return self.cleaned_data.get(self.instance.date_field) or self.instance.happened_on
        return None

    def find_warnings(self) -> Iterator[Warning]:
        """What is unlikely in otherwise valid values; forms override it."""
        yield from ()

    @property
    def unconfirmed(self) -> list[Warning]:
        confirmed = self.data.getlist(self.add_prefix("confirm")) if isinstance(self.data, QueryDict) else []
        return [warning for warning in self.warnings if warning.key not in confirmed]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.unconfirmed

    @property
    def sections(self) -> list[tuple[FieldGroup, list[list[BoundField]]]]:
        """The groups with their rows of fields, without those of new objects alone."""
        kept = [(group, [line for line in group.lines if set(line) <= self.fields.keys()]) for group in self.groups]
        return [(group, [[self[name] for name in line] for line in lines]) for group, lines in kept if lines]

    @property
    def wrong(self) -> list[tuple[BoundField, str]]:
        """Every field with an error and its labelled message, in the order of the page, for the summary at its head."""
        shown = [field.name for _, rows in self.sections for row in rows for field in row]
        names = [name for name in dict.fromkeys([*shown, *self.fields]) if name in self.errors]
        return [
            (self[name], _labelled(str(self[name].label), text))
            for name in names
            for text in map(str, self.errors[name])
        ]


def _labelled(label: str, text: str) -> str:
    """As in "Số thành viên: phải là số nguyên."; a message that names its field needs no label."""
    return text if label.partition(" (")[0].casefold() in text.casefold() else f"{label}: {text}"


class RecordForm(PortalForm):
    """The form of a record: of the writer's own department, saved as a draft or entered in the register.

    `owner` names the field of the record this one belongs to, which must be of the writer's department as well. It
    stays empty where a department may write about anybody's: its own inspection, its own support.
    """

    owner: str = ""
    # A draft may leave empty whatever the database may; these not even a draft.
    always: frozenset[str] = frozenset()
    instance: Record

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.user.department_id:
            self.instance.department_id = self.user.department_id
        if self.is_draft:
            # The database refuses even a draft without a reference that may not be null.
            pointers = (field for field in self._meta.model._meta.fields if isinstance(field, ForeignKey))
            always = self.always.union(pointer.name for pointer in pointers if not pointer.null)
            for name in self.fields.keys() - always:
                self.fields[name].required = False

    @property
    def needed(self) -> frozenset[str]:
        """Fields that a record must have and a draft may leave empty: marked on the page like required ones."""
        rules = self._meta.model._meta.constraints
        return frozenset(rule.field for rule in rules if isinstance(rule, FieldCheck) and rule.fills)

    def _get_validation_exclusions(self) -> set[str]:
        """The state is set here and not typed; the rules that ask for it ("needed unless a draft") must still run."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's, not in the stubs
        return exclusions - {"state"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        state = Record.State.DRAFT if self.is_draft else Record.State.RECORDED
        self.changes_state = self.instance.pk is not None and self.instance.state != state
        if self.changes_state and self.is_draft:
            raise ValidationError("Hồ sơ đã ghi sổ không trở lại thành nháp; nếu nhập nhầm thì hủy.")
        self.instance.state = state
        owner = cleaned.get(self.owner) if self.owner else None
        if owner is not None and owner.department_id != self.user.department_id:
            self.add_error(self.owner, f"Hồ sơ này do {owner.department} phụ trách; chỉ phòng đó được ghi.")
        return cleaned

    def _post_clean(self) -> None:
        before = self.instance.days() if self.instance.pk else []
        super()._post_clean()  # type: ignore[misc]  # Django's, not in the stubs
        if self.is_draft and self.instance.pk is None:
            return
        if not self.changes_anything or self.cleaned_data.get("reason"):
            return
        fields = [*self.changed_data, *(["state"] if self.changes_state else [])]
        if signed := SignedPeriod.objects.holding(*before, *self.instance.days()).first():
            self.add_error("reason", f"Ngày này nằm trong kỳ đã duyệt ({signed}): ghi lý do thì mới lưu được.")
        elif signed := SignedPeriod.objects.holding(*self.instance.days_decided_by(fields)).first():
            message = f"Điều vừa sửa có thể làm đổi số liệu của kỳ đã duyệt ({signed}): hãy ghi lý do."
            self.add_error("reason", message)


class ChildForm(ModelForm):
    """A row of a table edited inside its parent's form. A formset gives it `data`, `prefix` and the rest by name."""

    # Days that may lie ahead: a deadline, an expiry.
    future: frozenset[str] = frozenset()

    class Meta:
        formfield_callback = portal_field

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        set_up_fields(self, user, self.future)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        find_places(self, None)
        return cleaned


class AnnulForm(forms.Form):
    """Why a record was entered by error."""

    reason = ReasonField(
        label="Lý do hủy",
        max_length=500,
        help_text="Hồ sơ hủy vẫn nằm trong sổ, có gạch bỏ, nhưng không được tính vào số liệu nào.",
    )


class ReasonForm(forms.Form):
    """Why something is deleted or restored; required when its days lie in a signed period."""

    reason = ReasonField(label="Lý do", max_length=500, required=False, help_text="Ghi vào lịch sử của hồ sơ.")

    def __init__(self, data: Data | None = None, files: Files | None = None, *, days: Sequence[Days | date]) -> None:
        super().__init__(data, files)
        self.signed = SignedPeriod.objects.holding(*days).first()
        self.fields["reason"].required = self.signed is not None
        if self.signed:
            self.fields["reason"].help_text = f"Cần ghi, vì hồ sơ nằm trong kỳ đã duyệt ({self.signed})."
