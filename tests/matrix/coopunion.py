from coopunion.models import OfficeIdentity, User
from tests import factories
from tests.matrix import (
    FOR_ADMINISTRATOR,
    GET_IS_NO_METHOD,
    GONE,
    NO,
    OK,
    POST_TO_READ,
    READ,
    SIGN_IN,
    WRONG_METHOD,
    Answers,
    Matrix,
)

MOVED = 302  # done, and on to the next page
ALL_SIGNED_IN: Answers = (SIGN_IN, OK, OK, OK, OK, SIGN_IN)
ALL_MAY_SEND: Answers = (SIGN_IN, MOVED, MOVED, MOVED, MOVED, SIGN_IN)
ADMINISTRATOR_MOVED: Answers = (SIGN_IN, NO, NO, NO, MOVED, SIGN_IN)
GET_TO_SEND: Answers = (SIGN_IN, NO, NO, NO, WRONG_METHOD, SIGN_IN)
POST_TO_LIST = GET_TO_SEND
# An import is its uploader's alone, whose records it writes.
OWN_IMPORT: Answers = (SIGN_IN, OK, GONE, GONE, GONE, SIGN_IN)
ACT_ON_OWN_IMPORT: Answers = (SIGN_IN, MOVED, GONE, GONE, GONE, SIGN_IN)
TO_WRITERS: Answers = (SIGN_IN, OK, OK, NO, NO, SIGN_IN)
GET_OF_OWN: Answers = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, SIGN_IN)

MATRIX: Matrix = {
    "sign-in": ((OK, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, OK), (OK, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, OK)),
    "sign-in-code": ((SIGN_IN,) * 6, (SIGN_IN,) * 6),  # nobody's password has just been right
    "sign-out": ((WRONG_METHOD,) * 6, (SIGN_IN,) * 6),
    "suggest-places": READ,
    "journal": READ,
    "evidence": READ,
    # staff A has taken it away before staff B asks
    "evidence-remove": (GET_IS_NO_METHOD, (SIGN_IN, SIGN_IN, GONE, NO, NO, SIGN_IN)),
    # leadership brings nothing in; the administrator the plan alone
    "imports": (ALL_SIGNED_IN, (SIGN_IN, OK, OK, NO, OK, SIGN_IN)),
    "import-template": (TO_WRITERS, POST_TO_READ),
    "import-export": READ,
    "import": (OWN_IMPORT, POST_TO_READ),
    "import-marked": (OWN_IMPORT, POST_TO_READ),
    "import-apply": (GET_OF_OWN, ACT_ON_OWN_IMPORT),
    "import-undo": (GET_OF_OWN, ACT_ON_OWN_IMPORT),
    "import-drop": (GET_OF_OWN, ACT_ON_OWN_IMPORT),
    "import-correct": (GET_OF_OWN, ACT_ON_OWN_IMPORT),
    "health": ((OK,) * 6, (WRONG_METHOD,) * 6),
    "own-account": READ,
    "own-password": (ALL_SIGNED_IN, ALL_SIGNED_IN),
    "other-sessions": (GET_OF_OWN, ALL_MAY_SEND),
    "second-factor": READ,
    "second-factor-start": (GET_OF_OWN, ALL_MAY_SEND),
    "second-factor-on": (GET_OF_OWN, ALL_SIGNED_IN),
    "second-factor-off": (GET_OF_OWN, ALL_SIGNED_IN),
    "second-factor-codes": (GET_OF_OWN, ALL_MAY_SEND),
    "user-list": (FOR_ADMINISTRATOR, POST_TO_LIST),
    "user-add": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "user-edit": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "user-password": (GET_TO_SEND, FOR_ADMINISTRATOR),
    "user-second-factor": (GET_TO_SEND, FOR_ADMINISTRATOR),
    "user-unlock": (GET_TO_SEND, ADMINISTRATOR_MOVED),
    "user-close": (GET_TO_SEND, ADMINISTRATOR_MOVED),
    "user-open": (GET_TO_SEND, ADMINISTRATOR_MOVED),
    "department-list": (FOR_ADMINISTRATOR, POST_TO_LIST),
    "department-add": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "department-edit": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "department-delete": (GET_TO_SEND, ADMINISTRATOR_MOVED),
    "office-edit": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "office-identity-add": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "office-identity-edit": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
    "search": READ,
    "standards": READ,
    "my-work": READ,
    "handover": (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR),
}


def arguments() -> dict[str, list]:
    evidence = factories.make_evidence(factories.make_group("THT có tệp"))
    colleague: User = factories.make_user("colleague")
    table = factories.make_import(User.objects.get(username="staff_a"))
    about_an_account = [name for name in MATRIX if name.startswith("user-") and name not in ("user-list", "user-add")]
    return {
        **{name: [colleague.pk] for name in about_an_account},
        "department-edit": [colleague.department_id],
        "department-delete": [colleague.department_id],
        "office-identity-edit": [OfficeIdentity.objects.get().pk],
        "evidence": [evidence.pk],
        "evidence-remove": [evidence.pk],
        "handover": [colleague.pk],
        "import-template": ["groups"],
        "import-export": ["groups"],
        **{
            name: [table.pk]
            for name in ("import", "import-marked", "import-apply", "import-undo", "import-drop", "import-correct")
        },
    }
