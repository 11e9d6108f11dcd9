"""A register: one model's list, page, form and history, declared once. Its pages are in coopunion/records/views/registers.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, UniqueConstraint
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.shortcuts import get_object_or_404
from django.urls import reverse

from coopunion.forms.base import ChildForm, RecordForm
from coopunion.models import Record, User
from coopunion.permissions import Permission, may_change

Kind = Literal["text", "link", "place", "number", "day", "dong", "state"]


@dataclass(frozen=True)
class Column:
    """A value of a row under its Vietnamese label. `sort` is the field the list may be ordered by, if any."""

    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    sort: str = ""
    wide: bool = False
    """Shown where there is room: a phone's list leaves it to the record's own page."""

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("number", "dong")

    @property
    def css_class(self) -> str:
        kinds = {"number": "num", "dong": "num", "day": "nowrap", "state": "nowrap state", "place": "place"}
        return f"{kinds.get(self.kind, '')} wide".strip() if self.wide else kinds.get(self.kind, "")


@dataclass(frozen=True)
class Choice:
    """A filter by the choices of a field; `key` is its name in the address."""

    key: str
    label: str
    field: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Moment:
    """A thing in a record's timeline; one without a day (a draft's) is not shown."""

    on: date | None
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Section:
    """A table of related rows on the detail page."""

    title: str
    rows: Callable[[Any], Iterable[Any]]
    columns: Sequence[Column]
    edit: str = ""
    """The beginning of the view names of the rows' own forms, where they have no page of their own."""
    quiet: bool = False
    """Whether an empty one goes without saying."""


class NumberedFormSet(BaseInlineFormSet):
    """Says in the office's words which row a person takes out, and which says the same as another."""

    deletion_widget_attrs = {"aria-label": "Bỏ dòng này"}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ dòng này"

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        options = self.form._meta.model._meta
        names = [str(options.get_field(name).verbose_name) for name in unique_check if name != self.fk.name]
        return f"Có hai dòng trùng nhau ({', '.join(names)}): sửa hoặc bỏ một dòng."

    def get_form_error(self) -> str:
        return "Dòng này trùng với một dòng ở trên."


class NewRowsFormSet(NumberedFormSet):
    """Shows none of the rows there are."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().none()

    def clean(self) -> None:
        """No two of the new rows may be what only one can be: the class of a household for one year."""
        super().clean()
        new = [form for form in self.forms if form.has_changed() and form.is_valid()]
        options = self.form._meta.model._meta
        for rule in options.constraints:
            if isinstance(rule, UniqueConstraint):
                columns = [options.get_field(name).attname for name in rule.fields]
                self._refuse_second(new, rule, columns)

    def _refuse_second(self, new: Sequence[Any], rule: UniqueConstraint, columns: Sequence[str]) -> None:
        taken: list[list[Any]] = []
        for form in new:
            values = [getattr(form.instance, column) for column in columns]
            if values in taken:
                form.add_error(None, rule.get_violation_error_message())
            taken.append(values)


@dataclass(frozen=True)
class Children:
    """Rows of another model edited in place inside the record's form; `extra` empty rows wait without a script."""

    title: str
    form: type[ChildForm]
    extra: int = 1
    fk_name: str | None = None
    only_new: bool = False
    """Rows are added here and corrected on a form of their own: records with their own lock, history and reason."""
    rows: type[NumberedFormSet] = NumberedFormSet
    """What asks something of all rows together."""

    def formset(self, parent: type[Model]) -> type[BaseInlineFormSet]:
        return inlineformset_factory(
            parent,
            self.form._meta.model,
            form=self.form,
            formset=NewRowsFormSet if self.only_new else self.rows,
            can_delete=not self.only_new,
            fk_name=self.fk_name,
            extra=self.extra,
        )


@dataclass(frozen=True)
class Add:
    """A button of the record's page that opens the form of another register with this record filled in."""

    label: str
    register: str
    """The beginning of that register's view names, as in "cooperatives:inspection-"."""
    field: str
    """The form's field that takes this record."""
    own: bool = True
    """Whether only the department in charge of this record may."""


@dataclass(frozen=True)
class Tool:
    """A link to a page that only this register has: over its list, or over one record's page."""

    label: str
    view: str
    permission: Permission
    of_record: bool = False
    own: bool = False
    """Of a record: whether only the department in charge of it is led there."""


@dataclass(frozen=True)
class Link:
    """What a link column shows where the record's own name would say too much."""

    text: str
    address: str

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.address


@dataclass(frozen=True)
class Register:
    """What the list, the page and the form of a model show. `visible` narrows the rows to what a user may read.

    A register without `columns` has no list or page of its own: its records show on another record's page.
    """

    model: type[Model]
    title: str
    list_url: str
    permission: Permission
    visible: Callable[[User], Any]
    columns: Sequence[Column] = ()
    status: Callable[[Any], tuple[str, str]] = lambda record: ("", "")
    """What stands beside the record's name: a shape of templates/_status.html and its word, "" where there is none."""
    facts: Sequence[Column] = ()
    choices: Sequence[Choice] = ()
    order: Sequence[str] = ("pk",)
    day_field: str = ""
    """The day a list may be narrowed by, where it is not the model's own `date_field`."""
    sections: Sequence[Section] = ()
    timeline: Callable[[Any], Iterable[Moment]] = lambda record: ()
    search_hint: str = "Tên"
    empty: str = "Sổ còn trống."
    form: type[RecordForm] | None = None
    children: Sequence[Children] = ()
    adds: Sequence[Add] = ()
    tools: Sequence[Tool] = ()
    put_right: Callable[[Any, User, str], None] = lambda record, user, reason: None
    """What else follows an annulment, a deletion or a restoration, in the same transaction; the reason is theirs."""
    as_of: Callable[[User, date], Any] | None = None
    """`visible` as of a day, where the register can tell: a record's page may then be asked for one."""
    history_links: Callable[[int], Iterable[Any]] = lambda pk: ()
    """What a record's history leads to: the merges by which it changed or went."""
    deed: str = ""
    """What a form of something that happened records, with its classifier: "cuộc kiểm tra", "lần hỗ trợ"."""
    table: str = ""
    """The name of its table in Excel: what its list exports can be brought back. Without one it exports its columns."""

    @property
    def sorts(self) -> dict[str, Column]:
        """The orders a list may be asked for; nothing else from an address reaches the database."""
        return {column.sort: column for column in self.columns if column.sort}

    @property
    def prefix(self) -> str:
        """The beginning of its view names: "cooperatives:", "cooperatives:group-"."""
        return self.list_url.removesuffix("list")

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def adding(self) -> str:
        """A thing is added ("Thêm hợp tác xã"), a deed is written down ("Ghi cuộc kiểm tra")."""
        return f"Ghi {self.deed}" if self.deed else f"Thêm {self.noun}"

    def told(self, record: Any) -> str:
        """A record inside a sentence: "hợp tác xã: HTX Một"; no noun where its name begins with it."""
        name = str(record)
        return name[:1].lower() + name[1:] if name.lower().startswith(self.noun.lower()) else f"{self.noun}: {name}"

    def url(self, page: str, *args: Any) -> str:
        return reverse(self.prefix + page, args=args)

    def may_add(self, user: User) -> bool:
        return self.form is not None and user.may(Permission.CHANGE_RECORDS)

    def may_change(self, user: User, record: Any) -> bool:
        return self.form is not None and may_change(user, record)

    def own_record(self, user: User, pk: int) -> Any:
        """To be changed: 404 for what the user may not see, 403 for what another department is in charge of."""
        record = get_object_or_404(self.visible(user), pk=pk)
        if not may_change(user, record):
            raise PermissionDenied(f"Hồ sơ này do {record.department} phụ trách; chỉ phòng đó được sửa.")
        return record

    def adds_for(self, user: User, record: Record) -> list[tuple[Add, str]]:
        """The buttons the user may press on this record's page, with their addresses."""
        if not user.may(Permission.CHANGE_RECORDS) or not record.counts:
            return []
        return [
            (add, f"{reverse(add.register + 'add')}?{add.field}={record.pk}")
            for add in self.adds
            if not add.own or may_change(user, record)
        ]

    def tools_for(self, user: User, record: Record | None = None) -> list[Link]:
        """The links over the list, or over a record's page, to what the user may open."""
        own = record is not None and record.department_id == user.department_id
        return [
            Link(tool.label, reverse(tool.view, args=[record.pk] if record else []))
            for tool in self.tools
            if tool.of_record == (record is not None) and user.may(tool.permission) and (own or not tool.own)
        ]
