from datetime import date

from tests import factories
from tests.matrix import Matrix, of_record, register

MATRIX: Matrix = {
    **register("ocop:"),
    **register("ocop:producer-"),
    **register("ocop:recognition-", listed=False),
}


def arguments() -> dict[str, list]:
    product = factories.make_product()
    return {
        **of_record("ocop:", product),
        **of_record("ocop:producer-", product.producer),
        **of_record("ocop:recognition-", factories.make_recognition(product, date(2020, 12, 15))),
    }
