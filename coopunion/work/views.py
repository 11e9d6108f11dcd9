"""Pages of work: the user's to-do list, and the hand-over of somebody's open work."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from coopunion.forms.fields import ReasonField
from coopunion.forms.recovery import sent_or_kept
from coopunion.models import Department, User
from coopunion.permissions import FORM, Permission, requires
from coopunion.requests import SignedInRequest
from coopunion.work.items import Handover, hand_over, open_work_of, work_of, writers


@requires(Permission.USE_OWN_ACCOUNT)
def my_work(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    return render(request, "work/mine.html", {"groups": work_of(request.user, today), "today": today})


class HandoverForm(forms.Form):
    """The receiver of the work: a person, and with them their department, or a whole department."""

    person = forms.ModelChoiceField(
        label="Người nhận", queryset=User.objects.none(), required=False, empty_label="Cả phòng, không chỉ định người"
    )
    department = forms.ModelChoiceField(
        label="Phòng nhận",
        queryset=Department.objects.all(),
        required=False,
        empty_label="Theo người nhận",
        help_text="Chỉ chọn khi giao cho cả phòng.",
    )
    reason = ReasonField(label="Lý do", max_length=200, help_text="Ghi vào lịch sử của từng việc, ví dụ: nghỉ hưu.")

    def __init__(self, data: QueryDict | None = None, *, giver: User) -> None:
        super().__init__(data)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        person.queryset = writers().exclude(pk=giver.pk)
        person.label_from_instance = lambda obj: f"{obj} ({obj.department})"  # type: ignore[method-assign]

    def clean(self) -> None:
        person, department = self.cleaned_data.get("person"), self.cleaned_data.get("department")
        if person and department and person.department_id != department.pk:
            self.add_error("department", f"{person} thuộc {person.department}.")
        elif not person and not department and "person" not in self.errors:
            self.add_error("person", "Chọn người nhận hoặc phòng nhận.")

    def handover(self, giver: User, by: User) -> Handover:
        person = self.cleaned_data["person"]
        department = person.department if person else self.cleaned_data["department"]
        return Handover(giver, department, person, by, self.cleaned_data["reason"])


@requires(Permission.MANAGE_USERS, FORM)
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand over all the open work of a person to another person or department in one step."""
    giver = get_object_or_404(User.objects.select_related("department"), pk=pk)
    form = HandoverForm(sent_or_kept(request), giver=giver)
    if request.method == "POST" and form.is_valid():
        planned = form.handover(giver, request.user)
        given, stayed = hand_over(planned)
        messages.success(request, f"Đã bàn giao {given} việc của {giver} cho {planned.receiver}.")
        if stayed:
            messages.warning(
                request,
                f"{stayed} bản nháp ở lại phòng phụ trách hồ sơ gốc (hộ, hợp tác xã, sản phẩm); "
                "từ nay cả phòng đó làm tiếp.",
            )
        return HttpResponseRedirect(reverse("handover", args=[pk]))
    return render(request, "work/handover.html", {"giver": giver, "form": form, "open_work": open_work_of(giver)})
