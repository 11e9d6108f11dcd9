from tests import factories
from tests.matrix import PERIOD, READ, Matrix

MATRIX: Matrix = {
    "reports:dashboard": READ,
    "reports:dashboard-place": READ,
    "reports:dashboard-months": READ,
    "reports:dashboard-departments": READ,
    "reports:dashboard-comparison": READ,
    "reports:figure": READ,
    "reports:figure-file": READ,
    "reports:list": READ,
    "reports:report": READ,
    "reports:report-pdf": READ,
}


def arguments() -> dict[str, list]:
    program = factories.make_program()
    factories.make_indicator(program, "6", measure="poverty.supported", unit="hộ", target=30)
    factories.make_period(program, 4)
    return {
        "reports:dashboard-place": [*PERIOD, factories.tran_yen().code],
        "reports:dashboard-months": PERIOD,
        "reports:dashboard-departments": PERIOD,
        "reports:figure": [*PERIOD, "6"],
        "reports:figure-file": [*PERIOD, "6", "csv"],
        "reports:report": PERIOD,
        "reports:report-pdf": PERIOD,
    }
