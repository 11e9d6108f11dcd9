"""What happens to a cooperative, entered from its page by its own department."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import (
    Assessment,
    Conversion,
    CooperativeGroup,
    MembershipCertificate,
    Registration,
    StatusChange,
)
from coopunion.models import SignedPeriod
from tests import factories
from tests.forms import confirmed, errors, send, warnings

EVENTS = ("certificate", "status", "assessment", "conversion", "membership")


@pytest.fixture
def cooperative(db, department_a):
    return factories.make_cooperative("HTX Một")


def add(event: str, cooperative) -> str:
    return f"{reverse(f'cooperatives:{event}-add')}?cooperative={cooperative.pk}"


@pytest.mark.parametrize("event", EVENTS)
def test_form_opened_from_the_page_knows_the_cooperative_and_shows_its_seat(event, browser, cooperative):
    form = browser.get(add(event, cooperative)).context["form"]

    assert form["cooperative"].value() == f"HTX Một – {cooperative.place}"
    assert form.fields["place"].widget.attrs["placeholder"] == "xã Hồng Ca, huyện Trấn Yên"


def test_event_of_a_cooperative_that_moved_stands_where_its_seat_was_that_day(browser, cooperative, other_district):
    factories.make_move(cooperative, other_district, date(2020, 9, 1))

    send(browser, add("status", cooperative), status="operating", from_on="12/05/2020")
    send(browser, add("status", cooperative), status="suspended", from_on="12/10/2020")

    assert [change.place for change in StatusChange.objects.order_by("from_on")] == [cooperative.place, other_district]


@pytest.mark.parametrize("event", EVENTS)
def test_other_department_is_refused(event, client, office, staff_b, cooperative):
    client.force_login(staff_b)
    typed = {"cooperative": cooperative.name, "issued_on": "12/05/2020", "from_on": "12/05/2020"}

    opened = client.get(add(event, cooperative)).status_code
    page = client.post(reverse(f"cooperatives:{event}-add"), {**typed, "valid_on": "12/05/2020", "status": "operating"})

    refused = "Hồ sơ này do Phòng Phát triển hợp tác xã phụ trách; chỉ phòng đó được ghi."
    assert (opened, errors(page)["cooperative"]) == (403, [refused])


def test_first_certificate_starts_the_status_it_is_asked_to(browser, cooperative, staff_a):
    send(browser, add("certificate", cooperative), issued_on="12/05/2020", law="2012")

    certificate, status = Registration.objects.get(), StatusChange.objects.get()
    assert (certificate.kind, certificate.issued_on, certificate.place) == (
        "first", date(2020, 5, 12), cooperative.place,
    )  # fmt: skip
    assert (status.status, status.from_on, status.history.get().history_user) == (
        "operating", date(2020, 5, 12), staff_a,
    )  # fmt: skip


def test_certificate_leaves_a_known_status_alone(browser, cooperative):
    factories.make_status(cooperative, "suspended", date(2020, 1, 1))

    send(browser, add("certificate", cooperative), issued_on="12/05/2020")

    assert list(StatusChange.objects.values_list("status", flat=True)) == ["suspended"]


def test_draft_certificate_starts_nothing(browser, cooperative):
    send(browser, add("certificate", cooperative), issued_on="12/05/2020", action="draft")

    assert (Registration.objects.get().state, StatusChange.objects.count()) == ("draft", 0)


def test_certificate_under_a_law_not_yet_in_force_is_warned_of(browser, cooperative):
    asked = send(browser, add("certificate", cooperative), issued_on="12/05/2020", law="2023")

    assert warnings(asked) == ["Ngày 12/05/2020 không cấp theo Luật HTX 2023."]


def test_second_first_certificate_is_refused(browser, cooperative):
    factories.make_registration(cooperative, date(2015, 1, 1))

    page = send(browser, add("certificate", cooperative), issued_on="12/05/2020")

    assert errors(page) == {"__all__": ["Hợp tác xã này đã có giấy chứng nhận cấp lần đầu."]}


def test_two_statuses_on_a_day_are_refused(browser, cooperative):
    factories.make_status(cooperative, "operating", date(2020, 5, 12))

    page = send(browser, add("status", cooperative), status="suspended", from_on="12/05/2020")

    assert errors(page) == {"__all__": ["Hợp tác xã này đã có một trạng thái bắt đầu từ ngày đó."]}


def test_assessment_that_contradicts_itself_is_warned_of_and_saved_once_confirmed(browser, cooperative):
    typed = {"valid_on": "10/12/2020", "effective": "True", "rating": "weak", "score": "82,5"}

    asked = send(browser, add("assessment", cooperative), typed)
    send(browser, add("assessment", cooperative), typed, **confirmed(asked))

    assert warnings(asked) == ["82,5 điểm là loại Tốt, không phải Yếu.", "Hiệu quả mà xếp loại Yếu."]
    assert Assessment.objects.get().effective is True


def test_young_cooperative_is_not_rated_without_a_warning(browser, cooperative):
    factories.make_registration(cooperative, date(2020, 5, 12))

    asked = send(
        browser, add("assessment", cooperative), {"valid_on": "10/12/2020", "effective": "True", "rating": "good"}
    )

    assert warnings(asked) == ["Thành lập ngày 12/05/2020, chưa đủ 12 tháng: theo quy định chưa xếp loại."]


def test_assessment_needs_its_finding(browser, cooperative):
    page = send(browser, add("assessment", cooperative), valid_on="10/12/2020")

    assert list(errors(page)) == ["effective"]


def test_score_above_a_hundred_is_refused(browser, cooperative):
    page = send(browser, add("assessment", cooperative), valid_on="10/12/2020", effective="True", score="101")

    assert errors(page) == {"score": ["Điểm nằm trong khoảng 0–100."]}


def test_conversion_of_a_cooperative_founded_that_year_warns_that_it_does_not_count(browser, cooperative):
    factories.make_registration(cooperative, date(2020, 2, 1))
    checks = {"reregistered": "on", "service_contracts": "on", "viable_plan": "on"}

    asked = send(browser, add("conversion", cooperative), {"completed_on": "12/05/2020", **checks})

    assert warnings(asked) == ["Thành lập trong năm 2020: lần chuyển đổi này không được tính."]


def test_completed_conversion_that_lacks_a_condition_is_warned_of(browser, cooperative):
    asked = send(browser, add("conversion", cooperative), completed_on="12/05/2020", reregistered="on")

    assert warnings(asked) == [
        "Đã hoàn thành nhưng chưa có: có hợp đồng dịch vụ với thành viên, có phương án sản xuất, kinh doanh khả thi."
    ]


def test_conversion_that_ends_before_it_began_is_refused(browser, cooperative):
    page = send(browser, add("conversion", cooperative), started_on="13/05/2020", completed_on="12/05/2020")

    assert errors(page) == {"completed_on": ["Ngày hoàn thành không được trước ngày bắt đầu."]}
    assert Conversion.objects.count() == 0


def test_membership_is_withdrawn_on_its_own_form(browser, cooperative):
    held = factories.make_membership(cooperative, date(2018, 3, 5))

    send(browser, reverse("cooperatives:membership-edit", args=[held.pk]), withdrawn_on="01/09/2020")

    assert MembershipCertificate.objects.get().withdrawn_on == date(2020, 9, 1)


def test_cooperative_s_page_leads_to_the_forms_of_its_events(browser, cooperative):
    certificate = factories.make_registration(cooperative, date(2020, 5, 12))

    page = browser.get(cooperative.get_absolute_url()).content.decode()

    assert reverse("cooperatives:certificate-edit", args=[certificate.pk]) in page


@pytest.mark.parametrize("typed", ["01/06/1999", "31/12/2003"])
def test_event_older_than_the_table_of_places_stands_where_its_land_lay_on_the_table_s_first_day(
    typed, browser, department_a
):
    old, new = factories.dao_thinh_merged()
    cooperative = factories.make_cooperative("HTX Một", place=new)

    send(browser, add("certificate", cooperative), issued_on=typed)
    send(browser, add("assessment", cooperative), valid_on=typed, effective="True", place=str(old))
    send(browser, "/tht/them/", {"name": "THT Một", "place": str(old), "notified_on": typed})

    places = [model.objects.get().place for model in (Registration, StatusChange, Assessment, CooperativeGroup)]
    assert places == [old] * 4


@pytest.mark.parametrize(
    ("event", "day", "typed", "asked"),
    [
        ("status", "01/03/2019", {"status": "operating"}, True),
        ("status", "01/07/2020", {"status": "operating"}, False),
        ("assessment", "01/08/2019", {"effective": "true"}, True),
        ("assessment", "01/03/2019", {"effective": "true"}, False),  # no longer valid in April 2020
        ("conversion", "01/03/2019", {}, True),  # it would take the place of a later one
    ],
)
def test_what_decides_about_a_later_signed_quarter_needs_a_reason(browser, cooperative, event, day, typed, asked):
    SignedPeriod.objects.create(
        key="190/2020/2", title="quý II năm 2020", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30)
    )
    field = {"status": "from_on", "assessment": "valid_on", "conversion": "completed_on"}[event]

    page = send(browser, add(event, cooperative), **typed, **{field: day})

    assert ("reason" in errors(page) if page.context and "form" in page.context else False) is asked


@pytest.mark.parametrize(
    ("issued_on", "authority", "asked_for"),
    [
        ("30/06/2025", "Phòng Tài chính - Kế hoạch huyện Trấn Yên", []),
        (
            "01/07/2025",
            "Phòng Tài chính - Kế hoạch huyện Trấn Yên",
            ["Ngày 01/07/2025 nơi cấp là UBND cấp xã (Nghị định 125/2025/NĐ-CP)."],
        ),
        ("01/07/2025", "UBND xã Hưng Khánh", []),
        (
            "30/06/2025",
            "Ủy ban nhân dân xã Hồng Ca",
            ["Ngày 30/06/2025 nơi cấp là Phòng Tài chính – Kế hoạch cấp huyện (Nghị định 92/2024/NĐ-CP)."],
        ),
        ("01/07/2025", "", []),
    ],
)
def test_certificate_of_an_authority_that_did_not_register_that_day_is_warned_of(
    issued_on, authority, asked_for, browser, cooperative
):
    asked = send(browser, add("certificate", cooperative), kind="change", issued_on=issued_on, authority=authority)

    assert (warnings(asked) if "form" in asked.context else []) == asked_for


@pytest.mark.parametrize(
    ("completed_on", "lacking"),
    [("30/06/2024", "đã tổ chức lại, đăng ký theo Luật HTX 2012"), ("01/07/2024", "điều lệ đã sửa theo Luật HTX 2023")],
)
def test_conversion_lacks_what_the_law_of_its_day_asks(completed_on, lacking, browser, cooperative):
    checks = {"service_contracts": "on", "viable_plan": "on"}

    asked = send(browser, add("conversion", cooperative), {"completed_on": completed_on, **checks})

    assert warnings(asked) == [f"Đã hoàn thành nhưng chưa có: {lacking}."]
