"""Thousands of random records of every kind that a measure may count; the same ones for the same seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db.models import Model

from cooperatives.models import (
    Assessment,
    Conversion,
    Cooperative,
    CooperativeGroup,
    Inspection,
    Registration,
    Reorganisation,
    ReorganisationParty,
    StatusChange,
    ValueChain,
)
from coopunion.models import Record
from ocop.models import Producer, Product, Recognition
from poverty.models import Classification, Exit, Household, Support
from programs.models import ReportingPeriod
from tests import factories

FROM, DAYS = date(2018, 7, 1), 1100  # to the middle of 2021


class Generator:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - test data
        self.common = {"department": factories.make_department()}
        self.place = factories.hong_ca()

    def one(self, values):
        return self.random.choice(list(values))

    def day(self) -> date:
        return FROM + timedelta(days=self.random.randrange(DAYS))

    def state(self) -> str:
        return self.random.choices(Record.State.values, (1, 8, 1))[0]

    def dated(self, field: str, *, needed: bool = False) -> dict:
        """An event's state, place and day; a day that is `needed` is missing from drafts alone."""
        state = self.state()
        missing = self.random.random() < 0.1 and (not needed or state == Record.State.DRAFT)
        return {**self.common, "place": self.place, "state": state, field: None if missing else self.day()}

    def thing(self) -> dict:
        return {**self.common, "place": self.place, "state": self.state()}

    def save(self, model: type[Model], rows: list[dict]) -> list[Model]:
        return model.objects.bulk_create([model(**row) for row in rows])

    def save_new(self, model: type[Model], rows: list[dict]) -> None:
        """Without those that a unique constraint refuses."""
        model.objects.bulk_create([model(**row) for row in rows], ignore_conflicts=True)


def generate(seed: int) -> None:
    make = Generator(seed)
    _cooperatives(make)
    _products(make)
    _households(make)
    _periods(make)


def _cooperatives(make: Generator) -> None:
    kinds, leads = (Cooperative.Kind.COOPERATIVE,) * 4 + (Cooperative.Kind.UNION,), Cooperative.Lead.values
    found = make.save(
        Cooperative,
        [
            {"name": f"HTX {number}", "kind": make.one(kinds), "founding_lead": make.one(leads), **make.thing()}
            for number in range(400)
        ],
    )
    groups = make.save(
        CooperativeGroup, [{"name": f"THT {number}", **make.dated("notified_on")} for number in range(300)]
    )
    make.save(
        ValueChain,
        [
            {"name": f"Mô hình {number}", "lead": make.one(found), **make.dated("recognised_on")}
            for number in range(200)
        ],
    )
    _cooperative_events(make, found)
    _inspections(make, found, groups)


def _cooperative_events(make: Generator, found: list[Model]) -> None:
    def events(count: int, **fields) -> list[dict]:
        return [
            {"cooperative": make.one(found), **{name: value() for name, value in fields.items() if name != "dated"}}
            | fields["dated"]()
            for _ in range(count)
        ]

    kinds = (Registration.Kind.FIRST, *Registration.Kind.values)
    statuses = (StatusChange.Status.OPERATING,) * 8 + tuple(StatusChange.Status)
    make.save_new(
        Registration,
        events(600, kind=lambda: make.one(kinds), dated=lambda: make.dated("issued_on", needed=True)),
    )
    make.save_new(
        StatusChange,
        events(700, status=lambda: make.one(statuses), dated=lambda: make.dated("from_on", needed=True)),
    )
    make.save_new(
        Assessment,
        events(700, effective=lambda: make.one((True, False)), dated=lambda: make.dated("valid_on", needed=True)),
    )
    make.save(Conversion, events(300, dated=lambda: make.dated("completed_on")))
    acts = make.save(
        Reorganisation,
        [{"kind": make.one(Reorganisation.Kind), **make.dated("reorganised_on", needed=True)} for _ in range(60)],
    )
    make.save_new(
        ReorganisationParty,
        [
            {"reorganisation": act, "cooperative": make.one(found), "role": role}
            for act in acts
            for role in ReorganisationParty.Role.values
        ],
    )


def _inspections(make: Generator, cooperatives: list[Model], groups: list[Model]) -> None:
    def subject() -> dict:
        return {"group": make.one(groups)} if make.random.random() < 0.4 else {"cooperative": make.one(cooperatives)}

    make.save(
        Inspection,
        [{"kind": make.one(Inspection.Kind), **subject(), **make.dated("completed_on")} for _ in range(900)],
    )


def _products(make: Generator) -> None:
    known = make.random.sample(list(Cooperative.objects.order_by("pk")), 100)
    producers = make.save(
        Producer,
        [
            {"name": f"Chủ thể {cooperative.pk}", "kind": "cooperative", "cooperative": cooperative, **make.thing()}
            for cooperative in known
        ],
    )
    products = make.save(
        Product,
        [
            {
                "name": f"Sản phẩm {number}",
                "producer": make.one(producers),
                "dossier_helped_by_union": make.one((True, True, False)),
                "state": make.state(),
                **make.common,
            }
            for number in range(250)
        ],
    )
    kinds = (Recognition.Kind.FIRST, *Recognition.Kind.values)
    make.save_new(
        Recognition,
        [
            {
                "product": make.one(products),
                "kind": make.one(kinds),
                "stars": make.one((2, 3, 4, 5)),
                **make.dated("decided_on", needed=True),
            }
            for _ in range(500)
        ],
    )


def _households(make: Generator) -> None:
    found = make.save(Household, [{"code": f"YB-{number:05d}", **make.thing()} for number in range(300)])
    levels = (Classification.Level.POOR, *Classification.Level.values)
    make.save_new(
        Classification,
        [
            {"household": household, "year": year, "level": make.one(levels), "state": make.state(), **make.common}
            for household in found
            for year in range(2018, 2022)
        ],
    )
    organisers = (Support.Organiser.UNION, *Support.Organiser.values)
    make.save(
        Support,
        [
            {
                "household": make.one(found),
                "kind": make.one(Support.Kind),
                "organiser": make.one(organisers),
                **make.dated("supported_on", needed=True),
            }
            for _ in range(900)
        ],
    )
    make.save_new(Exit, [{"household": make.one(found), **make.dated("decided_on", needed=True)} for _ in range(400)])


def _periods(make: Generator) -> None:
    """Of two programmes over three years: a quarter of both counts once."""
    for code in ("110", "190"):
        for year in (2019, 2020, 2021):
            program = factories.make_program(code, year)
            for quarter in (1, 2, 3, 4):
                period = ReportingPeriod.standard(program, program.quarters[quarter - 1])
                period.sent_on = make.one((None, period.due_on))
                period.save()
