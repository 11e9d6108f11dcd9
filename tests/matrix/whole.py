"""The tables of all apps put together."""

from tests.matrix import Matrix, cooperatives, coopunion, ocop, places, poverty, programs, reports

APPS = (coopunion, places, cooperatives, ocop, poverty, programs, reports)
MATRIX: Matrix = {name: answers for app in APPS for name, answers in app.MATRIX.items()}
