from tests import factories
from tests.matrix import READ, Matrix

MATRIX: Matrix = {"ocop:list": READ, "ocop:detail": READ}


def arguments() -> dict[str, list]:
    return {"ocop:detail": [factories.make_product().pk]}
