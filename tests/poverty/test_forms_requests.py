"""Requests of people about their own data, entered and carried out."""

from datetime import date

from django.urls import reverse

from tests import factories
from tests.forms import confirmed, errors, send, warnings


def test_request_to_erase_is_not_done_while_the_data_is_here_unless_confirmed(browser, department_a):
    household = factories.make_household("YB-9", head="Chủ hộ", department=department_a)
    address = f"{reverse('poverty:request-add')}?household={household.pk}"

    asked = send(browser, address, kind="erase", received_on="02/03/2026", done_on="05/03/2026")
    send(browser, address, {"kind": "erase", "received_on": "02/03/2026", "done_on": "05/03/2026"}, **confirmed(asked))

    assert warnings(asked) == ["Dữ liệu cá nhân của Hộ YB-9 chưa xóa."]
    assert [request.done_on for request in household.datarequests.all()] == [date(2026, 3, 5)]


def test_request_in_words_that_hold_a_personal_number_is_refused(browser, department_a):
    household = factories.make_household("YB-9", department=department_a)
    address = f"{reverse('poverty:request-add')}?household={household.pk}"

    page = send(browser, address, kind="view", received_on="02/03/2026", note="CCCD 015070123456")

    assert list(errors(page)) == ["note"]
