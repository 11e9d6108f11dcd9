"""What every address answers to every actor: one table an app, put together in tests/test_permissions.py.

An answer is listed for: anonymous, staff of the record's department, other staff, leadership, administrator, disabled.
"""

from typing import Any

SIGN_IN, OK, NO, GONE, WRONG_METHOD = 302, 200, 403, 404, 405

Answers = tuple[int, int, int, int, int, int]
Matrix = dict[str, tuple[Answers, Answers]]

PERIOD = ["190", 2020, 4]
READ_BY_ALL: Answers = (SIGN_IN, OK, OK, OK, OK, SIGN_IN)
# Behind a permission POST is no method of a page that only shows.
POST_TO_READ: Answers = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, SIGN_IN)
READ = (READ_BY_ALL, POST_TO_READ)

FOR_ADMINISTRATOR: Answers = (SIGN_IN, NO, NO, NO, OK, SIGN_IN)
WRITE_OWN: Answers = (SIGN_IN, OK, NO, NO, NO, SIGN_IN)
WRITE: Answers = (SIGN_IN, OK, OK, NO, NO, SIGN_IN)
DO_OWN: Answers = (SIGN_IN, SIGN_IN, NO, NO, NO, SIGN_IN)  # done, and led on to the record
GET_IS_NO_METHOD: Answers = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, NO, NO, SIGN_IN)


def register(prefix: str, *, listed: bool = True, form: bool = True) -> Matrix:
    """What the pages of a register that everybody reads answer; an empty POST to a form shows it with its errors."""
    pages: Matrix = {f"{prefix}suggest": READ, f"{prefix}history": READ}
    if listed:
        pages |= {f"{prefix}list": READ, f"{prefix}detail": READ, f"{prefix}export": READ}
    if form:
        pages |= {
            f"{prefix}add": (WRITE, WRITE),
            f"{prefix}edit": (WRITE_OWN, WRITE_OWN),
            f"{prefix}evidence": (WRITE_OWN, WRITE_OWN),
            f"{prefix}annul": (WRITE_OWN, WRITE_OWN),
            f"{prefix}delete": (WRITE_OWN, WRITE_OWN),
            f"{prefix}restore": (GET_IS_NO_METHOD, DO_OWN),
        }
    return pages


def of_record(prefix: str, record: Any, *, form: bool = True) -> dict[str, list]:
    """The arguments of a register's pages over one record."""
    pages = {f"{prefix}{page}": [record.pk] for page in ("detail", "history")}
    if form:
        pages |= {f"{prefix}{page}": [record.pk] for page in ("edit", "evidence", "annul", "delete")}
        pages[f"{prefix}restore"] = [record.pk, record.history.latest("history_id").pk]
    return pages
