"""Certificates of membership: one held at a time."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cooperatives.models import MembershipCertificate
from tests import factories

ISSUED, WITHDRAWN = date(2018, 3, 5), date(2020, 9, 1)


def message(certificate: MembershipCertificate) -> list[str]:
    try:
        certificate.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def unsaved(cooperative, **fields) -> MembershipCertificate:
    common = {"place": cooperative.place, "department": cooperative.department, "issued_on": WITHDRAWN}
    return MembershipCertificate(cooperative=cooperative, **(common | fields))


@pytest.mark.django_db
def test_second_certificate_is_refused_while_one_is_held():
    cooperative = factories.make_cooperative()
    held = factories.make_membership(cooperative, ISSUED)
    refused = message(unsaved(cooperative))
    held.withdrawn_on = WITHDRAWN
    held.save()

    allowed = message(unsaved(cooperative))

    assert (refused, allowed) == (["Hợp tác xã này đang có giấy chứng nhận thành viên chưa thu hồi."], [])


@pytest.mark.django_db
def test_number_is_given_once():
    factories.make_membership(factories.make_cooperative(), ISSUED, number="12/GCN")

    assert message(unsaved(factories.make_cooperative(), number="12/GCN")) == [
        "Số giấy chứng nhận thành viên này đã cấp cho một hợp tác xã."
    ]


@pytest.mark.django_db
def test_withdrawal_before_issue_is_refused():
    certificate = unsaved(factories.make_cooperative(), withdrawn_on=ISSUED)

    assert message(certificate) == ["Ngày thu hồi không được trước ngày cấp."]
