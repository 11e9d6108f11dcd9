"""Forms of households and of what is done with their personal data."""

from __future__ import annotations

from django import forms

from coopunion.fields import LineField


class PurposeForm(forms.Form):
    """What for somebody wants to see an ID number."""

    purpose = LineField(
        label="Mục đích xem",
        min_length=10,
        max_length=500,
        help_text="Ghi rõ công việc cần dùng số này. Nội dung được lưu vào nhật ký cùng tên người xem.",
    )


class ErasureForm(forms.Form):
    """Why personal data is erased."""

    reason = LineField(
        label="Lý do xóa",
        min_length=10,
        max_length=500,
        help_text="Ví dụ: theo yêu cầu của chủ hộ ngày 05/03/2026; hết thời hạn lưu giữ.",
    )
