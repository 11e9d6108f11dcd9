"""Warnings about unlikely values of cooperatives, groups and amounts of money, which a person may confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Q

from cooperatives.models import Cooperative, CooperativeGroup, Registration
from coopunion.formatting import day, dong, number
from coopunion.forms.base import Warning
from coopunion.models import Place, Record
from coopunion.models.lineage import Lineage
from coopunion.near_duplicates import near_duplicates

LEAST_MONEY = 10_000  # đồng; a smaller amount was probably typed in thousands or millions
MANY_MEMBERS = 5_000


def same_name(
    model: type[Cooperative] | type[CooperativeGroup], name: str, place: Place | None, own: int | None
) -> Iterator[Warning]:
    """Warnings about records of nearly the same name that may lie in the same place, whichever unit was typed."""
    if place is None or not name:
        return
    units = Lineage().sharing(place.pk)
    here = Q(place__in=units)
    if model is Cooperative:
        here |= Q(relocations__place__in=units, relocations__state=Record.State.RECORDED)
    others = model._default_manager.filter(here).exclude(state=Record.State.ANNULLED).exclude(Q(pk=own)).distinct()
    pairs = [
        (other, (other.name, getattr(other, "short_name", ""))) for other in others.select_related("place__parent")
    ]
    for other in near_duplicates(name, pairs):
        code = getattr(other, "code", "")
        more = f", mã số {code}" if code else ""
        where = other.seat_on(None) if isinstance(other, Cooperative) else other.place
        text = f"{where} đã có “{other.name}”{more}. Đây là hai đơn vị khác nhau?"
        yield Warning(text, "name", other, _facts(other, where))


def _facts(other: Cooperative | CooperativeGroup, where: Place | None) -> str:
    """As in "mã số 5200000009; xã Hồng Ca, huyện Trấn Yên; đăng ký lần đầu 05/02/2020"."""
    if isinstance(other, CooperativeGroup):
        return f"{where}; thông báo {day(other.notified_on)}"
    first = other.registrations.recorded().filter(kind=Registration.Kind.FIRST).first()
    code = f"mã số {other.code}" if other.code else "chưa có mã số"
    registered = f"đăng ký lần đầu {day(first.issued_on)}" if first else "chưa ghi lần đăng ký đầu"
    return f"{code}; {where}; {registered}"


def odd_money(value: Decimal | None, label: str, field: str, most: int) -> Iterator[Warning]:
    if value and value < LEAST_MONEY:
        yield Warning(f"{label} {dong(value)} là rất nhỏ. Ô này ghi bằng đồng.", field)
    if value and value > most:
        yield Warning(f"{label} {dong(value)} là rất lớn. Ô này ghi bằng đồng.", field)


def odd_registration(ground: str, registered_on: date | None, notified_on: date | None) -> Iterator[Warning]:
    """A warning about a certificate that does not make its group count."""
    if registered_on and not ground and notified_on is None:
        yield Warning(
            "Tổ không thuộc diện phải đăng ký được tính theo ngày thông báo, mà ngày ấy chưa ghi.", "notified_on"
        )


def odd_members(members: int | None, fewest: int) -> Iterator[Warning]:
    if members is not None and members < fewest:
        yield Warning(f"Chỉ có {number(members)} thành viên; luật cần ít nhất {fewest}.", "members")
    if members and members > MANY_MEMBERS:
        yield Warning(f"{number(members)} thành viên là rất nhiều.", "members")
