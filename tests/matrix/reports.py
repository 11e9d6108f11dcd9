from tests import factories
from tests.matrix import PERIOD, READ, Matrix

MATRIX: Matrix = {
    "reports:dashboard": READ,
    "reports:figure": READ,
    "reports:list": READ,
    "reports:report": READ,
    "reports:report-pdf": READ,
}


def arguments() -> dict[str, list]:
    program = factories.make_program()
    factories.make_indicator(program, "6", measure="poverty.supported", unit="hộ", target=30)
    factories.make_period(program, 4)
    return {"reports:figure": [*PERIOD, "6"], "reports:report": PERIOD, "reports:report-pdf": PERIOD}
