"""The union's other work of 2020, a plausible handful of each: supports, memberships, follow-up, dossiers, donors.

All of it is illustrative and counts in no figure of the programme.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle

from cooperatives.models import CooperativeGroup, CooperativeSupport, Inspection, MembershipCertificate, Recommendation
from coopunion.models import Department
from ocop.models import DossierStep, Recognition
from poverty.models import Support, SupportDonor
from reports.demo.cooperatives import ILLUSTRATIVE, Life
from reports.demo.keeping import keep, keep_children
from reports.demo.spread import year_days

# By quarters of 2020, as the supports below take turns.
SUPPORTS = (9, 12, 14, 11)
KINDS = (
    (CooperativeSupport.Kind.ADVICE, "Hướng dẫn xây dựng điều lệ, phương án sản xuất, kinh doanh", None),
    (CooperativeSupport.Kind.TRAINING, "Tập huấn quản trị, kế toán hợp tác xã", 0),
    (CooperativeSupport.Kind.MARKET, "Đưa sản phẩm đi hội chợ, kết nối tiêu thụ", 6_000_000),
    (CooperativeSupport.Kind.CAPITAL, "Vay Quỹ hỗ trợ phát triển hợp tác xã", 200_000_000),
    (CooperativeSupport.Kind.TECHNOLOGY, "Thiết bị đóng gói, tem truy xuất nguồn gốc", 45_000_000),
)
GRADUATES = 3
MEMBERS = 120  # how many of the older cooperatives are members of the union
DUE_DAYS = 30
STEPS = (  # days before the decision
    (DossierStep.Step.IDEA, 240),
    (DossierStep.Step.DOSSIER, 150),
    (DossierStep.Step.DISTRICT, 75),
    (DossierStep.Step.PROVINCE, 25),
    (DossierStep.Step.DECISION, 0),
)
DONORS = ("Nhà tài trợ minh họa 01", "Nhà tài trợ minh họa 02", "Nhà tài trợ minh họa 03")


def make_cooperative_supports(department: Department, lives: list[Life], groups: list[CooperativeGroup]) -> None:
    """One support a cooperative in turn, every sixth of a group; and a few young graduates placed for two years."""
    supports = []
    operating = [life.cooperative for life in lives if life.stopped_on is None]
    for number, (day, (kind, content, value)) in enumerate(zip(year_days(2020, SUPPORTS), cycle(KINDS), strict=False)):
        subject = {"group": groups[number]} if number % 6 == 5 else {"cooperative": operating[number * 5]}
        support = _support(department, day, kind=kind, content=content, value=value or None, **subject)
        if kind == CooperativeSupport.Kind.TRAINING:
            support.people_trained = 15 + number % 4 * 5
        supports.append(support)
    for number, cooperative in enumerate(operating[3 : 3 + GRADUATES], 1):
        begins = date(2020, 3 * number, 1)
        supports.append(
            _support(
                department,
                begins,
                kind=CooperativeSupport.Kind.GRADUATE,
                content="Đưa cán bộ trẻ tốt nghiệp đại học, cao đẳng về làm việc",
                cooperative=cooperative,
                graduate_name=f"Cán bộ trẻ minh họa {number:02d}",
                graduate_from=begins,
                graduate_to=date(2022, 3 * number, 1) - timedelta(days=1),
            )
        )
    keep(supports)


def _support(department: Department, day: date, **fields) -> CooperativeSupport:
    subject = fields.get("cooperative") or fields.get("group")
    return CooperativeSupport(department=department, supported_on=day, place=subject.place, note=ILLUSTRATIVE, **fields)


def make_memberships(department: Department, lives: list[Life]) -> None:
    """Older cooperatives hold a certificate; those that stopped have given it back."""
    keep(
        [
            MembershipCertificate(
                department=department,
                cooperative=life.cooperative,
                place=life.cooperative.place,
                number=f"{number:03d}/MH",
                issued_on=life.since + timedelta(days=90),
                withdrawn_on=life.stopped_on,
                note=ILLUSTRATIVE,
            )
            for number, life in enumerate(
                [life for life in lives[10:] if life.since.year < 2018][:MEMBERS],
                1,
            )
        ]
    )


def make_recommendations() -> None:
    """What inspections whose dossier lacked something asked for; most of it has been done."""
    lacking = Inspection.objects.filter(findings__startswith="Cần bổ sung").order_by("completed_on", "pk")
    rows = []
    for number, inspection in enumerate(lacking):
        due_on = inspection.completed_on + timedelta(days=DUE_DAYS)
        done = inspection.completed_on.year < 2020 or number % 4
        rows.append(
            Recommendation(
                inspection=inspection,
                text="Bổ sung điều lệ đã được đại hội thông qua (minh họa)",
                due_on=due_on,
                done_on=due_on - timedelta(days=number % 9) if done else None,
                result="Đã bổ sung (minh họa)" if done else "",
            )
        )
    keep_children(rows)


def make_dossier_steps() -> None:
    """The way of every recognised product to its decision."""
    keep_children(
        [
            DossierStep(
                product=recognition.product,
                step=step,
                taken_on=recognition.decided_on - timedelta(days=before),
                result=DossierStep.Result.PASSED,
                note="Ngày minh họa",
            )
            for recognition in Recognition.objects.select_related("product").order_by("pk")
            for step, before in STEPS
        ]
    )


def make_donors() -> None:
    """Who gave for every fourth support of 2020."""
    supports = Support.objects.filter(supported_on__year=2020).order_by("supported_on", "pk")[::4]
    keep_children(
        [
            SupportDonor(support=support, name=donor, value=support.value)
            for support, donor in zip(supports, cycle(DONORS), strict=False)
        ]
    )
