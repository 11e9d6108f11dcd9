"""Everything that can be counted, in one table. A number is a queryset: what is counted here is what is listed.

To count something new, add one row and its worked example in the tests; an indicator then names it by its key.
"""

from __future__ import annotations

from django.db.models import Q

from cooperatives.models import Conversion, Cooperative, CooperativeGroup, Inspection, Registration, ValueChain
from cooperatives.models.chains import RECOGNISED
from cooperatives.models.cooperative import (
    COUNTED,
    CooperativeQuerySet,
    effective_conditions,
    operating_conditions,
    seat_on,
)
from cooperatives.models.events import LED_BY_UNION, OF_COOPERATIVE, conversion_conditions
from cooperatives.models.group import FOUNDED
from cooperatives.models.work import COMPLETED, OF_COOPERATIVES, OF_UNIONS
from ocop.models import COUNTED as RECOGNITION_COUNTED
from ocop.models import Recognition
from poverty.models import Exit, Support
from poverty.models.events import exit_conditions, support_conditions
from programs.flows_and_stocks import Flow, Share, Stock
from programs.models.period import ReportingPeriod, sent_conditions  # not from the package, which imports this module

CountedRecord = (
    Registration
    | Conversion
    | Cooperative
    | CooperativeGroup
    | Inspection
    | ValueChain
    | Recognition
    | Support
    | Exit
    | ReportingPeriod
)
"""What a measure's rows are: each has `title`, `detail` and `get_absolute_url`."""

Measure = Flow[CountedRecord] | Stock[CooperativeQuerySet]


_TABLE: tuple[Measure, ...] = (
    Flow(
        key="cooperatives.founded_by_union",
        name="HTX thành lập mới do Liên minh HTX tỉnh chủ trì",
        short="HTX mới",
        unit="HTX",
        verb="chủ trì tư vấn, hỗ trợ thành lập mới",
        detail="Ngành, nghề chính",
        day="Ngày cấp GCN",
        rows=lambda _: Registration.objects.firsts(),
        conditions=lambda _: (*OF_COOPERATIVE, LED_BY_UNION),
        date_field="issued_on",  # a cooperative has one first certificate (constraint), so it counts once
        related=("cooperative",),
    ),
    Flow(
        key="cooperatives.founded",
        name="HTX thành lập mới toàn tỉnh",
        short="HTX toàn tỉnh",
        unit="HTX",
        verb="thành lập mới",
        detail="Ngành, nghề chính",
        day="Ngày cấp GCN",
        rows=lambda _: Registration.objects.firsts(),
        conditions=lambda _: OF_COOPERATIVE,
        date_field="issued_on",  # a cooperative has one first certificate (constraint), so it counts once
        related=("cooperative",),
    ),
    Flow(
        key="cooperatives.converted",
        name="HTX chuyển đổi sang mô hình kiểu mới",
        short="Chuyển đổi",
        unit="HTX",
        verb="chuyển đổi",
        verb_tail="sang mô hình kiểu mới",
        detail="Ngành, nghề chính",
        day="Ngày hoàn thành",
        rows=lambda _: Conversion.objects.all(),
        conditions=lambda _: conversion_conditions(),
        date_field="completed_on",
        distinct="cooperative",
        once_ever=True,
        related=("cooperative",),
    ),
    Stock(
        key="cooperatives.effective",
        name="HTX hoạt động hiệu quả",
        short="Hiệu quả",
        unit="HTX",
        verb="hoạt động hiệu quả",
        detail="Ngành, nghề chính",
        day="Ngày đánh giá",
        rows=Cooperative.objects.all,
        conditions=COUNTED,
        conditions_of=effective_conditions,
        place_on=seat_on,
        described=lambda rows, day: rows.with_recorded_status_on(day).with_assessment_on(day),
        listed=lambda rows, day: rows.with_assessment_on(day).with_seat_on(day),
        date_field="assessed_on",
        base="cooperatives.operating",
    ),
    Stock(
        key="cooperatives.operating",
        name="HTX đang hoạt động",
        short="Hoạt động",
        unit="HTX",
        verb="đang hoạt động",
        detail="Ngành, nghề chính",
        day="Hoạt động từ",
        rows=Cooperative.objects.all,
        conditions=COUNTED,
        conditions_of=operating_conditions,
        place_on=seat_on,
        described=lambda rows, day: rows.with_recorded_status_on(day).with_assessment_on(day),
        listed=lambda rows, day: rows.with_status_on(day).with_seat_on(day),
        date_field="status_since",
    ),
    Flow(
        key="programs.reports_sent",
        name="Báo cáo định kỳ gửi Thường trực Tỉnh ủy",
        short="Báo cáo",
        unit="báo cáo",
        verb="gửi",
        detail="Ngày gửi",
        day="Số liệu đến",
        rows=lambda scope: ReportingPeriod.objects.of(scope.programs),
        conditions=lambda scope: sent_conditions(scope.own_period),
        scoped=True,
        date_field="cut_off_on",
        place_field="",
        distinct="quarter",
        related=("program",),
    ),
    Flow(
        key="cooperatives.inspected_dossiers",
        name="Hồ sơ HTX được kiểm tra, thẩm định",
        short="Hồ sơ HTX",
        unit="hồ sơ",
        verb="kiểm tra, thẩm định",
        detail="Kết luận",
        day="Ngày kết thúc",
        rows=lambda _: Inspection.objects.dossiers().of_cooperatives(),
        conditions=lambda _: (*COMPLETED, OF_COOPERATIVES),
        date_field="completed_on",
        distinct="cooperative",
        related=("cooperative", "group"),
    ),
    Flow(
        key="cooperatives.inspected_union_dossiers",
        name="Hồ sơ liên hiệp HTX được kiểm tra, thẩm định",
        short="Hồ sơ LHHTX",
        unit="hồ sơ",
        verb="kiểm tra, thẩm định",
        detail="Kết luận",
        day="Ngày kết thúc",
        rows=lambda _: Inspection.objects.dossiers().of_cooperatives(),
        conditions=lambda _: (*COMPLETED, OF_UNIONS),
        date_field="completed_on",
        distinct="cooperative",
        related=("cooperative", "group"),
    ),
    Flow(
        key="cooperatives.inspected_group_dossiers",
        name="Hồ sơ tổ hợp tác được kiểm tra, thẩm định",
        short="Hồ sơ THT",
        unit="hồ sơ",
        verb="kiểm tra, thẩm định",
        detail="Kết luận",
        day="Ngày kết thúc",
        rows=lambda _: Inspection.objects.dossiers().of_groups(),
        conditions=lambda _: COMPLETED,
        date_field="completed_on",
        distinct="group",
        related=("cooperative", "group"),
    ),
    Flow(
        key="cooperatives.site_visits",
        name="Kiểm tra tình hình hoạt động thực tế",
        short="Thực tế",
        unit="HTX",
        verb="kiểm tra thực tế",
        detail="Kết luận",
        day="Ngày kết thúc",
        rows=lambda _: Inspection.objects.site_visits(),
        conditions=lambda _: COMPLETED,
        date_field="completed_on",
        distinct="subject_key",
        related=("cooperative", "group"),
        kinds=(
            ("HTX", OF_COOPERATIVES.query),
            ("liên hiệp HTX", OF_UNIONS.query),
            ("tổ hợp tác", Q(group__isnull=False)),
        ),
    ),
    Flow(
        key="cooperatives.value_chains",
        name="Mô hình HTX sản xuất gắn với chuỗi giá trị",
        short="Chuỗi giá trị",
        unit="mô hình",
        verb="hỗ trợ xây dựng",
        detail="HTX chủ trì",
        day="Ngày công nhận",
        rows=lambda _: ValueChain.objects.all(),
        conditions=lambda _: RECOGNISED,
        date_field="recognised_on",
        related=("lead",),
        places_named=True,
    ),
    Flow(
        key="ocop.recognised",
        name="Sản phẩm OCOP đạt từ 3 sao",
        short="OCOP",
        unit="sản phẩm",
        verb="hỗ trợ",
        verb_tail="được công nhận đạt từ 3 sao",
        detail="Hạng sao",
        day="Ngày quyết định",
        rows=lambda _: Recognition.objects.all(),
        conditions=lambda _: RECOGNITION_COUNTED,
        date_field="decided_on",
        distinct="product",
        once_ever=True,
        related=("product__producer",),
        owners=("product__producer", "chủ thể"),
        places_named=True,
    ),
    Flow(
        key="poverty.supported",
        name="Hộ nghèo được hỗ trợ",
        short="Hộ nghèo",
        unit="hộ",
        verb="giúp đỡ",
        detail="Hình thức hỗ trợ",
        day="Ngày hỗ trợ",
        rows=lambda _: Support.objects.all(),
        conditions=lambda _: support_conditions(),
        date_field="supported_on",
        distinct="household",
        related=("household",),
        shares=(Share("Theo hình thức", "kind"), Share("Theo nguồn giúp đỡ", "donors__name")),
    ),
    Flow(
        key="poverty.exited",
        name="Hộ được hỗ trợ đã thoát nghèo",
        short="Thoát nghèo",
        unit="hộ",
        verb="ghi nhận",
        verb_tail="thoát nghèo",
        detail="Quyết định",
        day="Ngày quyết định",
        rows=lambda _: Exit.objects.all(),
        conditions=lambda _: exit_conditions(),
        date_field="decided_on",
        distinct="household",
        related=("household",),
    ),
    Flow(
        key="cooperatives.groups_founded",
        name="Tổ hợp tác thành lập mới toàn tỉnh",
        short="THT mới",
        unit="tổ",
        verb="thành lập mới",
        detail="Ngành, nghề chính",
        day="Ngày tính",
        rows=lambda _: CooperativeGroup.objects.with_founding_day(),
        conditions=lambda _: FOUNDED,
        date_field="founded_on",  # a group has one such day, so it counts once
    ),
)


MEASURES: dict[str, Measure] = {measure.key: measure for measure in _TABLE}
