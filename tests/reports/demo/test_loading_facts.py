"""The demonstration holds what the public article says, and nothing invented under a real name."""

from datetime import date

import pytest

from cooperatives.models import (
    Assessment,
    Conversion,
    Cooperative,
    CooperativeSupport,
    Inspection,
    MembershipCertificate,
    ValueChain,
    ValueChainPartner,
)
from coopunion.models import User
from ocop.models import DossierStep, Producer
from poverty.models import Support, SupportDonor
from programs.models import Decision, ReportingPeriod
from reports.paper.quarterly import QuarterlyReport

TODAY = date(2021, 6, 1)
ILLUSTRATIVE = "minh họa"


@pytest.fixture
def real(demonstration):
    """The cooperatives that the article names."""
    return Cooperative.objects.exclude(name__contains=ILLUSTRATIVE)


@pytest.fixture(scope="module")
def _shared_paper(_shared_demonstration, django_db_blocker) -> QuarterlyReport:
    """Written once a module: no test changes the records."""
    with django_db_blocker.unblock():
        return QuarterlyReport.for_period(ReportingPeriod.objects.get(program__code="190", quarter=4), today=TODAY)


@pytest.fixture
def paper(demonstration, _shared_paper) -> QuarterlyReport:
    return _shared_paper


def said(paper: QuarterlyReport) -> str:
    return "\n".join(block.text for block in paper.blocks)


def test_nothing_invented_stands_under_a_real_name(real):
    invented = {
        "kiểm tra": Inspection.objects.filter(cooperative__in=real),
        "cán bộ trẻ": CooperativeSupport.objects.filter(cooperative__in=real, kind="graduate"),
        "trị giá": CooperativeSupport.objects.filter(cooperative__in=real, value__isnull=False),
        "chuyển đổi": Conversion.objects.filter(cooperative__in=real),
        "xếp loại": Assessment.objects.filter(cooperative__in=real).exclude(rating=""),
        "đối tác": ValueChainPartner.objects.filter(chain__lead__in=real),
        "cấp huyện": DossierStep.objects.filter(step="district").exclude(product__name__contains=ILLUSTRATIVE),
    }

    assert [name for name, rows in invented.items() if rows.exists()] == []


def test_cooperative_stands_under_one_name(demonstration):
    producers = Producer.objects.filter(cooperative__isnull=False).select_related("cooperative")
    chains = ValueChain.objects.exclude(name__contains=ILLUSTRATIVE).select_related("lead")

    assert [each.name for each in producers if each.name != each.cooperative.name] == []
    assert [each.name for each in chains if each.name != each.lead.name] == []


def test_graduates_of_illustrative_cooperatives_have_what_they_learned(demonstration):
    graduates = CooperativeSupport.objects.filter(kind="graduate").order_by("supported_on")

    learned = [(each.get_graduate_qualification_display(), each.graduate_speciality) for each in graduates]
    assert learned == [
        ("đại học", "Kế toán"),
        ("cao đẳng", "Kỹ thuật nông nghiệp"),
        ("đại học", "Kỹ thuật lâm nghiệp"),
    ]
    assert all(each.contract and ILLUSTRATIVE in each.cooperative.name for each in graduates)


def test_capital_and_technology_have_their_source_and_a_market_its_partner(demonstration):
    supports = CooperativeSupport.objects

    sources = set(supports.filter(kind__in=("capital", "technology")).values_list("source", flat=True))
    assert sources == {"central", "local", "foreign", "fund"}
    assert not supports.filter(kind="market", organiser_name="").exists()
    assert supports.filter(kind="market", cooperative__name="HTX dịch vụ tổng hợp Hồng Ca").exists()
    assert supports.filter(kind="advice", cooperative__name="HTX Lũng Lô").exists()


def test_xanh_27_7_has_its_certificate_of_membership(demonstration):
    certificate = MembershipCertificate.objects.get(cooperative__name="HTX nông lâm nghiệp Xanh 27/7")

    assert "ngày cấp là minh họa" in certificate.note


def test_households_were_helped_in_the_ways_and_by_those_who_are_told(demonstration):
    kinds = set(Support.objects.filter(supported_on__year=2020).values_list("kind", flat=True))

    assert kinds == {"seeds", "fertiliser", "job", "school"}
    assert set(SupportDonor.objects.values_list("name", "value")) == {
        ("Cán bộ, viên chức Liên minh HTX tỉnh", None),
        ("HTX, doanh nghiệp thành viên", None),
        ("Tổ chức, cá nhân hảo tâm", None),
    }


def test_paper_says_of_how_many_producers_the_products_are(paper):
    assert "08/05 sản phẩm, đạt 160% kế hoạch, gồm 08 sản phẩm của 07 chủ thể: (1) Măng khô Thác Bà" in said(paper)
    assert "(8 sản phẩm của 07 chủ thể)" in " ".join(records.heading for records in paper.lists)


def test_paper_names_the_places_of_the_five_models(paper):
    models = next(block.text for block in paper.blocks if "Lũng Lô" in block.text)

    places = ("Hồng Ca (huyện Trấn Yên)", "Đào Thịnh (huyện Trấn Yên)", "Công Tâm (huyện Văn Yên)")
    places += ("Lũng Lô (huyện Văn Chấn)", "Tân Thịnh (huyện Văn Chấn)")
    assert [place for place in places if place not in models] == []


def test_paper_parts_the_households_by_help_and_by_donor(paper):
    (households,) = (records for records in paper.lists if records.code == "6")

    by_kind, by_donor = households.shares
    assert by_kind.startswith("Theo hình thức: ")
    assert by_donor.startswith("Theo nguồn giúp đỡ: ")
    assert by_kind in said(paper)
    assert by_donor in said(paper)


def test_decision_1475_amends_1158_of_july_on_the_page_and_in_the_paper(paper, client):
    amending = Decision.objects.get(number="1475/QĐ-UBND")
    client.force_login(User.objects.get(username="quantri"))
    page = client.get(amending.get_absolute_url()).content.decode()

    assert (amending.issued_on, amending.amends.dated) == (None, "1158/QĐ-UBND ngày 01/07/2020")
    assert "1158/QĐ-UBND ngày 01/07/2020" in page
    assert "(sửa đổi 1158/QĐ-UBND ngày 01/07/2020)" in said(paper)
