from datetime import date

from cooperatives.duplicates.merging import merge
from tests import factories
from tests.matrix import (
    DO_OWN,
    GET_IS_NO_METHOD,
    NO,
    OK,
    READ,
    SIGN_IN,
    WRITE,
    WRITE_OWN,
    WRONG_METHOD,
    Matrix,
    of_record,
    register,
)

STAFF_READ = (SIGN_IN, OK, OK, NO, NO, SIGN_IN)
STAFF_POST_TO_READ = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, NO, NO, SIGN_IN)

DAY = date(2020, 5, 12)
# What happens to a cooperative has forms and no page of its own.
EVENTS = ("certificate", "status", "assessment", "conversion", "membership", "relocation", "renaming")

MATRIX: Matrix = {
    **register("cooperatives:"),
    **{name: answers for event in EVENTS for name, answers in register(f"cooperatives:{event}-", listed=False).items()},
    "cooperatives:assessments": ((SIGN_IN, SIGN_IN, SIGN_IN, NO, NO, SIGN_IN), STAFF_POST_TO_READ),
    "cooperatives:assessment-grid": (WRITE, WRITE),
    "cooperatives:duplicates": (STAFF_READ, STAFF_POST_TO_READ),
    "cooperatives:duplicate-pair": (STAFF_READ, WRITE_OWN),
    "cooperatives:not-duplicate": (GET_IS_NO_METHOD, DO_OWN),
    "cooperatives:merge": READ,
    "cooperatives:merge-undo": (GET_IS_NO_METHOD, DO_OWN),
    **register("cooperatives:reorganisation-"),
    **register("cooperatives:group-"),
    **register("cooperatives:inspection-"),
    **register("cooperatives:support-"),
    **register("cooperatives:chain-"),
}


def arguments() -> dict[str, list]:
    """Of department A's records; those that are put back or deleted refer to nothing."""
    cooperative = factories.make_cooperative(founded_on=DAY)
    pair = [factories.make_cooperative("HTX Một").pk, factories.make_cooperative("HTX Hai").pk]
    made = merge(factories.make_cooperative("HTX Ba"), factories.make_cooperative("HTX Bốn"), by=None, reason="Trùng")
    events = {
        "certificate": cooperative.registrations.get(),
        "status": factories.make_status(cooperative, "operating", DAY),
        "assessment": factories.make_assessment(cooperative, date(2020, 12, 1)),
        "conversion": factories.make_conversion(cooperative, date(2020, 12, 1)),
        "membership": factories.make_membership(cooperative, DAY),
        "relocation": factories.make_move(cooperative, factories.van_yen(), DAY),
        "renaming": factories.make_renaming(cooperative, "HTX mới", DAY),
    }
    return {
        "cooperatives:duplicate-pair": pair,
        "cooperatives:not-duplicate": pair,
        "cooperatives:merge": [made.pk],
        "cooperatives:merge-undo": [made.pk],
        "cooperatives:assessment-grid": [2020],
        **of_record("cooperatives:", cooperative),
        **{
            name: args
            for event, record in events.items()
            for name, args in of_record(f"cooperatives:{event}-", record).items()
        },
        **of_record(
            "cooperatives:reorganisation-", factories.make_reorganisation("separation", [cooperative], [], DAY)
        ),
        **of_record("cooperatives:group-", factories.make_group(notified_on=DAY)),
        **of_record("cooperatives:inspection-", factories.make_inspection(cooperative, date(2020, 6, 1))),
        **of_record("cooperatives:support-", factories.make_cooperative_support(cooperative, DAY)),
        **of_record("cooperatives:chain-", factories.make_chain(recognised_on=date(2020, 6, 1))),
    }
