from tests import factories
from tests.matrix import FOR_ADMINISTRATOR, GET_IS_NO_METHOD, GONE, NO, OK, READ, SIGN_IN, WRONG_METHOD, Matrix

MATRIX: Matrix = {
    "sign-in": ((OK, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, OK), (OK, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, OK)),
    "sign-out": ((WRONG_METHOD,) * 6, (SIGN_IN,) * 6),
    "suggest-places": READ,
    "journal": READ,
    "evidence": READ,
    # staff A has taken it away before staff B asks
    "evidence-remove": (GET_IS_NO_METHOD, (SIGN_IN, SIGN_IN, GONE, NO, NO, SIGN_IN)),
    "health": ((OK,) * 6, (WRONG_METHOD,) * 6),
    "my-work": READ,
    "handover": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
}


def arguments() -> dict[str, list]:
    evidence = factories.make_evidence(factories.make_group("THT có tệp"))
    return {
        "evidence": [evidence.pk],
        "evidence-remove": [evidence.pk],
        "handover": [factories.make_user("leaver").pk],
    }
