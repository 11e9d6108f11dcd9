"""Cooperative groups from Excel: their certificates of registration."""

from datetime import date

import pytest

from cooperatives.models import CooperativeGroup
from tests.tables import brought_in

GROUP = {"Tên tổ hợp tác": "THT A", "Địa bàn": "xã Hồng Ca, huyện Trấn Yên"}


@pytest.fixture(autouse=True)
def places(office, commune) -> None:
    """What rows name."""


def test_group_comes_with_its_certificate_and_goes_out_with_it(staff_a):
    row = {
        **GROUP,
        "Thuộc diện phải đăng ký khi thành lập": "đề nghị hưởng chính sách hỗ trợ của Nhà nước",
        "Ngày cấp GCN đăng ký": date(2025, 3, 4),
        "Số GCN đăng ký": "THT-01",
    }

    assert brought_in("groups", row, user=staff_a)["new"] == 1
    group = CooperativeGroup.objects.get()
    assert (group.registration_ground, group.registered_on, group.certificate_number) == (
        "support", date(2025, 3, 4), "THT-01",
    )  # fmt: skip
    assert brought_in("groups", row, user=staff_a) == {"new": 0, "changed": 0, "unchanged": 1}


def test_certificate_of_a_group_from_before_the_law_of_2023_is_refused(staff_a):
    assert brought_in("groups", {**GROUP, "Ngày cấp GCN đăng ký": date(2024, 6, 30)}, user=staff_a) == [
        "dòng 2, cột “Ngày cấp GCN đăng ký”: Trước 01/07/2024 tổ hợp tác chưa được cấp giấy chứng nhận đăng ký."
    ]
