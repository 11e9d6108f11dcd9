"""The household, and which of its values are personal data (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from coopunion.encryption import EncryptedTextField, Sealed, index_of, indexes_of
from coopunion.models import Evidence, Record, RecordQuerySet, User
from coopunion.models.constraints import FieldCheck, at_least, between, needed, once
from coopunion.models.years import YearField
from coopunion.permissions import Permission
from coopunion.personal_numbers import REFUSED, holds_personal_number
from poverty.id_numbers import problem_of

# The fields with personal data and their values once erased, in the row and in its history. Code, place, events stay.
BLANKS: dict[str, str | None] = {
    "head": "",
    "id_number": "",
    "id_index": "",
    "birth_year": None,
    "ethnicity": "",
    "legal_basis": "",
    "note": "",
    "annulled_because": "",
}


def check_id_number(number: Sealed) -> None:
    if problem := problem_of(number.reveal()):
        raise ValidationError(problem)


def refuse_personal_numbers(record: models.Model, *names: str) -> None:
    """ValidationError for the named fields that hold an ID number: it belongs in its encrypted field only."""
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
    """Rows of events and of their history whose `household` the user may read."""
    if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
        return Q()
    return Q(household__in=Household.objects.visible_to(user).values("pk"))


def deleted_households() -> QuerySet[models.Model]:
    """The last row of history of each deleted household: with its values and department when it was deleted."""
    rows = Household.history.order_by()
    last = rows.filter(id=OuterRef("id")).order_by("-history_id").values("history_id")[:1]
    found: QuerySet[models.Model] = rows.filter(history_type="-", history_id=Subquery(last))
    return found


class HouseholdQuerySet(RecordQuerySet["Household"]):
    def visible_to(self, user: User) -> Self:
        """Households the user may open."""
        return self.filter(readable_by(user))

    def of_department_of(self, user: User) -> Self:
        """Households of the user's own department, whatever else they may see."""
        return self.filter(department=user.department_id) if user.department_id else self.none()

    def with_id_number(self, number: str) -> Self:
        """Households, without annulled ones, whose head has this ID number: found by its keyed index."""
        return self.exclude(state=Record.State.ANNULLED).filter(id_index__in=indexes_of(number))

    def holding_personal_data(self) -> Self:
        """Households with a personal value that is not blank; notes are not looked at, as they may say anything."""
        return self.filter(
            ~Q(head="") | ~Q(id_index="") | Q(birth_year__isnull=False) | ~Q(ethnicity="") | ~Q(legal_basis="")
        )


class Household(Record):
    """A household of the poverty lists. `code` names it where people without access to personal data read."""

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

    # True for a deleted household read from its history (poverty/personal_data.py): it has no page but its history.
    is_deleted = False

    objects = HouseholdQuerySet.as_manager()

    # Of rows that the register and personal_data.with_last_event annotate.
    last_event_on: date
    latest_level: str
    first_supported_on: date | None
    search_fields = ("code", "head")

    class Meta:
        verbose_name = "hộ nghèo"
        ordering = ("code",)
        constraints = (
            needed("place", "địa bàn"),
            at_least("members", 1, "Số nhân khẩu"),
            once("code", name="household_code_once", message="Mã hộ này đã có trong sổ."),
            once(
                "id_index",
                name="household_id_number_once",
                message="Số định danh này đã có trong sổ hộ nghèo.",
                among=~Q(id_index=""),
            ),
            between(
                "birth_year", 1900, 2100, name="household_birth_year_range", message="Năm sinh gồm 4 chữ số, từ 1900."
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

    def get_absolute_url(self) -> str:
        return reverse("poverty:history" if self.is_deleted else "poverty:detail", args=[self.pk])

    @classmethod
    def readable_by(cls, user: User) -> Q:
        """By the present department, for the rows of its history too; of a deleted household, by its last one."""
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
        """A file may show a person's papers, so none is kept without a legal basis."""
        if self.legal_basis:
            return ""
        return f"Tệp có thể là ảnh giấy tờ tùy thân: ghi căn cứ xử lý dữ liệu cá nhân ở {self} trước, rồi đính kèm."

    def papers(self) -> Q:
        """Evidence, and rows of its history, of the household and of its events, deleted ones included."""
        found = Q(content_type=ContentType.objects.get_for_model(Household), object_id=self.pk)
        for model in event_models():
            deleted = model.history.filter(household_id=self.pk).exclude(id__in=model._default_manager.values("pk"))
            events = model._default_manager.filter(household_id=self.pk).values("pk")
            of_events = Q(object_id__in=events) | Q(object_id__in=deleted.values("id"))
            found |= Q(content_type=ContentType.objects.get_for_model(model)) & of_events
        return found

    def prepare(self) -> Self:
        self.id_index = index_of(self.id_number)
        return super().prepare()


def event_models() -> list[type[Record]]:
    """The models of what happens to a household: their free text and files may say something about a person."""
    pointing = (relation.related_model for relation in Household._meta.related_objects)
    return [model for model in pointing if isinstance(model, type) and issubclass(model, Record)]
