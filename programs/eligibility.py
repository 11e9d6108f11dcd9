"""Why records count for the measures, or not: one row for each kind of record and measure it may count for."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model

from cooperatives.models import (
    Assessment,
    Conversion,
    Cooperative,
    CooperativeGroup,
    Inspection,
    Registration,
    ValueChain,
)
from cooperatives.models.events import founded_that_year
from coopunion.formatting import day
from ocop.models import LOWEST_COUNTED_STARS, Product, Recognition
from poverty.models import Exit, Household, Support
from poverty.models.events import had_left, was_poor, was_supported
from programs.counted_in import Eligibilities, Eligibility, Refusal

S = TypeVar("S", Cooperative, CooperativeGroup)

IS_UNION: Refusal[Registration | Conversion] = Refusal(
    lambda event: event.cooperative.kind == Cooperative.Kind.UNION, "Liên hiệp HTX không được tính."
)


def annotated(row: Model, name: str) -> object:
    """A value that the query added to the row."""
    return getattr(row, name)


def annotated_day(row: Model, name: str) -> str:
    value = annotated(row, name)
    return day(value if isinstance(value, date) else None)


# ---- cooperatives ----

LED_BY_OTHER: Refusal[Registration] = Refusal(
    lambda event: event.cooperative.founding_lead != Cooperative.Lead.UNION, "Do đơn vị khác chủ trì thành lập."
)


def founded(measure: str, *more: Refusal[Registration]) -> Eligibility[Cooperative, Registration]:
    return Eligibility(
        measure=measure,
        model=Cooperative,
        path="cooperative",
        counted=lambda row: f"Giấy chứng nhận lần đầu cấp ngày {day(row.issued_on)}.",
        events=lambda record: record.registrations.filter(kind=Registration.Kind.FIRST).select_related("cooperative"),
        none="Chưa có giấy chứng nhận cấp lần đầu.",
        refusals=(IS_UNION, *more),
    )


def not_operating(cooperative: Cooperative, on: date) -> str:
    if cooperative.kind == Cooperative.Kind.UNION:
        return "Liên hiệp HTX không được tính."
    change = cooperative.statuschanges.recorded().filter(from_on__lte=on).order_by("-from_on", "-pk").first()
    if change is None:
        return f"Chưa ghi trạng thái nào tính đến {day(on)}."
    if change.status != change.Status.OPERATING:
        return f"{change.get_status_display().capitalize()} từ ngày {day(change.from_on)}."
    return "Đã chia, tách, hợp nhất hoặc sáp nhập."


def not_effective(cooperative: Cooperative, on: date) -> str:
    if not Cooperative.objects.operating_on(on).filter(pk=cooperative.pk).exists():
        return not_operating(cooperative, on)
    valid = Assessment.objects.valid_in_year_to(on).filter(cooperative=cooperative)
    last = valid.order_by("-valid_on", "-pk").first()
    if last is None:
        return f"Chưa có đánh giá trong 12 tháng tính đến {day(on)}."
    return f"Đánh giá ngày {day(last.valid_on)}: chưa hiệu quả."


COOPERATIVE: Eligibilities = (
    founded("cooperatives.founded_by_union", LED_BY_OTHER),
    founded("cooperatives.founded"),
    Eligibility[Cooperative, Conversion](
        measure="cooperatives.converted",
        model=Cooperative,
        path="cooperative",
        counted=lambda row: f"Hoàn thành chuyển đổi ngày {day(row.completed_on)}.",
        events=lambda record: record.conversions.annotate(was_new=founded_that_year()),
        none="Chưa có lần chuyển đổi nào.",
        refusals=(
            IS_UNION,
            Refusal(lambda event: event.completed_on is None, "Chuyển đổi chưa hoàn thành."),
            Refusal(lambda event: bool(annotated(event, "was_new")), "Thành lập trong chính năm đó."),
        ),
    ),
    Eligibility[Cooperative, Cooperative](
        measure="cooperatives.effective",
        model=Cooperative,
        path="pk",
        counted=lambda row: f"Đánh giá ngày {annotated_day(row, 'assessed_on')}: hiệu quả; đang hoạt động.",
        state=not_effective,
    ),
    Eligibility[Cooperative, Cooperative](
        measure="cooperatives.operating",
        model=Cooperative,
        path="pk",
        counted=lambda row: f"Đang hoạt động từ ngày {annotated_day(row, 'status_since')}.",
        state=not_operating,
    ),
    Eligibility[Cooperative, ValueChain](
        measure="cooperatives.value_chains",
        model=Cooperative,
        path="lead",
        counted=lambda row: f"Chủ trì mô hình “{row.name}”, công nhận ngày {day(row.recognised_on)}.",
        events=lambda record: record.led_chains.all(),
        none="Không chủ trì mô hình nào.",
        refusals=(Refusal(lambda event: event.recognised_on is None, "Mô hình chưa được công nhận."),),
    ),
)

# ---- inspections, of either subject and seen from the inspection itself ----

NO_SUBJECT: Refusal[Inspection] = Refusal(
    lambda event: event.subject is None or not event.subject.counts, "Đơn vị được kiểm tra là bản nháp hoặc đã hủy."
)
UNFINISHED: Refusal[Inspection] = Refusal(lambda event: event.completed_on is None, "Cuộc kiểm tra chưa kết thúc.")


INSPECTION_REFUSALS = (NO_SUBJECT, UNFINISHED)


def inspected(row: Inspection) -> str:
    return f"{row.get_kind_display().capitalize()}, kết thúc ngày {day(row.completed_on)}."


def of_subject(measure: str, kind: Inspection.Kind, model: type[S], path: str) -> Eligibility[S, Inspection]:
    """As the inspected cooperative's or group's page shows it."""
    return Eligibility(
        measure=measure,
        model=model,
        path=path,
        counted=inspected,
        events=lambda record: record.inspections.filter(kind=kind).select_related("cooperative", "group"),
        none=f"Chưa có cuộc {kind.label} nào.",
        refusals=INSPECTION_REFUSALS,
    )


def of_dossier(measure: str, subject: str) -> Eligibility[Inspection, Inspection]:
    """As the page of the inspection itself shows it: one of dossiers of this kind of subject."""
    return Eligibility(
        measure=measure,
        model=Inspection,
        path="pk",
        counted=inspected,
        events=lambda record: [record] if record.kind == DOSSIER and getattr(record, f"{subject}_id") else [],
        refusals=INSPECTION_REFUSALS,
    )


DOSSIER, SITE = Inspection.Kind.DOSSIER, Inspection.Kind.SITE
INSPECTIONS: Eligibilities = (
    of_subject("cooperatives.inspected_dossiers", DOSSIER, Cooperative, "cooperative"),
    of_dossier("cooperatives.inspected_dossiers", "cooperative"),
    of_subject("cooperatives.inspected_group_dossiers", DOSSIER, CooperativeGroup, "group"),
    of_dossier("cooperatives.inspected_group_dossiers", "group"),
    of_subject("cooperatives.site_visits", SITE, Cooperative, "cooperative"),
    of_subject("cooperatives.site_visits", SITE, CooperativeGroup, "group"),
    Eligibility[Inspection, Inspection](
        measure="cooperatives.site_visits",
        model=Inspection,
        path="pk",
        counted=lambda row: f"Kiểm tra thực tế, kết thúc ngày {day(row.completed_on)}.",
        events=lambda record: [record] if record.kind == SITE else [],
        refusals=INSPECTION_REFUSALS,
    ),
)

# ---- groups, chains ----

GROUPS_AND_CHAINS: Eligibilities = (
    Eligibility[CooperativeGroup, CooperativeGroup](
        measure="cooperatives.groups_founded",
        model=CooperativeGroup,
        path="pk",
        counted=lambda row: f"Thông báo với UBND xã ngày {day(row.notified_on)}.",
        events=lambda record: [record],
        refusals=(Refusal(lambda event: event.notified_on is None, "Chưa thông báo với UBND xã."),),
    ),
    Eligibility[ValueChain, ValueChain](
        measure="cooperatives.value_chains",
        model=ValueChain,
        path="pk",
        counted=lambda row: f"Công nhận ngày {day(row.recognised_on)}.",
        events=lambda record: [record],
        refusals=(Refusal(lambda event: event.recognised_on is None, "Chưa được công nhận."),),
    ),
)

# ---- OCOP ----

RECOGNITION_REFUSALS: tuple[Refusal[Recognition], ...] = (
    Refusal(lambda event: not event.product.counts, "Sản phẩm là bản nháp hoặc đã hủy."),
    Refusal(lambda event: not event.product.producer.counts, "Chủ thể là bản nháp hoặc đã hủy."),
    Refusal(lambda event: not event.product.dossier_helped_by_union, "Liên minh không hỗ trợ làm hồ sơ."),
    Refusal(lambda event: event.kind != Recognition.Kind.FIRST, "Công nhận lại, nâng hạng không được tính."),
    Refusal(lambda event: (event.stars or 0) < LOWEST_COUNTED_STARS, f"Dưới {LOWEST_COUNTED_STARS} sao."),
)


def recognised(row: Recognition) -> str:
    return f"{row.product}: {row.stars} sao, quyết định ngày {day(row.decided_on)}."


OCOP: Eligibilities = (
    Eligibility[Product, Recognition](
        measure="ocop.recognised",
        model=Product,
        path="product",
        counted=recognised,
        events=lambda record: record.recognitions.select_related("product__producer"),
        none="Chưa có quyết định công nhận.",
        refusals=RECOGNITION_REFUSALS,
    ),
    Eligibility[Cooperative, Recognition](
        measure="ocop.recognised",
        model=Cooperative,
        path="product__producer__cooperative",
        counted=recognised,
        events=lambda record: Recognition.objects.filter(product__producer__cooperative=record).select_related(
            "product__producer"
        ),
        none="Chưa có sản phẩm nào được công nhận.",
        refusals=RECOGNITION_REFUSALS,
    ),
)

# ---- households ----


NOT_SUPPORTED: Refusal[Exit] = Refusal(
    lambda event: not annotated(event, "supported"), "Liên minh chưa hỗ trợ hộ trong năm, trước ngày quyết định."
)
HOUSEHOLDS: Eligibilities = (
    Eligibility[Household, Support](
        measure="poverty.supported",
        model=Household,
        path="household",
        counted=lambda row: f"{row.get_kind_display().capitalize()}, ngày {day(row.supported_on)}.",
        events=lambda record: record.supports.annotate(poor=was_poor(), left=had_left()),
        none="Chưa được hỗ trợ.",
        refusals=(
            Refusal(lambda event: event.organiser != Support.Organiser.UNION, "Do đơn vị khác tổ chức."),
            Refusal(lambda event: not annotated(event, "poor"), "Không được phân loại hộ nghèo trong năm được hỗ trợ."),
            Refusal(lambda event: bool(annotated(event, "left")), "Đã thoát nghèo trước lần hỗ trợ."),
        ),
    ),
    Eligibility[Household, Exit](
        measure="poverty.exited",
        model=Household,
        path="household",
        counted=lambda row: f"Quyết định thoát nghèo ngày {day(row.decided_on)}.",
        events=lambda record: record.exits.annotate(supported=was_supported()),
        none="Chưa có quyết định thoát nghèo.",
        refusals=(NOT_SUPPORTED,),
    ),
)

ELIGIBILITIES: Eligibilities = (*COOPERATIVE, *INSPECTIONS, *GROUPS_AND_CHAINS, *OCOP, *HOUSEHOLDS)
