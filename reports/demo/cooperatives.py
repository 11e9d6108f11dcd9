"""Cooperatives of the demonstration, from founding to assessment; exactly 372 operate and 265 are effective."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from cooperatives.models import Alias, Assessment, Conversion, Cooperative, Registration, StatusChange
from coopunion.models import Department, Place
from coopunion.periods import months_before
from reports.demo.keeping import keep
from reports.demo.spread import communes, days, place_2020, year_days

ARTICLE = "Tên và địa bàn theo bài báo công khai năm 2020; các thông tin khác là minh họa."
ILLUSTRATIVE = "Hồ sơ minh họa."
# Founded before 2019 and their later fate; founded in each quarter, led by the union and by others.
OLDER = 275
STOPPED = {2018: (0, 0, 0, 10), 2019: (5, 5, 5, 5), 2020: (12, 12, 12, 10)}
LED_BY_UNION = {2019: (10, 14, 16, 18), 2020: (11, 16, 20, 18)}
LED_BY_OTHERS = {2019: (4, 6, 6, 7), 2020: (5, 7, 8, 7)}
CONVERTED = {2019: (2, 3, 4, 3), 2020: (2, 4, 6, 4)}
# Day of assessing, whether everybody is assessed, and how many are effective on the day after it.
ASSESSED = (
    (date(2018, 12, 10), True, date(2019, 3, 31), 228),
    (date(2019, 6, 10), False, date(2019, 6, 30), 232),
    (date(2019, 9, 10), False, date(2019, 9, 30), 236),
    (date(2019, 12, 10), True, date(2019, 12, 20), 241),
    (date(2020, 3, 10), False, date(2020, 3, 31), 240),
    (date(2020, 6, 10), False, date(2020, 6, 30), 250),
    (date(2020, 9, 10), False, date(2020, 9, 30), 258),
    (date(2020, 12, 10), True, date(2020, 12, 20), 265),
)
# Named in the article: name, short name, place code, what it does, other names.
NAMED = (
    ("HTX dịch vụ tổng hợp Hồng Ca", "HTX DVTH Hồng Ca", "04570", "Dịch vụ tổng hợp", ("HTX Hồng Ca",)),
    ("HTX 6/12 Đào Thịnh", "", "04507", "", ()),
    (
        "HTX Dịch vụ nông - lâm nghiệp tổng hợp Công Tâm",
        "HTX DVTH Công Tâm",
        "04447",
        "Dịch vụ nông, lâm nghiệp tổng hợp",
        ("HTX nông lâm nghiệp tổng hợp Công Tâm",),
    ),
    ("HTX Lũng Lô", "", "140", "", ()),
    ("HTX dịch vụ tổng hợp Tân Thịnh", "HTX DVTH Tân Thịnh", "04696", "Dịch vụ tổng hợp", ()),
    ("HTX sản xuất dược liệu Thái Dương", "", "136", "Sản xuất dược liệu", ()),
    ("HTX Tĩnh Dung", "", "136", "", ()),
    ("HTX Hương Chanh", "", "139", "", ()),
    ("HTX dịch vụ nông nghiệp Púng Luông", "HTX dịch vụ NN Púng Luông", "04492", "Dịch vụ nông nghiệp", ()),
    ("HTX sản xuất chế biến nông sản Tây Bắc Hiền Vinh", "", "141", "Chế biến nông sản", ()),
)
FOUNDED_JULY_2020 = ("HTX nông lâm nghiệp Xanh 27/7", "04417", date(2020, 7, 27))
ACTIVITIES = (
    (Cooperative.Sector.CROPS, "Trồng và chế biến quế"),
    (Cooperative.Sector.CROPS, "Trồng trọt, chế biến chè"),
    (Cooperative.Sector.LIVESTOCK, "Chăn nuôi tổng hợp"),
    (Cooperative.Sector.MIXED, "Dịch vụ nông nghiệp tổng hợp"),
    (Cooperative.Sector.FISHERY, "Nuôi trồng thủy sản"),
    (Cooperative.Sector.FORESTRY, "Lâm nghiệp, chế biến gỗ"),
    (Cooperative.Sector.CROPS, "Trồng cây ăn quả"),
)
STOPS = (
    StatusChange.Status.SUSPENDED,
    StatusChange.Status.DISSOLVED,
    StatusChange.Status.DISSOLVING,
    StatusChange.Status.DISSOLVED,
)


@dataclass
class Life:
    """One cooperative and what happened to it, while the demonstration is being made."""

    cooperative: Cooperative
    since: date
    founded_on: date | None
    stopped_on: date | None = None
    findings: list[tuple[date, bool]] = field(default_factory=list)

    def operates(self, day: date) -> bool:
        return self.since <= day and (self.stopped_on is None or day < self.stopped_on)

    def is_effective(self, day: date) -> bool:
        valid = [finding for finding in self.findings if months_before(day, 12) < finding[0] <= day]
        return self.operates(day) and bool(valid) and max(valid)[1]

    def may_be_assessed(self, day: date) -> bool:
        """A year old, and still operating."""
        return self.operates(day) and self.since <= months_before(day, 12)


def make_cooperatives(department: Department) -> list[Life]:
    """All of them, kept with their certificates, statuses, assessments and conversions."""
    lives = [*_older(department), *_founded(department, 2019), *_founded(department, 2020)]
    for wave in ASSESSED:
        _assess(lives, *wave)
    keep([life.cooperative for life in lives])
    named = [life.cooperative for life in lives[: len(NAMED)]]
    for cooperative, (*_, aliases) in zip(named, NAMED, strict=True):
        Alias.objects.bulk_create(Alias(cooperative=cooperative, name=name) for name in aliases)
        cooperative.save()  # its search text now knows the other names
    keep([_event(Registration, life, issued_on=life.founded_on, law="2012") for life in lives if life.founded_on])
    keep([_event(StatusChange, life, status=StatusChange.Status.OPERATING, from_on=life.since) for life in lives])
    stopped = [life for life in lives if life.stopped_on]
    keep(
        [
            _event(StatusChange, life, status=status, from_on=life.stopped_on)
            for life, status in zip(stopped, cycle(STOPS), strict=False)
        ]
    )
    keep(
        [
            _event(Assessment, life, valid_on=day, effective=effective, rating=_rating(effective, place))
            for place, life in enumerate(lives)
            for day, effective in life.findings
        ]
    )
    _convert(lives)
    _unions_of_cooperatives(department)
    return lives


def _event(model: type, life: Life, **fields):
    cooperative = life.cooperative
    return model(
        cooperative=cooperative,
        place=cooperative.place,
        department=cooperative.department,
        note=cooperative.note,
        **fields,
    )


def _illustrative(department: Department, number: int, place: Place, lead: str) -> Cooperative:
    sector, activity = ACTIVITIES[number % len(ACTIVITIES)]
    return Cooperative(
        department=department,
        name=f"HTX minh họa {number:03d}",
        code=f"{number:010d}",
        place=place,
        sector=sector,
        activity=activity,
        charter_capital=(300 + number % 9 * 150) * 1_000_000,
        members=8 + number % 17,
        women=2 + number % 5,
        founding_lead=lead,
        note=ILLUSTRATIVE,
    )


def _older(department: Department) -> list[Life]:
    """The named ones, of whose founding the article says nothing, and illustrative ones from 2013 to 2018."""
    lives = [
        Life(
            Cooperative(
                department=department,
                name=name,
                short_name=short_name,
                place=place_2020(place),
                activity=activity,
                note=ARTICLE,
            ),
            since=date(2018, 1, 2),
            founded_on=None,
        )
        for name, short_name, place, activity, _ in NAMED
    ]
    places = communes()
    for number in range(1, OLDER - len(NAMED) + 1):
        founded_on = date(2013 + number % 5, 1 + number % 12, 1 + number % 27)
        lead = Cooperative.Lead.UNION if number % 3 else Cooperative.Lead.OTHER
        lives.append(Life(_illustrative(department, number, next(places), lead), founded_on, founded_on))
    ends = [day for year, by_quarter in STOPPED.items() for day in year_days(year, by_quarter)]
    for life, day in zip(reversed(lives), ends, strict=False):
        life.stopped_on = day
    return lives


def _founded(department: Department, year: int) -> Iterator[Life]:
    places = communes()
    number = OLDER - len(NAMED) + (1 if year == 2019 else 82)
    for quarter in range(1, 5):
        leads = _mixed(LED_BY_UNION[year][quarter - 1], LED_BY_OTHERS[year][quarter - 1])
        named = year == 2020 and quarter == 3
        for day, lead in zip(days(year, quarter, len(leads)), leads, strict=True):
            if named and lead == Cooperative.Lead.UNION:
                named = False
                name, place, founded_on = FOUNDED_JULY_2020
                cooperative = Cooperative(
                    department=department,
                    name=name,
                    place=place_2020(place),
                    founding_lead=lead,
                    note=ARTICLE,
                )
                yield Life(cooperative, founded_on, founded_on)
                continue
            yield Life(_illustrative(department, number, next(places), lead), day, day)
            number += 1


def _mixed(union: int, others: int) -> list[str]:
    """Others evenly among the union's."""
    total = union + others
    marks = {turn * total // others for turn in range(others)}
    return [Cooperative.Lead.OTHER if turn in marks else Cooperative.Lead.UNION for turn in range(total)]


def _assess(lives: list[Life], day: date, everybody: bool, seen_on: date, effective: int) -> None:
    """Assess so that exactly `effective` are effective on `seen_on`."""
    able = [life for life in lives if life.may_be_assessed(day) and life.operates(seen_on)]
    if everybody:
        chosen = sorted(able, key=lambda life: not life.is_effective(day))[:effective]
        for life in lives:
            if life.may_be_assessed(day):
                life.findings.append((day, life in chosen))
        return
    wanted = effective - sum(life.is_effective(seen_on) for life in lives)
    for life in [life for life in able if not life.is_effective(seen_on)][: max(wanted, 0)]:
        life.findings.append((day, True))
    for life in [life for life in able if life.is_effective(seen_on)][: max(-wanted, 0)]:
        life.findings.append((day, False))


def _rating(effective: bool, place: int) -> str:
    good, fair, average, weak = Assessment.Rating
    if effective:
        return good if place % 3 else fair
    return average if place % 4 else weak


def _convert(lives: list[Life]) -> None:
    able = [life for life in lives[len(NAMED) :] if life.founded_on.year < 2018 and life.stopped_on is None]
    on = [day for year, by_quarter in CONVERTED.items() for day in year_days(year, by_quarter)]
    keep(
        [
            _event(
                Conversion,
                life,
                started_on=day - timedelta(days=60),
                completed_on=day,
                reregistered=True,
                service_contracts=True,
                viable_plan=True,
            )
            for life, day in zip(able, on, strict=False)
        ]
    )


def _unions_of_cooperatives(department: Department) -> None:
    """Two unions of cooperatives: registered in 2020, and counted nowhere."""
    places = communes()
    unions = [
        Life(
            Cooperative(
                department=department,
                kind=Cooperative.Kind.UNION,
                name=f"Liên hiệp HTX minh họa {number:02d}",
                place=next(places),
                founding_lead=Cooperative.Lead.UNION,
                note=ILLUSTRATIVE,
            ),
            since=date(2020, 5, 4 * number),
            founded_on=date(2020, 5, 4 * number),
        )
        for number in (1, 2)
    ]
    keep([union.cooperative for union in unions])
    keep([_event(Registration, union, issued_on=union.founded_on, law="2012") for union in unions])
    keep([_event(StatusChange, union, status=StatusChange.Status.OPERATING, from_on=union.since) for union in unions])
