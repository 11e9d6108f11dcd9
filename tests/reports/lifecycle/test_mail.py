"""Who hears of a step by e-mail, and that mail never holds up a step."""

import logging
from smtplib import SMTPServerDisconnected

import pytest

from reports.lifecycle import mail, transitions
from reports.lifecycle.rules import Kind
from tests import factories
from tests.reports.lives import TODAY, draft, submit

pytestmark = pytest.mark.usefixtures("unprinted")


@pytest.fixture
def addressed(staff_a, staff_b, leadership, administrator):
    """Everybody has an address; department A works on the programme."""
    for user in (staff_a, staff_b, leadership, administrator):
        user.email = f"{user.username}@example.vn"
        user.save()
    report = draft(staff_a)
    factories.make_assignment(report.period.program.indicators.get(code="1a"), staff_a.department)
    return report


def send_up(report, user, callbacks) -> None:
    with callbacks(execute=True):
        submit(report, user, "Kính trình.")


def test_submission_tells_leadership(addressed, staff_a, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.MAIL_IS_SET_UP, settings.PORTAL_URL = True, "https://portal.example.vn"
    send_up(addressed, staff_a, django_capture_on_commit_callbacks)
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (["leadership@example.vn"], "Báo cáo quý IV năm 2020 đã được trình")
    assert "Kính trình." in sent.body
    assert f"https://portal.example.vn{addressed.get_absolute_url()}" in sent.body


def test_return_tells_those_who_work_on_the_programme(
    addressed, staff_a, leadership, settings, mailoutbox, django_capture_on_commit_callbacks
):
    send_up(addressed, staff_a, django_capture_on_commit_callbacks)
    settings.MAIL_IS_SET_UP = True
    with django_capture_on_commit_callbacks(execute=True):
        transitions.take(Kind.RETURN, addressed, user=leadership, today=TODAY, remark="Sửa lại.")
    assert [each.to for each in mailoutbox] == [["staff_a@example.vn"]]


def test_without_a_mail_server_nothing_is_sent(addressed, staff_a, mailoutbox, django_capture_on_commit_callbacks):
    send_up(addressed, staff_a, django_capture_on_commit_callbacks)
    assert mailoutbox == []


def test_mail_server_that_fails_is_logged_and_holds_up_nothing(
    addressed, staff_a, settings, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise SMTPServerDisconnected("gone")

    settings.MAIL_IS_SET_UP = True
    monkeypatch.setattr(mail, "send_mail", fail)
    with caplog.at_level(logging.ERROR):
        send_up(addressed, staff_a, django_capture_on_commit_callbacks)
    addressed.refresh_from_db()
    assert (addressed.state, [record.name for record in caplog.records]) == ("submitted", ["reports.lifecycle.mail"])


def test_refused_step_sends_nothing(addressed, leadership, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.MAIL_IS_SET_UP = True
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(transitions.AlreadyTaken):
        transitions.take(Kind.APPROVE, addressed, user=leadership, today=TODAY)
    assert mailoutbox == []
