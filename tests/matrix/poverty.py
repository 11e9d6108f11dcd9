from datetime import date

from tests import factories
from tests.data_requests import make_data_request
from tests.matrix import (
    GET_IS_NO_METHOD,
    GONE,
    NO,
    OK,
    SIGN_IN,
    WRITE,
    WRONG_METHOD,
    Answers,
    Matrix,
    of_record,
)

NOT_FOR_ADMINISTRATOR: Answers = (SIGN_IN, OK, OK, OK, NO, SIGN_IN)
POST_NOT_FOR_ADMINISTRATOR: Answers = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, NO, SIGN_IN)
READ_OF_OWN: Answers = (SIGN_IN, OK, GONE, OK, NO, SIGN_IN)
WRITE_OF_OWN: Answers = (SIGN_IN, OK, GONE, NO, NO, SIGN_IN)
DO_OF_OWN: Answers = (SIGN_IN, SIGN_IN, GONE, NO, NO, SIGN_IN)


def households(prefix: str, *, listed: bool) -> Matrix:
    """A register of households: another department's are not found, by leadership read alone."""
    pages = {
        "suggest": (NOT_FOR_ADMINISTRATOR, POST_NOT_FOR_ADMINISTRATOR),
        "history": (READ_OF_OWN, POST_NOT_FOR_ADMINISTRATOR),
        "add": (WRITE, WRITE),
        "edit": (WRITE_OF_OWN, WRITE_OF_OWN),
        "evidence": (WRITE_OF_OWN, WRITE_OF_OWN),
        "annul": (WRITE_OF_OWN, WRITE_OF_OWN),
        "delete": (WRITE_OF_OWN, WRITE_OF_OWN),
        "restore": (GET_IS_NO_METHOD, DO_OF_OWN),
    }
    if listed:
        pages |= {
            "export": (NOT_FOR_ADMINISTRATOR, POST_NOT_FOR_ADMINISTRATOR),
            "list": (NOT_FOR_ADMINISTRATOR, POST_NOT_FOR_ADMINISTRATOR),
            "detail": (READ_OF_OWN, POST_NOT_FOR_ADMINISTRATOR),
        }
    return {f"{prefix}{page}": answers for page, answers in pages.items()}


ID_NUMBER = "000070123456"
MATRIX: Matrix = {
    **households("poverty:", listed=True),
    **households("poverty:classification-", listed=False),
    **households("poverty:support-", listed=False),
    **households("poverty:exit-", listed=False),
    **households("poverty:request-", listed=False),
    "poverty:personal-data": (READ_OF_OWN, POST_NOT_FOR_ADMINISTRATOR),
    "poverty:reveal": (WRITE_OF_OWN, WRITE_OF_OWN),
    "poverty:erase": (WRITE_OF_OWN, WRITE_OF_OWN),
    "poverty:past-retention": (WRITE, WRITE),
}


def arguments() -> dict[str, list]:
    """Of a household of department A."""
    household = factories.make_household(head="Chủ hộ bí mật", id_number=ID_NUMBER, legal_basis="Đơn của chủ hộ")
    return {
        **of_record("poverty:", household),
        **of_record("poverty:classification-", household.classifications.get()),
        **of_record("poverty:support-", factories.make_support(household, date(2020, 5, 12))),
        **of_record("poverty:request-", make_data_request(household, date(2026, 3, 2))),
        **of_record("poverty:exit-", factories.make_exit(household, date(2020, 12, 1))),
        **{f"poverty:{page}": [household.pk] for page in ("personal-data", "reveal", "erase")},
    }
