from tests import factories
from tests.matrix import Matrix, of_record, register

MATRIX: Matrix = {**register("ocop:", form=False)}


def arguments() -> dict[str, list]:
    return {**of_record("ocop:", factories.make_product(), form=False)}
