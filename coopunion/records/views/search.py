"""One box over every page: what the portal knows under some words, register by register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from coopunion.models import Record, User
from coopunion.permissions import Permission, requires
from coopunion.registers.columns import Column, M
from coopunion.registers.listing import MAX_WORDS, refuse_personal_number
from coopunion.registers.register import Register, searched_registers
from coopunion.requests import SignedInRequest
from coopunion.text import clean

SHOWN = 6
COLUMNS = 3


@dataclass(frozen=True)
class Found(Generic[M]):
    """What one register holds under the words: how many, the first of them, and the list of them all."""

    register: Register[M]
    count: int
    rows: QuerySet[M]
    address: str

    @property
    def columns(self) -> Sequence[Column[M]]:
        return self.register.columns[:COLUMNS]


@requires(Permission.VIEW_RECORDS)
def search(request: SignedInRequest) -> HttpResponse:
    if refused := refuse_personal_number(request):
        return refused
    words = clean(request.GET.get("q", ""))[:MAX_WORDS]
    found = find(words, request.user) if words else []
    context = {"words": words, "found": found, "count": sum(matches.count for matches in found)}
    return render(request, "search.html", context)


def find(words: str, user: User) -> list[Found[Record]]:
    """The registers of the user that hold the words, without annulled records; two queries for each register."""
    found = []
    for register in searched_registers():
        if not user.may(register.permission):
            continue
        rows = register.visible(user).exclude(state="annulled").matching(words)
        if count := rows.count():
            address = f"{register.url('list')}?{urlencode({'q': words})}"
            found.append(Found(register, count, rows.order_by(*register.order)[:SHOWN], address))
    return found
