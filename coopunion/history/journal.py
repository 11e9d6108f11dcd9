"""The journal: every change of every object, and every other action worth keeping, newest first, in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from coopunion.history.changes import Change, FieldChange, describe
from coopunion.history.deleted_labels import (
    Pointer,
    is_deleted,
    name_of,
    naming,
    naming_rows,
    owners,
    owning,
    page_of,
    present_or_deleted,
)
from coopunion.models import JournalEntry, Record, User
from coopunion.models.history_rows import history_of
from coopunion.parsing import read_day_or_none
from coopunion.periods import FIRST_YEAR
from coopunion.permissions import Permission
from coopunion.registers.register import register_at
from coopunion.search_index import holding
from coopunion.text import clean, search_key

# Which row a line is made from: when, its history_id or the pk of an entry, and of which source.
LineKey = tuple[datetime, int, str]
PAGE_SIZE = 50
DELETED = "-"
ENTRIES = "journal"  # the source of lines that no history has: JournalEntry
# Pages that open for their own author alone: the file of an import may hold what others may not read.
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
    reason: str
    fields: Sequence[FieldChange] = ()
    owner: str = ""
    """Of a file, and of a row without a page: the record it belongs to, where its own name does not say it."""
    owner_address: str = ""


@dataclass(frozen=True)
class JournalQuery:
    """The filters of the journal as an address has them; invalid ones are ignored."""

    words: str = ""
    model: str = ""
    user: int | None = None
    since: date | None = None
    until: date | None = None
    only_deleted: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> JournalQuery:
        user = query.get("nguoi", "")
        return cls(
            words=clean(query.get("q", ""))[:200],
            model=query.get("so", "") if query.get("so", "") in sources() else "",
            user=int(user) if user.isdecimal() and len(user) < 10 else None,
            since=read_day_or_none(query.get("tu", "")),
            until=read_day_or_none(query.get("den", "")),
            only_deleted=query.get("xoa") == "1",
        )


def sources() -> dict[str, type[Model]]:
    """Every model with a history, by its label."""
    return {model._meta.label_lower: model for model in apps.get_models() if hasattr(model, "history")}


def read_journal(query: JournalQuery, user: User, page: str | None) -> tuple[Page[LineKey], list[JournalLine]]:
    """A page of lines. One query for the keys, and for each model on the page two or three: never one a line."""
    keys = _keys(query, user)
    listed = Paginator(keys, PAGE_SIZE).get_page(page)
    wanted: dict[str, list[int]] = defaultdict(list)
    for _, pk, source in listed:
        wanted[source].append(pk)
    found: dict[tuple[str, int], JournalLine] = {}
    for source, pks in wanted.items():
        lines = _entry_lines(pks, user) if source == ENTRIES else _change_lines(sources()[source], pks, user)
        found |= {(source, pk): line for pk, line in lines.items()}
    return listed, [found[source, pk] for _, pk, source in listed]


def _keys(query: JournalQuery, user: User) -> QuerySet[Model, LineKey]:
    parts = [_history(model, label, query, user) for label, model in sources().items() if query.model in ("", label)]
    if not query.model and not query.only_deleted:
        parts.append(_entries(query, user))
    first, *others = parts
    joined = first.union(*others, all=True) if others else first
    return joined.order_by("-line_at", "-line_pk")


def _history(model: type[Model], label: str, query: JournalQuery, user: User) -> QuerySet[Model, LineKey]:
    rows = history_of(model).order_by()
    if hasattr(model, "readable_by"):
        rows = rows.filter(model.readable_by(user))
    rows = rows.filter(_between("history_date", query))
    if query.user:
        rows = rows.filter(history_user=query.user)
    if query.only_deleted:
        rows = rows.filter(history_type=DELETED)
    if search_key(query.words):
        rows = rows.filter(about(model, query.words) | because(query.words))
    return _line_keys(rows, "history_date", "history_id", label)


def _entries(query: JournalQuery, user: User) -> QuerySet[Model, LineKey]:
    rows = JournalEntry.objects.order_by().filter(_between("at", query))
    if not user.may(Permission.MANAGE_USERS) and not user.may(Permission.APPROVE_REPORTS):
        rows = rows.filter(user=user)  # what colleagues opened is for their superiors
    if query.user:
        rows = rows.filter(user=query.user)
    if search_key(query.words):
        rows = rows.filter(holding(query.words, "title", "detail"))
    return _line_keys(rows, "at", "pk", ENTRIES)


def _line_keys(rows: QuerySet[Any], at: str, pk: str, source: str) -> QuerySet[Model, LineKey]:
    named = rows.annotate(line_at=F(at), line_pk=F(pk), line_source=Value(source, output_field=CharField()))
    keys: QuerySet[Model, LineKey] = named.values_list("line_at", "line_pk", "line_source")
    return keys


def _between(field: str, query: JournalQuery) -> Q:
    within = Q()
    if query.since:
        since = max(query.since, date(FIRST_YEAR, 1, 1))  # nothing is older, and year 1 has no hour in UTC
        within &= Q(**{f"{field}__gte": timezone.make_aware(datetime.combine(since, time()))})
    if query.until:
        within &= Q(**{f"{field}__lte": timezone.make_aware(datetime.combine(query.until, time.max))})
    return within


def _change_lines(model: type[Model], history_ids: Sequence[int], user: User) -> dict[int, JournalLine]:
    rows = history_of(model).filter(history_id__in=history_ids).select_related("history_user")
    described = describe(rows)
    things = present_or_deleted(model, (change.row.id for change in described))
    belonging = owners(model, things)
    return {
        change.history_id: _change_line(change, things[change.row.id], belonging.get(change.row.id), user)
        for change in described
    }


def _opened_by(user: User, address: str, author: User | None = None) -> str:
    """The address, where the page's permission lets the user in; else "". `author` did what the page is about."""
    page = _resolved(address)
    if page is None or (page.view_name in OWN_PAGES and user != author):
        return ""
    permission: Permission | None = page.func.permission  # type: ignore[attr-defined]  # set by `requires`
    return address if permission is None or user.may(permission) else ""


def _resolved(address: str) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:  # a page that no longer exists
        return None


def _records_now(addresses: Iterable[str], user: User) -> dict[str, str]:
    """By address of a record: its page now, also of a deleted record; "" where the user may not read it."""
    wanted: dict[type[Record], dict[str, int]] = defaultdict(dict)
    for address in addresses:
        page = _resolved(address)
        if page and (register := register_at(page.view_name)):
            wanted[register.model][address] = page.kwargs["pk"]
    found: dict[str, str] = {}
    for model, pks in wanted.items():
        rows = history_of(model).filter(model.readable_by(user), id__in=pks.values())
        known = present_or_deleted(model, rows.order_by().values_list("id", flat=True))
        found |= {address: page_of(known[pk]) if pk in known else "" for address, pk in pks.items()}
    return found


def _change_line(change: Change, thing: Model, owner: Model | None, user: User) -> JournalLine:
    title, of = name_of(thing), name_of(owner) if owner is not None else ""
    page, page_of_owner = page_of(thing), page_of(owner) if owner is not None else ""
    if owner is not None and is_deleted(owner):  # a file opens with its record
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
        reason=change.reason,
        fields=change.fields,
        owner=of,
        owner_address=_opened_by(user, page_of_owner),
    )


def _entry_lines(pks: Sequence[int], user: User) -> dict[int, JournalLine]:
    entries = JournalEntry.objects.filter(pk__in=pks).select_related("user")
    moved = _records_now((entry.address for entry in entries), user)
    return {
        entry.pk: JournalLine(
            at=entry.at,
            by=str(entry.user or "hệ thống"),
            noun="",
            kind=entry.kind,
            title=entry.title,
            address=_opened_by(user, moved.get(entry.address, entry.address), entry.user),
            reason=entry.detail,
        )
        for entry in entries
    }


# ---- which rows of a history the words typed find, also of what was deleted ----
#
# Histories keep no search text. What exists is found by its table, since a history may have many rows of it; what was
# deleted is found by the row that its deletion wrote: they are few, and no row leaves the database.


def about(model: type[Model], words: str) -> Q:
    """Rows of the history of the objects that the words find: by their own texts, or by those of what names them."""
    found = _own(model, words, "id")
    for pointer, above in _above(model, owning(model)).items():
        found |= _pointed(above, words, pointer)
    for relation in naming_rows(model):
        listed, pointer = relation.related_model, relation.field.attname
        for other, named in _above(listed).items():
            rows = history_of(listed).filter(_pointed(named, words, other))
            found |= Q(id__in=rows.values(pointer))
    return found


def _own(model: type[Model], words: str, column: str) -> Q:
    """Rows whose column holds the pk of an object that has the words itself, now or when it was deleted."""
    fields: tuple[str, ...] = getattr(model, "search_fields", ())
    found = Q(**{f"{column}__in": ()})
    if issubclass(model, Record):
        found |= Q(**{f"{column}__in": model.objects.matching(words).values("pk")})
    elif fields:
        found |= Q(**{f"{column}__in": model._default_manager.filter(holding(words, *fields)).values("pk")})
    if fields:
        deleted = history_of(model).filter(history_type=DELETED).filter(holding(words, *fields))
        found |= Q(**{f"{column}__in": deleted.values("id")})
    return found


def _pointed(model: type[Model], words: str, column: str) -> Q:
    """Rows whose column holds the pk of an object that the words find, also by what that belongs to."""
    found = _own(model, words, column)
    for pointer, above in _above(model, owning(model)).items():
        named = _pointed(above, words, pointer)
        found |= Q(**{f"{column}__in": model._default_manager.filter(named).values("pk")})
        deleted = history_of(model).filter(history_type=DELETED).filter(named)
        found |= Q(**{f"{column}__in": deleted.values("id")})
    return found


def _above(model: type[Model], owner: Pointer | None = None) -> dict[str, type[Model]]:
    """The columns that point at what a row is named by, and at its owner, with the models they point at."""
    fields = [field for field in (*naming(model), owner) if field is not None and field.related_model is not model]
    return {field.attname: field.related_model for field in fields}


def because(words: str) -> Q:
    return Q(history_change_reason__gt="") & holding(words, "history_change_reason")
