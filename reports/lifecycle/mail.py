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
    addresses = [user.email for user in recipients(step)] if settings.MAIL_IS_SET_UP else []
    for address in addresses:
        try:
            send_mail(subject(step), body(step), None, [address])
        except (SMTPException, OSError):
            log.exception("E-mail of step %s of report %s was not sent.", step.kind, step.report_id)


def recipients(step: Step) -> QuerySet[User]:
    """Everybody who may act next and works on this programme, except the one who took the step."""
    notified = set(rule(step).notifies)
    roles = [role for role, granted in ROLES.items() if granted & notified]
    concerned = (
        Q(department__isnull=True)
        | Q(department__assignments__indicator__program=step.report.period.program)
        | Q(pk__in=step.report.steps.values("by"))
    )
    people = User.objects.filter(concerned, is_active=True, role__in=roles).exclude(email="").exclude(pk=step.by_id)
    return people.distinct()


def rule(step: Step) -> Rule:
    return RULES[Step.Kind(step.kind)]


def subject(step: Step) -> str:
    return f"{step.report} {rule(step).done}"


def body(step: Step) -> str:
    lines = [f"{step.report} ({step.report.period.program.name}) {rule(step).done}; người thực hiện: {step.by}."]
    if step.remark:
        lines.append(step.remark)
    lines.append(f"{settings.PORTAL_URL}{step.report.get_absolute_url()}")
    return "\n\n".join(lines) + "\n"
