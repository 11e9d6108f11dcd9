"""One worked example for every measure: makes the one record that is counted, from `day` on, and returns it.

A new measure needs its example here; tests/programs/test_measures.py holds both tables equal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Model

from coopunion.periods import Quarter
from programs.flows_and_stocks import Scope
from programs.measures import MEASURES
from tests import factories

YEAR_END = date(2020, 12, 31)
DAY = date(2020, 5, 5)


def count(key: str, day: date = YEAR_END, scope: Scope | None = None) -> int:
    """The cumulative count on a day; by default of the year 2020."""
    return counts(key, [day], scope)[day]


def counts(key: str, days: list[date], scope: Scope | None = None) -> dict[date, int]:
    """The cumulative count on each day, wherever it was."""
    found = MEASURES[key].counts_by_place(days, scope or Scope())
    return {day: sum(by_place.values()) for day, by_place in found.items()}


def listed(key: str, day: date = YEAR_END, scope: Scope | None = None) -> list[Model]:
    return list(MEASURES[key].records(day, scope or Scope()))


def founded(day: date) -> Model:
    return factories.make_cooperative(founded_on=day).registrations.get()


def founded_by_another(day: date) -> Model:
    return factories.make_cooperative(founded_on=day, lead="other").registrations.get()


def converted(day: date) -> Model:
    return factories.make_conversion(factories.make_cooperative(founded_on=date(2010, 6, 1)), day)


def effective(day: date) -> Model:
    cooperative = factories.make_cooperative(operating_since=factories.LONG_AGO)
    return factories.make_assessment(cooperative, day, effective=True)


def operating(day: date) -> Model:
    return factories.make_status(factories.make_cooperative(), "operating", day)


def report_sent(day: date) -> Model:
    program = factories.make_program(year=day.year)
    after = day + timedelta(days=10)
    quarter = Quarter.containing(day).number
    return factories.make_period(program, quarter, cut_off_on=day, due_on=after, sent_on=after)


def inspected_dossier(day: date) -> Model:
    return factories.make_inspection(factories.make_cooperative(), day, "dossier")


def inspected_union_dossier(day: date) -> Model:
    return factories.make_inspection(factories.make_cooperative(kind="union"), day)


def inspected_group_dossier(day: date) -> Model:
    return factories.make_inspection(factories.make_group(), day, "dossier")


def site_visit(day: date) -> Model:
    return factories.make_inspection(factories.make_cooperative(), day, "site")


def value_chain(day: date) -> Model:
    return factories.make_chain(recognised_on=day, members=(factories.make_cooperative(),))


def recognised(day: date) -> Model:
    return factories.make_recognition(factories.make_product(), day, stars=3)


def supported(day: date) -> Model:
    return factories.make_support(factories.make_household(year=day.year), day)


def exited(day: date) -> Model:
    household = factories.make_household(year=day.year)
    factories.make_support(household, day - timedelta(days=1))
    return factories.make_exit(household, day)


def group_founded(day: date) -> Model:
    return factories.make_group(notified_on=day)


EXAMPLES: dict[str, Callable[[date], Model]] = {
    "cooperatives.founded_by_union": founded,
    "cooperatives.founded": founded_by_another,
    "cooperatives.converted": converted,
    "cooperatives.effective": effective,
    "cooperatives.operating": operating,
    "programs.reports_sent": report_sent,
    "cooperatives.inspected_dossiers": inspected_dossier,
    "cooperatives.inspected_union_dossiers": inspected_union_dossier,
    "cooperatives.inspected_group_dossiers": inspected_group_dossier,
    "cooperatives.site_visits": site_visit,
    "cooperatives.value_chains": value_chain,
    "ocop.recognised": recognised,
    "poverty.supported": supported,
    "poverty.exited": exited,
    "cooperatives.groups_founded": group_founded,
}
FLOWS = sorted(key for key in EXAMPLES if MEASURES[key].kind == "flow")
STOCKS = sorted(set(EXAMPLES) - set(FLOWS))
