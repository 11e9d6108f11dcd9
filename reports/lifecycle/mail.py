"""E-mails the people who act next, where the office has set up mail. The portal shows them the same work anyway."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q, QuerySet

from coopunion.models import User
from coopunion.permissions import ROLES
from reports.lifecycle.rules import RULES, Rule
from reports.models import Step

log = logging.getLogger(__name__)


def announce(step: Step) -> None:
    """Sends the step's mails once its transaction is committed. A failing mail server is logged and blocks nobody."""
    if not settings.MAIL_IS_SET_UP:
        return
    report, rule = step.report, RULES[Step.Kind(step.kind)]
    lines = [f"{report} ({report.period.program.name}) {rule.done}; người thực hiện: {step.by}."]
    lines += [step.remark] if step.remark else []
    lines += [f"{settings.PORTAL_URL}{report.get_absolute_url()}"]
    for user in recipients(step, rule):
        try:
            send_mail(f"{report} {rule.done}", "\n\n".join(lines) + "\n", None, [user.email])
        except (SMTPException, OSError):
            log.exception("E-mail of step %s of report %s was not sent.", step.kind, step.report_id)


def recipients(step: Step, rule: Rule) -> QuerySet[User]:
    """Everybody who may act next and works on this programme, except the one who took the step."""
    notified = set(rule.notifies)
    roles = [role for role, granted in ROLES.items() if granted & notified]
    concerned = (
        Q(department__isnull=True)
        | Q(department__assignments__indicator__program=step.report.period.program)
        | Q(pk__in=step.report.steps.values("by"))
    )
    people = User.objects.filter(concerned, is_active=True, role__in=roles).exclude(email="").exclude(pk=step.by_id)
    return people.distinct()
