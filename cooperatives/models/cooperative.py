"""The cooperative (hợp tác xã) and the union of cooperatives (liên hiệp HTX)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from simple_history.models import HistoricalRecords

from cooperatives.models.events import (
    NO_UNIONS,
    Assessment,
    CooperativeEvent,
    CooperativeKind,
    FoundingLead,
    Registration,
    Relocation,
    StatusChange,
)
from cooperatives.models.merges import Merge
from cooperatives.models.reorganisation import ReorganisationParty
from coopunion.formatting import day as day_text
from coopunion.models import Place, Record, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions, queries
from coopunion.models.constraints import FieldCheck, at_least, needed, once
from coopunion.models.lineage import Lineage
from coopunion.periods import Days

E = TypeVar("E", bound=CooperativeEvent)

# Recorded cooperatives, without unions of cooperatives: what the programme counts.
COUNTED: Conditions = (RECORDED, Condition(Q(kind=CooperativeKind.COOPERATIVE), NO_UNIONS))


# ---- the state on a day, as expressions over the recorded events ----


def latest(events: QuerySet[E], field: str, order: str) -> Subquery:
    """A field of the cooperative's latest event among `events`."""
    return Subquery(events.filter(cooperative=OuterRef("pk")).order_by(f"-{order}", "-pk").values(field)[:1])


def operating_status_on(day: date) -> Q:
    """The latest change of status up to that day says operating.

    Suspended, dissolving and dissolved cooperatives, those under revocation or not found at their address, are
    not operating (statuses: NĐ 92/2024/NĐ-CP, as staff recorded them under the law of 2012 as well).
    """
    changes = StatusChange.objects.recorded().filter(from_on__lte=day)
    return Q(Exact(latest(changes, "status", "from_on"), Value(StatusChange.Status.OPERATING)))


def assessed_effective_on(day: date) -> Q:
    """The latest assessment valid in the 12 months up to that day says effective."""
    assessments = Assessment.objects.valid_in_year_to(day)
    return Q(Exact(latest(assessments, "effective", "valid_on"), Value(True)))


def seat_on(day: date | None) -> Coalesce:
    """The id of the place of its seat that day; without a day, the seat it has moved to last.

    A cooperative stays where it was registered until a move says otherwise.
    """
    moves = Relocation.objects.recorded()
    moves = moves.filter(moved_on__lte=day) if day else moves
    return Coalesce(latest(moves, "place", "moved_on"), F("place"), output_field=models.BigIntegerField())


def reorganised_by(day: date) -> Exists:
    """Whether it had ceased to exist by that day: divided, consolidated or merged into another cooperative."""
    return Exists(ReorganisationParty.objects.ended_by(day).filter(cooperative=OuterRef("pk")))


# ---- what counts ----


def operating_conditions(day: date) -> Conditions:
    """Of a cooperative that operates that day: its status says so, and no reorganisation ended it."""

    def reason(row: Cooperative) -> str:
        """From what with_recorded_status_on adds."""
        if row.status_since is None:
            return f"Chưa ghi trạng thái nào tính đến {day_text(day)}."
        label = StatusChange.Status(row.recorded_status).label
        return f"{label.capitalize()} từ ngày {day_text(row.status_since)}."

    return (
        Condition(operating_status_on(day), reason),
        Condition(~Q(reorganised_by(day)), "Đã chia, tách, hợp nhất hoặc sáp nhập."),
    )


def effective_conditions(day: date) -> Conditions:
    """Of a cooperative that operates that day and works effectively by its assessment valid that day."""

    def reason(row: Cooperative) -> str:
        """From what with_assessment_on adds."""
        if row.assessed_on is None:
            return f"Chưa có đánh giá trong 12 tháng tính đến {day_text(day)}."
        return f"Đánh giá ngày {day_text(row.assessed_on)}: chưa hiệu quả."

    effective = Condition(assessed_effective_on(day), reason)
    return (*operating_conditions(day), effective)


class CooperativeQuerySet(RecordQuerySet["Cooperative"]):
    def in_place(self, place: Place) -> Self:
        """Cooperatives whose seat is now in the place."""
        return self.annotate(last_seat=seat_on(None)).filter(last_seat__in=Lineage().within(place))

    def with_seat_on(self, day: date) -> Self:
        """Gives every row its `seat` of that day, with one more query for all rows."""
        moves = Relocation.objects.recorded().filter(moved_on__lte=day).order_by("-moved_on", "-pk")
        moves = moves.select_related("place__parent__parent")
        return self.prefetch_related(Prefetch("relocations", moves, to_attr="moves_so_far"))

    def cooperatives(self) -> Self:
        return self.filter(*queries(COUNTED))

    def not_merged(self) -> Self:
        """Without the rows that were merged into another record."""
        return self.exclude(Exists(Merge.objects.active().filter(removed=OuterRef("pk"))))

    def operating_on(self, day: date) -> Self:
        return self.cooperatives().filter(*queries(operating_conditions(day)))

    def with_status_on(self, day: date) -> Self:
        """Adds `status_on_day` and `status_since`. A cooperative that was reorganised has that status."""
        changes = StatusChange.objects.recorded().filter(from_on__lte=day)
        reorganised = When(reorganised_by(day), then=Value(StatusChange.Status.REORGANISED))
        return self.annotate(
            status_on_day=Case(reorganised, default=latest(changes, "status", "from_on")),
            status_since=latest(changes, "from_on", "from_on"),
        )

    def with_recorded_status_on(self, day: date) -> Self:
        """Adds `recorded_status` and `status_since`, whatever became of the cooperative otherwise."""
        changes = StatusChange.objects.recorded().filter(from_on__lte=day)
        return self.annotate(
            recorded_status=latest(changes, "status", "from_on"), status_since=latest(changes, "from_on", "from_on")
        )

    def with_assessment_on(self, day: date) -> Self:
        """Adds `assessed_on`, `assessed_effective` and `assessed_rating` of the assessment valid that day."""
        assessments = Assessment.objects.valid_in_year_to(day)
        return self.annotate(
            assessed_on=latest(assessments, "valid_on", "valid_on"),
            assessed_effective=latest(assessments, "effective", "valid_on"),
            assessed_rating=latest(assessments, "rating", "valid_on"),
        )

    def with_first_registration(self) -> Self:
        """Adds `registered_on`, the day of the first certificate."""
        firsts = Registration.objects.recorded().filter(kind=Registration.Kind.FIRST)
        return self.annotate(registered_on=latest(firsts, "issued_on", "issued_on"))

    def with_day(self, day: date) -> Self:
        """Adds `as_of`, the day for which a page describes the rows."""
        return self.annotate(as_of=Value(day, output_field=models.DateField()))


class Cooperative(Record):
    """One organisation for its whole life: renamed, moved or re-registered, it keeps this row."""

    Kind = CooperativeKind
    Lead = FoundingLead

    class Sector(models.TextChoices):
        CROPS = "crops", "trồng trọt"
        LIVESTOCK = "livestock", "chăn nuôi"
        FORESTRY = "forestry", "lâm nghiệp"
        FISHERY = "fishery", "thủy sản"
        MIXED = "mixed", "nông nghiệp tổng hợp"
        INDUSTRY = "industry", "công nghiệp, tiểu thủ công nghiệp"
        CONSTRUCTION = "construction", "xây dựng"
        TRANSPORT = "transport", "vận tải"
        SERVICES = "services", "thương mại, dịch vụ"
        CREDIT = "credit", "quỹ tín dụng nhân dân"
        ENVIRONMENT = "environment", "môi trường"
        OTHER = "other", "lĩnh vực khác"

    kind = models.CharField("loại hình", max_length=20, choices=Kind, default=Kind.COOPERATIVE)
    name = models.CharField("tên hợp tác xã", max_length=300)
    short_name = models.CharField("tên viết tắt", max_length=200, blank=True)
    code = models.CharField(  # noqa: DJ001 - unknown codes are NULL, so that the known ones can be unique
        "mã số",
        max_length=10,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{10}\Z", "Mã số hợp tác xã gồm đúng 10 chữ số.")],
        help_text="10 chữ số, đồng thời là mã số thuế.",
    )
    place = models.ForeignKey(
        "coopunion.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="địa bàn trụ sở",
        help_text="Nơi đăng ký lần đầu. Chuyển trụ sở thì ghi thêm một lần chuyển, đừng sửa ô này.",
    )
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    sector = models.CharField("lĩnh vực", max_length=20, choices=Sector, blank=True)
    activity = models.CharField("ngành, nghề chính", max_length=300, blank=True)
    charter_capital = models.DecimalField("vốn điều lệ (đồng)", max_digits=18, decimal_places=0, null=True, blank=True)
    members = models.PositiveIntegerField("số thành viên", null=True, blank=True)
    women = models.PositiveIntegerField("trong đó nữ", null=True, blank=True)
    founding_lead = models.CharField("chủ trì thành lập", max_length=10, choices=Lead, default=Lead.OTHER)

    objects = CooperativeQuerySet.as_manager()

    # Of rows that the methods `with_…` annotate.
    status_on_day: str
    recorded_status: str
    status_since: date | None
    assessed_on: date | None
    registered_on: date | None
    as_of: date
    search_fields = ("name", "short_name", "code")
    page = "cooperatives:detail"

    class Meta:
        verbose_name = "hợp tác xã"
        ordering = ("name",)
        indexes = (models.Index(fields=("kind", "state")), models.Index(fields=("founding_lead",)))
        constraints = (
            needed("place", "địa bàn trụ sở"),
            at_least("charter_capital", 0, "Vốn điều lệ"),
            once("code", name="cooperative_code_once", message="Mã số này đã có ở một hợp tác xã khác."),
            FieldCheck(
                field="women",
                condition=Q(women__isnull=True) | Q(members__isnull=True) | Q(women__lte=models.F("members")),
                name="cooperative_women_among_members",
                violation_error_message="Số thành viên nữ không được lớn hơn số thành viên.",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def title(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        """What the cooperative does: shown beside its name in lists."""
        return self.activity or self.get_sector_display()

    moves_so_far: list[Relocation]

    @property
    def seat(self) -> Place | None:
        """The place of its seat on the day given to `with_seat_on`."""
        return self.moves_so_far[0].place if self.moves_so_far else self.place

    @property
    def seat_address(self) -> str:
        """The address of its seat on the day given to `with_seat_on`."""
        return self.moves_so_far[0].address if self.moves_so_far else self.address

    def seat_on(self, day: date | None) -> Place | None:
        """The place of its seat that day; without a day, the last one. Prefetch `relocations` for many rows."""
        if day is None and "moves_so_far" in self.__dict__:
            return self.seat
        known = self.relocations.all() if self.pk else ()
        moves = [(move.moved_on, move.pk, move.place) for move in known if move.counts and move.moved_on]
        return max((move for move in moves if day is None or move[0] <= day), default=(None, 0, self.place))[2]

    def place_on(self, day: date) -> Place | None:
        return self.seat_on(day)

    @property
    def present_seat(self) -> Place | None:
        return self.seat_on(None)

    def name_on(self, day: date) -> str:
        """Its name on that day: the old one of the first renaming after the day."""
        dated = [
            (row.renamed_on, row.pk, row.old_name) for row in self.renamings.all() if row.counts and row.renamed_on
        ]
        return min((row for row in dated if row[0] > day), default=(day, 0, self.name))[2]

    def days_decided_by(self, fields: Collection[str]) -> list[Days]:
        """Its kind decides about all that refers to it, as its state does; who led its founding about that alone."""
        decisive = {"state"} if {"state", "kind"} & set(fields) else set()
        days = super().days_decided_by(decisive)
        if "founding_lead" not in fields or self.pk is None:
            return days
        firsts = [each for each in self.registrations.all() if each.counts and each.kind == Registration.Kind.FIRST]
        return [*days, *(day for certificate in firsts for day in certificate.days())]

    def prepare(self) -> Self:
        self.code = self.code or None
        return super().prepare()

    def search_words(self) -> list[str]:
        """Its names, aliases and former names. Prefetch `aliases` and `renamings` for many rows."""
        if self.pk is None:
            return super().search_words()
        former = [renaming.old_name for renaming in self.renamings.all() if renaming.counts]
        return [*super().search_words(), *(alias.name for alias in self.aliases.all()), *former]


class Alias(models.Model):
    """Another name staff or papers use for the same cooperative."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="aliases", verbose_name="hợp tác xã")
    name = models.CharField("tên khác", max_length=300)

    history = HistoricalRecords()

    search_fields = ("name",)

    class Meta:
        verbose_name = "tên khác"
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("cooperative", "name"), name="alias_once"),)

    def __str__(self) -> str:
        return self.name
