"""Forms of a report's steps: confirmed figures, number and signer, the scan of the signed paper, rights to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from coopunion.attachments import Attachment, receive
from coopunion.formatting import day, number
from coopunion.forms.base import FieldGroup, PortalForm
from coopunion.forms.fields import DayField, LinesField, NumberField
from coopunion.models import OfficeIdentity, OfficeTimeline
from reports.lifecycle.confirmations import Cause, ConfirmedPart
from reports.lifecycle.paper_source import report_paper
from reports.lifecycle.transitions import SCANNED
from reports.models import Confirmation, Delegation, Report
from reports.models.delegation import Signature
from reports.paper.quarterly import paper_day

OFFICE = "office"


class ConfirmForm(forms.Form):
    """The parts of one department: a checkbox each, and the cause where the figure is behind.

    A value that changed after the page was opened is refused: nothing is confirmed unseen.
    """

    def __init__(self, data: Mapping[str, object] | None = None, *, parts: Sequence[ConfirmedPart]) -> None:
        super().__init__(data)
        self.parts = parts
        self.rows = [self._add(part) for part in parts]
        """Each part with its checkbox, its hidden value and the fields of its cause, if it needs one."""

    def _add(self, part: ConfirmedPart) -> tuple[ConfirmedPart, BoundField, BoundField, Sequence[BoundField]]:
        tick, seen, cause, kind = (f"{name}-{part.code}" for name in ("confirm", "seen", "cause", "kind"))
        label = f"Chốt {number(part.value)} {part.progress.indicator.unit}"
        self.fields[tick] = forms.BooleanField(label=label, required=False)
        self.fields[seen] = forms.CharField(initial=str(part.value), required=False, widget=forms.HiddenInput)
        if part.is_behind:
            self.fields[cause] = LinesField(
                label="Nguyên nhân chậm",
                required=False,
                initial=part.confirmation.cause if part.confirmation else "",
                help_text="Ghi vào mục II và mục III của báo cáo.",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[kind] = forms.ChoiceField(
                label="Loại nguyên nhân",
                required=False,
                choices=[("", "Chọn"), *Confirmation.CauseKind.choices],
                initial=part.confirmation.cause_kind if part.confirmation else "",
            )
        return part, self[tick], self[seen], [self[cause], self[kind]] if part.is_behind else []

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for part in self._checked():
            if cleaned.get(f"seen-{part.code}") != str(part.value):
                self.add_error(f"confirm-{part.code}", f"Số vừa đổi, nay là {number(part.value)}. Xem lại rồi chốt.")
            if part.is_behind and not cleaned.get(f"cause-{part.code}"):
                self.add_error(f"cause-{part.code}", "Chỉ tiêu đang chậm: hãy ghi nguyên nhân.")
            if part.is_behind and not cleaned.get(f"kind-{part.code}"):
                self.add_error(f"kind-{part.code}", "Hãy chọn khách quan hoặc chủ quan.")
        if not self.errors and not self._checked():
            raise ValidationError("Chưa chọn số nào để chốt.")
        return cleaned

    def _checked(self) -> list[ConfirmedPart]:
        return [part for part in self.parts if self.cleaned_data.get(f"confirm-{part.code}")]

    @property
    def chosen(self) -> list[tuple[ConfirmedPart, Cause | None]]:
        """The checked parts, those that are behind with their causes."""
        return [(part, self._cause(part.code) if part.is_behind else None) for part in self._checked()]

    def _cause(self, code: str) -> Cause:
        return Cause(self.cleaned_data[f"cause-{code}"], self.cleaned_data[f"kind-{code}"])


class SubmitForm(forms.Form):
    """A checkbox for each point that has to be acknowledged, named by its words: one that changed is not ticked."""

    remark = LinesField(label="Ý kiến, nếu có", required=False)

    def __init__(
        self, data: Mapping[str, object] | None = None, *, points: Sequence[str] = (), unconfirmed: str = ""
    ) -> None:
        super().__init__(data)
        self.points, self.unconfirmed = points, unconfirmed
        for point in points:
            self.fields[_point_name(point)] = forms.BooleanField(
                label=point, error_messages={"required": "Hãy xác nhận điều này."}
            )

    @property
    def acknowledgements(self) -> list[BoundField]:
        return [self[_point_name(point)] for point in self.points]


def _point_name(point: str) -> str:
    return f"point-{sha256(point.encode()).hexdigest()[:16]}"


class IssueForm(forms.Form):
    """Number and day of the paper, and who signs it: one of those who may on that day."""

    number = NumberField(digits=6, label="Số báo cáo", help_text="Số văn bản đi, bắt đầu lại từ 01 mỗi năm.")
    issued_on = DayField(label="Ngày phát hành")

    def __init__(self, data: Mapping[str, object] | None = None, *, report: Report, today: date) -> None:
        super().__init__(data, initial={"issued_on": today})
        self.report, self.today = report, today
        self.delegations = {str(delegation.pk): delegation for delegation in Delegation.objects.all()}
        self.offices = OfficeTimeline.read()
        choices = [(key, f"{delegation} ({_span(delegation)})") for key, delegation in self.delegations.items()]
        if not choices:
            choices = [(OFFICE, str(_signature_of(self.offices.on(paper_day(report.period, report, today)))))]
        self.fields["signer"] = forms.ChoiceField(label="Người ký", choices=choices)
        in_force = Delegation.objects.in_force(today).first()
        self.initial["signer"] = str(in_force.pk) if in_force else choices[0][0]

    def clean_number(self) -> int:
        value: int | None = self.cleaned_data["number"]
        if not value or value < 1:
            raise ValidationError("Số phải từ 1 trở lên.")
        return value

    def clean_issued_on(self) -> date:
        value: date = self.cleaned_data["issued_on"]
        if value > self.today:
            raise ValidationError("Ngày phát hành không được sau hôm nay.")
        if value < self.report.period.cut_off_on:
            raise ValidationError(f"Không được trước ngày chốt số liệu, {day(self.report.period.cut_off_on)}.")
        self._check_office(value)
        old = self.report.replaces
        if old and old.issued_on and value < old.issued_on:
            raise ValidationError(f"Không được trước ngày của báo cáo được thay thế, {day(old.issued_on)}.")
        return value

    def _check_office(self, issued_on: date) -> None:
        """The office's name on the day of issue must be the one on the approved paper."""
        approved, then = report_paper(self.report, today=self.today).office, self.offices.on(issued_on)
        if approved.pk != then.pk:
            raise ValidationError(
                f"Ngày {day(issued_on)} cơ quan là {then}; bản đã duyệt mang tên {approved}. Chọn ngày khác, hoặc dời "
                "hạn gửi của kỳ đến ngày phát hành rồi lập báo cáo thay thế."
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        issued_on, value, chosen = cleaned.get("issued_on"), cleaned.get("number"), cleaned.get("signer")
        if issued_on and value and Report.objects.filter(number=value, issued_year=issued_on.year).exists():
            self.add_error("number", f"Số {value} đã dùng cho một báo cáo khác trong năm {issued_on.year}.")
        if issued_on and chosen in self.delegations and not self._in_force(chosen, issued_on):
            self.add_error("signer", f"Quyền ký này không có hiệu lực ngày {day(issued_on)}.")
        if issued_on and chosen == OFFICE and not self.offices.on(issued_on).signer_name:
            self.add_error("signer", "Chưa khai ai được ký: nhờ quản trị khai ở mục Quyền ký.")
        return cleaned

    def _in_force(self, key: str, on: date) -> bool:
        return Delegation.objects.in_force(on).filter(pk=key).exists()

    @property
    def signature(self) -> Signature:
        chosen = self.cleaned_data["signer"]
        if chosen == OFFICE:
            return _signature_of(self.offices.on(self.cleaned_data["issued_on"]))
        return self.delegations[chosen].signature


def _signature_of(office: OfficeIdentity) -> Signature:
    return Signature(tuple(office.signer_title.splitlines()), office.signer_name)


def _span(delegation: Delegation) -> str:
    until = f" đến {day(delegation.to_on)}" if delegation.to_on else ""
    return f"từ {day(delegation.from_on)}{until}"


class ScanForm(forms.Form):
    """The signed paper: PDF, JPEG or PNG by its content, at most 20 MB."""

    file = forms.FileField(label="Bản đã ký, đóng dấu", help_text="PDF hoặc ảnh JPEG, PNG; nhiều nhất 20 MB.")

    def clean_file(self) -> Attachment:
        attachment = receive(self.cleaned_data["file"], accepted="PDF, ảnh JPEG hoặc PNG")
        if attachment.kind not in SCANNED:
            raise ValidationError("Bản đã ký phải là PDF hoặc ảnh JPEG, PNG.")
        return attachment


class DelegationForm(PortalForm):
    """Who signs, with which authority, between which days."""

    future = frozenset({"from_on", "to_on"})
    groups = (
        FieldGroup("Quyền ký", ("authority", ("principal", "title"))),
        FieldGroup("Người ký", ("name", "decision")),
        FieldGroup("Hiệu lực", (("from_on", "to_on"),), help="Kết thúc bằng ngày cuối; báo cáo đã ký không đổi."),
    )

    class Meta(PortalForm.Meta):
        model = Delegation
        fields = ("authority", "principal", "title", "name", "decision", "from_on", "to_on")
