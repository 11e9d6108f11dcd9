"""Members and partners of a value chain keep their own history and stand once."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from cooperatives.models import Stage, ValueChainMember
from tests import factories
from tests.forms import opened, send


@pytest.mark.django_db
def test_stages_stand_in_the_order_of_the_chain():
    assert list(Stage) == [Stage.INPUT, Stage.PRODUCTION, Stage.PROCESSING, Stage.CONSUMPTION]


@pytest.mark.django_db
def test_change_of_a_member_leaves_a_row_of_history():
    factories.make_chain(members=(factories.make_cooperative(),))
    member = ValueChainMember.objects.get()
    member.stage = Stage.PRODUCTION
    member._change_reason = "Phân khâu"
    member.save()

    assert list(member.history.values_list("history_type", "stage", "history_change_reason")) == [
        ("~", "production", "Phân khâu"),
        ("+", "", None),
    ]


@pytest.mark.django_db
def test_partner_stands_once_in_a_stage_and_may_stand_in_two():
    chain = factories.make_chain()
    factories.make_partner(chain, "input", "Công ty minh họa")
    factories.make_partner(chain, "consumption", "Công ty minh họa")

    with pytest.raises(IntegrityError):
        factories.make_partner(chain, "input", "Công ty minh họa")


def test_two_people_change_members_and_partners_of_one_chain(browser):
    chain = factories.make_chain(members=(factories.make_cooperative(),))
    factories.make_partner(chain, "input", "Công ty Một")
    edit = reverse("cooperatives:chain-edit", args=[chain.pk])
    mine = {**opened(browser, edit), "dong0-0-part": "Trồng chè"}
    send(browser, edit, **{"dong1-0-contract": "12/HĐ"})

    page = browser.post(edit, mine)

    [cell] = page.context["conflict"].fields
    first, second = (table.formset.forms[0] for table in page.context["children"])
    assert (cell.label, cell.saved) == ("Đối tác – “Công ty Một”: Số hợp đồng", "12/HĐ")
    assert (first["part"].value(), second["contract"].value()) == ("Trồng chè", "12/HĐ")
