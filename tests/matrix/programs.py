from datetime import date

from programs.models import Decision
from tests import factories
from tests.matrix import FOR_ADMINISTRATOR, GONE, NO, OK, READ, SIGN_IN, WRONG_METHOD, Answers, Matrix

MANAGED = (FOR_ADMINISTRATOR, FOR_ADMINISTRATOR)  # an empty POST shows the form again
DELETED: Answers = (SIGN_IN, NO, NO, NO, 302, SIGN_IN)
# The indicator is assigned to department A: the staff of others read its totals and do not enter them.
ENTERED: Answers = (SIGN_IN, OK, NO, NO, NO, SIGN_IN)
SAVED: Answers = (SIGN_IN, 302, NO, NO, NO, SIGN_IN)

MATRIX: Matrix = {
    "programs:list": READ,
    "programs:detail": READ,
    "programs:indicator": READ,
    "programs:history": READ,
    "programs:restore": ((SIGN_IN, NO, NO, NO, WRONG_METHOD, SIGN_IN), (SIGN_IN, NO, NO, NO, GONE, SIGN_IN)),
    "programs:add": MANAGED,
    "programs:edit": MANAGED,
    "programs:delete": MANAGED,  # refused: it has a figure
    "programs:next-year": MANAGED,
    "programs:period": MANAGED,
    "programs:task-add": MANAGED,
    "programs:task-edit": MANAGED,
    "programs:task-delete": (FOR_ADMINISTRATOR, DELETED),
    "programs:decision-add": MANAGED,
    "programs:decision-edit": MANAGED,
    "programs:decision-delete": (FOR_ADMINISTRATOR, DELETED),
    "programs:indicator-add": MANAGED,
    "programs:indicator-edit": MANAGED,
    "programs:indicator-delete": MANAGED,
    "programs:target-add": MANAGED,
    "programs:target-edit": MANAGED,
    "programs:target-delete": (FOR_ADMINISTRATOR, DELETED),
    "programs:assignment-add": MANAGED,
    "programs:assignment-edit": MANAGED,
    "programs:assignment-delete": (FOR_ADMINISTRATOR, DELETED),
    "programs:figure-export": READ,
    "programs:figure-list": READ,
    "programs:figures": READ,
    "programs:figure-entry": (ENTERED, SAVED),
}


def arguments() -> dict[str, list]:
    """A plan whose indicator "1a" is department A's; each address that deletes has a thing of its own."""
    program = factories.make_program("194", 2020)
    task = factories.make_task(program, "1")
    indicator = factories.make_indicator(program, "1a", task=task)
    factories.make_figure(indicator, 5)
    own = ["194", 2020]
    assigned = factories.make_assignment(indicator)
    other = factories.make_indicator(program, "1b", task=task)
    kept, gone = (factories.make_target(other, 30, effective_from=date(2020, month, 1)) for month in (1, 2))
    named = {
        **dict.fromkeys(
            ("detail", "history", "edit", "delete", "next-year", "task-add", "indicator-add", "decision-add"), own
        ),
        "period": [*own, 1],
        "restore": [*own, "task-1"],
        "task-edit": [*own, task.pk],
        "task-delete": [*own, factories.make_task(program, "2").pk],
        "decision-edit": [*own, Decision.objects.create(program=program, number="1/QĐ-UBND").pk],
        "decision-delete": [*own, Decision.objects.create(program=program, number="2/QĐ-UBND").pk],
        "indicator": [*own, indicator.pk],
        "indicator-edit": [*own, indicator.pk],
        "indicator-delete": [*own, indicator.pk],
        "target-add": [*own, indicator.pk],
        "target-edit": [*own, kept.pk],
        "target-delete": [*own, gone.pk],
        "assignment-add": [*own, indicator.pk],
        "assignment-edit": [*own, assigned.pk],
        "assignment-delete": [*own, factories.make_assignment(other).pk],
        "figures": [*own, 1, "1a"],
        "figure-entry": [*own, 1, "1a"],
    }
    return {f"programs:{name}": values for name, values in named.items()}
