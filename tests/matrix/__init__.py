"""What every address answers to every actor: one table an app, put together in tests/test_permissions.py.

An answer is listed for: anonymous, staff of the record's department, other staff, leadership, administrator, disabled.
"""

SIGN_IN, OK, NO, GONE, WRONG_METHOD = 302, 200, 403, 404, 405

Answers = tuple[int, int, int, int, int, int]
Matrix = dict[str, tuple[Answers, Answers]]

PERIOD = ["190", 2020, 4]
READ_BY_ALL: Answers = (SIGN_IN, OK, OK, OK, OK, SIGN_IN)
# Behind a permission POST is no method of a page that only shows.
POST_TO_READ: Answers = (SIGN_IN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, SIGN_IN)
READ = (READ_BY_ALL, POST_TO_READ)
