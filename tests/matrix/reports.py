from tests import factories
from tests.matrix import GET_IS_NO_METHOD, GONE, NO, OK, PERIOD, READ, SIGN_IN, WRONG_METHOD, Answers, Matrix

REPORT = [*PERIOD, 1]
DRAFT: Answers = (SIGN_IN, OK, OK, NO, NO, SIGN_IN)
APPROVE: Answers = (SIGN_IN, NO, NO, OK, NO, SIGN_IN)
MANAGE: Answers = (SIGN_IN, NO, NO, NO, OK, SIGN_IN)
# A step of a report sent by POST leads back to the report, taken or not.
STEP_OF_STAFF = (GET_IS_NO_METHOD, (SIGN_IN, SIGN_IN, SIGN_IN, NO, NO, SIGN_IN))
STEP_OF_LEADERSHIP = (
    (SIGN_IN, NO, NO, WRONG_METHOD, NO, SIGN_IN),
    (SIGN_IN, NO, NO, SIGN_IN, NO, SIGN_IN),
)
# The report is a draft: what comes after leads back to it.
NOT_YET_OF_STAFF: Answers = (SIGN_IN, SIGN_IN, SIGN_IN, NO, NO, SIGN_IN)
NOT_YET_OF_LEADERSHIP: Answers = (SIGN_IN, NO, NO, SIGN_IN, NO, SIGN_IN)
READ_GONE: Answers = (SIGN_IN, GONE, GONE, GONE, GONE, SIGN_IN)

MATRIX: Matrix = {
    "reports:dashboard": READ,
    "reports:dashboard-place": READ,
    "reports:dashboard-months": READ,
    "reports:dashboard-departments": READ,
    "reports:dashboard-comparison": READ,
    "reports:figure": READ,
    "reports:figure-file": READ,
    "reports:list": READ,
    "reports:report": READ,
    "reports:report-pdf": READ,
    "reports:period-file": READ,
    "reports:create": STEP_OF_STAFF,
    "reports:version": READ,
    "reports:final-file": (READ_GONE, READ[1]),  # 404: not approved
    "reports:scan-file": (READ_GONE, READ[1]),
    "reports:previous": READ,
    "reports:edit": (DRAFT, NOT_YET_OF_STAFF),
    "reports:autosave": (GET_IS_NO_METHOD, (SIGN_IN, 400, 400, NO, NO, SIGN_IN)),
    # department A is assigned the indicator; an empty form of its is shown again
    "reports:confirm": (DRAFT, (SIGN_IN, OK, NO, NO, NO, SIGN_IN)),
    "reports:submit": (DRAFT, DRAFT),  # the points that nobody acknowledged are shown again
    "reports:withdraw": STEP_OF_STAFF,
    "reports:correct": STEP_OF_STAFF,
    "reports:discard": STEP_OF_STAFF,
    "reports:refresh": STEP_OF_LEADERSHIP,
    "reports:return": STEP_OF_LEADERSHIP,
    "reports:approve": STEP_OF_LEADERSHIP,
    "reports:issue": (NOT_YET_OF_LEADERSHIP, NOT_YET_OF_LEADERSHIP),
    "reports:scan": (NOT_YET_OF_STAFF, NOT_YET_OF_STAFF),
    "reports:delegations": (MANAGE, (SIGN_IN, NO, NO, NO, WRONG_METHOD, SIGN_IN)),
    "reports:delegation-add": (MANAGE, MANAGE),
    "reports:delegation-edit": (MANAGE, MANAGE),
    "reports:verify": ((OK,) * 6, (OK,) * 6),
}


def arguments() -> dict[str, list]:
    program = factories.make_program()
    indicator = factories.make_indicator(program, "6", measure="poverty.supported", unit="hộ", target=30)
    factories.make_assignment(indicator, factories.make_department())
    period = factories.make_period(program, 4)
    factories.make_report(period)
    issued = factories.make_report(
        factories.make_period(program, 1), state="issued", number=3, issued_on=period.due_on, token="ma-xac-minh"
    )
    of_report = ("version", "previous", "edit", "autosave", "confirm", "submit", "withdraw", "correct", "discard")
    of_report += ("refresh", "return", "approve", "issue", "scan", "scan-file")
    return {
        "reports:dashboard-place": [*PERIOD, factories.tran_yen().code],
        "reports:dashboard-months": PERIOD,
        "reports:dashboard-departments": PERIOD,
        "reports:figure": [*PERIOD, "6"],
        "reports:figure-file": [*PERIOD, "6", "csv"],
        "reports:report": PERIOD,
        "reports:report-pdf": PERIOD,
        "reports:period-file": [*PERIOD, "pdf"],
        "reports:create": PERIOD,
        "reports:final-file": [*REPORT, "pdf"],
        **{f"reports:{name}": REPORT for name in of_report},
        "reports:delegation-edit": [factories.make_delegation().pk],
        "reports:verify": [issued.token],
    }
