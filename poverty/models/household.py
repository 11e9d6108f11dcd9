"""The household, and which of its values are personal data (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DateField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.urls import reverse

from coopunion.encryption import EncryptedTextField, Sealed, index_of, indexes_of
from coopunion.models import Evidence, Place, Record, RecordQuerySet, User
from coopunion.models.constraints import FieldCheck, at_least, needed
from coopunion.models.years import YearField
from coopunion.periods import months_before
from coopunion.permissions import Permission
from coopunion.personal_numbers import REFUSED, holds_personal_number
from poverty.id_numbers import problem_of

# What erasing blanks, in the row and in every row of its history. The code, the place and all events stay.
BLANKS: dict[str, Any] = {
    "head": "",
    "id_number": "",
    "id_index": "",
    "birth_year": None,
    "ethnicity": "",
    "legal_basis": "",
    "note": "",
    "annulled_because": "",
}
LONG_AGO = date(1900, 1, 1)


def check_id_number(number: Sealed) -> None:
    if problem := problem_of(number.reveal()):
        raise ValidationError(problem)


def refuse_personal_numbers(record: models.Model, *names: str) -> None:
    """An ID number is sealed in its own field alone; the code above all is what everybody reads."""
    wrong = {name: REFUSED for name in names if holds_personal_number(getattr(record, name))}
    if wrong:
        raise ValidationError(wrong)


def readable_by(user: User) -> Q:
    """Rows about households that the user may read: all of them, their own department's, or none."""
    if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
        return Q()
    if user.may(Permission.VIEW_OWN_HOUSEHOLDS):
        return Q(department=user.department_id)
    return Q(pk__in=())


def about_readable(user: User) -> Q:
    """Rows, of tables and of histories, with a `household` that the user may read."""
    if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
        return Q()
    return Q(household__in=Household.objects.visible_to(user).values("pk"))


def deleted_households() -> QuerySet:
    """The last row of history of each household that was deleted: what it was, and which department's."""
    rows = Household.history.order_by()
    last = rows.filter(id=OuterRef("id")).order_by("-history_id").values("history_id")[:1]
    return rows.filter(history_type="-", history_id=Subquery(last))


class HouseholdQuerySet(RecordQuerySet["Household"]):
    def visible_to(self, user: User) -> Self:
        """Households the user may open."""
        return self.filter(readable_by(user))

    def of_department_of(self, user: User) -> Self:
        """Households of the user's own department, whatever else they may see."""
        return self.filter(department=user.department_id) if user.department_id else self.none()

    def with_id_number(self, number: str) -> Self:
        """Households, annulled ones apart, whose head has this ID number: found by its keyed index."""
        return self.exclude(state=Record.State.ANNULLED).filter(id_index__in=indexes_of(number))

    def with_level(self) -> Self:
        """Adds `latest_level`, the class of the last year in which the household was classified."""
        from poverty.models.events import Classification

        latest = Classification.objects.recorded().filter(household=OuterRef("pk")).order_by("-year", "-pk")
        return self.annotate(latest_level=Subquery(latest.values("level")[:1]))

    def with_first_support(self) -> Self:
        """Adds `first_supported_on`, the day from which the household was helped; drafts and errors aside."""
        from poverty.models.events import Support

        helped = Support.objects.recorded().filter(household=OuterRef("pk"), supported_on__isnull=False)
        return self.annotate(first_supported_on=Subquery(helped.order_by("supported_on").values("supported_on")[:1]))

    def with_last_event(self) -> Self:
        """Adds `last_event_on`: the last support, exit or end of a classified year; without any, the day of entry."""
        from poverty.models.events import Classification, Exit, Support

        year_end = Cast(Concat("year", Value("-12-31")), DateField())
        events = (
            _last(Support.objects.all(), Max("supported_on")),
            _last(Exit.objects.all(), Max("decided_on")),
            _last(Classification.objects.all(), Max(year_end)),
        )
        return self.annotate(_last_event=Greatest(*events)).annotate(
            last_event_on=models.Case(
                models.When(_last_event=LONG_AGO, then=Cast("created_at", DateField())),
                default="_last_event",
                output_field=DateField(),
            )
        )

    def holding_personal_data(self) -> Self:
        """Households some of whose personal values are not blank; notes apart, which may be anything."""
        return self.filter(
            ~Q(head="") | ~Q(id_index="") | Q(birth_year__isnull=False) | ~Q(ethnicity="") | ~Q(legal_basis="")
        )

    def past_retention(self, day: date) -> Self:
        """Households whose personal data may no longer be kept: their last event is RETENTION_YEARS or more ago.

        The longest kept come first.
        """
        limit = months_before(day, 12 * settings.RETENTION_YEARS)
        late = self.with_last_event().holding_personal_data().filter(last_event_on__lte=limit)
        return late.order_by("last_event_on", "pk")


def _last(events: QuerySet, last: Max) -> Coalesce:
    """The latest day among the household's `events`; a day of long ago when it has none."""
    day = events.order_by().filter(household=OuterRef("pk")).values("household").annotate(day=last).values("day")
    return Coalesce(Subquery(day, output_field=DateField()), Value(LONG_AGO, output_field=DateField()))


class Household(Record):
    """A household of the poverty lists. `code` names it wherever others may read."""

    code = models.CharField("mã hộ", max_length=30)
    head = models.CharField("chủ hộ", max_length=150, blank=True)
    id_number = EncryptedTextField(
        "số định danh của chủ hộ", blank=True, default="", validators=[check_id_number], help_text="12 chữ số."
    )
    id_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    birth_year = YearField("năm sinh của chủ hộ", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=50, blank=True)
    legal_basis = models.CharField(
        "căn cứ xử lý dữ liệu cá nhân",
        max_length=300,
        blank=True,
        help_text="Văn bản hoặc sự đồng ý cho phép ghi. Bắt buộc khi ghi dân tộc.",
    )
    place = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="địa bàn"
    )
    members = models.PositiveSmallIntegerField("số nhân khẩu", null=True, blank=True)
    erased_on = models.DateField("ngày xóa dữ liệu cá nhân", null=True, blank=True, editable=False)

    # Of one that was deleted, as its history has it (poverty/personal_data.py): it has no page but its history.
    is_deleted = False

    objects = HouseholdQuerySet.as_manager()
    search_fields = ("code", "head")

    class Meta:
        verbose_name = "hộ nghèo"
        verbose_name_plural = "hộ nghèo"
        ordering = ("code",)
        constraints = (
            needed("place", "địa bàn"),
            at_least("members", 1, "Số nhân khẩu"),
            models.UniqueConstraint(
                fields=("code",),
                condition=~Q(state="annulled"),
                name="household_code_once",
                violation_error_message="Mã hộ này đã có trong sổ.",
            ),
            models.UniqueConstraint(
                fields=("id_index",),
                condition=~Q(state="annulled") & ~Q(id_index=""),
                name="household_id_number_once",
                violation_error_message="Số định danh này đã có trong sổ hộ nghèo.",
            ),
            FieldCheck(
                field="birth_year",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
                name="household_birth_year_range",
                violation_error_message="Năm sinh gồm 4 chữ số, từ 1900.",
            ),
            FieldCheck(
                field="legal_basis",
                condition=Q(ethnicity="") | ~Q(legal_basis=""),
                name="household_ethnicity_needs_basis",
                violation_error_message="Dân tộc là dữ liệu nhạy cảm: chỉ ghi khi có căn cứ.",
            ),
        )

    def __str__(self) -> str:
        return f"Hộ {self.code}"

    @property
    def title(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("poverty:history" if self.is_deleted else "poverty:detail", args=[self.pk])

    def place_on(self, day: date) -> Place | None:
        return self.place

    @classmethod
    def readable_by(cls, user: User) -> Q:
        """Asked of the household as it is now, also for the rows of its history; of a deleted one, as it was last."""
        if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
            return Q()
        present = cls.objects.visible_to(user).values("pk")
        return Q(id__in=present) | Q(id__in=deleted_households().filter(readable_by(user)).values("id"))

    def clean(self) -> None:
        super().clean()
        refuse_personal_numbers(self, "code", "head", "ethnicity", "legal_basis", "note")
        if self.pk and not self.legal_basis and Evidence.objects.filter(self.papers()).exists():
            raise ValidationError({"legal_basis": "Hộ có tệp minh chứng: chỉ giữ tệp khi có căn cứ."})

    def evidence_problem(self) -> str:
        """Any file may show a person's papers, and none is kept without a basis in law."""
        if self.legal_basis:
            return ""
        return f"Tệp có thể là ảnh giấy tờ tùy thân: ghi căn cứ xử lý dữ liệu cá nhân ở {self} trước, rồi đính kèm."

    def papers(self) -> Q:
        """The evidence, and the rows of its history, of the household and of its events, deleted ones too."""
        from poverty.models.events import EVENTS

        found = Q(content_type=ContentType.objects.get_for_model(Household), object_id=self.pk)
        for model in EVENTS:
            deleted = model.history.filter(household_id=self.pk).exclude(id__in=model.objects.values("pk"))
            events = model.objects.filter(household_id=self.pk).values("pk")
            of_events = Q(object_id__in=events) | Q(object_id__in=deleted.values("id"))
            found |= Q(content_type=ContentType.objects.get_for_model(model)) & of_events
        return found

    def prepare(self) -> Self:
        self.id_index = index_of(self.id_number)
        return super().prepare()
