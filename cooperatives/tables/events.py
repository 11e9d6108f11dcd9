"""The Excel tables of what happens to cooperatives and groups: assessments, conversions, inspections, supports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cooperatives.models import Assessment, Conversion, CooperativeSupport, Inspection, ValueChain
from cooperatives.tables.organisations import GROUP, cooperative_columns, group_name
from coopunion.tables.columns import DEPARTMENT_COLUMN, NOTE_COLUMN, PLACE_COLUMN, RecordPart, TableColumn
from coopunion.tables.near_duplicates import mark_namesakes, mark_near_duplicates
from coopunion.tables.readers import Day
from coopunion.tables.resource import TableResource

VALID_ON, COMPLETED_ON, STARTED_ON, RECOGNISED_ON = "Ngày đánh giá", "Ngày hoàn thành", "Ngày bắt đầu", "Ngày công nhận"
ENDED_ON, SUPPORTED_ON = "Ngày kết thúc", "Ngày hỗ trợ"
EVENT_PLACE = "Địa bàn của ngày đó; để trống là địa bàn của đơn vị."
RELATED = ("place__parent", "department")


class AssessmentResource(TableResource):
    """One row an assessment of a cooperative."""

    title = "Đánh giá hợp tác xã"
    related = (*RELATED, "cooperative__place__parent")
    order = ("valid_on", "pk")
    owner = "cooperative"
    parts = (RecordPart(Assessment, (("cooperative", "valid_on"),), placed_by="cooperative"),)
    place_days = (VALID_ON,)
    columns = (
        *cooperative_columns(required=True),
        TableColumn("valid_on", VALID_ON, date(2020, 12, 1), required=True, shown=True),
        TableColumn("effective", "Hoạt động hiệu quả", "có", required=True, shown=True),
        TableColumn("rating", "Xếp loại", "Tốt", "Theo Thông tư 01/2020/TT-BKHĐT.", shown=True),
        TableColumn("score", "Điểm", 82, shown=True),
        replace(PLACE_COLUMN, hint=EVENT_PLACE),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )


class ConversionResource(TableResource):
    """One row the conversion of a cooperative to the new model; without a day of completion it is in progress."""

    title = "Chuyển đổi HTX kiểu mới"
    related = (*RELATED, "cooperative__place__parent")
    order = ("completed_on", "pk")
    owner = "cooperative"
    parts = (
        RecordPart(
            Conversion,
            (("cooperative", "completed_on"), ("cooperative", "started_on")),
            optional=frozenset({"completed_on"}),
            placed_by="cooperative",
        ),
    )
    place_days = (COMPLETED_ON, STARTED_ON)
    columns = (
        *cooperative_columns(required=True),
        TableColumn("started_on", STARTED_ON, date(2020, 3, 2), shown=True),
        TableColumn(
            "completed_on", COMPLETED_ON, date(2020, 9, 30), "Để trống khi đang làm.", present=True, shown=True
        ),
        TableColumn(
            "reregistered",
            "Đã tổ chức lại theo luật",
            "có",
            "Trước 01/07/2024: đăng ký lại theo Luật HTX 2012. Từ ngày đó: điều lệ đã sửa theo Luật HTX 2023.",
        ),
        TableColumn("service_contracts", "Có hợp đồng dịch vụ", "có", "Có hợp đồng dịch vụ với thành viên."),
        TableColumn("viable_plan", "Có phương án khả thi", "có", "Có phương án sản xuất, kinh doanh khả thi."),
        replace(PLACE_COLUMN, hint=EVENT_PLACE),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )


class ValueChainResource(TableResource):
    """One row a value-chain model; its members are entered on its page."""

    title = "Mô hình chuỗi giá trị"
    related = (*RELATED, "lead__place__parent")
    order = ("name", "pk")
    parts = (RecordPart(ValueChain, (("name", "place"),)),)
    place_days = (RECOGNISED_ON,)
    columns = (
        TableColumn("name", "Tên mô hình", "Chuỗi chè Shan minh họa", required=True, names=True, width=40),
        TableColumn("product", "Sản phẩm", "chè Shan", shown=True, width=24),
        *cooperative_columns("lead", "HTX chủ trì"),
        replace(PLACE_COLUMN, required=True, shown=True),
        TableColumn("recognised_on", RECOGNISED_ON, date(2020, 8, 20), "Để trống khi đang xây dựng.", shown=True),
        TableColumn("decision", "Văn bản công nhận", "QĐ 12/QĐ-LMHTX", width=26),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )

    def find_near_duplicates(self) -> None:
        mark_near_duplicates(self.import_rows, ValueChain, lineage=self.places.lineage)
        mark_namesakes(self.import_rows, ValueChain, self.places.lineage)


class InspectionResource(TableResource):
    """One row an inspection of a cooperative or of a group."""

    title = "Kiểm tra"
    related = (*RELATED, "cooperative__place__parent", "group__place__parent")
    order = ("-completed_on", "-pk")
    parts = (
        RecordPart(
            Inspection,
            (("kind", "cooperative", "group", "completed_on"), ("kind", "cooperative", "group", "started_on")),
            optional=frozenset({"cooperative", "group", "completed_on"}),
            placed_by="subject",
        ),
    )
    place_days = (ENDED_ON, STARTED_ON)
    columns = (
        TableColumn("kind", "Hình thức", "kiểm tra hồ sơ", required=True, shown=True),
        *cooperative_columns(),
        TableColumn(
            "group", GROUP, hint="Khi đơn vị được kiểm tra là tổ hợp tác.", reader=group_name(), shown=True, width=36
        ),
        TableColumn("started_on", STARTED_ON, date(2020, 6, 1)),
        TableColumn(
            "completed_on", ENDED_ON, date(2020, 6, 3), "Để trống khi đang kiểm tra.", present=True, shown=True
        ),
        TableColumn("findings", "Kết luận", "Hồ sơ đầy đủ.", width=40),
        replace(PLACE_COLUMN, hint=EVENT_PLACE),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )


class CooperativeSupportResource(TableResource):
    """One row a support given to a cooperative or a group."""

    title = "Hỗ trợ HTX, tổ hợp tác"
    related = (*RELATED, "cooperative__place__parent", "group__place__parent")
    order = ("-supported_on", "-pk")
    parts = (
        RecordPart(
            CooperativeSupport,
            (("kind", "cooperative", "group", "supported_on"),),
            optional=frozenset({"cooperative", "group"}),  # one of them is empty
            placed_by="subject",
        ),
    )
    place_days = (SUPPORTED_ON,)
    columns = (
        TableColumn("kind", "Hình thức", "tư vấn, hướng dẫn", required=True, shown=True),
        *cooperative_columns(),
        TableColumn(
            "group", GROUP, hint="Khi đơn vị được hỗ trợ là tổ hợp tác.", reader=group_name(), shown=True, width=36
        ),
        TableColumn("supported_on", SUPPORTED_ON, date(2020, 6, 3), required=True, shown=True),
        TableColumn(
            "organiser", "Đơn vị tổ chức", "Liên minh HTX tỉnh", "Để trống là Liên minh HTX tỉnh.", shown=True, width=24
        ),
        TableColumn("organiser_name", "Tên đơn vị phối hợp", hint="Ghi khi có đơn vị khác cùng làm.", width=30),
        TableColumn("content", "Nội dung", "Tư vấn thành lập HTX", width=40),
        TableColumn("contract", "Số hợp đồng"),
        TableColumn("value", "Trị giá (đồng)", 20_000_000, shown=True),
        TableColumn("source", "Nguồn hỗ trợ", hint="Nguồn của vốn, thiết bị.", width=24),
        TableColumn("people_trained", "Số người được đào tạo"),
        TableColumn("graduate_name", "Họ tên cán bộ trẻ", hint="Không ghi số định danh, số điện thoại.", width=26),
        TableColumn("graduate_qualification", "Trình độ cán bộ trẻ"),
        TableColumn("graduate_speciality", "Chuyên môn cán bộ trẻ", width=26),
        TableColumn("graduate_from", "Cán bộ trẻ làm từ ngày", reader=Day(future=True)),
        TableColumn("graduate_to", "Cán bộ trẻ đến hết ngày", reader=Day(future=True)),
        replace(PLACE_COLUMN, hint=EVENT_PLACE),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )
