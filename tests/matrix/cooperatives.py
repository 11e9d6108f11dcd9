from datetime import date

from tests import factories
from tests.matrix import Matrix, of_record, register

DAY = date(2020, 5, 12)
# What happens to a cooperative has forms and no page of its own.
EVENTS = ("certificate", "status", "assessment", "conversion", "membership")

MATRIX: Matrix = {
    **register("cooperatives:"),
    **{name: answers for event in EVENTS for name, answers in register(f"cooperatives:{event}-", listed=False).items()},
    **register("cooperatives:group-"),
    **register("cooperatives:inspection-"),
    **register("cooperatives:support-"),
    **register("cooperatives:chain-"),
}


def arguments() -> dict[str, list]:
    """Of department A's records; those that are put back or deleted refer to nothing."""
    cooperative = factories.make_cooperative(founded_on=DAY)
    events = {
        "certificate": cooperative.registrations.get(),
        "status": factories.make_status(cooperative, "operating", DAY),
        "assessment": factories.make_assessment(cooperative, date(2020, 12, 1)),
        "conversion": factories.make_conversion(cooperative, date(2020, 12, 1)),
        "membership": factories.make_membership(cooperative, DAY),
    }
    return {
        **of_record("cooperatives:", cooperative),
        **{
            name: args
            for event, record in events.items()
            for name, args in of_record(f"cooperatives:{event}-", record).items()
        },
        **of_record("cooperatives:group-", factories.make_group(notified_on=DAY)),
        **of_record("cooperatives:inspection-", factories.make_inspection(cooperative, date(2020, 6, 1))),
        **of_record("cooperatives:support-", factories.make_cooperative_support(cooperative, DAY)),
        **of_record("cooperatives:chain-", factories.make_chain(recognised_on=date(2020, 6, 1))),
    }
