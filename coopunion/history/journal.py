"""The journal: every change of every record, and every other event_noun worth keeping, newest first, in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from coopunion.history.changes import Change, describe
from coopunion.history.deleted_labels import is_gone, name_of, owners, page_of, present_or_deleted
from coopunion.history.journal_search import DELETED, about, because
from coopunion.models import JournalEntry, User
from coopunion.parsing import read_day
from coopunion.periods import FIRST_YEAR
from coopunion.permissions import Permission
from coopunion.registers.registry import register_at
from coopunion.search_index import holding
from coopunion.text import clean, search_key

PAGE_SIZE = 50
DEEDS = "journal"
# Pages that open for whom they are about alone: the file of an import may hold what others may not read.
OWN_PAGES = frozenset({"import"})


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal. `fields` are what changed, from what to what."""

    at: datetime
    by: str
    noun: str
    kind: str
    title: str
    address: str
    note: str
    fields: Sequence[Any] = ()
    owner: str = ""
    """Of a file, and of a row without a page: the record it belongs to, where its own name does not say it."""
    owner_address: str = ""


@dataclass(frozen=True)
class JournalQuery:
    """What an address asks of the journal; what it cannot mean is left out."""

    words: str = ""
    model: str = ""
    user: int | None = None
    since: Any = None
    until: Any = None
    only_deleted: bool = False

    @classmethod
    def read(cls, query: Any) -> JournalQuery:
        user = query.get("nguoi", "")
        return cls(
            words=clean(query.get("q", ""))[:200],
            model=query.get("so", "") if query.get("so", "") in sources() else "",
            user=int(user) if user.isdecimal() and len(user) < 10 else None,
            since=_day(query.get("tu", "")),
            until=_day(query.get("den", "")),
            only_deleted=query.get("xoa") == "1",
        )


def _day(text: str) -> Any:
    try:
        return read_day(text)
    except ValueError:
        return None


def sources() -> dict[str, type[models.Model]]:
    """Every model with a history, by its label."""
    return {model._meta.label_lower: model for model in apps.get_models() if hasattr(model, "history")}


def read_journal(asked: JournalQuery, user: User, page: str | None) -> tuple[Page, list[JournalLine]]:
    """A page of lines. One query for the keys, and for each model on the page two or three: never one a line."""
    keys = _keys(asked, user)
    listed = Paginator(keys, PAGE_SIZE).get_page(page)
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in listed:
        wanted[key["line_source"]].append(key["line_number"])
    found: dict[tuple[str, int], JournalLine] = {}
    for source, numbers in wanted.items():
        lines = _deeds(numbers, user) if source == DEEDS else _changes(sources()[source], numbers, user)
        found |= {(source, number): line for number, line in lines.items()}
    return listed, [found[key["line_source"], key["line_number"]] for key in listed]


def _keys(asked: JournalQuery, user: User) -> QuerySet:
    parts = [_history(model, label, asked, user) for label, model in sources().items() if asked.model in ("", label)]
    if not asked.model and not asked.only_deleted:
        parts.append(_entries(asked, user))
    first, *others = parts
    joined = first.union(*others, all=True) if others else first
    return joined.order_by("-line_at", "-line_number")


def _history(model: Any, label: str, asked: JournalQuery, user: User) -> QuerySet:
    rows = model.history.order_by()
    if hasattr(model, "readable_by"):
        rows = rows.filter(model.readable_by(user))
    rows = rows.filter(_between("history_date", asked))
    if asked.user:
        rows = rows.filter(history_user=asked.user)
    if asked.only_deleted:
        rows = rows.filter(history_type=DELETED)
    if search_key(asked.words):
        rows = rows.filter(about(model, asked.words) | because(asked.words))
    return rows.annotate(
        line_at=F("history_date"),
        line_number=F("history_id"),
        line_source=Value(label, output_field=models.CharField()),
    ).values("line_at", "line_number", "line_source")


def _entries(asked: JournalQuery, user: User) -> QuerySet:
    rows = JournalEntry.objects.order_by().filter(_between("at", asked))
    if not user.may(Permission.MANAGE_USERS) and not user.may(Permission.APPROVE_REPORTS):
        rows = rows.filter(user=user)  # what colleagues opened is for those who answer for them
    if asked.user:
        rows = rows.filter(user=asked.user)
    if search_key(asked.words):
        rows = rows.filter(holding(asked.words, "title", "detail"))
    return rows.annotate(
        line_at=F("at"), line_number=F("pk"), line_source=Value(DEEDS, output_field=models.CharField())
    ).values("line_at", "line_number", "line_source")


def _between(field: str, asked: JournalQuery) -> Q:
    within = Q()
    if asked.since:
        since = max(asked.since, date(FIRST_YEAR, 1, 1))  # nothing is older, and year 1 has no hour in UTC
        within &= Q(**{f"{field}__gte": timezone.make_aware(datetime.combine(since, time()))})
    if asked.until:
        within &= Q(**{f"{field}__lte": timezone.make_aware(datetime.combine(asked.until, time.max))})
    return within


def _changes(model: Any, numbers: Sequence[int], user: User) -> dict[int, JournalLine]:
    rows = model.history.filter(history_id__in=numbers).select_related("history_user")
    described = describe(rows)
    things = present_or_deleted(model, (change.row.id for change in described))
    belonging = owners(model, things)
    return {
        change.number: _line(change, things[change.row.id], belonging.get(change.row.id), user) for change in described
    }


def _opened_by(user: User, address: str, doer: User | None = None) -> str:
    """The address, where the page's permission lets the user in; else none. `doer` did what the page tells of."""
    page = _resolved(address)
    if page is None or (page.view_name in OWN_PAGES and user != doer):
        return ""
    permission = page.func.permission  # type: ignore[attr-defined]
    return address if permission is None or user.may(permission) else ""


def _resolved(address: str) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:  # a page that there is no more
        return None


def _records_now(addresses: Iterable[str], user: User) -> dict[str, str]:
    """Of the addresses of records, where those are found by now, deleted or not; "" of what the user may not read."""
    asked: dict[Any, dict[str, int]] = defaultdict(dict)
    for address in addresses:
        page = _resolved(address)
        if page and (register := register_at(page.view_name)):
            asked[register.model][address] = page.kwargs["pk"]
    found: dict[str, str] = {}
    for model, numbers in asked.items():
        rows = model.history.filter(model.readable_by(user), id__in=numbers.values())
        known = present_or_deleted(model, rows.order_by().values_list("id", flat=True))
        found |= {address: page_of(known[pk]) if pk in known else "" for address, pk in numbers.items()}
    return found


def _line(change: Change, thing: Any, owner: Any, user: User) -> JournalLine:
    title, of = name_of(thing), name_of(owner) if owner is not None else ""
    page, page_of_owner = page_of(thing), page_of(owner) if owner is not None else ""
    if owner is not None and is_gone(owner):  # a file opens with its record
        page = ""
    if of in title:  # "Mật ong: lập hồ sơ" names its product itself
        of, page = "", page or page_of_owner
    return JournalLine(
        at=change.at,
        by=change.by,
        noun="" if title.lower().startswith(change.noun.lower()) else change.noun,  # "hỗ trợ: Hộ 12" names itself
        kind=change.kind,
        title=title,
        address=_opened_by(user, page),
        note=change.reason,
        fields=change.fields,
        owner=of,
        owner_address=_opened_by(user, page_of_owner),
    )


def _deeds(numbers: Sequence[int], user: User) -> dict[int, JournalLine]:
    entries = JournalEntry.objects.filter(pk__in=numbers).select_related("user")
    moved = _records_now((entry.address for entry in entries), user)
    return {
        entry.pk: JournalLine(
            at=entry.at,
            by=str(entry.user or "hệ thống"),
            noun="",
            kind=entry.kind,
            title=entry.title,
            address=_opened_by(user, moved.get(entry.address, entry.address), entry.user),
            note=entry.detail,
        )
        for entry in entries
    }
