"""The register of supports given to cooperatives and groups."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.forms import CooperativeSupportForm
from cooperatives.models import CooperativeSupport
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment
from coopunion.registers.register import Register


def timeline(support: CooperativeSupport) -> Iterator[Moment]:
    yield Moment(support.supported_on, support.get_kind_display().capitalize(), support.content)
    yield Moment(support.graduate_from, "Cán bộ trẻ bắt đầu làm việc", support.graduate_name)
    yield Moment(support.graduate_to, "Hết thời hạn làm việc", support.graduate_name)


SUPPORTS = Register[CooperativeSupport](
    model=CooperativeSupport,
    title="Hỗ trợ HTX, THT",
    list_url="cooperatives:support-list",
    table="supports",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: CooperativeSupport.objects.select_related(
        "place__parent", "department", "cooperative", "group"
    ),
    search_hint="Tên hợp tác xã, tổ hợp tác, nội dung",
    order=("-supported_on", "-pk"),
    empty="Chưa có lần hỗ trợ nào trong sổ.",
    form=CooperativeSupportForm,
    event_noun="lần hỗ trợ",
    columns=(
        Column("Hỗ trợ", lambda row: row, "link"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Ngày", lambda row: row.supported_on, "day", sort="supported_on"),
        Column("Đơn vị tổ chức", lambda row: row.get_organiser_display(), wide=True),
        Column("Trị giá, đồng", lambda row: row.value, "number", sort="value", wide=True),
    ),
    choices=(
        Choice("hinh-thuc", "Hình thức", "kind", CooperativeSupport.Kind.choices),
        Choice("don-vi", "Đơn vị tổ chức", "organiser", CooperativeSupport.Organiser.choices),
    ),
    facts=(
        Column("Đơn vị được hỗ trợ", lambda row: row.subject, "link"),
        Column("Hình thức", lambda row: row.get_kind_display()),
        Column("Ngày hỗ trợ", lambda row: row.supported_on, "day"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Đơn vị tổ chức", lambda row: row.get_organiser_display()),
        Column("Đơn vị phối hợp", lambda row: row.organiser_name),
        Column("Nội dung", lambda row: row.content),
        Column("Trị giá", lambda row: row.value, "dong"),
        Column("Số người được đào tạo", lambda row: row.people_trained, "number"),
        Column("Cán bộ trẻ", lambda row: row.graduate_name),
        Column("Làm việc từ ngày", lambda row: row.graduate_from, "day"),
        Column("Đến hết ngày", lambda row: row.graduate_to, "day"),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    timeline=timeline,
)
