"""What a form says once it is saved."""

from datetime import date

import pytest

from tests import factories
from tests.forms import send


def cooperative():
    return factories.make_cooperative("HTX Một")


MESSAGES = {
    "/htx/{}/sua/": (cooperative, "Đã lưu thay đổi của hợp tác xã: HTX Một."),
    "/htx/giay-chung-nhan/{}/sua/": (
        lambda: factories.make_registration(cooperative(), date(2020, 1, 9)),
        "Đã lưu thay đổi của giấy chứng nhận đăng ký: HTX Một.",
    ),
    "/kiem-tra/{}/sua/": (
        lambda: factories.make_inspection(cooperative(), date(2020, 1, 9)),
        "Đã lưu thay đổi của kiểm tra hồ sơ: HTX Một.",
    ),
}


@pytest.mark.parametrize("address", MESSAGES)
def test_saved_record_is_named_with_its_noun_once(address, client, office, staff_a):
    make, message = MESSAGES[address]
    client.force_login(staff_a)
    form = address.format(make().pk)

    page = send(client, form, note="Ghi chú")

    assert [str(each) for each in page.context["messages"]] == [message]


def test_added_record_is_named_with_its_noun_once(client, office, staff_a, commune):
    client.force_login(staff_a)

    page = send(client, "/tht/them/", name="Tổ hợp tác Một", place="xã Hồng Ca, huyện Trấn Yên", members="5")

    assert [str(each) for each in page.context["messages"]] == ["Đã lưu tổ hợp tác Một."]
