"""The views of the reports; here the period and the report of a URL, or 404."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from coopunion.periods import Quarter
from programs.models import Program, ReportingPeriod
from reports.models import Report


def get_period_or_404(code: str, year: int, number: int) -> ReportingPeriod:
    """The period, or an unsaved standard one where it has no row; 404 for an unknown programme or quarter."""
    if number not in (1, 2, 3, 4):
        raise Http404("Không có quý này.")
    program = get_object_or_404(Program, code=code, year=year)
    return ReportingPeriod.objects.in_quarter(program, Quarter(year, number))


def get_report_or_404(code: str, year: int, number: int, serial: int) -> Report:
    return get_object_or_404(
        Report.objects.with_period().not_discarded(),
        period__program__code=code,
        period__program__year=year,
        period__quarter=number,
        serial=serial,
    )
