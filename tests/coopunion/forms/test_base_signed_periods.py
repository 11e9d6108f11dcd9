"""What a form asks once its days lie inside a signed quarter, and the state it leaves a record in."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
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


def restore(browser, prefix, record, **values) -> str:
    """Put back the record's first version; what the portal says."""
    address = reverse(f"{prefix}restore", args=[record.pk, record.history.earliest("history_id").history_id])
    *_, shown = get_messages(browser.post(address, values).wsgi_request)
    record.refresh_from_db()
    return str(shown)


NEEDED = "Cần ghi, vì hồ sơ nằm trong kỳ đã duyệt (quý II năm 2020)."


@pytest.mark.parametrize("changes", [{"founding_lead": "other"}, {"kind": "union"}, {"state": "annulled"}])
def test_cooperative_counted_in_a_signed_period_is_put_back_with_a_reason(changes, browser):
    cooperative = factories.make_cooperative("HTX Một", founded_on=date(2020, 5, 12), lead="union")
    for name, value in changes.items():
        setattr(cooperative, name, value)
    cooperative.save()

    refused = restore(browser, "cooperatives:", cooperative)
    unchanged = {name: getattr(cooperative, name) for name in changes}
    restore(browser, "cooperatives:", cooperative, reason="Chép nhầm")

    assert (refused, unchanged) == (NEEDED, changes)
    assert (cooperative.founding_lead, cooperative.kind, cooperative.state) == ("union", "cooperative", "recorded")


def test_cooperative_is_put_back_freely_where_no_signed_figure_changes(browser):
    cooperative = factories.make_cooperative("HTX Một", founded_on=date(2020, 5, 12), activity="chè")
    cooperative.activity = "quế"
    cooperative.save()

    restore(browser, "cooperatives:", cooperative)

    assert cooperative.activity == "chè"


@pytest.mark.parametrize("changes", [{"dossier_helped_by_union": False}, {"state": "annulled"}])
def test_product_recognised_in_a_signed_period_is_put_back_with_a_reason(changes, browser):
    product = factories.make_product("Chè Hồng Ca")
    factories.make_recognition(product, date(2020, 5, 12))
    for name, value in changes.items():
        setattr(product, name, value)
    product.save()

    refused = restore(browser, "ocop:", product)
    restore(browser, "ocop:", product, reason="Chép nhầm")

    assert (refused, product.dossier_helped_by_union, product.state) == (NEEDED, True, "recorded")


def test_producer_whose_product_was_recognised_in_a_signed_period_is_put_back_with_a_reason(browser):
    product = factories.make_product("Chè Hồng Ca")
    factories.make_recognition(product, date(2020, 5, 12))
    product.producer.state = "annulled"
    product.producer.save()

    assert restore(browser, "ocop:producer-", product.producer) == NEEDED


def test_record_moved_out_of_a_signed_period_leaves_it_with_a_reason(browser):
    group = factories.make_group("THT Một", notified_on=date(2020, 7, 12))
    group.notified_on = date(2020, 5, 12)
    group.save()

    refused = restore(browser, "cooperatives:group-", group)

    assert (refused, group.notified_on) == (NEEDED, date(2020, 5, 12))


def test_draft_of_a_cooperative_with_a_certificate_of_a_signed_period_is_entered_with_a_reason(browser):
    cooperative = factories.make_cooperative("HTX Một", founded_on=date(2020, 5, 12), state="draft")

    page = send(browser, reverse("cooperatives:edit", args=[cooperative.pk]))

    assert list(errors(page)) == ["reason"]


def test_union_made_a_cooperative_in_a_signed_period_needs_a_reason(browser):
    cooperative = factories.make_cooperative("HTX Một", founded_on=date(2020, 5, 12), kind="union")

    page = send(browser, reverse("cooperatives:edit", args=[cooperative.pk]), kind="cooperative")

    assert list(errors(page)) == ["reason"]


def test_event_of_an_earlier_quarter_that_a_signed_one_adds_up_needs_a_reason(browser):
    """Figures are cumulative: the group of February counts in June."""
    group = factories.make_group("THT Một", notified_on=date(2020, 2, 3))
    assert list(errors(send(browser, edit_of(group), opened(browser, edit_of(group)), members="12"))) == ["reason"]


def test_event_of_a_later_quarter_or_of_last_year_needs_none(browser):
    for day in (date(2020, 7, 1), date(2019, 12, 31)):
        group = factories.make_group(notified_on=day)
        saved = send(browser, edit_of(group), opened(browser, edit_of(group)), members="12")
        assert saved.redirect_chain[0][0] == group.get_absolute_url()
