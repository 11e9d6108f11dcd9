"""How records' pages speak of the measures: one row for each kind of record and measure it may count for.

What counts, and why not, is the measure's own (its conditions); here are the sentences for what does.
"""

from __future__ import annotations

from typing import TypeVar

from cooperatives.models import Conversion, Cooperative, CooperativeGroup, Inspection, Registration, ValueChain
from coopunion.formatting import day
from ocop.models import Product, Recognition
from poverty.models import Exit, Household, Support
from programs.counted_in import Eligibilities, Eligibility

S = TypeVar("S", Cooperative, CooperativeGroup, Inspection)

# ---- cooperatives ----


def founded(measure: str) -> Eligibility[Cooperative, Registration]:
    return Eligibility(
        measure=measure,
        model=Cooperative,
        path="cooperative",
        counted=lambda row: f"Giấy chứng nhận lần đầu cấp ngày {day(row.issued_on)}.",
        none="Chưa có giấy chứng nhận cấp lần đầu.",
    )


COOPERATIVE: Eligibilities = (
    founded("cooperatives.founded_by_union"),
    founded("cooperatives.founded"),
    Eligibility[Cooperative, Conversion](
        measure="cooperatives.converted",
        model=Cooperative,
        path="cooperative",
        counted=lambda row: f"Hoàn thành chuyển đổi ngày {day(row.completed_on)}.",
        none="Chưa có lần chuyển đổi nào.",
    ),
    Eligibility[Cooperative, Cooperative](
        measure="cooperatives.effective",
        model=Cooperative,
        path="pk",
        counted=lambda row: f"Đánh giá ngày {day(row.assessed_on)}: hiệu quả; đang hoạt động.",
    ),
    Eligibility[Cooperative, Cooperative](
        measure="cooperatives.operating",
        model=Cooperative,
        path="pk",
        counted=lambda row: f"Đang hoạt động từ ngày {day(row.status_since)}.",
    ),
    Eligibility[Cooperative, ValueChain](
        measure="cooperatives.value_chains",
        model=Cooperative,
        path="lead",
        counted=lambda row: f"Chủ trì mô hình “{row.name}”, công nhận ngày {day(row.recognised_on)}.",
        none="Không chủ trì mô hình nào.",
    ),
)

# ---- inspections, of either subject and seen from the inspection itself ----


def inspected(measure: str, model: type[S], path: str, none: str = "") -> Eligibility[S, Inspection]:
    return Eligibility(
        measure=measure,
        model=model,
        path=path,
        counted=lambda row: f"{row.get_kind_display().capitalize()}, kết thúc ngày {day(row.completed_on)}.",
        none=none,
    )


DOSSIERS, GROUP_DOSSIERS = "cooperatives.inspected_dossiers", "cooperatives.inspected_group_dossiers"
UNION_DOSSIERS = "cooperatives.inspected_union_dossiers"
SITE_VISITS = "cooperatives.site_visits"
NO_DOSSIER, NO_VISIT = (f"Chưa có cuộc {kind.label} nào." for kind in (Inspection.Kind.DOSSIER, Inspection.Kind.SITE))
INSPECTIONS: Eligibilities = (
    inspected(DOSSIERS, Cooperative, "cooperative", NO_DOSSIER),
    inspected(UNION_DOSSIERS, Cooperative, "cooperative", NO_DOSSIER),
    inspected(GROUP_DOSSIERS, CooperativeGroup, "group", NO_DOSSIER),
    inspected(SITE_VISITS, Cooperative, "cooperative", NO_VISIT),
    inspected(SITE_VISITS, CooperativeGroup, "group", NO_VISIT),
    *(inspected(measure, Inspection, "pk") for measure in (DOSSIERS, UNION_DOSSIERS, GROUP_DOSSIERS, SITE_VISITS)),
)

# ---- groups, chains ----


def group_founded(row: CooperativeGroup) -> str:
    event = "Cấp giấy chứng nhận đăng ký" if row.by_certificate else "Thông báo với UBND xã"
    return f"{event} ngày {day(row.founded_on)}."


GROUPS_AND_CHAINS: Eligibilities = (
    Eligibility[CooperativeGroup, CooperativeGroup](
        measure="cooperatives.groups_founded",
        model=CooperativeGroup,
        path="pk",
        counted=group_founded,
    ),
    Eligibility[ValueChain, ValueChain](
        measure="cooperatives.value_chains",
        model=ValueChain,
        path="pk",
        counted=lambda row: f"Công nhận ngày {day(row.recognised_on)}.",
    ),
)

# ---- OCOP ----


def recognised(row: Recognition) -> str:
    return f"{row.product}: {row.stars} sao, quyết định ngày {day(row.decided_on)}."


OCOP: Eligibilities = (
    Eligibility[Product, Recognition](
        measure="ocop.recognised",
        model=Product,
        path="product",
        counted=recognised,
        none="Chưa có quyết định công nhận.",
    ),
    Eligibility[Cooperative, Recognition](
        measure="ocop.recognised",
        model=Cooperative,
        path="product__producer__cooperative",
        counted=recognised,
        none="Chưa có sản phẩm nào được công nhận.",
    ),
)

# ---- households ----

HOUSEHOLDS: Eligibilities = (
    Eligibility[Household, Support](
        measure="poverty.supported",
        model=Household,
        path="household",
        counted=lambda row: f"{row.get_kind_display().capitalize()}, ngày {day(row.supported_on)}.",
        none="Chưa được hỗ trợ.",
    ),
    Eligibility[Household, Exit](
        measure="poverty.exited",
        model=Household,
        path="household",
        counted=lambda row: f"Quyết định thoát nghèo ngày {day(row.decided_on)}.",
        none="Chưa có quyết định thoát nghèo.",
    ),
)

ELIGIBILITIES: Eligibilities = (*COOPERATIVE, *INSPECTIONS, *GROUPS_AND_CHAINS, *OCOP, *HOUSEHOLDS)
