"""Forms with which the administrator keeps accounts, departments and the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError

from coopunion.formatting import day
from coopunion.forms.base import FieldGroup, PortalForm
from coopunion.forms.fields import LineField, LinesField
from coopunion.models import Department, Office, OfficeIdentity, OfficeTimeline, Place, User
from coopunion.permissions import Role


class NewUsernameField(UsernameField):
    """A user name that the browser does not fill in: the administrator's own would be the wrong one."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "autofocus": False, "spellcheck": "false"}


class UserForm(PortalForm):
    """An account. A change of role or department takes effect at the user's next request."""

    groups = (FieldGroup("Người dùng", ("full_name", "username")), FieldGroup("Công việc", ("role", "department")))

    username = NewUsernameField(
        label="Tên đăng nhập", max_length=150, help_text="Chữ không dấu, số và các dấu @ . + - _; viết liền."
    )
    full_name = LineField(label="Họ và tên", max_length=150)
    role = forms.ChoiceField(label="Vai trò", choices=[(role.value, role.label.capitalize()) for role in Role])
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label="Phòng, ban",
        required=False,
        empty_label="Không thuộc phòng nào",
        help_text="Bắt buộc với cán bộ: hồ sơ cán bộ ghi thuộc về phòng này.",
    )

    instance: User

    class Meta(PortalForm.Meta):
        model = User

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Đã có tài khoản mang tên đăng nhập này.")
        return username

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        if self.instance.pk and role != Role.ADMINISTRATOR and self.instance.is_last_administrator():
            raise ValidationError("Đây là quản trị duy nhất; hãy giao vai trò quản trị cho người khác trước.")
        return role

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("role") == Role.STAFF and not cleaned.get("department"):
            self.add_error("department", "Cán bộ phải thuộc một phòng, ban.")
        return cleaned


class DepartmentForm(PortalForm):
    groups = (FieldGroup("Phòng, ban", ("name", "code")),)

    class Meta(PortalForm.Meta):
        model = Department
        help_texts = {"code": "Chữ viết tắt, như NVCS."}


class ProvinceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """Merged provinces may keep the name of one of them: the label has the last day of those that ended."""

    def label_from_instance(self, place: Place) -> str:
        until = f" (đến {place.valid_to:%d/%m/%Y})" if place.valid_to else ""
        return f"{place.title}{until}"


class OfficeForm(PortalForm):
    """How papers look and how strict signing in is, whatever the office is called."""

    groups = (
        FieldGroup("Trình bày", ("paper_font",)),
        FieldGroup("An toàn đăng nhập", ("second_factor_required",)),
    )

    class Meta(PortalForm.Meta):
        model = Office
        help_texts = {
            "paper_font": "Phông phải có trên máy chủ; không có thì văn bản in bằng phông thay thế.",
        }

    def clean_paper_font(self) -> str:
        font: str = self.cleaned_data["paper_font"]
        if not all(letter.isalnum() or letter in " -" for letter in font):
            raise ValidationError("Tên phông chỉ có chữ, số và dấu cách.")
        return font


class OfficeIdentityForm(PortalForm):
    """What the letterhead, the date line, the signature and the recipients say from a day on."""

    future = frozenset({"from_on"})
    groups = (
        FieldGroup("Hiệu lực", (("from_on", "decision"),), help="Đến trước ngày của tên tiếp theo."),
        FieldGroup("Cơ quan", ("name", "short_name", "province")),
        FieldGroup("Đầu văn bản", ("parent_name", "letterhead", ("symbol", "dateline_place"), "addressee")),
        FieldGroup("Cuối văn bản", ("signer_title", "signer_name", "recipients")),
    )

    province = ProvinceField(
        Place.objects.filter(level=Place.Level.PROVINCE),
        required=False,
        label="Tỉnh",
        help_text="Huyện, xã trong các bộ lọc là của tỉnh này.",
    )

    addressee = LinesField(
        label="Nơi gửi", max_length=200, help_text="Sau chữ “Kính gửi”; gửi nhiều nơi thì mỗi dòng một nơi."
    )

    class Meta(PortalForm.Meta):
        model = OfficeIdentity
        help_texts = {
            "decision": "Văn bản đổi tên, sắp xếp, nếu có.",
            "parent_name": "Dòng trên tên cơ quan ở đầu văn bản; để trống nếu không có.",
            "dateline_place": "Đứng trước ngày tháng của văn bản.",
            "signer_name": "Tên in dưới chữ ký.",
        }

    instance: OfficeIdentity

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].widget.attrs["rows"] = 6
        if self.instance.signed_until and not self.is_bound:
            for field in self.fields.values():
                field.disabled = True

    def clean_from_on(self) -> date:
        """Not on a day of which a paper was already signed under the name in force until now."""
        value: date = self.cleaned_data["from_on"]
        others = OfficeIdentity.objects.exclude(pk=self.instance.pk)
        before = OfficeTimeline(list(others)).on(value)
        if before.signed_until and value <= before.signed_until:
            raise ValidationError(
                f"Đã có báo cáo đề ngày {day(before.signed_until)} được duyệt dưới tên {before}; chọn ngày sau đó."
            )
        return value

    def clean(self) -> dict[str, object]:
        if self.instance.signed_until:
            raise ValidationError(self.instance.why_fixed)
        return super().clean()
