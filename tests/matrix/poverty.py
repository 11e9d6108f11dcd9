from datetime import date

from tests import factories
from tests.matrix import GONE, NO, OK, SIGN_IN, WRONG_METHOD, Matrix, of_record

NOT_FOR_ADMINISTRATOR = (SIGN_IN, OK, OK, OK, NO, SIGN_IN)
POST_NOT_FOR_ADMINISTRATOR = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, NO, SIGN_IN)
OF_OWN_DEPARTMENT = (SIGN_IN, OK, GONE, OK, NO, SIGN_IN)

MATRIX: Matrix = {
    "poverty:list": (NOT_FOR_ADMINISTRATOR, POST_NOT_FOR_ADMINISTRATOR),
    "poverty:suggest": (NOT_FOR_ADMINISTRATOR, POST_NOT_FOR_ADMINISTRATOR),
    # the household is of department A
    "poverty:detail": (OF_OWN_DEPARTMENT, POST_NOT_FOR_ADMINISTRATOR),
    "poverty:history": (OF_OWN_DEPARTMENT, POST_NOT_FOR_ADMINISTRATOR),
}


def arguments() -> dict[str, list]:
    household = factories.make_household(head="Chủ hộ bí mật")
    factories.make_support(household, date(2020, 5, 12))
    return of_record("poverty:", household, form=False)
