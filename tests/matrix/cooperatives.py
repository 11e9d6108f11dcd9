from datetime import date

from tests import factories
from tests.matrix import Matrix, of_record, register

MATRIX: Matrix = {
    **register("cooperatives:", form=False),
    **register("cooperatives:group-"),
    **register("cooperatives:inspection-", form=False),
    **register("cooperatives:chain-", form=False),
}


def arguments() -> dict[str, list]:
    """Of department A's records."""
    cooperative = factories.make_cooperative(founded_on=date(2020, 5, 12))
    inspection = factories.make_inspection(cooperative, date(2020, 6, 1))
    return {
        **of_record("cooperatives:", cooperative, form=False),
        **of_record("cooperatives:group-", factories.make_group(notified_on=date(2020, 5, 12))),
        **of_record("cooperatives:inspection-", inspection, form=False),
        **of_record("cooperatives:chain-", factories.make_chain(recognised_on=date(2020, 6, 1)), form=False),
    }
