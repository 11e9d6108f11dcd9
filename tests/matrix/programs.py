from tests.matrix import Matrix

MATRIX: Matrix = {}


def arguments() -> dict[str, list]:
    return {}
