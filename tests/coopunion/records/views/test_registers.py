"""A record's page: how it stands, what was changed, and what its forms are called."""

from datetime import date

import pytest

from coopunion.history.changes import describe, without_empty
from tests import factories


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


@pytest.mark.parametrize(
    ("status", "shape", "word"),
    [
        ("operating", "met", "Đang hoạt động"),
        ("suspended", "behind", "Tạm ngừng"),
        ("dissolved", "none", "Đã giải thể"),
    ],
)
def test_cooperative_says_its_status_by_shape_and_word(status, shape, word, browser):
    cooperative = factories.make_cooperative()
    factories.make_status(cooperative, status, date(2020, 2, 1))

    head = browser.get(cooperative.get_absolute_url()).content.decode().split("</h1>")[1].split("</div>")[0]

    assert (f'<span class="status status-{shape}">' in head, f"</svg>{word}</span>" in head) == (True, True)


def test_save_that_changed_nothing_is_left_out_of_the_history(browser):
    cooperative = factories.make_cooperative()
    cooperative.save()
    page = browser.get(cooperative.get_absolute_url())

    assert [change.kind for change in describe(cooperative.history.all())] == ["Sửa", "Tạo"]
    assert [change.kind for change in page.context["changes"]] == ["Tạo"]


def test_save_with_a_reason_stays_in_the_history(db):
    cooperative = factories.make_cooperative()
    cooperative._change_reason = "Đổi tên"
    cooperative.save()

    assert [change.kind for change in without_empty(describe(cooperative.history.all()))] == ["Sửa", "Tạo"]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/htx/them/", "Thêm hợp tác xã"),
        ("/kiem-tra/them/", "Ghi cuộc kiểm tra"),
        ("/ho-tro/them/", "Ghi lần hỗ trợ"),
        ("/htx/to-chuc-lai/them/", "Ghi lần tổ chức lại"),
    ],
)
def test_things_are_added_and_deeds_written_down(address, title, browser):
    assert f"<h1>{title}</h1>" in browser.get(address).content.decode()
