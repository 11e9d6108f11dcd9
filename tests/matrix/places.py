from tests import factories
from tests.matrix import NO, OK, READ, SIGN_IN, Matrix

MANAGED = (SIGN_IN, NO, NO, NO, OK, SIGN_IN)
MANAGE_PLACES = (MANAGED, MANAGED)

MATRIX: Matrix = {
    "places": READ,
    "place": READ,
    "place-add": MANAGE_PLACES,
    "place-edit": MANAGE_PLACES,
    "place-succession-add": MANAGE_PLACES,
    "place-succession-edit": MANAGE_PLACES,
    # done, and led on to the unit
    "place-succession-delete": (MANAGED, (SIGN_IN, NO, NO, NO, SIGN_IN, SIGN_IN)),
}


def arguments() -> dict[str, list]:
    old = factories.make_place("Đào Thịnh", "commune", valid_to=factories.MERGER)
    new = factories.make_place("Thành Thịnh", "commune", valid_from=factories.MERGER)
    succession = factories.make_succession(old, new)
    return {
        "place": [old.pk],
        "place-edit": [old.pk],
        "place-succession-add": [old.pk],
        "place-succession-edit": [succession.pk],
        "place-succession-delete": [succession.pk],
    }
