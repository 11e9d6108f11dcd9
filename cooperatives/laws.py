"""The laws on cooperatives, unions and groups, and who registers them: dated rows, without any model.

The models read them to tell on which day a group was founded; the rules of size and rating, which speak of
cooperatives, are in cooperatives/standards.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coopunion.formatting import day as day_text
from coopunion.standards import Standard, in_force
from coopunion.text import search_key

LAST_OF_2012 = date(2024, 6, 30)
FIRST_OF_2023 = date(2024, 7, 1)


@dataclass(frozen=True, kw_only=True)
class Law(Standard):
    """A law on cooperatives: under which certificates are issued, and how few members are enough."""

    key: str
    """The value of `Registration.law`."""
    members: int
    """The least members of a cooperative."""
    union_members: int
    """The least member cooperatives of a union of cooperatives; 0 where it was not read."""

    @property
    def details(self) -> list[str]:
        unions = [f"liên hiệp từ {self.union_members} HTX thành viên"] if self.union_members else []
        return [f"hợp tác xã từ {self.members} thành viên", *unions]


LAWS: tuple[Law, ...] = (
    Law(
        name="Luật Hợp tác xã 2003",
        starts_on=date(2004, 7, 1),
        ends_on=date(2013, 6, 30),
        text="Tổ chức và hoạt động của hợp tác xã, liên hiệp hợp tác xã",
        source="Luật 18/2003/QH11",
        uncertain="ghi theo hiểu biết chung, chưa đọc toàn văn",
        key="2003",
        members=7,
        union_members=0,
    ),
    Law(
        name="Luật Hợp tác xã 2012",
        starts_on=date(2013, 7, 1),
        ends_on=LAST_OF_2012,
        text="Hợp tác xã tổ chức lại, đăng ký lại theo luật; có hợp đồng dịch vụ với thành viên",
        source="Luật 23/2012/QH13; vietglobal.myhazo.net về số thành viên",
        uncertain="số HTX thành viên của liên hiệp ghi theo hiểu biết chung",
        key="2012",
        members=7,
        union_members=4,
    ),
    Law(
        name="Luật Hợp tác xã 2023",
        starts_on=FIRST_OF_2023,
        ends_on=None,
        text=(
            "Hợp tác xã thành lập trước không phải đăng ký lại; điều lệ sửa cho đúng luật trong 18 tháng, đến "
            "01/01/2026 (Điều 115). Thành viên chính thức, thành viên liên kết góp vốn và không góp vốn"
        ),
        source="Luật 17/2023/QH15, Điều 4, 115 (bản hợp nhất trên mạng, 23/7/2026)",
        key="2023",
        members=5,
        union_members=3,
    ),
)


def fewest_members(day: date, *, union: bool = False) -> int:
    """The least members of a cooperative, or the least cooperatives of a union, by the law of the day; 0 if unknown."""
    law = in_force(LAWS, day)
    if law is None:
        return 0
    return law.union_members if union else law.members


# ---- who registers ----


@dataclass(frozen=True, kw_only=True)
class Registrar(Standard):
    """The authority that registers cooperatives, and from 2024 groups as well."""

    authority: str
    """As a certificate names it, without the place."""
    strangers: tuple[str, ...]
    """Words in the names of authorities that did not register in that time."""

    def is_stranger(self, authority: str) -> bool:
        """Whether a certificate's authority is one that did not register then, judged by its words."""
        words = f" {search_key(authority)} "
        return any(f" {search_key(stranger)} " in words for stranger in self.strangers)


COMMUNE = ("UBND xã", "UBND phường", "Ủy ban nhân dân xã", "Ủy ban nhân dân phường")
DISTRICT = (
    "UBND huyện",
    "UBND thị xã",
    "Ủy ban nhân dân huyện",
    "Ủy ban nhân dân thị xã",
    "Phòng Tài chính - Kế hoạch",
)

REGISTRARS: tuple[Registrar, ...] = (
    Registrar(
        name="Nghị định 193/2013/NĐ-CP",
        starts_on=date(2014, 1, 1),
        ends_on=date(2024, 7, 17),
        text="Hợp tác xã đăng ký tại phòng Tài chính – Kế hoạch cấp huyện; liên hiệp tại sở Kế hoạch và Đầu tư",
        source="Nghị định 193/2013/NĐ-CP",
        uncertain="ghi theo hiểu biết chung, chưa đọc toàn văn",
        authority="Phòng Tài chính – Kế hoạch cấp huyện",
        strangers=COMMUNE,
    ),
    Registrar(
        name="Nghị định 92/2024/NĐ-CP",
        starts_on=date(2024, 7, 18),
        ends_on=date(2025, 6, 30),
        text="Tổ hợp tác, hợp tác xã và liên hiệp đăng ký tại cấp huyện",
        source="Nghị định 92/2024/NĐ-CP (bản hợp nhất trên mạng, 23/7/2026)",
        authority="Phòng Tài chính – Kế hoạch cấp huyện",
        strangers=COMMUNE,
    ),
    Registrar(
        name="Nghị định 125/2025/NĐ-CP",
        starts_on=date(2025, 7, 1),
        ends_on=None,
        text=(
            "Tổ hợp tác, hợp tác xã và liên hiệp đăng ký tại cấp xã. Giấy đã cấp vẫn có giá trị; địa chỉ thay đổi "
            "do sắp xếp đơn vị hành chính thì ghi lại khi thay đổi đăng ký lần tới"
        ),
        source="news.laodong.vn về Nghị định 125/2025/NĐ-CP",
        authority="UBND cấp xã",
        strangers=DISTRICT,
    ),
)


def registrar_label(day: date | None) -> str:
    """Who registered that day: "UBND cấp xã (Nghị định 125/2025/NĐ-CP)"; "" for a day before the first row."""
    registrar = in_force(REGISTRARS, day)
    return f"{registrar.authority} ({registrar.name})" if registrar else ""


def registrar_help() -> str:
    """For a form whose day is not known yet: "Nơi cấp: từ 01/07/2025 UBND cấp xã; …", the latest first."""
    return f"Nơi cấp: {'; '.join(f'từ {day_text(row.starts_on)} {row.authority}' for row in REGISTRARS[:0:-1])}."


# ---- when a group is founded ----


@dataclass(frozen=True, kw_only=True)
class GroupLaw(Standard):
    """How the State knows a cooperative group (tổ hợp tác) of that time, and so on which day it counts as founded."""

    by_certificate: bool
    """Whether a group that must register counts on the day of its certificate, all others on that of notification."""


GROUP_LAWS: tuple[GroupLaw, ...] = (
    GroupLaw(
        name="Nghị định 151/2007/NĐ-CP",
        starts_on=date(2007, 11, 7),
        ends_on=date(2019, 11, 24),
        text="Hợp đồng hợp tác có chứng thực của UBND cấp xã; tổ được tính theo ngày UBND xã biết",
        source="Nghị định 151/2007/NĐ-CP",
        uncertain="ghi theo hiểu biết chung, chưa đọc toàn văn",
        by_certificate=False,
    ),
    GroupLaw(
        name="Nghị định 77/2019/NĐ-CP",
        starts_on=date(2019, 11, 25),
        ends_on=LAST_OF_2012,
        text="Tổ thông báo với UBND cấp xã và được tính theo ngày thông báo",
        source="VBHN 9191/VBHN-BKHĐT (2024); ngày hiệu lực theo hiểu biết chung",
        by_certificate=False,
    ),
    GroupLaw(
        name="Luật Hợp tác xã 2023, Điều 107",
        starts_on=FIRST_OF_2023,
        ends_on=None,
        text=(
            "Phải đăng ký khi thành viên góp vốn và hợp đồng không thời hạn hoặc từ 12 tháng, hoặc khi đề nghị "
            "hưởng chính sách hỗ trợ của Nhà nước: tổ ấy được tính theo ngày cấp giấy chứng nhận. Tổ khác thông báo "
            "với UBND cấp xã theo Nghị định 77/2019/NĐ-CP và được tính theo ngày thông báo. Tổ có từ trước "
            "01/07/2024 đã tính khi thông báo thì giấy chứng nhận cấp sau (hạn 01/01/2026, Điều 115) không tính lần "
            "nữa"
        ),
        source="Luật 17/2023/QH15, Điều 107(2), 115(1) (bản hợp nhất trên mạng, 23/7/2026)",
        by_certificate=True,
    ),
)


# ---- conversion to the new model ----


@dataclass(frozen=True, kw_only=True)
class ConversionLaw(Standard):
    """What a completed conversion to the new model must have, by the field of `Conversion` that records it."""

    steps: Mapping[str, str] = field(default_factory=dict)

    @property
    def details(self) -> list[str]:
        return [f"điều kiện: {', '.join(self.steps.values())}"]


COMMON_STEPS = {
    "service_contracts": "có hợp đồng dịch vụ với thành viên",
    "viable_plan": "có phương án sản xuất, kinh doanh khả thi",
}

CONVERSIONS: tuple[ConversionLaw, ...] = (
    ConversionLaw(
        name="Luật Hợp tác xã 2012",
        starts_on=date(2013, 7, 1),
        ends_on=LAST_OF_2012,
        text="Chuyển đổi là tổ chức lại và đăng ký lại theo luật; “kiểu mới” không có định nghĩa trong luật",
        source="Luật 23/2012/QH13; mô hình theo Quyết định 167/QĐ-TTg (2021)",
        uncertain="danh mục điều kiện theo thực tiễn, không phải theo điều luật",
        steps={"reregistered": "đã tổ chức lại, đăng ký theo Luật HTX 2012"} | COMMON_STEPS,
    ),
    ConversionLaw(
        name="Luật Hợp tác xã 2023, Điều 115",
        starts_on=FIRST_OF_2023,
        ends_on=None,
        text="Không phải đăng ký lại; điều lệ sửa cho đúng luật trong 18 tháng, đến 01/01/2026",
        source="Luật 17/2023/QH15, Điều 115(1)(2) (bản hợp nhất trên mạng, 23/7/2026)",
        uncertain="danh mục điều kiện theo thực tiễn, không phải theo điều luật",
        steps={"reregistered": "điều lệ đã sửa theo Luật HTX 2023"} | COMMON_STEPS,
    ),
)
