"""How records stand to the measures: one row for each kind of record and measure it may count for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from cooperatives.models import Assessment, Cooperative, CooperativeGroup, Inspection, Registration, ValueChain
from cooperatives.models.events import founded_that_year
from coopunion.formatting import day
from ocop.models import LOWEST_COUNTED_STARS, Product, Recognition
from poverty.models import Household, Support
from poverty.models.events import had_left, was_poor, was_supported
from programs.counted_in import Eligibility, refuse

IS_UNION = refuse(lambda event: event.cooperative.kind == Cooperative.Kind.UNION, "Liên hiệp HTX không được tính.")


def events_of(relation: str, **told: Any) -> Callable[[Any], Iterable[Any]]:
    """The record's events by a relation, in one query, each with what the database tells of it beside."""
    return lambda record: getattr(record, relation).annotate(**told)


# ---- cooperatives ----

LED_BY_OTHER = refuse(
    lambda event: event.cooperative.founding_lead != Cooperative.Lead.UNION, "Do đơn vị khác chủ trì thành lập."
)


def founded(measure: str, *more: Any) -> Eligibility:
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


COOPERATIVE = (
    founded("cooperatives.founded_by_union", LED_BY_OTHER),
    founded("cooperatives.founded"),
    Eligibility(
        measure="cooperatives.converted",
        model=Cooperative,
        path="cooperative",
        counted=lambda row: f"Hoàn thành chuyển đổi ngày {day(row.completed_on)}.",
        events=events_of("conversions", was_new=founded_that_year()),
        none="Chưa có lần chuyển đổi nào.",
        refusals=(
            IS_UNION,
            refuse(lambda event: event.completed_on is None, "Chuyển đổi chưa hoàn thành."),
            refuse(lambda event: event.was_new, "Thành lập trong chính năm đó."),
        ),
    ),
    Eligibility(
        measure="cooperatives.effective",
        model=Cooperative,
        path="pk",
        counted=lambda row: f"Đánh giá ngày {day(row.assessed_on)}: hiệu quả; đang hoạt động.",
        state=not_effective,
    ),
    Eligibility(
        measure="cooperatives.operating",
        model=Cooperative,
        path="pk",
        counted=lambda row: f"Đang hoạt động từ ngày {day(row.status_since)}.",
        state=not_operating,
    ),
    Eligibility(
        measure="cooperatives.value_chains",
        model=Cooperative,
        path="lead",
        counted=lambda row: f"Chủ trì mô hình “{row.name}”, công nhận ngày {day(row.recognised_on)}.",
        events=lambda record: record.led_chains.all(),
        none="Không chủ trì mô hình nào.",
        refusals=(refuse(lambda event: event.recognised_on is None, "Mô hình chưa được công nhận."),),
    ),
)

# ---- inspections, of either subject and seen from the inspection itself ----

NO_SUBJECT = refuse(
    lambda event: event.subject is None or not event.subject.counts, "Đơn vị được kiểm tra là bản nháp hoặc đã hủy."
)
UNFINISHED = refuse(lambda event: event.completed_on is None, "Cuộc kiểm tra chưa kết thúc.")


INSPECTION_REFUSALS = (NO_SUBJECT, UNFINISHED)


def inspected(measure: str, kind: Inspection.Kind, model: type[Any], subject: str) -> tuple[Eligibility, Eligibility]:
    """From its subject's page, and from its own."""

    def counted(row: Any) -> str:
        return f"{row.get_kind_display().capitalize()}, kết thúc ngày {day(row.completed_on)}."

    def itself(record: Inspection) -> Iterable[Inspection]:
        return [record] if record.kind == kind and getattr(record, f"{subject}_id") else []

    return (
        Eligibility(
            measure=measure,
            model=model,
            path=subject,
            counted=counted,
            events=lambda record: record.inspections.filter(kind=kind).select_related("cooperative", "group"),
            none=f"Chưa có cuộc {kind.label} nào.",
            refusals=INSPECTION_REFUSALS,
        ),
        Eligibility(
            measure=measure,
            model=Inspection,
            path="pk",
            counted=counted,
            events=itself,
            refusals=INSPECTION_REFUSALS,
        ),
    )


DOSSIER, SITE = Inspection.Kind.DOSSIER, Inspection.Kind.SITE
INSPECTIONS = (
    *inspected("cooperatives.inspected_dossiers", DOSSIER, Cooperative, "cooperative"),
    *inspected("cooperatives.inspected_group_dossiers", DOSSIER, CooperativeGroup, "group"),
    inspected("cooperatives.site_visits", SITE, Cooperative, "cooperative")[0],
    inspected("cooperatives.site_visits", SITE, CooperativeGroup, "group")[0],
    Eligibility(
        measure="cooperatives.site_visits",
        model=Inspection,
        path="pk",
        counted=lambda row: f"Kiểm tra thực tế, kết thúc ngày {day(row.completed_on)}.",
        events=lambda record: [record] if record.kind == SITE else [],
        refusals=INSPECTION_REFUSALS,
    ),
)

# ---- groups, chains ----

GROUPS_AND_CHAINS = (
    Eligibility(
        measure="cooperatives.groups_founded",
        model=CooperativeGroup,
        path="pk",
        counted=lambda row: f"Thông báo với UBND xã ngày {day(row.notified_on)}.",
        events=lambda record: [record],
        refusals=(refuse(lambda event: event.notified_on is None, "Chưa thông báo với UBND xã."),),
    ),
    Eligibility(
        measure="cooperatives.value_chains",
        model=ValueChain,
        path="pk",
        counted=lambda row: f"Công nhận ngày {day(row.recognised_on)}.",
        events=lambda record: [record],
        refusals=(refuse(lambda event: event.recognised_on is None, "Chưa được công nhận."),),
    ),
)

# ---- OCOP ----

RECOGNITION_REFUSALS = (
    refuse(lambda event: not event.product.counts, "Sản phẩm là bản nháp hoặc đã hủy."),
    refuse(lambda event: not event.product.producer.counts, "Chủ thể là bản nháp hoặc đã hủy."),
    refuse(lambda event: not event.product.dossier_helped_by_union, "Liên minh không hỗ trợ làm hồ sơ."),
    refuse(lambda event: event.kind != Recognition.Kind.FIRST, "Công nhận lại, nâng hạng không được tính."),
    refuse(lambda event: (event.stars or 0) < LOWEST_COUNTED_STARS, f"Dưới {LOWEST_COUNTED_STARS} sao."),
)


def recognised(row: Any) -> str:
    return f"{row.product}: {row.stars} sao, quyết định ngày {day(row.decided_on)}."


OCOP = (
    Eligibility(
        measure="ocop.recognised",
        model=Product,
        path="product",
        counted=recognised,
        events=lambda record: record.recognitions.select_related("product__producer"),
        none="Chưa có quyết định công nhận.",
        refusals=RECOGNITION_REFUSALS,
    ),
    Eligibility(
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


NOT_SUPPORTED = refuse(lambda event: not event.supported, "Liên minh chưa hỗ trợ hộ trong năm, trước ngày quyết định.")
HOUSEHOLDS = (
    Eligibility(
        measure="poverty.supported",
        model=Household,
        path="household",
        counted=lambda row: f"{row.get_kind_display().capitalize()}, ngày {day(row.supported_on)}.",
        events=events_of("supports", poor=was_poor(), left=had_left()),
        none="Chưa được hỗ trợ.",
        refusals=(
            refuse(lambda event: event.organiser != Support.Organiser.UNION, "Do đơn vị khác tổ chức."),
            refuse(lambda event: not event.poor, "Không được phân loại hộ nghèo trong năm được hỗ trợ."),
            refuse(lambda event: event.left, "Đã thoát nghèo trước lần hỗ trợ."),
        ),
    ),
    Eligibility(
        measure="poverty.exited",
        model=Household,
        path="household",
        counted=lambda row: f"Quyết định thoát nghèo ngày {day(row.decided_on)}.",
        events=events_of("exits", supported=was_supported()),
        none="Chưa có quyết định thoát nghèo.",
        refusals=(
            refuse(lambda event: not event.supported, "Liên minh chưa hỗ trợ hộ trong năm, trước ngày quyết định."),
        ),
    ),
)

ACCOUNTS: tuple[Eligibility, ...] = (*COOPERATIVE, *INSPECTIONS, *GROUPS_AND_CHAINS, *OCOP, *HOUSEHOLDS)
