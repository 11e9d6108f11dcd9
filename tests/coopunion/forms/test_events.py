"""Events entered in rows of their record's form, each with its own reason."""

from datetime import date

from django.urls import reverse

from coopunion.models import SignedPeriod
from poverty.models import Support
from tests import factories
from tests.forms import send


def test_class_help_and_reason_go_in_on_one_page_while_an_earlier_quarter_is_approved(browser):
    household = factories.make_household()
    household.classifications.all().delete()
    address = reverse("poverty:edit", args=[household.pk])
    SignedPeriod.objects.create(
        key="190/2020/1", title="quý I năm 2020", starts_on=date(2020, 1, 1), ends_on=date(2020, 3, 31)
    )
    because = "Xã gửi danh sách muộn"
    rows = {
        "dong0-0-year": "2020", "dong0-0-level": "poor",
        "dong1-0-kind": "seeds", "dong1-0-supported_on": "12/05/2020",
    }  # fmt: skip

    page = send(browser, address, rows)
    asked = page.context["children"][0].formset.forms[0]
    send(browser, address, {**rows, "dong0-0-reason": because})

    assert list(asked.errors) == ["reason"]
    assert '<input type="text" name="dong0-0-reason"' in page.content.decode()
    assert household.classifications.get().history.get().history_change_reason == because
    assert not Support.objects.get().history.get().history_change_reason
