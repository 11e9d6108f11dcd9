"""Pages that write the plan: adding, changing and deleting a programme and each of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.contrib import messages
from django.db.models import Max, Model, ProtectedError, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from coopunion.forms.base import PortalForm, ReasonForm
from coopunion.forms.editing import FormEditor, edit_page
from coopunion.forms.recovery import sent_or_kept
from coopunion.models.history_rows import history_of
from coopunion.permissions import FORM, Permission, requires
from coopunion.requests import SignedInRequest
from programs.forms import (
    AssignmentForm,
    DecisionForm,
    IndicatorForm,
    PeriodForm,
    ProgramForm,
    TargetForm,
    TaskForm,
    cut_offs,
)
from programs.models import Assignment, Decision, Indicator, Program, ReportingPeriod, Target, Task
from programs.next_year import NextYearForm, next_programme, open_next_year, refusal
from programs.removal import Removal

M = TypeVar("M", bound=Model)
Part = Task | Indicator | Target | Assignment | Decision
P = TypeVar("P", Task, Indicator, Target, Assignment, Decision)


def get_program(code: str, year: int) -> Program:
    return named_now_or_before(Program.objects.all(), code=code, year=year)


def named_now_or_before(rows: QuerySet[M], **names: object) -> M:
    """The row of these names or, where none has them, the one that had them last: what was typed into a page that was
    opened under an earlier code must arrive. 404 where none ever had them."""
    if found := rows.filter(**names).first():
        return found
    past = history_of(rows.model).filter(**names).order_by("-history_id").values_list("id", flat=True)
    present = rows.in_bulk(past)
    pk = next((pk for pk in past if pk in present), None)
    return get_object_or_404(rows, pk=pk)


@dataclass(frozen=True)
class PlanPart(Generic[P]):
    """One kind of thing that a programme consists of, and how it is written."""

    model: type[P]
    form: type[PortalForm]
    program_path: str
    """The way from the thing to its programme."""
    signed_days: Callable[[P], Sequence[date]] = lambda thing: ()
    """Days whose signed figures its deletion changes."""

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    def get(self, code: str, year: int, pk: int) -> P:
        """404 where the programme has no such part."""
        rows = self.model._default_manager.select_related(self.program_path)
        return get_object_or_404(rows, pk=pk, **{self.program_path: get_program(code, year)})


def above(part: Part) -> Sequence[Program | Indicator]:
    """What has a page on the way down to the part: its programme and, where there is one, its indicator."""
    if isinstance(part, (Task, Decision)):
        return (part.program,)
    indicator = part if isinstance(part, Indicator) else part.indicator
    return (indicator.program, indicator)


TASKS = PlanPart(Task, TaskForm, "program")
INDICATORS = PlanPart(Indicator, IndicatorForm, "program", lambda indicator: cut_offs(indicator.program))
TARGETS = PlanPart(
    Target,
    TargetForm,
    "indicator__program",
    lambda target: [day for day in cut_offs(target.indicator.program) if day >= target.effective_from],
)
DECISIONS = PlanPart(Decision, DecisionForm, "program")
ASSIGNMENTS = PlanPart(Assignment, AssignmentForm, "indicator__program")


@requires(Permission.MANAGE_PROGRAMS, FORM)
def program_add(request: SignedInRequest) -> HttpResponse:
    return _form_page(request, ProgramForm, Program(), title="Thêm chương trình")


@requires(Permission.MANAGE_PROGRAMS, FORM)
def program_edit(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    program = get_program(code, year)
    return _form_page(request, ProgramForm, program, title=f"Sửa {program}", above=(program,))


@requires(Permission.MANAGE_PROGRAMS, FORM)
def program_delete(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    program = get_program(code, year)
    return _delete_page(request, program, days=cut_offs(program), next_page=reverse("programs:list"))


@requires(Permission.MANAGE_PROGRAMS, FORM)
def period_edit(request: SignedInRequest, code: str, year: int, number: int) -> HttpResponse:
    """The quarter's period, or the usual one where nobody opened it yet."""
    program = get_program(code, year)
    if number not in (1, 2, 3, 4):
        raise Http404("Không có quý này.")
    period = ReportingPeriod.objects.in_quarter(program, program.quarters[number - 1])
    return _form_page(request, PeriodForm, period, title=f"Kỳ báo cáo {period.span}", above=(program,))


@requires(Permission.MANAGE_PROGRAMS, FORM)
def next_year(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    """This year's plan beside next year's, to be adjusted; refused where next year's programme exists."""
    program = get_program(code, year)
    if request.method != "POST" and (refused := refusal(program)):
        messages.error(request, refused)
        return HttpResponseRedirect(program.get_absolute_url())
    edited = FormEditor(request, NextYearForm).edit(next_programme(program), save=open_next_year)
    if edited.address:
        messages.info(request, "Hãy xem lại nhiệm vụ, chỉ tiêu và kỳ báo cáo.")
        return HttpResponseRedirect(edited.address)
    return render(request, "programs/next_year.html", {"form": edited.form, "program": program})


@requires(Permission.MANAGE_PROGRAMS, FORM)
def part_add(
    request: SignedInRequest, code: str, year: int, indicator: int | None = None, *, part: PlanPart[P]
) -> HttpResponse:
    """A new task or indicator of a programme, after those it has; or a new target or assignment of an indicator."""
    model: type[Model] = part.model
    program, title = get_program(code, year), f"Thêm {part.noun}"
    if part.model is Decision:
        return _form_page(request, part.form, Decision(program=program), title=title, above=(program,))
    if indicator is None:
        last = model._default_manager.filter(program=program).aggregate(Max("position"))["position__max"]
        thing = model(program=program, position=(last or 0) + 1)
        return _form_page(request, part.form, thing, title=title, above=(program,))
    of = INDICATORS.get(code, year, indicator)
    return _form_page(request, part.form, model(indicator=of), title=f"{title}: {of}", above=(program, of))


@requires(Permission.MANAGE_PROGRAMS, FORM)
def part_edit(request: SignedInRequest, code: str, year: int, pk: int, *, part: PlanPart[P]) -> HttpResponse:
    thing = part.get(code, year, pk)
    return _form_page(request, part.form, thing, title=f"Sửa {part.noun}: {thing}", above=above(thing))


@requires(Permission.MANAGE_PROGRAMS, FORM)
def part_delete(request: SignedInRequest, code: str, year: int, pk: int, *, part: PlanPart[P]) -> HttpResponse:
    """Shows first what is deleted with it; refuses, and names why, where other things refer to it."""
    thing = part.get(code, year, pk)
    parent = thing.program if isinstance(thing, Indicator) else thing
    return _delete_page(request, thing, days=part.signed_days(thing), next_page=parent.get_absolute_url())


def _form_page(
    request: SignedInRequest,
    form_class: type[PortalForm],
    thing: Model,
    *,
    title: str,
    above: Sequence[Program | Indicator] = (),
) -> HttpResponse:
    """Shows the form of a new or known thing and writes it; cancelling leads to the last of `above`."""
    links = [("Chương trình", reverse("programs:list")), *((str(each), each.get_absolute_url()) for each in above)]
    # A period's own page is its report; its form was opened from the programme's.
    next_page = links[-1][1] if isinstance(thing, ReportingPeriod) else ""
    return edit_page(request, form_class, thing, title=title, above=links, next_page=next_page)


def _delete_page(
    request: SignedInRequest, thing: Program | Part, *, days: Sequence[date], next_page: str
) -> HttpResponse:
    removal = Removal(thing)
    form = ReasonForm(sent_or_kept(request), days=days)
    if request.method == "POST" and not removal.refused_by and form.is_valid():
        name = f"{thing._meta.verbose_name}: {thing}"
        try:
            removal.carry_out(request.user, form.cleaned_data["reason"] or "Xóa")
        except ProtectedError:  # something has come to refer to it since; the page now names it
            removal = Removal(thing)
        else:
            messages.success(request, f"Đã xóa {name}. Có thể lấy lại từ lịch sử của chương trình.")
            return HttpResponseRedirect(next_page)
    context = {"removal": removal, "form": form, "back": thing.get_absolute_url()}
    return render(request, "programs/delete.html", context)
