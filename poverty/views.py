"""Pages about the personal data of households: what is kept, the ID number, erasing, the end of retention."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from coopunion.forms.recovery import sent_or_kept
from coopunion.permissions import FORM, Permission, requires
from coopunion.requests import SignedInRequest
from poverty.forms import ErasureForm, PurposeForm
from poverty.models import Household
from poverty.models.household import deleted_households, readable_by
from poverty.personal_data import erase, kept_too_long, last_state, reveal_id_number, revelations, with_last_event

PAGE_SIZE = 50


def own_household(request: SignedInRequest, pk: int) -> Household:
    """A household of the user's own department; 404 for any other, as for one that does not exist."""
    own = Household.objects.of_department_of(request.user).select_related("place__parent")
    return get_object_or_404(own, pk=pk)


def deleted_household(narrowed: Q, pk: int) -> Household:
    """A deleted household among `narrowed`, whose history still holds personal data, or 404."""
    rows = deleted_households().filter(narrowed).select_related("place__parent", "department", "created_by")
    return last_state(get_object_or_404(rows, id=pk))


@requires(Permission.VIEW_OWN_HOUSEHOLDS)
@never_cache
def personal_data(request: SignedInRequest, pk: int) -> HttpResponse:
    """All personal data the portal keeps of a household, as its head may ask to see it."""
    rows = Household.objects.visible_to(request.user).select_related("place__parent", "department", "created_by")
    found = with_last_event(rows).filter(pk=pk).first()
    household = found or deleted_household(readable_by(request.user), pk)
    context = {
        "household": household,
        "revelations": revelations(household),
        "changes": household.history.count(),
        "years": settings.RETENTION_YEARS,
        "is_own": household.department_id == request.user.department_id,
    }
    return render(request, "poverty/personal_data.html", context)


@requires(Permission.REVEAL_ID_NUMBERS, FORM)
@never_cache
def reveal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The ID number, in the answer to a POST that states its purpose; no other page shows it."""
    household = own_household(request, pk)
    form = PurposeForm(sent_or_kept(request))
    number = ""
    if request.method == "POST" and household.id_number and form.is_valid():
        number = reveal_id_number(household, user=request.user, purpose=form.cleaned_data["purpose"])
    return render(request, "poverty/reveal.html", {"household": household, "form": form, "number": number})


@requires(Permission.ERASE_PERSONAL_DATA, FORM)
def erase_one(request: SignedInRequest, pk: int) -> HttpResponse:
    own = Household.objects.of_department_of(request.user).filter(pk=pk).first()
    household = own or deleted_household(Q(department=request.user.department_id), pk)
    form = ErasureForm(sent_or_kept(request))
    if request.method == "POST" and form.is_valid():
        erase([household], user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Đã xóa dữ liệu cá nhân của {household}.")
        return HttpResponseRedirect(household.get_absolute_url())
    return render(request, "poverty/erase.html", {"household": household, "form": form})


@requires(Permission.ERASE_PERSONAL_DATA, FORM)
def past_retention(request: SignedInRequest) -> HttpResponse:
    """Households of the department whose personal data has been kept longer than the office may."""
    listed = kept_too_long(timezone.localdate(), request.user.department) if request.user.department else []
    typed = sent_or_kept(request)
    form = ErasureForm(typed, initial={"reason": f"Hết thời hạn lưu giữ {settings.RETENTION_YEARS} năm"})
    chosen = {str(household.pk) for household in listed} if typed is None else set(typed.getlist("household"))
    if request.method == "POST" and form.is_valid():
        households = [household for household in listed if str(household.pk) in chosen]
        if len(households) != len(chosen):
            raise Http404("Có hộ không thuộc danh sách.")
        erase(households, user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Đã xóa dữ liệu cá nhân của {len(households)} hộ.")
        return HttpResponseRedirect(reverse("poverty:past-retention"))
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {"page": page, "form": form, "chosen": chosen, "years": settings.RETENTION_YEARS}
    return render(request, "poverty/past_retention.html", context)
