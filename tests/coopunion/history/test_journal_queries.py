"""The journal asks the same queries however many lines it shows, whichever sort of record they are about."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coopunion.history.deleted_labels import owning
from coopunion.history.journal import sources
from coopunion.models import Evidence, Record
from tests import factories
from tests.data_requests import make_data_request

DAY = date(2020, 5, 1)
codes = count(1)


def reorganisation():
    return factories.make_reorganisation("merger", [factories.make_cooperative()], [factories.make_cooperative()], DAY)


def inspection():
    return factories.make_inspection(factories.make_group(), DAY)


def producer():
    return factories.make_producer(kind="cooperative", cooperative=factories.make_cooperative())


def report():
    return factories.make_report(factories.make_period(factories.make_program(f"CT{next(codes)}")))


def not_duplicate():
    first, second = factories.make_cooperative(), factories.make_cooperative()
    return sources()["cooperatives.notduplicate"].objects.create(first=first, second=second)


def confirmation():
    made = report()
    indicator = factories.make_indicator(made.period.program)
    user = factories.make_user(f"chot{made.pk}")
    return made.confirmations.create(
        indicator=indicator, department=user.department, confirmed_by=user, confirmed_at=timezone.now()
    )


def make_of_cooperative(make: Callable[..., Any]) -> Callable[[], Any]:
    return lambda: make(factories.make_cooperative(), DAY)


MAKERS: dict[str, Callable[[], Any]] = {
    "cooperatives.cooperative": factories.make_cooperative,
    "cooperatives.alias": lambda: factories.make_cooperative().aliases.create(name="Tên khác"),
    "cooperatives.valuechain": lambda: factories.make_chain(lead=factories.make_cooperative()),
    "cooperatives.valuechainmember": lambda: factories.make_chain(
        members=(factories.make_cooperative(),)
    ).members.get(),
    "cooperatives.valuechainpartner": lambda: factories.make_partner(factories.make_chain()),
    "cooperatives.registration": make_of_cooperative(factories.make_registration),
    "cooperatives.statuschange": lambda: factories.make_status(factories.make_cooperative(), "operating", DAY),
    "cooperatives.assessment": make_of_cooperative(factories.make_assessment),
    "cooperatives.conversion": make_of_cooperative(factories.make_conversion),
    "cooperatives.cooperativegroup": factories.make_group,
    "cooperatives.inspection": inspection,
    "cooperatives.recommendation": lambda: factories.make_recommendation(inspection()),
    "cooperatives.membershipcertificate": make_of_cooperative(factories.make_membership),
    "cooperatives.relocation": lambda: factories.make_move(factories.make_cooperative(), factories.hong_ca(), DAY),
    "cooperatives.renaming": lambda: factories.make_renaming(factories.make_cooperative(), "HTX Mới", DAY),
    "cooperatives.reorganisation": reorganisation,
    "cooperatives.reorganisationparty": lambda: reorganisation().parties.first(),
    "cooperatives.cooperativesupport": make_of_cooperative(factories.make_cooperative_support),
    "cooperatives.notduplicate": not_duplicate,
    "ocop.producer": producer,
    "ocop.product": lambda: factories.make_product(producer=producer()),
    "ocop.recognition": lambda: factories.make_recognition(factories.make_product(), DAY),
    "ocop.dossierstep": lambda: factories.make_step(factories.make_product(), DAY),
    "poverty.household": lambda: factories.make_household(classified=""),
    "poverty.classification": lambda: factories.make_household().classifications.get(),
    "poverty.support": lambda: factories.make_support(factories.make_household(), DAY),
    "poverty.supportdonor": lambda: factories.make_donor(factories.make_support(factories.make_household(), DAY)),
    "poverty.exit": lambda: factories.make_exit(factories.make_household(), DAY),
    "poverty.datarequest": lambda: make_data_request(factories.make_household(), DAY),
    "coopunion.evidence": lambda: factories.make_evidence(inspection()),
    "reports.confirmation": confirmation,
    "reports.passage": lambda: report().passages.create(key="1", text="Nội dung"),
}


def test_every_record_row_and_file_is_measured_here():
    models = sources().items()

    asked = [name for name, model in models if issubclass(model, Record) or owning(model) or model is Evidence]

    assert set(MAKERS) == set(asked)


def make(source: str, number: int) -> list[Any]:
    rows = [MAKERS[source]() for _ in range(number)]
    for row in rows:
        row.save()  # so that every page holds changes, and asks for the earlier versions
    return rows


@pytest.mark.parametrize("deleted", [False, True])
@pytest.mark.parametrize("source", MAKERS)
def test_page_asks_the_same_queries_for_many_lines_as_for_few(source, deleted, client, office, leadership):
    client.force_login(leadership)
    counts = []
    for number in (2, 10):
        for row in make(source, number):
            if deleted:
                row.delete()
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/nhat-ky/", {"so": source})
        counts.append(len(asked))

    assert all(line.title for line in page.context["lines"])
    assert counts[0] == counts[1]
