"""Supports of cooperatives and groups: one subject, and a term for a young graduate alone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cooperatives.models import CooperativeSupport
from cooperatives.registers.work import SUPPORTS
from tests import factories

DAY = date(2020, 5, 12)


def problems(**fields) -> dict[str, list[str]]:
    """What is wrong with a support of a cooperative, by field."""
    cooperative = factories.make_cooperative()
    given = {"kind": "advice", "supported_on": DAY, "cooperative": cooperative, "place": cooperative.place} | fields
    support = CooperativeSupport(department=cooperative.department, **given)
    try:
        support.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.django_db
def test_complete_support_is_in_order():
    assert problems() == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"cooperative": None}, "__all__", "Chọn một hợp tác xã hoặc một tổ hợp tác."),
        ({"supported_on": None}, "supported_on", "Chưa nhập ngày hỗ trợ. Có thể lưu nháp khi chưa đủ."),
        ({"value": -1}, "value", "Trị giá không được nhỏ hơn 0."),
        ({"people_trained": 0}, "people_trained", "Số người được đào tạo không được nhỏ hơn 1."),
        ({"kind": "graduate"}, "graduate_from", "Chưa nhập ngày cán bộ trẻ bắt đầu làm việc."),
        (
            {"graduate_from": DAY},
            "graduate_from",
            "Tên và thời hạn làm việc chỉ dành cho hình thức đưa cán bộ trẻ về làm việc.",
        ),
        (
            {"graduate_qualification": "college", "graduate_speciality": "Kế toán"},
            "graduate_qualification",
            "Trình độ, chuyên môn chỉ dành cho hình thức đưa cán bộ trẻ về làm việc.",
        ),
        (
            {"kind": "graduate", "graduate_from": DAY, "graduate_to": date(2020, 5, 11)},
            "graduate_to",
            "Ngày kết thúc không được trước ngày bắt đầu.",
        ),
    ],
)
def test_wrong_support_is_refused_beside_the_field(fields, field, message):
    assert problems(**fields) == {field: [message]}


@pytest.mark.django_db
def test_support_of_both_subjects_is_refused():
    assert problems(group=factories.make_group()) == {"__all__": ["Chọn một hợp tác xã hoặc một tổ hợp tác."]}


@pytest.mark.django_db
def test_draft_may_lack_subject_and_day():
    support = CooperativeSupport.objects.create(
        kind="advice", state="draft", department=factories.make_department(), place=factories.hong_ca()
    )

    assert str(support) == "Tư vấn, hướng dẫn: chưa chọn đơn vị"


@pytest.mark.django_db
def test_support_is_found_by_every_name_of_its_cooperative():
    cooperative = factories.make_cooperative("HTX dịch vụ tổng hợp Hồng Ca", short_name="HTX DVTH Hồng Ca")
    cooperative.aliases.create(name="Tổ chè Hồng Ca")
    support = factories.make_cooperative_support(cooperative, DAY)

    found = [list(CooperativeSupport.objects.matching(words)) for words in ("htx dvth hong ca", "to che", "khac")]

    assert found == [[support], [support], []]


@pytest.mark.django_db
def test_support_keeps_its_contract_its_source_and_what_a_graduate_learned():
    cooperative = factories.make_cooperative()
    support = factories.make_cooperative_support(
        cooperative,
        DAY,
        kind="graduate",
        contract="05/HĐ-LMHTX",
        source="foreign",
        graduate_from=DAY,
        graduate_qualification="university",
        graduate_speciality="Kỹ thuật nông, lâm nghiệp",
    )

    facts = {str(column.label).lower(): column.value(support) for column in SUPPORTS.facts}

    assert support in CooperativeSupport.objects.matching("ky thuat nong")
    assert (facts["số hợp đồng"], facts["nguồn hỗ trợ"]) == ("05/HĐ-LMHTX", "tổ chức phi chính phủ nước ngoài")
    assert (facts["trình độ"], facts["chuyên môn"]) == ("đại học", "Kỹ thuật nông, lâm nghiệp")
