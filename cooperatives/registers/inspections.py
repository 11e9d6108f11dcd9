"""The register of inspections, with their recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.forms import InspectionForm, RecommendationForm
from cooperatives.models import Inspection
from coopunion.forms.formsets import Children
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section
from coopunion.registers.register import Register


def timeline(inspection: Inspection) -> Iterator[Moment]:
    yield Moment(inspection.started_on, "Bắt đầu")
    yield Moment(inspection.completed_on, "Kết thúc", inspection.findings)
    for recommendation in inspection.recommendations.all():
        yield Moment(recommendation.due_on, "Hạn thực hiện kiến nghị", recommendation.text)
        yield Moment(recommendation.done_on, "Đã thực hiện kiến nghị", recommendation.result or recommendation.text)


INSPECTIONS = Register[Inspection](
    model=Inspection,
    title="Kiểm tra",
    list_url="cooperatives:inspection-list",
    table="inspections",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Inspection.objects.select_related("place__parent", "department", "cooperative", "group"),
    search_hint="Tên hợp tác xã, tổ hợp tác",
    order=("-completed_on", "-pk"),
    empty="Chưa có cuộc kiểm tra nào trong sổ.",
    form=InspectionForm,
    event_noun="cuộc kiểm tra",
    children=(Children("Kiến nghị sau kiểm tra", RecommendationForm),),
    columns=(
        Column("Cuộc kiểm tra", lambda row: row, "link"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngày bắt đầu", lambda row: row.started_on, "day", sort="started_on", wide=True),
        Column("Ngày kết thúc", lambda row: row.completed_on, "day", sort="completed_on"),
        Column("Kết luận", lambda row: row.findings, wide=True),
    ),
    choices=(Choice("hinh-thuc", "Hình thức", "kind", Inspection.Kind.choices),),
    facts=(
        Column("Đơn vị được kiểm tra", lambda row: row.subject, "link"),
        Column("Hình thức", lambda row: row.get_kind_display()),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngày bắt đầu", lambda row: row.started_on, "day"),
        Column("Ngày kết thúc", lambda row: row.completed_on, "day"),
        Column("Kết luận", lambda row: row.findings),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    timeline=timeline,
    sections=(
        Section(
            "Kiến nghị sau kiểm tra",
            lambda row: row.recommendations.all(),
            (
                Column("Kiến nghị", lambda row: row.text),
                Column("Hạn", lambda row: row.due_on, "day"),
                Column("Xong ngày", lambda row: row.done_on, "day"),
                Column("Kết quả", lambda row: row.result),
            ),
        ),
    ),
)
