from datetime import date

from tests import factories
from tests.matrix import READ, Matrix

MATRIX: Matrix = {
    "cooperatives:list": READ,
    "cooperatives:detail": READ,
    "cooperatives:group-list": READ,
    "cooperatives:group-detail": READ,
    "cooperatives:inspection-list": READ,
    "cooperatives:inspection-detail": READ,
    "cooperatives:chain-list": READ,
    "cooperatives:chain-detail": READ,
}


def arguments() -> dict[str, list]:
    """Of department A's records."""
    cooperative = factories.make_cooperative(founded_on=date(2020, 5, 12))
    return {
        "cooperatives:detail": [cooperative.pk],
        "cooperatives:group-detail": [factories.make_group(notified_on=date(2020, 5, 12)).pk],
        "cooperatives:inspection-detail": [factories.make_inspection(cooperative, date(2020, 6, 1)).pk],
        "cooperatives:chain-detail": [factories.make_chain(recognised_on=date(2020, 6, 1)).pk],
    }
