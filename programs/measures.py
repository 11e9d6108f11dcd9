"""Everything that can be counted, in one table. A number is a queryset: what is counted here is what is listed.

A flow counts events from 1 January to a day; a stock counts what is so on a day. To count something new, add one
row and its worked example in the tests; an indicator then names it by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from django.db.models import Exists, Expression, Model, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from cooperatives.models import (
    Conversion,
    Cooperative,
    CooperativeGroup,
    Inspection,
    Registration,
    ValueChain,
)
from cooperatives.models.as_of import effective_on, operating_on, seat_on
from cooperatives.models.cooperative import CooperativeQuerySet
from coopunion.periods import new_year
from ocop.models import Recognition
from poverty.models import Exit, Support
from programs.counting import (
    CountsByPlace,
    Statement,
    count_events,
    count_states,
    events_statement,
    states_statement,
    totals,
)
from programs.models.period import ReportingPeriod  # not from the package, whose indicators import this module
from programs.models.program import Program


@dataclass(frozen=True)
class Scope:
    """The programmes whose reports are counted: only the measure over reports looks at it, all others ignore it.

    `programs` are a year's programme and its predecessor; without any, all programmes are meant. `own_period` is
    the period whose report is being written: it counts itself.
    """

    programs: tuple[Program, ...] = ()
    own_period: ReportingPeriod | None = None


class Countable(Protocol):
    """What a measure's statement is made of."""

    def statement(self, days: tuple[date, ...], scope: Scope) -> Statement: ...


@lru_cache(maxsize=512)
def _cached_statement(measure: Countable, days: tuple[date, ...]) -> Statement:
    """Of a measure that ignores its scope: building it takes several times as long as the database takes to answer."""
    return measure.statement(days, Scope())


M = TypeVar("M", bound=Model, covariant=True)
Rows = TypeVar("Rows", bound=QuerySet[Model], covariant=True)


@dataclass(frozen=True, kw_only=True)
class Flow(Generic[M]):
    """Events, added up from 1 January. `distinct` names what makes two events the same thing: it then counts
    once a year, or once ever, at its first event."""

    key: str
    name: str
    short: str
    """Heading of a narrow column."""
    unit: str
    verb: str
    """What was done, as a report's sentence says it before the number (a stock: after it)."""
    detail: str
    """Heading of what a list shows beside a row's name (the row's `detail`)."""
    day: str
    """Heading of the rows' dates."""
    queryset: Callable[[Scope], QuerySet[M]]
    date_field: str
    place_field: str = "place"
    verb_tail: str = ""
    """What of the verb comes after the number and its unit."""
    distinct: str = ""
    once_ever: bool = False
    related: tuple[str, ...] = ()
    scoped: bool = False
    """Whether the queryset looks at the scope."""
    kind: str = "flow"

    def events(self, scope: Scope) -> QuerySet[M]:
        """Every event that counts, each thing at its first one."""
        events = self.queryset(scope)
        if not self.distinct:
            return events
        same = self.queryset(scope).filter(**{self.distinct: OuterRef(self.distinct)})
        if not self.once_ever:
            same = same.filter(**{f"{self.date_field}__year": ExtractYear(OuterRef(self.date_field))})
        earlier = same.filter(
            Q(**{f"{self.date_field}__lt": OuterRef(self.date_field)})
            | Q(**{self.date_field: OuterRef(self.date_field), "pk__lt": OuterRef("pk")})
        )
        return events.exclude(Exists(earlier))

    def records(self, day: date, scope: Scope) -> QuerySet[M]:
        """The cumulative rows on a day, in the order of their dates."""
        rows = self.events(scope).filter(self._until(day))
        place = (self.place_field, f"{self.place_field}__parent") if self.place_field else ()
        return rows.select_related(*place, *self.related).order_by(self.date_field, "pk")

    def counts(self, days: Sequence[date], scope: Scope) -> dict[date, int]:
        """The cumulative count on each day, in one query."""
        return totals(self.counts_by_place(days, scope))

    def counts_by_place(self, days: Sequence[date], scope: Scope) -> CountsByPlace:
        """The same, by the place of the event; in one query."""
        ordered = tuple(sorted(set(days)))
        statement = self.statement(ordered, scope) if self.scoped else _cached_statement(self, ordered)
        return count_events(statement, ordered)

    def statement(self, days: tuple[date, ...], scope: Scope) -> Statement:
        return events_statement(self.events(scope), self.date_field, self.place_field, days)

    def between(self, day: date, after: date | None, scope: Scope) -> QuerySet[M]:
        """Of the rows on a day, those of events after another day: what was added since."""
        rows = self.records(day, scope)
        return rows.filter(**{f"{self.date_field}__gt": after}) if after else rows

    def _until(self, day: date) -> Q:
        return Q(**{f"{self.date_field}__gte": new_year(day), f"{self.date_field}__lte": day})


@dataclass(frozen=True, kw_only=True)
class Stock(Generic[Rows]):
    """What is so on a day. `condition` is the rule; `listed` adds what the list shows of it; `base` names the
    measure it is a share of."""

    key: str
    name: str
    short: str
    """Heading of a narrow column."""
    unit: str
    verb: str
    """What was done, as a report's sentence says it before the number (a stock: after it)."""
    detail: str
    """Heading of what a list shows beside a row's name (the row's `detail`)."""
    day: str
    """Heading of the rows' dates."""
    queryset: Callable[[Scope], Rows]
    condition: Callable[[date], Q]
    listed: Callable[[Rows, date], Rows]
    date_field: str
    place_field: str = "seat"
    """Where it was on the day: an attribute that `listed` gives to the rows, `place_on` to the database."""
    place_on: Callable[[date], Expression]
    base: str = ""
    kind: str = "stock"

    def records(self, day: date, scope: Scope) -> Rows:
        """The rows on a day, in the order of their names."""
        rows = self.queryset(scope).filter(self.condition(day))
        rows = self.listed(rows, day).annotate(**{f"{self.place_field}_id": self.place_on(day)})
        return rows.select_related("place__parent").order_by("name", "pk")

    def counts(self, days: Sequence[date], scope: Scope) -> dict[date, int]:
        """The count on each day, in one query."""
        return totals(self.counts_by_place(days, scope))

    def counts_by_place(self, days: Sequence[date], scope: Scope) -> CountsByPlace:
        """The same, by the place of the day; in one query."""
        ordered = tuple(sorted(set(days)))
        return count_states(_cached_statement(self, ordered), ordered)

    def statement(self, days: tuple[date, ...], scope: Scope) -> Statement:
        conditions = {day: self.condition(day) for day in days}
        return states_statement(self.queryset(scope), conditions, {day: self.place_on(day) for day in days})


CountedRecord = (
    Registration
    | Conversion
    | Cooperative
    | CooperativeGroup
    | Inspection
    | ValueChain
    | Recognition
    | Support
    | Exit
    | ReportingPeriod
)
"""What a measure's rows are: each has `title`, `detail` and `get_absolute_url`."""

Measure = Flow[CountedRecord] | Stock[CooperativeQuerySet]


_TABLE: tuple[Measure, ...] = (
    Flow(
        key="cooperatives.founded_by_union",
        name="HTX thành lập mới do Liên minh HTX tỉnh chủ trì",
        short="HTX mới",
        unit="HTX",
        verb="chủ trì tư vấn, hỗ trợ thành lập mới",
        detail="Ngành, nghề chính",
        day="Ngày cấp GCN",
        queryset=lambda _: Registration.objects.founding().led_by_union(),
        date_field="issued_on",  # a cooperative has one first certificate (constraint), so it counts once
        related=("cooperative",),
    ),
    Flow(
        key="cooperatives.founded",
        name="HTX thành lập mới toàn tỉnh",
        short="HTX toàn tỉnh",
        unit="HTX",
        verb="thành lập mới",
        detail="Ngành, nghề chính",
        day="Ngày cấp GCN",
        queryset=lambda _: Registration.objects.founding(),
        date_field="issued_on",  # a cooperative has one first certificate (constraint), so it counts once
        related=("cooperative",),
    ),
    Flow(
        key="cooperatives.converted",
        name="HTX chuyển đổi sang mô hình kiểu mới",
        short="Chuyển đổi",
        unit="HTX",
        verb="chuyển đổi",
        verb_tail="sang mô hình kiểu mới",
        detail="Ngành, nghề chính",
        day="Ngày hoàn thành",
        queryset=lambda _: Conversion.objects.counted(),
        date_field="completed_on",
        distinct="cooperative",
        once_ever=True,
        related=("cooperative",),
    ),
    Stock(
        key="cooperatives.effective",
        name="HTX hoạt động hiệu quả",
        short="Hiệu quả",
        unit="HTX",
        verb="hoạt động hiệu quả",
        detail="Ngành, nghề chính",
        day="Ngày đánh giá",
        queryset=lambda _: Cooperative.objects.cooperatives(),
        condition=effective_on,
        place_on=seat_on,
        listed=lambda rows, day: rows.with_assessment_on(day).with_seat_on(day),
        date_field="assessed_on",
        base="cooperatives.operating",
    ),
    Stock(
        key="cooperatives.operating",
        name="HTX đang hoạt động",
        short="Hoạt động",
        unit="HTX",
        verb="đang hoạt động",
        detail="Ngành, nghề chính",
        day="Hoạt động từ",
        queryset=lambda _: Cooperative.objects.cooperatives(),
        condition=operating_on,
        place_on=seat_on,
        listed=lambda rows, day: rows.with_status_on(day).with_seat_on(day),
        date_field="status_since",
    ),
    Flow(
        key="programs.reports_sent",
        name="Báo cáo định kỳ gửi Thường trực Tỉnh ủy",
        short="Báo cáo",
        unit="báo cáo",
        verb="gửi",
        detail="Ngày gửi",
        day="Số liệu đến",
        queryset=lambda scope: ReportingPeriod.objects.of(scope.programs).sent(own=scope.own_period),
        scoped=True,
        date_field="cut_off_on",
        place_field="",
        distinct="quarter",
        related=("program",),
    ),
    Flow(
        key="cooperatives.inspected_dossiers",
        name="Hồ sơ HTX được kiểm tra, thẩm định",
        short="Hồ sơ HTX",
        unit="hồ sơ",
        verb="kiểm tra, thẩm định",
        detail="Kết luận",
        day="Ngày kết thúc",
        queryset=lambda _: Inspection.objects.dossiers().of_cooperatives(),
        date_field="completed_on",
        distinct="cooperative",
        related=("cooperative", "group"),
    ),
    Flow(
        key="cooperatives.inspected_group_dossiers",
        name="Hồ sơ tổ hợp tác được kiểm tra, thẩm định",
        short="Hồ sơ THT",
        unit="hồ sơ",
        verb="kiểm tra, thẩm định",
        detail="Kết luận",
        day="Ngày kết thúc",
        queryset=lambda _: Inspection.objects.dossiers().of_groups(),
        date_field="completed_on",
        distinct="group",
        related=("cooperative", "group"),
    ),
    Flow(
        key="cooperatives.site_visits",
        name="Kiểm tra tình hình hoạt động thực tế",
        short="Thực tế",
        unit="HTX",
        verb="kiểm tra thực tế",
        detail="Kết luận",
        day="Ngày kết thúc",
        queryset=lambda _: Inspection.objects.site_visits(),
        date_field="completed_on",
        distinct="subject_key",
        related=("cooperative", "group"),
    ),
    Flow(
        key="cooperatives.value_chains",
        name="Mô hình HTX sản xuất gắn với chuỗi giá trị",
        short="Chuỗi giá trị",
        unit="mô hình",
        verb="hỗ trợ xây dựng",
        detail="HTX chủ trì",
        day="Ngày công nhận",
        queryset=lambda _: ValueChain.objects.recognised(),
        date_field="recognised_on",
        related=("lead",),
    ),
    Flow(
        key="ocop.recognised",
        name="Sản phẩm OCOP đạt từ 3 sao",
        short="OCOP",
        unit="sản phẩm",
        verb="hỗ trợ",
        verb_tail="được công nhận đạt từ 3 sao",
        detail="Hạng sao",
        day="Ngày quyết định",
        queryset=lambda _: Recognition.objects.first_of_three_stars(),
        date_field="decided_on",
        distinct="product",
        once_ever=True,
        related=("product__producer",),
    ),
    Flow(
        key="poverty.supported",
        name="Hộ nghèo được hỗ trợ",
        short="Hộ nghèo",
        unit="hộ",
        verb="giúp đỡ",
        detail="Hình thức hỗ trợ",
        day="Ngày hỗ trợ",
        queryset=lambda _: Support.objects.counted(),
        date_field="supported_on",
        distinct="household",
        related=("household",),
    ),
    Flow(
        key="poverty.exited",
        name="Hộ được hỗ trợ đã thoát nghèo",
        short="Thoát nghèo",
        unit="hộ",
        verb="ghi nhận",
        verb_tail="thoát nghèo",
        detail="Quyết định",
        day="Ngày quyết định",
        queryset=lambda _: Exit.objects.of_supported(),
        date_field="decided_on",
        distinct="household",
        related=("household",),
    ),
    Flow(
        key="cooperatives.groups_founded",
        name="Tổ hợp tác thành lập mới toàn tỉnh",
        short="THT mới",
        unit="tổ",
        verb="thành lập mới",
        detail="Ngành, nghề chính",
        day="Ngày thông báo",
        queryset=lambda _: CooperativeGroup.objects.notified(),
        date_field="notified_on",
    ),
)


MEASURES: dict[str, Measure] = {measure.key: measure for measure in _TABLE}
