from datetime import date

from cooperatives.merging import merge
from tests import factories
from tests.matrix import (
    DO_OWN,
    GET_IS_NO_METHOD,
    NO,
    OK,
    READ,
    SIGN_IN,
    WRITE_OWN,
    WRONG_METHOD,
    Matrix,
    of_record,
    register,
)

STAFF_READ = (SIGN_IN, OK, OK, NO, NO, SIGN_IN)
STAFF_POST_TO_READ = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, NO, NO, SIGN_IN)

MATRIX: Matrix = {
    **register("cooperatives:", form=False),
    "cooperatives:duplicates": (STAFF_READ, STAFF_POST_TO_READ),
    "cooperatives:duplicate-pair": (STAFF_READ, WRITE_OWN),
    "cooperatives:not-duplicate": (GET_IS_NO_METHOD, DO_OWN),
    "cooperatives:merge": READ,
    "cooperatives:merge-undo": (GET_IS_NO_METHOD, DO_OWN),
    **register("cooperatives:group-"),
    **register("cooperatives:inspection-", form=False),
    **register("cooperatives:chain-", form=False),
}


def arguments() -> dict[str, list]:
    """Of department A's records."""
    cooperative = factories.make_cooperative(founded_on=date(2020, 5, 12))
    inspection = factories.make_inspection(cooperative, date(2020, 6, 1))
    pair = [factories.make_cooperative("HTX Một").pk, factories.make_cooperative("HTX Hai").pk]
    made = merge(factories.make_cooperative("HTX Ba"), factories.make_cooperative("HTX Bốn"), by=None, reason="Trùng")
    return {
        "cooperatives:duplicate-pair": pair,
        "cooperatives:not-duplicate": pair,
        "cooperatives:merge": [made.pk],
        "cooperatives:merge-undo": [made.pk],
        **of_record("cooperatives:", cooperative, form=False),
        **of_record("cooperatives:group-", factories.make_group(notified_on=date(2020, 5, 12))),
        **of_record("cooperatives:inspection-", inspection, form=False),
        **of_record("cooperatives:chain-", factories.make_chain(recognised_on=date(2020, 6, 1)), form=False),
    }
