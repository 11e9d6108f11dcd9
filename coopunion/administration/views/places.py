"""The pages of administrative units: the list, a unit with its predecessors and successors, the forms."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from coopunion.administration.forms.places import PlaceForm, SuccessionForm
from coopunion.authorship import set_author
from coopunion.forms.base import PortalForm
from coopunion.forms.editing import edit_page
from coopunion.forms.saving import write
from coopunion.history.changes import describe, without_empty
from coopunion.models import Place, PlaceSuccession, User
from coopunion.models.lineage import Lineage
from coopunion.permissions import FORM, Permission, requires
from coopunion.places.filters import address_key
from coopunion.places.maps import RECORD_MAP
from coopunion.registers.columns import Link
from coopunion.registers.listing import PAGE_SIZE
from coopunion.registers.register import searched_registers
from coopunion.requests import SignedInRequest
from coopunion.text import clean, search_key

NOW, THEN, EVER = "nay", "2020", "tat-ca"
TIMES = {NOW: "hiện nay", THEN: f"ngày {RECORD_MAP:%d/%m/%Y}", EVER: "mọi thời điểm"}


@requires(Permission.VIEW_RECORDS)
def place_list(request: SignedInRequest) -> HttpResponse:
    """The units of a level that bear these words, now, under the map of the records, or ever."""
    words, level = clean(request.GET.get("q", ""))[:200], request.GET.get("cap", "")
    time = request.GET.get("luc", NOW)
    if time not in TIMES:
        time = NOW
    places = Place.objects.select_related("parent__parent").order_by("code", "valid_from")
    if time != EVER:
        places = places.valid_on(RECORD_MAP if time == THEN else timezone.localdate())
    if level in Place.Level.values:
        places = places.filter(level=level)
    for word in search_key(words).split():
        places = places.filter(search_text__contains=word)
    context = {
        "words": words,
        "level": level,
        "time": time,
        "query": urlencode({"q": words, "cap": level, "luc": time}),
        "page": Paginator(places, PAGE_SIZE).get_page(request.GET.get("trang")),
        "times": TIMES.items(),
        "levels": Place.Level.choices,
        "may_manage": request.user.may(Permission.MANAGE_PLACES),
    }
    return render(request, "places/list.html", context)


@requires(Permission.VIEW_RECORDS)
def place_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(Place.objects.select_related("parent__parent"), pk=pk)
    successions = PlaceSuccession.objects.select_related("predecessor__parent", "successor__parent")
    today = timezone.localdate()
    lineage = Lineage()
    context = {
        "place": place,
        "now": [unit for unit in lineage.on(place, today) if unit != place],
        "origins": successions.filter(successor=place),
        "successions": successions.filter(predecessor=place),
        "no_successor": _no_successor(place),
        "children": place.children.valid_on(_last_day(place, today)).order_by("code"),
        "records": _records_here(place, request.user),
        "changes": without_empty(describe(place.history.select_related("history_user")[:20])),
        "may_manage": request.user.may(Permission.MANAGE_PLACES),
    }
    return render(request, "places/detail.html", context)


def _records_here(place: Place, user: User) -> list[Link]:
    """Links to the lists of the records that are or were here, also for a unit that no list's filter offers."""
    return [
        Link(register.title, f"{register.url('list')}?huyen={address_key(place)}")
        for register in searched_registers()
        if user.may(register.permission)
    ]


def _no_successor(place: Place) -> str:
    """Why a unit has no successor, as a sentence of its page."""
    if place.valid_to is None:
        return "Đơn vị đang có hiệu lực."
    if place.level == Place.Level.DISTRICT:
        return "Cấp huyện kết thúc, không đơn vị nào thay: theo từng xã trực thuộc."
    return "Chưa ghi."


def _last_day(place: Place, today: date) -> date:
    """The day for which the page lists the units under it: today, or its last or first day."""
    if place.valid_to and place.valid_to <= today:
        return date.fromordinal(place.valid_to.toordinal() - 1)
    return max(today, place.valid_from)


@requires(Permission.MANAGE_PLACES, FORM)
def place_add(request: SignedInRequest) -> HttpResponse:
    return _form_page(request, PlaceForm, Place(), "Thêm đơn vị hành chính")


@requires(Permission.MANAGE_PLACES, FORM)
def place_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(Place.objects.select_related("parent"), pk=pk)
    return _form_page(request, PlaceForm, place, f"Sửa {place.full_name}", place)


@requires(Permission.MANAGE_PLACES, FORM)
def succession_add(request: SignedInRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(Place.objects.select_related("parent"), pk=pk)
    succession = PlaceSuccession(predecessor=place)
    if place.valid_to:
        succession.on = place.valid_to
    return _form_page(request, SuccessionForm, succession, f"{place.full_name} nhập vào đơn vị khác", place)


@requires(Permission.MANAGE_PLACES, FORM)
def succession_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    succession = get_object_or_404(PlaceSuccession.objects.select_related("predecessor__parent", "successor"), pk=pk)
    place = succession.predecessor
    return _form_page(request, SuccessionForm, succession, f"Sửa kế thừa của {place.full_name}", place)


@requires(Permission.MANAGE_PLACES, FORM)
def succession_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    succession = get_object_or_404(
        PlaceSuccession.objects.select_related("predecessor__parent", "successor__parent"), pk=pk
    )
    if request.method != "POST":
        return render(request, "places/delete.html", {"succession": succession})
    address = succession.get_absolute_url()
    set_author(succession, request.user, "Bỏ dòng kế thừa")
    with transaction.atomic():
        succession.delete()
    messages.success(request, "Đã bỏ dòng kế thừa. Lịch sử còn giữ.")
    return HttpResponseRedirect(address)


@transaction.atomic
def save_succession(form: PortalForm) -> Model:
    """Write the succession and, where the unit was still in force, the day on which it ends."""
    succession = write(form)
    if isinstance(form, SuccessionForm) and form.closes:
        predecessor = form.instance.predecessor
        set_author(predecessor, form.user, f"Hết hiệu lực: {form.instance.decision}")
        predecessor.save()
    return succession


def _form_page(
    request: SignedInRequest,
    form_class: type[PortalForm],
    instance: Place | PlaceSuccession,
    title: str,
    place: Place | None = None,
) -> HttpResponse:
    """`place` is the unit whose page the form belongs to; None for a new unit."""
    above = [("Đơn vị hành chính", reverse("places"))]
    if place is not None:
        above.append((place.title, place.get_absolute_url()))
    save = save_succession if isinstance(instance, PlaceSuccession) else None
    return edit_page(request, form_class, instance, title=title, above=above, save=save)


BASE = "don-vi-hanh-chinh/"
place_urls: list[URLPattern] = [
    path(BASE, place_list, name="places"),
    path(f"{BASE}them/", place_add, name="place-add"),
    path(f"{BASE}<int:pk>/", place_detail, name="place"),
    path(f"{BASE}<int:pk>/sua/", place_edit, name="place-edit"),
    path(f"{BASE}<int:pk>/ke-thua/", succession_add, name="place-succession-add"),
    path(f"{BASE}ke-thua/<int:pk>/", succession_edit, name="place-succession-edit"),
    path(f"{BASE}ke-thua/<int:pk>/xoa/", succession_delete, name="place-succession-delete"),
]
