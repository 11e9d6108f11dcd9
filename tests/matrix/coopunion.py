from tests.matrix import OK, READ, SIGN_IN, WRONG_METHOD, Matrix

MATRIX: Matrix = {
    "sign-in": ((OK, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, OK), (OK, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, OK)),
    "sign-out": ((WRONG_METHOD,) * 6, (SIGN_IN,) * 6),
    "suggest-places": READ,
    "health": ((OK,) * 6, (WRONG_METHOD,) * 6),
}


def arguments() -> dict[str, list]:
    return {}
