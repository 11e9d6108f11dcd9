"""Products with the steps of their dossier, producers, and the decisions that give stars."""

from datetime import date

import pytest
from django.urls import reverse

from coopunion.models import SignedPeriod
from ocop.models import Producer, Product, Recognition
from tests import factories
from tests.forms import confirmed, errors, send, warnings

PRODUCT, PRODUCER = "/ocop/them/", "/ocop/chu-the/them/"


@pytest.fixture
def producer(db, department_a):
    return factories.make_producer("Công ty một")


def recognise(product) -> str:
    return f"{reverse('ocop:recognition-add')}?product={product.pk}"


def test_producer_that_is_a_cooperative_takes_its_name_and_place(browser):
    cooperative = factories.make_cooperative("HTX Một")

    send(browser, PRODUCER, kind="cooperative", cooperative=cooperative.name)

    producer = Producer.objects.get()
    assert (producer.name, producer.place, producer.cooperative) == ("HTX Một", cooperative.place, cooperative)


@pytest.mark.parametrize("kind", ["company", "household"])
def test_company_that_names_a_cooperative_is_refused(kind, browser):
    cooperative = factories.make_cooperative("HTX Một")

    page = send(browser, PRODUCER, kind=kind, cooperative=cooperative.name)

    assert list(errors(page)) == ["__all__"]


def test_company_needs_a_name_of_its_own(browser):
    assert errors(send(browser, PRODUCER, kind="company", place="Hồng Ca")) == {"name": ["Chưa nhập tên chủ thể."]}


def test_product_is_recorded_with_the_steps_of_its_dossier(browser, producer):
    rows = {"dong0-0-step": "idea", "dong0-0-taken_on": "01/03/2020", "dong0-0-result": "passed"}

    send(browser, PRODUCT, rows, name="Chè Shan", producer=producer.name, dossier_helped_by_union="on")

    product = Product.objects.get()
    assert (product.producer, product.dossier_helped_by_union) == (producer, True)
    assert list(product.steps.values_list("step", "taken_on", "result")) == [("idea", date(2020, 3, 1), "passed")]


def test_product_is_found_by_its_producer_s_names(browser):
    cooperative = factories.make_cooperative("HTX dịch vụ tổng hợp Hồng Ca")
    producer = factories.make_producer("HTX Hồng Ca", "cooperative", cooperative=cooperative)
    product = factories.make_product("Chè Shan", producer=producer)

    assert list(Product.objects.matching("htx dvth hong ca")) == [product]


def test_nearly_the_same_product_of_one_producer_is_warned_of(browser, producer):
    factories.make_product("Chè Shan tuyết", producer=producer)

    asked = send(browser, PRODUCT, name="Chè shan tuyêt", producer=producer.name)

    assert warnings(asked) == ["Công ty một đã có “Chè Shan tuyết”. Đây là hai sản phẩm khác nhau?"]


@pytest.mark.parametrize("stars", ["0", "6"])
def test_stars_lie_between_one_and_five(stars, browser):
    product = factories.make_product()

    page = send(browser, recognise(product), stars=stars, decided_on="15/12/2020", decision="12/QĐ")

    assert errors(page) == {"stars": ["Số sao từ 1 đến 5."]}


def test_recognition_takes_the_producer_s_place(browser, producer):
    product = factories.make_product(producer=producer)

    send(browser, recognise(product), stars="3", decided_on="15/12/2020", decision="12/QĐ")

    assert Recognition.objects.get().place == producer.place


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (
            "71.5",
            [
                "Hồ sơ được 71,5 điểm ngày 01/12/2020: theo Quyết định 1048/QĐ-TTg, sửa đổi bởi "
                "Quyết định 781/QĐ-TTg (2020) là 4 sao."
            ],
        ),
        ("60", []),
    ],
)
def test_stars_that_the_points_of_the_dossier_do_not_give_are_warned_of(score, expected, browser):
    product = factories.make_product()
    factories.make_step(product, date(2020, 12, 1), "province", score=score)
    factories.make_step(product, date(2020, 11, 1), "district", score="95")
    factories.make_step(product, date(2021, 1, 1), "province", score="95")  # after the decision

    page = send(browser, recognise(product), stars="3", decided_on="15/12/2020", decision="12/QĐ")

    form = page.context.get("form")
    assert (warnings(page) if form else []) == expected


def test_second_first_recognition_is_warned_of_and_saved_once_confirmed(browser):
    product = factories.make_product()
    factories.make_recognition(product, date(2019, 12, 1))
    typed = {"stars": "4", "decided_on": "15/12/2020", "decision": "12/QĐ"}

    asked = send(browser, recognise(product), typed)
    send(browser, recognise(product), typed, **confirmed(asked))

    assert warnings(asked) == ["Sản phẩm đã được công nhận lần đầu ngày 01/12/2019."]
    assert product.recognitions.count() == 2


def test_help_with_a_dossier_decided_in_a_signed_quarter_changes_with_a_reason(browser):
    product = factories.make_product(helped=False)
    factories.make_recognition(product, date(2020, 12, 15))
    SignedPeriod.objects.create(
        key="190/2020/4", title="quý IV năm 2020", starts_on=date(2020, 10, 1), ends_on=date(2020, 12, 31)
    )

    page = send(browser, reverse("ocop:edit", args=[product.pk]), dossier_helped_by_union="on")

    assert list(errors(page)) == ["reason"]


def test_product_of_another_department_is_not_recognised(client, office, staff_b):
    product = factories.make_product()
    client.force_login(staff_b)

    assert client.get(recognise(product)).status_code == 403


@pytest.mark.parametrize(
    ("step", "taken_on", "message"),
    [
        ("commune", "06/07/2025", ""),
        ("commune", "05/07/2025", "Ngày 05/07/2025 hồ sơ do cấp huyện sàng lọc (Quyết định 148/QĐ-TTg (2023))."),
        ("district", "05/07/2025", ""),
        ("district", "06/07/2025", "Ngày 06/07/2025 hồ sơ do cấp xã sàng lọc (Quyết định 1489/QĐ-TTg (2025))."),
        ("province", "06/07/2025", ""),
    ],
)
def test_dossier_is_screened_by_the_level_of_its_day(step, taken_on, message, browser, producer):
    rows = {"dong0-0-step": step, "dong0-0-taken_on": taken_on, "dong0-0-result": "passed"}

    page = send(browser, PRODUCT, rows, name="Chè Shan", producer=producer.name)

    told = [table.formset.errors for table in page.context.get("children", ())]
    assert (told, Product.objects.count()) == (([[{"step": [message]}]], 0) if message else ([], 1))
