"""What the demonstration's cooperatives, groups, products and households achieved in 2019 and 2020."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle

from cooperatives.models import (
    Cooperative,
    CooperativeGroup,
    Inspection,
    Stage,
    ValueChain,
    ValueChainMember,
    ValueChainPartner,
)
from coopunion.models import Department
from coopunion.models.records import Event
from ocop.models import Producer, Product, Recognition
from poverty.models import Classification, Exit, Household, Support
from reports.demo.cooperatives import ARTICLE, ILLUSTRATIVE, Life
from reports.demo.keeping import keep, keep_children
from reports.demo.spread import communes, last_day, place_2020, year_days

YEARS = (2019, 2020)
# Notified in each quarter. In 2019 the districts sent totals alone; its dossiers are those of the year before.
GROUPS = {2018: (10, 13, 11, 10), 2020: (14, 20, 19, 17)}
GROUPS_INSPECTED = {2019: 2018, 2020: 2020}
COOPERATIVE_DOSSIERS = {2019: (6, 8, 9, 7), 2020: (8, 11, 12, 10)}
GROUP_DOSSIERS = {2019: (8, 12, 10, 10), 2020: (12, 18, 17, 15)}
SITE_VISITS = {2019: (1, 1, 2, 1), 2020: (1, 2, 2, 2)}
CHAINS_2019 = (0, 1, 1, 1)
CHAINS_2020 = (  # named in the article; the days are illustrative
    ("HTX DVTH Hồng Ca", date(2020, 5, 20)),
    ("HTX 6/12 Đào Thịnh", date(2020, 7, 15)),
    ("HTX DVTH Công Tâm", date(2020, 9, 10)),
    ("HTX Lũng Lô", date(2020, 10, 22)),
    ("HTX DVTH Tân Thịnh", date(2020, 11, 26)),
)
PARTNERS = (  # of every chain; all illustrative
    (Stage.INPUT, "Đơn vị vật tư", "Cung ứng giống, phân bón"),
    (Stage.PROCESSING, "Cơ sở chế biến", "Sơ chế, đóng gói"),
    (Stage.CONSUMPTION, "Doanh nghiệp tiêu thụ", "Bao tiêu sản phẩm theo hợp đồng"),
)
PRODUCTS_2019 = (0, 0, 1, 3)
RECOGNISED_2020 = date(2020, 12, 15)  # "đến tháng 12/2020"; the day is illustrative
PRODUCTS_2020 = (  # named in the article
    ("Măng khô Thác Bà", "Công ty Yên Thành", Product.Category.FOOD),
    ("Tinh dầu quế Công Tâm", "HTX DVTH Công Tâm", Product.Category.HERBAL),
    ("Nước rửa chén tinh dầu quế", "HTX sản xuất dược liệu Thái Dương", Product.Category.HERBAL),
    ("Tinh dầu thực vật Đại Phú An", "HTX Tĩnh Dung", Product.Category.HERBAL),
    ("Tinh dầu xả Hương Chanh", "HTX Hương Chanh", Product.Category.HERBAL),
    ("Chè Shan tuyết Púng Luông", "HTX dịch vụ NN Púng Luông", Product.Category.DRINK),
    (
        "Cá rô lọc xương sấy hồ Thác Bà",
        "HTX sản xuất chế biến nông sản Tây Bắc Hiền Vinh",
        Product.Category.FOOD,
    ),
    ("Cá mương sấy hồ Thác Bà", "HTX sản xuất chế biến nông sản Tây Bắc Hiền Vinh", Product.Category.FOOD),
)
SUPPORTED = {2019: (12, 18, 20, 14), 2020: (18, 26, 36, 27)}
LEFT_POVERTY = {2019: (0, 4, 8, 14), 2020: (2, 7, 12, 17)}
# The districts the article names for households, and Đào Thịnh, a commune of Trấn Yên; the shares are illustrative.
HOUSEHOLD_DISTRICTS = {"141": 30, "136": 24, "139": 22, "137": 20}
HOUSEHOLDS_OF_DAO_THINH = 11
SUPPORT_KINDS = (
    Support.Kind.SEEDS,
    Support.Kind.FERTILISER,
    Support.Kind.JOB,
    Support.Kind.SCHOOL,
    Support.Kind.TRAINING,
)
FINDINGS = (
    "Hồ sơ đủ, đúng quy định (minh họa)",
    "Cần bổ sung điều lệ (minh họa)",
    "Đúng quy định (minh họa)",
)


def make_groups(department: Department) -> dict[int, list[CooperativeGroup]]:
    places = communes()
    made = {}
    for year, by_quarter in GROUPS.items():
        made[year] = [
            CooperativeGroup(
                department=department,
                name=f"Tổ hợp tác minh họa {year}-{number:03d}",
                place=next(places),
                activity="Chăn nuôi" if number % 2 else "Trồng trọt",
                contract_on=day - timedelta(days=4),
                notified_on=day,
                members=5 + number % 9,
                note=ILLUSTRATIVE,
            )
            for number, day in enumerate(year_days(year, by_quarter), 1)
        ]
        keep(made[year])
    return made


def make_inspections(department: Department, lives: list[Life], groups: dict[int, list[CooperativeGroup]]) -> None:
    """Dossiers of the year's new cooperatives and groups, and visits to older cooperatives."""
    inspections: list[Inspection] = []
    for year in YEARS:
        founded = [life for life in lives if life.founded_on and life.founded_on.year == year]
        for life, day in zip(founded, year_days(year, COOPERATIVE_DOSSIERS[year]), strict=False):
            inspections.append(_inspection(department, day, since=life.founded_on, cooperative=life.cooperative))
        for group, day in zip(groups[GROUPS_INSPECTED[year]], year_days(year, GROUP_DOSSIERS[year]), strict=False):
            inspections.append(_inspection(department, day, since=group.notified_on, group=group))
        for life, day in zip(lives, year_days(year, SITE_VISITS[year]), strict=False):
            visit = _inspection(department, day, since=life.since, cooperative=life.cooperative)
            visit.kind = Inspection.Kind.SITE
            inspections.append(visit)
    keep(inspections)


def _inspection(department: Department, day: date, *, since: date, **subject) -> Inspection:
    """Not before its subject came into being, and inside the same quarter."""
    completed_on = min(max(day, since + timedelta(days=3)), last_day(day))
    whom = subject.get("cooperative") or subject.get("group")
    return Inspection(
        department=department,
        kind=Inspection.Kind.DOSSIER,
        place=whom.place,
        started_on=completed_on - timedelta(days=1),
        completed_on=completed_on,
        findings=FINDINGS[completed_on.day % len(FINDINGS)],
        note=ILLUSTRATIVE,
        **subject,
    )


def make_chains(department: Department, lives: list[Life]) -> None:
    named = {str(life.cooperative): life.cooperative for life in lives}
    older = [life.cooperative for life in lives[10:] if life.founded_on.year < 2018]
    chains = [
        ValueChain(
            department=department,
            name=f"Mô hình chuỗi minh họa {number:02d}",
            lead=lead,
            place=lead.place,
            recognised_on=day,
            note=ILLUSTRATIVE,
        )
        for number, (day, lead) in enumerate(zip(year_days(2019, CHAINS_2019), older, strict=False), 1)
    ]
    chains += [
        ValueChain(
            department=department,
            name=name,
            lead=named[name],
            place=named[name].place,
            recognised_on=day,
            note=ARTICLE,
        )
        for name, day in CHAINS_2020
    ]
    keep(chains)
    keep_children([ValueChainMember(chain=chain, cooperative=chain.lead, stage=Stage.PRODUCTION) for chain in chains])
    keep_children(
        [
            ValueChainPartner(chain=chain, stage=stage, name=f"{partner} minh họa {number:02d}", part=part)
            for number, chain in enumerate(chains, 1)
            for stage, partner, part in PARTNERS
        ]
    )


def make_products(department: Department, lives: list[Life]) -> None:
    named = {str(life.cooperative): life.cooperative for life in lives}
    makers = {name: _producer(department, name, named.get(name)) for _, name, _ in PRODUCTS_2020}
    illustrative = [_producer(department, str(life.cooperative), life.cooperative) for life in lives[20:24]]
    keep([*makers.values(), *illustrative])
    products = [
        _product(department, f"Sản phẩm minh họa {number:02d}", producer, Product.Category.FOOD, ILLUSTRATIVE)
        for number, producer in enumerate(illustrative, 1)
    ]
    products += [_product(department, name, makers[maker], kind, ARTICLE) for name, maker, kind in PRODUCTS_2020]
    keep(products)
    on = [*year_days(2019, PRODUCTS_2019), *[RECOGNISED_2020] * len(PRODUCTS_2020)]
    keep(
        [
            Recognition(
                department=department,
                product=product,
                place=product.producer.place,
                stars=3,
                decided_on=day,
                note=product.note,
            )
            for product, day in zip(products, on, strict=True)
        ]
    )


def _producer(department: Department, name: str, cooperative: Cooperative | None) -> Producer:
    return Producer(
        department=department,
        kind=Producer.Kind.COOPERATIVE if cooperative else Producer.Kind.COMPANY,
        name=name,
        cooperative=cooperative,
        place=cooperative.place if cooperative else place_2020("141"),
        note=cooperative.note if cooperative else ARTICLE,
    )


def _product(department: Department, name: str, producer: Producer, category: str, note: str) -> Product:
    return Product(
        department=department,
        name=name,
        producer=producer,
        category=category,
        dossier_helped_by_union=True,
        note=note,
    )


def make_households(departments: tuple[Department, Department]) -> None:
    """The households of each year, classified poor, supported by the union; every fifth one twice."""
    places = communes(HOUSEHOLD_DISTRICTS)
    dao_thinh = place_2020("04507")
    for year in YEARS:
        on = year_days(year, SUPPORTED[year])
        households = [
            Household(
                department=departments[number % 2],
                code=f"MH-{year}-{number:03d}",
                head="(minh họa)",
                place=dao_thinh if year == 2020 and number <= HOUSEHOLDS_OF_DAO_THINH else next(places),
                members=3 + number % 4,
                note=ILLUSTRATIVE,
            )
            for number in range(1, len(on) + 1)
        ]
        for number, household in enumerate(households, year * 1000):
            identify(household, number)
        keep(households)
        keep(
            [
                Classification(
                    department=household.department,
                    household=household,
                    year=year,
                    level=Classification.Level.POOR,
                    note=ILLUSTRATIVE,
                )
                for household in households
            ]
        )
        supports = [
            _support(household, day, kind) for household, day, kind in zip(households, on, cycle(SUPPORT_KINDS))
        ]
        again = [
            _support(support.household, support.supported_on + timedelta(days=2), Support.Kind.SCHOOL)
            for support in supports[::5]
        ]
        keep([*supports, *again])
        keep(
            [
                _household_event(Exit, household, decided_on=day)
                for household, day in zip(households, year_days(year, LEFT_POVERTY[year]), strict=False)
            ]
        )


def identify(household: Household, number: int) -> None:
    """A birth year, and an ID number that can be nobody's: no place of birth registration has the code 000."""
    household.birth_year = 1960 + number % 30
    household.id_number = f"000{number % 2}{household.birth_year % 100:02d}{number % 10**6:06d}"


def _support(household: Household, day: date, kind: str) -> Support:
    return _household_event(Support, household, kind=kind, supported_on=day, value=1_500_000)


def _household_event(model: type[Event], household: Household, **fields):
    return model(
        household=household,
        department=household.department,
        place=household.place,
        note=household.note,
        **fields,
    )
