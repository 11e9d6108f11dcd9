"""A deleted record comes back with the rows that were edited inside it, and with nothing that was taken out before."""

import re
from datetime import date

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from cooperatives.models import Alias, Cooperative, Recommendation, ValueChainMember
from tests import factories
from tests.forms import send


@pytest.fixture
def inspection(browser):
    inspection = factories.make_inspection(factories.make_cooperative(), date(2020, 6, 1))
    factories.make_recommendation(inspection, "Bổ sung điều lệ")
    factories.make_recommendation(inspection, "Mở sổ")
    return inspection


def delete(browser, prefix, pk) -> None:
    browser.post(reverse(f"{prefix}delete", args=[pk]), {"sure": "yes"})


def put_back(browser, prefix, pk, index=0):
    """The version at that place of the history, 0 the newest."""
    history = browser.get(reverse(f"{prefix}history", args=[pk]))
    address = reverse(f"{prefix}restore", args=[pk, history.context["changes"][index].history_id])
    return browser.post(address, {"reason": "Xóa nhầm"}, follow=True)


def sent_with(page, address) -> str:
    """What the form with this address sends as `seen`."""
    [form] = re.findall(rf'<form method="post" action="{address}".*?</form>', page.content.decode(), re.DOTALL)
    return re.search('name="seen" value="([0-9]+)"', form)[1]


def shown(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("index", [0, -1])
def test_inspection_comes_back_with_its_recommendations(index, browser, inspection, staff_a):
    before = list(Recommendation.objects.order_by("pk").values())
    delete(browser, "cooperatives:inspection-", inspection.pk)
    gone = Recommendation.objects.count()

    page = put_back(browser, "cooperatives:inspection-", inspection.pk, index)

    assert (gone, list(Recommendation.objects.order_by("pk").values())) == (0, before)
    assert shown(page) == [f"Đã khôi phục kiểm tra hồ sơ: {inspection.subject}, cùng 2 dòng trong hồ sơ."]
    rows = inspection.recommendations.first().history.all()
    assert [(row.history_type, row.history_change_reason) for row in rows][:2] == [("+", "Xóa nhầm"), ("-", None)]
    assert rows[0].history_user == staff_a


def test_row_taken_out_before_the_deletion_stays_out(browser, inspection):
    edit = reverse("cooperatives:inspection-edit", args=[inspection.pk])
    send(browser, edit, **{"dong0-0-DELETE": "on"})
    delete(browser, "cooperatives:inspection-", inspection.pk)

    put_back(browser, "cooperatives:inspection-", inspection.pk)

    assert list(inspection.recommendations.values_list("text", flat=True)) == ["Mở sổ"]


def test_row_taken_out_after_an_earlier_deletion_stays_out(browser, inspection):
    edit = reverse("cooperatives:inspection-edit", args=[inspection.pk])
    delete(browser, "cooperatives:inspection-", inspection.pk)
    put_back(browser, "cooperatives:inspection-", inspection.pk)
    send(browser, edit, **{"dong0-0-DELETE": "on"})
    delete(browser, "cooperatives:inspection-", inspection.pk)

    put_back(browser, "cooperatives:inspection-", inspection.pk)

    assert list(inspection.recommendations.values_list("text", flat=True)) == ["Mở sổ"]


def test_cooperative_is_found_again_by_its_other_name(browser):
    cooperative = factories.make_cooperative("HTX Một")
    edit = reverse("cooperatives:edit", args=[cooperative.pk])
    send(browser, edit, **{"dong0-0-name": "HTX chè Hồng Ca"})
    delete(browser, "cooperatives:", cooperative.pk)

    put_back(browser, "cooperatives:", cooperative.pk)

    assert list(Alias.objects.values_list("name", flat=True)) == ["HTX chè Hồng Ca"]
    assert list(Cooperative.objects.matching("che hong ca")) == [cooperative]


def test_row_that_names_what_is_gone_is_named_and_left(browser):
    member = factories.make_cooperative("HTX Hai")
    chain = factories.make_chain(members=(member, factories.make_cooperative("HTX Ba")))
    delete(browser, "cooperatives:chain-", chain.pk)
    member.delete()

    page = put_back(browser, "cooperatives:chain-", chain.pk)

    assert [each.cooperative.name for each in ValueChainMember.objects.all()] == ["HTX Ba"]
    assert shown(page)[0] == f"Đã khôi phục mô hình chuỗi giá trị: {chain}, cùng 1 dòng trong hồ sơ."
    assert shown(page)[1].startswith("Không lấy lại được: thành viên mô hình: ")


def test_putting_back_an_older_version_of_a_record_that_is_there_adds_no_rows(browser, inspection):
    edit = reverse("cooperatives:inspection-edit", args=[inspection.pk])
    send(browser, edit, **{"findings": "Khá", "dong0-0-DELETE": "on"})

    put_back(browser, "cooperatives:inspection-", inspection.pk, -1)

    assert list(inspection.recommendations.values_list("text", flat=True)) == ["Mở sổ"]


def test_record_whose_cooperative_was_deleted_since_says_why_it_stays_deleted(browser, inspection):
    delete(browser, "cooperatives:inspection-", inspection.pk)
    inspection.cooperative.delete()

    page = put_back(browser, "cooperatives:inspection-", inspection.pk)

    assert shown(page)[0].startswith("Không khôi phục được: ")
    assert not type(inspection).objects.exists()


def test_record_saved_after_the_history_was_opened_is_not_written_over(browser, inspection, staff_b):
    send(browser, reverse("cooperatives:inspection-edit", args=[inspection.pk]), findings="Tốt")
    opened = browser.get(reverse("cooperatives:inspection-history", args=[inspection.pk]))
    first = opened.context["changes"][-1].history_id
    inspection.refresh_from_db()
    inspection.findings, inspection._history_user = "Khá", staff_b
    inspection.save()

    restore = reverse("cooperatives:inspection-restore", args=[inspection.pk, first])
    page = browser.post(restore, {"seen": sent_with(opened, restore)}, follow=True)

    at = timezone.localtime(inspection.history.latest().history_date)
    inspection.refresh_from_db()
    assert f"({staff_b}, {at:%d/%m/%Y %H:%M})" in shown(page)[0]
    assert inspection.findings == "Khá"


def test_version_is_named_without_separators_after_a_thousand_changes(browser, inspection):
    send(browser, reverse("cooperatives:inspection-edit", args=[inspection.pk]), findings="Tốt")
    inspection.history.update(history_id=F("history_id") + 12_345)
    newest, oldest = inspection.history.order_by("-history_id").values_list("history_id", flat=True)

    page = browser.get(reverse("cooperatives:inspection-history", args=[inspection.pk]))

    restore = reverse("cooperatives:inspection-restore", args=[inspection.pk, oldest])
    assert sent_with(page, restore) == str(newest)
    assert f'name="version" value="{oldest}"' in page.content.decode()
