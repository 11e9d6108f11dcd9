"""What a form asks once its days lie inside a signed quarter, and the state it leaves a record in."""

from datetime import date

import pytest
from django.urls import reverse

from coopunion.models import SignedPeriod
from tests import factories
from tests.forms import errors, opened, send


@pytest.fixture
def browser(client, office, staff_a, commune):
    SignedPeriod.objects.create(
        key="190/2020/2", title="quý II năm 2020", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30)
    )
    client.force_login(staff_a)
    return client


def edit_of(group) -> str:
    return reverse("cooperatives:group-edit", args=[group.pk])


def test_change_inside_a_signed_period_needs_a_reason(browser):
    group = factories.make_group("THT Một", notified_on=date(2020, 5, 12))
    changed = {**opened(browser, edit_of(group)), "notified_on": "13/07/2020"}

    refused = send(browser, edit_of(group), changed)
    send(browser, edit_of(group), changed, reason="UBND xã đính chính")

    assert list(errors(refused)) == ["reason"]
    assert group.history.first().history_change_reason == "UBND xã đính chính"


def test_draft_entered_in_a_signed_period_needs_a_reason_though_nothing_was_typed(browser):
    group = factories.make_group("THT Một", notified_on=date(2020, 5, 12), state="draft")
    values = opened(browser, edit_of(group))

    refused = send(browser, edit_of(group), values)
    send(browser, edit_of(group), values, reason="Hồ sơ đến muộn")

    group.refresh_from_db()
    assert (list(errors(refused)), group.state) == (["reason"], "recorded")


def test_record_does_not_turn_into_a_draft_again(browser):
    group = factories.make_group("THT Một", notified_on=date(2020, 5, 12))

    send(browser, edit_of(group), action="draft", reason="Chưa đủ hồ sơ")

    group.refresh_from_db()
    assert group.state == "recorded"
