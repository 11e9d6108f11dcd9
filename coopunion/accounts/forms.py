"""Forms of signing in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from coopunion.accounts import second_factor
from coopunion.accounts.authentication import checked_device, end_sessions, still_allowed
from coopunion.accounts.passwords import LengthValidator
from coopunion.models import User
from coopunion.requests import SignedInRequest

WRONG_CODE = "Mã không đúng hoặc đã dùng. Chờ mã mới hiện trong ứng dụng; kiểm tra giờ của điện thoại."


class SignInForm(AuthenticationForm):
    """Name and password; a wrong one of either gives the same answer."""

    username = UsernameField(widget=forms.TextInput(attrs={"autofocus": True, "spellcheck": "false"}))

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if not still_allowed(self.request, user):
            raise self.get_invalid_login_error()


class CodeForm(forms.Form):
    """The second step of signing in. `user` has given the right password; `device` is set once the code is right."""

    code = forms.CharField(
        label="Mã xác minh",
        max_length=40,
        help_text="6 chữ số trong ứng dụng xác minh, hoặc một mã dự phòng.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request, self.user = request, user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.device = checked_device(self.request, self.user, code)
        if self.device is None:
            raise ValidationError(WRONG_CODE)
        return code


class CurrentPasswordForm(forms.Form):
    """Asks for the password once more before a change of what protects the account."""

    current_password = forms.CharField(
        label="Mật khẩu hiện nay", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, data: QueryDict | None = None, *, request: SignedInRequest, auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        self.request = request

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        # A wrong one counts as a failed sign-in, and locks like one.
        if authenticate(self.request, username=self.request.user.get_username(), password=password) is None:
            raise ValidationError("Mật khẩu hiện nay không đúng.")
        return password


def new_password_field(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=help_text, strip=False, widget=widget)


class OwnPasswordForm(CurrentPasswordForm):
    """Changes one's own password; every other session ends."""

    new_password = new_password_field("Mật khẩu mới", LengthValidator().get_help_text())
    new_password_again = new_password_field("Nhập lại mật khẩu mới")

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.request.user)
        if password == self.cleaned_data.get("current_password"):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu hiện nay.")
        return password

    def clean_new_password_again(self) -> str:
        again: str = self.cleaned_data["new_password_again"]
        if again != self.data.get("new_password"):
            raise ValidationError("Hai lần nhập không giống nhau.")
        return again

    def save(self) -> User:
        user = User.objects.get(pk=self.request.user.pk)
        user.set_password(self.cleaned_data["new_password"])
        user.temporary_password_until = None
        end_sessions(user)
        user.save_because("Đổi mật khẩu của mình", *User.PASSWORD_FIELDS)
        return user


class TurnOnForm(CurrentPasswordForm):
    """Turns the second factor on: a code proves that the app holds the secret."""

    code = CodeForm.declared_fields["code"]
    field_order = ("code", "current_password")

    def __init__(self, data: QueryDict | None = None, *, request: SignedInRequest, auto_id: str = "id_%s") -> None:
        super().__init__(data, request=request, auto_id=auto_id)
        self.fields["code"].help_text = "6 chữ số mà ứng dụng đang hiện."
        del self.fields["code"].widget.attrs["autofocus"]  # the picture above it comes first


class TurnOffForm(CurrentPasswordForm):
    """Turns the second factor off: without it the password must be long enough by itself."""

    def clean(self) -> None:
        password = self.cleaned_data.get("current_password")
        if second_factor.is_required_of(self.request.user):
            raise ValidationError("Cơ quan bắt buộc xác minh hai bước với vai trò của bạn, nên không tắt được.")
        if password:
            try:
                validate_password(password, password_validators=[LengthValidator()])
            except ValidationError as error:
                raise ValidationError(
                    [*error.messages, "Hãy đổi sang mật khẩu dài hơn rồi mới tắt xác minh hai bước."]
                ) from error
