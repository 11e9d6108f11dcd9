"""Brings in the files of data/, in order: most through the importer any office uses, the rest row by row."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model

from cooperatives.models import Alias, MembershipCertificate, Recommendation, ValueChainMember, ValueChainPartner
from coopunion.forms.saving import renew_search_text
from coopunion.history import writing
from coopunion.models import Event, Record, User
from coopunion.tables.columns import NOTE, PLACE
from coopunion.tables.import_row import RECORD
from coopunion.tables.library import run
from coopunion.tables.resource import table_resources
from coopunion.tables.rules import Rules
from coopunion.tables.workbooks import read_table
from ocop.models import DossierStep
from poverty.models import SupportDonor
from programs.models import Assignment, Decision
from reports.models import Delegation

DATA = Path(__file__).parent / "data"
REASON = "Nạp bản minh họa"
TODAY = date(2020, 12, 31)  # the day whose units the files name, and by which nothing in them lies ahead
# Who brings in which files, in this order: a person of the department that answers for the records. What precedes
# a file's first dot is a table of the importer or one of PLAIN.
FILES = {
    "canbo": (
        *("plan", "figures", "cooperatives", "cooperatives.stopped", "aliases", "memberships", "assessments"),
        *("conversions", "groups", "inspections", "recommendations", "value-chains", "chain-members"),
        *("chain-partners", "households.NVCS", "household-supports.NVCS", "support-donors.NVCS", "exits.NVCS"),
    ),
    "canbo2": (
        *("products", "recognitions", "dossier-steps", "supports"),
        *("households.TVHT", "household-supports.TVHT", "support-donors.TVHT", "exits.TVHT"),
    ),
    "quantri": ("decisions", "decisions.amending", "assignments", "delegations"),
}
# What no table of the importer holds. The headings of these files are the model's fields, their days ISO.
PLAIN: dict[str, type[Model]] = {
    "aliases": Alias,
    "memberships": MembershipCertificate,
    "recommendations": Recommendation,
    "chain-members": ValueChainMember,
    "chain-partners": ValueChainPartner,
    "dossier-steps": DossierStep,
    "support-donors": SupportDonor,
    "assignments": Assignment,
    "decisions": Decision,
    "delegations": Delegation,
}


def load_files() -> None:
    """All of FILES; a file with anything wrong stops the loading with its first error."""
    for username, names in FILES.items():
        user = User.objects.select_related("department").get(username=username)
        for name in names:
            kind, file = name.partition(".")[0], DATA / f"{name}.csv"
            if kind in PLAIN:
                _load_rows(PLAIN[kind], file, user)
            else:
                _import_table(kind, file, user)


class _DemoTable:
    """What the demonstration asks of a table of the importer beyond its columns."""

    def place_day(self, values: dict[str, Any]) -> date:
        """Places are the units of 2020, also where something happened before communes were joined that February."""
        return TODAY

    def begin(self) -> None:
        """A row's certificate, status, class and producer have its place and its note: what is illustrative says so."""
        super().begin()  # type: ignore[misc]
        for import_row in self.import_rows:  # type: ignore[attr-defined]
            for part in import_row.new - {RECORD}:
                record = import_row.records[part]
                if isinstance(record, Event):
                    record.place = import_row.values.get(PLACE)
                if isinstance(record, Record):
                    record.note = import_row.values.get(NOTE) or ""


def _import_table(kind: str, file: Path, user: User) -> None:
    resource_class = type("DemoResource", (_DemoTable, table_resources()[kind]), {})
    resource = resource_class(user=user, reason=f"{REASON} từ {file.name}", today=TODAY)
    run(resource, read_table(file, resource.known_headings))
    if errors := resource.errors:
        raise ValueError(f"{file.name}: {errors[0]}")


def _load_rows(model: type[Model], file: Path, user: User) -> None:
    """One record a row. `field__path` names a record by its own fields: all such cells that are filled together."""
    rules, records = Rules(model), []
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            record = model(**_values(model, row))
            if isinstance(record, MembershipCertificate):
                record.department_id, record.place_id = record.cooperative.department_id, record.cooperative.place_id
                record.created_by = user
                record.prepare()
            record.clean()
            for _, message in rules.errors(record, set()):
                raise ValueError(f"{file.name}: {record}: {message}")
            records.append(record)
    writing.create(records, user, f"{REASON} từ {file.name}")
    for record in records:
        if isinstance(record, Alias):
            renew_search_text(record.cooperative)


def _values(model: type[Model], row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for heading, cell in row.items():
        name, _, path = heading.partition("__")
        if cell and path:
            named[name][path] = cell
        elif cell:
            field: Any = model._meta.get_field(name)
            values[name] = field.to_python(cell)
    for name, paths in named.items():
        related: Any = model._meta.get_field(name).related_model
        values[name] = related._default_manager.get(**paths)
    return values
